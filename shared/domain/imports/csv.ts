/** Reads CSV as RFC 4180 writes it: quoted cells, doubled quotes, line breaks within quotes, a byte order mark before it all. */
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';

/** Cells that a line may have. */
const CELLS_MAX = 40;

/** A table: the names in its first line, and the cells behind them. */
export type Table = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

/** The table in a text. Empty lines are passed over. Refusals: `import.csv_malformed`, `import.rows_too_many`. */
export function tableOf(
  text: string,
  of: { readonly delimiter: string; readonly rowsMax: number },
): Result<Table> {
  const lines: string[][] = [];
  let rest = text.startsWith('\ufeff') ? text.slice(1) : text;
  while (rest !== '') {
    const line = lineOf(rest, of.delimiter);
    if (typeof line === 'string') return malformed(lines.length + 1, line);
    rest = rest.slice(line.length);
    if (line.cells.length > 1 || line.cells[0] !== '') lines.push(line.cells);
    if (lines.length > of.rowsMax + 1)
      return refuse('import.rows_too_many', `An import takes at most ${of.rowsMax} rows.`, {
        pointer: '#/csv/text',
      });
  }
  const [columns = [], ...rows] = lines;
  const uneven = rows.findIndex((row) => row.length !== columns.length);
  if (uneven >= 0) return malformed(uneven + 2, `it has not ${columns.length} cells as the first has`);
  if (rows.length === 0) return malformed(lines.length, 'no row follows it');

  return ok({ columns: columns.map((name) => name.trim()), rows });
}

type Line = { readonly cells: string[]; readonly length: number };

/** The first line of a text, with the characters that it takes up; a sentence where it cannot be read. */
function lineOf(text: string, delimiter: string): Line | string {
  const cells: string[] = [];
  let at = 0;
  while (cells.length < CELLS_MAX) {
    const cell = text[at] === '"' ? quotedAt(text, at) : bareAt(text, at, delimiter);
    if (cell === undefined) return 'a quote is opened and not closed';
    cells.push(cell.value);
    at = cell.end;
    const sign = text[at];
    if (sign === delimiter) {
      at += 1;
      continue;
    }
    if (sign === undefined) return { cells, length: at };
    if (sign === '\n') return { cells, length: at + 1 };
    if (sign === '\r') return { cells, length: text[at + 1] === '\n' ? at + 2 : at + 1 };

    return 'text follows a closed quote';
  }

  return `it has more than ${CELLS_MAX} cells`;
}

type Found = { readonly value: string; readonly end: number };

function quotedAt(text: string, begin: number): Found | undefined {
  const [whole, inner = ''] = /^"([^"]*(?:""[^"]*)*)"/.exec(text.slice(begin)) ?? [];

  return whole === undefined ? undefined : { value: inner.replaceAll('""', '"'), end: begin + whole.length };
}

function bareAt(text: string, begin: number, delimiter: string): Found {
  let end = begin;
  while (end < text.length && !['\n', '\r', delimiter].includes(text[end] ?? '')) end += 1;

  return { value: text.slice(begin, end).trim(), end };
}

function malformed(line: number, says: string) {
  return refuse('import.csv_malformed', `Line ${line} cannot be read: ${says}.`, { pointer: '#/csv/text' });
}
