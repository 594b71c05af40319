import type { FrozenLine } from '../content.ts';
import { closing } from './closing.ts';
import { pageFoot, pageLabel } from './foot.ts';
import { letterHead, type Numbered, runningHead } from './head.ts';
import {
  CARRY_HEIGHT,
  type Columns,
  carryRow,
  columnsOf,
  headingRow,
  LINES_TOGETHER_MAX,
  linesIn,
  type Row,
  rowOf,
  slice,
} from './lines-table.ts';
import { PAGE } from './look.ts';
import { type Block, type Mark, placed, type Tag } from './marks.ts';
import { swissBillOf } from './swiss-bill.ts';
import type { Typeface } from './typeface.ts';

/** Everything that stands on one page, in reading order. */
export type Page = readonly Mark[];

/** The pages as they fill: a new one begins when a block does not fit. */
type Flow = {
  readonly pages: Mark[][];
  readonly numbered: Numbered;
  readonly typeface: Typeface;
  readonly bottom: number;
  y: number;
};

/** The least room between the text and the foot of a page. */
const FOOT_GAP = 16;

/**
 * Sets a document on pages: head, lines with their heading on every page and the sum carried over, totals, payment, foot.
 * It knows nothing of PDF, draws nothing and always comes to an end: each page takes at least one line.
 */
export function pagesOf(numbered: Numbered, typeface: Typeface): Page[] {
  const { content } = numbered;
  const head = letterHead(numbered, typeface);
  const foot = pageFoot(content, typeface);
  const bottom = PAGE.height - foot.height - FOOT_GAP;
  const flow: Flow = { pages: [[...head.marks]], numbered, typeface, bottom, y: head.height };
  setLines(flow);
  const bill = swissBillOf(numbered, typeface);
  const billHeight = bill === null ? 0 : bill.height + FOOT_GAP;
  setClosing(flow, billHeight);
  return flow.pages.map((marks, index) => {
    const place = { page: index + 1, pages: flow.pages.length };
    const { marks: label } = pageLabel(content, place, typeface);
    if (place.page < place.pages) return [...marks, ...foot.marks.map(untagged), ...label];

    // A reader hears the foot once, at the end; a payment part takes the lower edge of the last page.
    const lifted = placed({ height: 0, marks: [...foot.marks, ...label] }, -billHeight);
    const paid = bill === null ? [] : placed(bill, PAGE.height - bill.height);
    return [...marks, ...lifted, ...paid];
  });
}

/** Totals and how they are paid; the last of it stands above a payment part, if there is one. */
function setClosing(flow: Flow, billHeight: number): void {
  const { numbered, typeface, bottom } = flow;
  const room = bottom - runningHead(numbered, typeface).height;
  const blocks = closing(numbered, typeface, { room, hasBill: billHeight > 0 });
  for (const [index, block] of blocks.entries()) {
    const isLast = index === blocks.length - 1;
    if (flow.y + block.height > bottom - (isLast ? billHeight : 0)) turnPage(flow);
    place(flow, block);
  }
  if (flow.y > bottom - billHeight) turnPage(flow);
}

function setLines(flow: Flow): void {
  const { content } = flow.numbered;
  const table: Tag = { type: 'Table', parent: null };
  const columns = columnsOf(content, flow.typeface);
  const heading: Tag = { type: 'TR', parent: table };
  if (flow.y + 80 > flow.bottom) turnPage(flow);
  place(flow, headingRow(content, columns, { typeface: flow.typeface, tag: heading }));

  let carried: FrozenLine | null = null;
  for (const [index, line] of content.lines.entries()) {
    const row = rowOf(line, columns, { typeface: flow.typeface, table });
    setRow(flow, { row, columns, carried, isLast: index === content.lines.length - 1 });
    carried = line;
  }
}

type RowToSet = {
  readonly row: Row;
  readonly columns: Columns;
  readonly carried: FrozenLine | null;
  readonly isLast: boolean;
};

function setRow(flow: Flow, { row, columns, carried, isLast }: RowToSet): void {
  const count = linesIn(row);
  let from = 0;
  while (from < count) {
    const to = fitting(flow, { row, from, isLast });
    if (to > from) {
      place(flow, slice(row, from, to));
      from = to;
    }
    // Once its first lines stand, the row's own figure is part of the sum.
    if (from < count) turnPageInTable(flow, columns, from > 0 ? row.line : carried);
  }
}

/** Up to which of its lines a row fits on the page; a short row fits whole or not at all. */
function fitting(
  flow: Flow,
  { row, from, isLast }: { readonly row: Row; readonly from: number; readonly isLast: boolean },
): number {
  const count = linesIn(row);
  const room = flow.bottom - flow.y;
  if (slice(row, from, count).height <= room - (isLast ? 0 : CARRY_HEIGHT)) return count;
  if (count - from <= LINES_TOGETHER_MAX) return from;

  let to = from;
  while (to < count && slice(row, from, to + 1).height <= room - CARRY_HEIGHT) to += 1;
  return to - from < 3 ? from : to;
}

function turnPageInTable(flow: Flow, columns: Columns, carried: FrozenLine | null): void {
  const { content } = flow.numbered;
  const { typeface } = flow;
  const sum = carried?.running.text;
  if (sum !== undefined)
    place(flow, carryRow({ label: content.carriedForward, sum, isBrought: false }, columns, typeface));
  turnPage(flow);
  place(flow, headingRow(content, columns, { typeface, tag: null }));
  if (sum !== undefined)
    place(flow, carryRow({ label: content.broughtForward, sum, isBrought: true }, columns, typeface));
}

function turnPage(flow: Flow): void {
  const head = runningHead(flow.numbered, flow.typeface);
  flow.pages.push([...head.marks]);
  flow.y = head.height;
}

function place(flow: Flow, block: Block): void {
  flow.pages.at(-1)?.push(...placed(block, flow.y));
  flow.y += block.height;
}

function untagged(mark: Mark): Mark {
  return mark.kind === 'text' ? { ...mark, tag: null } : mark;
}
