/** CSV that a spreadsheet only reads and never runs: whatever could be a formula is made text. */

/** A cell: text is quoted and made harmless, an amount is a plain decimal and stays a number. */
export type Cell = string | { readonly decimal: string };

const FORMULA = /^[\s]*[=+\-@%|\t\r\n\uff1d\uff0b\uff0d\uff20]/u;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Lines with CRLF (RFC 4180), the first of them the header. */
export function csvOf(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((cells) => `${cells.map(written).join(',')}\r\n`).join('');
}

function written(cell: Cell): string {
  if (typeof cell !== 'string') return DECIMAL.test(cell.decimal) ? cell.decimal : quoted(cell.decimal);

  return quoted(cell);
}

function quoted(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;

  return `"${harmless.replaceAll('"', '""')}"`;
}
