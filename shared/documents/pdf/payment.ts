import { encodeQR } from 'qr';
import type { FrozenPayment, Labelled } from '../content.ts';
import { payloadOf } from '../payment-code.ts';
import type { Numbered } from './head.ts';
import { BODY, HEADING, LABEL, LEFT, millimetres, PANEL, RIGHT, STRONG } from './look.ts';
import { type Block, type Mark, placed } from './marks.ts';
import { type Column, paragraph, stacked } from './setting.ts';
import { printedReference } from './swiss-bill.ts';
import type { Typeface } from './typeface.ts';

const GAP = 10;
const PADDING = 12;
const VALUE_LINES_MAX = 4;
const CAPTION_LINES_MAX = 2;
const WIDTH = RIGHT - LEFT;
const INNER_WIDTH = WIDTH - PADDING * 2;
/** With its white margin; the largest code that may be printed has modules of 0.4 mm in it. */
const CODE_SIZE = millimetres(31);
/** ISO/IEC 18004: four modules of nothing on every side. */
const QUIET_MODULES = 4;

/** What stands in the panel, and beside the code if there is one. */
type Grid = { readonly width: number; readonly columns: number; readonly typeface: Typeface };

/** How the total is paid: the sentence about it, the account, and the code to scan. */
export function paymentPanel(numbered: Numbered, typeface: Typeface): Block {
  const code = codeOf(numbered, typeface);
  const grid =
    code === null
      ? { width: INNER_WIDTH, columns: 3, typeface }
      : { width: INNER_WIDTH - CODE_SIZE - GAP, columns: 2, typeface };
  const words = stacked(wordsOf(numbered, grid), 7);
  const height = Math.max(words.height, code?.height ?? 0) + PADDING * 2;
  const top = 22;
  const panel: Mark = { kind: 'box', x: LEFT, y: top, width: WIDTH, height, color: PANEL };
  return {
    height: top + height,
    marks: [panel, ...placed(words, top + PADDING), ...placed(code ?? stacked([]), top + PADDING)],
  };
}

function wordsOf({ content, number }: Numbered, grid: Grid): Block[] {
  const { typeface, width } = grid;
  const column = (type: 'H2' | 'P'): Column => ({ x: LEFT + PADDING, width, tag: { type, parent: null } });
  const terms = paragraph(content.terms, BODY, { typeface, column: column('P') });
  if (content.payment === null) return [terms];

  const { heading, rows, referenceLabel, swissBill } = content.payment;
  const reference = (swissBill && printedReference(swissBill, number)) ?? number;
  const cells = [...rows, { label: referenceLabel, text: reference }];
  const cellRows = Array.from({ length: Math.ceil(cells.length / grid.columns) }, (_, row) => {
    return panelRow(cells.slice(row * grid.columns, (row + 1) * grid.columns), grid);
  });
  return [paragraph(heading, HEADING, { typeface, column: column('H2') }), terms, ...cellRows];
}

function panelRow(cells: readonly Labelled[], { width: whole, columns, typeface }: Grid): Block {
  const width = (whole - GAP * (columns - 1)) / columns;
  const blocks = cells.map((cell, index) => {
    const column: Column = {
      x: LEFT + PADDING + index * (width + GAP),
      width,
      tag: { type: 'P', parent: null },
    };
    return stacked([
      paragraph(cell.label, LABEL, { typeface, column, linesMax: 1 }),
      paragraph(cell.text, STRONG, { typeface, column, linesMax: VALUE_LINES_MAX }),
    ]);
  });
  return {
    height: Math.max(...blocks.map(({ height }) => height)),
    marks: blocks.flatMap(({ marks }) => marks),
  };
}

/** The code at the right edge of the panel; null where none was frozen, or the number is too long for it. */
function codeOf({ content, number }: Numbered, typeface: Typeface): Block | null {
  const code = content.payment?.code;
  const payload = code && payloadOf(code, number);
  if (!code || !payload) return null;

  const x = RIGHT - PADDING - CODE_SIZE;
  const tag = { type: 'Figure', parent: null, alternative: code.alternative } as const;
  const figure: Mark = { kind: 'modules', x, y: 0, size: CODE_SIZE, rows: modulesOf(payload), tag };
  const caption = captionOf(code, { x, width: CODE_SIZE }, typeface);
  return stacked([{ height: CODE_SIZE, marks: [figure] }, caption], 3);
}

function captionOf(
  { caption }: NonNullable<FrozenPayment['code']>,
  place: { readonly x: number; readonly width: number },
  typeface: Typeface,
): Block {
  const column: Column = { ...place, tag: { type: 'P', parent: null } };
  return paragraph(caption, LABEL, { typeface, column, linesMax: CAPTION_LINES_MAX });
}

/** EPC069-12: error correction M, in bytes; what is short enough for the guideline is at most of version 13. */
function modulesOf(payload: string): readonly (readonly boolean[])[] {
  return encodeQR(payload, 'raw', { ecc: 'medium', encoding: 'byte', border: QUIET_MODULES });
}
