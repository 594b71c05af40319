import type { FrozenContent, LabelledFigure } from '../content.ts';
import { BODY, COLUMN, INK, LEFT, leadingOf, millimetres, RIGHT, RULE, STRONG, TOTAL } from './look.ts';
import { type Block, type Mark, placed, rule, type Tag } from './marks.ts';
import { baselineOf, type Column, figure, fitted, paragraph, stacked, widthOf } from './setting.ts';
import type { Typeface } from './typeface.ts';
import type { Numbered } from './head.ts';
import { paymentPanel } from './payment.ts';

const SUMMARY_LEFT = millimetres(85);
const FIGURE_WIDTH = { minimum: 60, maximum: 112 } as const;
/** How much of the total's row its figure may take. */
const SUM_SHARE = 0.55;
const GAP = 10;
const WIDTH = RIGHT - LEFT;

/** The widths of the figures beside the words of the totals. */
type Widths = { readonly base: number; readonly amount: number };

/** How the rows of the totals are set: one table, one measure. */
type Summary = { readonly table: Tag; readonly widths: Widths; readonly typeface: Typeface };

/** The room of a page, and whether a payment part follows, which takes the foot of the last one. */
type Room = { readonly room: number; readonly hasBill: boolean };

/**
 * What comes after the lines, from top to bottom; each block stays whole. Totals and how they are paid stand on one page where
 * it has room for them; of longer totals at least what is to pay does. Where a payment part follows, how it is paid goes with
 * that, so that the part never stands alone.
 */
export function closing(numbered: Numbered, typeface: Typeface, { room, hasBill }: Room): Block[] {
  const { content } = numbered;
  const totals = summary(content, typeface);
  const panel = paymentPanel(numbered, typeface);
  const ending = [...notes(content, typeface), panel];
  const whole = stacked([...totals, ...ending]);
  if (hasBill && whole.height <= room) return [stacked([...totals, ...ending.slice(0, -1)]), panel];
  if (whole.height <= room) return [whole];
  const toPay = totals.pop() ?? { height: 0, marks: [] };
  const together = stacked([toPay, ...ending]);

  return [...totals, ...(together.height <= room ? [together] : [toPay, ...ending])];
}

/** Net, tax by category and rate, total. */
function summary(content: FrozenContent, typeface: Typeface): Block[] {
  const table: Tag = { type: 'Table', parent: null };
  const setting: Summary = { table, widths: summaryWidths(content, typeface), typeface };
  const rows = content.taxes.map(({ label, base, tax }) => ({ label, base: base.text, amount: tax.text }));
  const net = { label: content.net.label, base: '', amount: content.net.text };
  const heading = summaryHeading(content, setting);
  const body = [...beforeNet(content), net, ...rows].map((row) => summaryRow(row, setting));
  const total = totalRow(content.total, content, setting);

  // The total never stands on a page without the row before it.
  const last = body.pop() ?? { height: 0, marks: [] };
  return [heading, ...body, stacked([last, total]), ...afterTotal(content, setting)];
}

/** The deposits that are deducted, and what is left to pay. */
function afterTotal(content: FrozenContent, setting: Summary): Block[] {
  if (!content.deductions) return [];
  const { rows, toPay } = content.deductions;
  const body = rows.map(({ label, text }) => summaryRow({ label, base: '', amount: text }, setting));
  const last = body.pop() ?? { height: 0, marks: [] };

  return [...body, stacked([last, totalRow(toPay, content, setting)])];
}

/** The sum of the lines, allowances and charges, where there are any. */
function beforeNet({ reductions }: FrozenContent) {
  if (!reductions) return [];

  return [reductions.lines, ...reductions.rows].map(({ label, text }) => ({ label, base: '', amount: text }));
}

function summaryHeading(content: FrozenContent, { table, widths, typeface }: Summary): Block {
  const tag: Tag = { type: 'TR', parent: table };
  const [label, base, amount] = summaryColumns(widths, tag, 'TH');
  const height = 30;
  return {
    height,
    marks: [
      ...placed(paragraph(content.summary.heading, COLUMN, { typeface, column: label, linesMax: 1 }), 14),
      ...placed(
        { height: 0, marks: [figure(content.summary.taxable, COLUMN, { typeface, column: base })] },
        14,
      ),
      ...placed(
        { height: 0, marks: [figure(content.summary.amount, COLUMN, { typeface, column: amount })] },
        14,
      ),
      rule({ x: SUMMARY_LEFT, y: height - 0.5, width: RIGHT - SUMMARY_LEFT }, { height: 0.5, color: RULE }),
    ],
  };
}

function summaryRow(
  row: { readonly label: string; readonly base: string; readonly amount: string },
  { table, widths, typeface }: Summary,
): Block {
  const tag: Tag = { type: 'TR', parent: table };
  const [label, base, amount] = summaryColumns(widths, tag, 'TD');
  // Long words have the room of a figure that is not there.
  const width = row.base === '' ? amount.x - GAP - label.x : label.width;
  const words = paragraph(row.label, BODY, { typeface, column: { ...label, width } });
  const figures = [
    figure(row.base, BODY, { typeface, column: base }),
    figure(row.amount, BODY, { typeface, column: amount }),
  ];
  return {
    height: words.height + 5,
    marks: [...placed(words, 4), ...placed({ height: 0, marks: figures }, 4)],
  };
}

function totalRow(total: LabelledFigure, content: FrozenContent, { table, typeface }: Summary): Block {
  const tag: Tag = { type: 'TR', parent: table };
  const cell = (): Tag => ({ type: 'TD', parent: tag });
  const width = RIGHT - SUMMARY_LEFT;
  const sum = figure(total.text, TOTAL, {
    typeface,
    column: { x: RIGHT - width * SUM_SHARE, width: width * SUM_SHARE, tag: cell() },
  });
  const label = fitted(total.label, TOTAL, { typeface, width: width * (1 - SUM_SHARE) - GAP });
  const y = 12 + baselineOf(TOTAL);
  const height = 12 + leadingOf(TOTAL) + 7;
  const { accent: color = INK } = content;
  const marks: Mark[] = [
    rule({ x: SUMMARY_LEFT, y: 6, width }, { height: 0.9, color }),
    { kind: 'text', x: SUMMARY_LEFT, y, text: total.label, look: label, tag: cell() },
    { ...sum, y, text: '', tag: cell() },
    { ...sum, y },
    rule({ x: SUMMARY_LEFT, y: height - 0.9, width }, { height: 0.9, color }),
  ];
  return { height, marks };
}

function summaryWidths(content: FrozenContent, typeface: Typeface): Widths {
  const { summary, net, taxes } = content;
  const natural = (heading: string, texts: readonly string[]) => {
    const widest = texts.reduce((most, text) => Math.max(most, widthOf(text, BODY, typeface)), 0);
    const asked = Math.max(FIGURE_WIDTH.minimum, widest, widthOf(heading, COLUMN, typeface)) + 1;
    return Math.min(FIGURE_WIDTH.maximum, asked);
  };
  return {
    base: natural(
      summary.taxable,
      taxes.map(({ base }) => base.text),
    ),
    amount: natural(summary.amount, [
      ...beforeNet(content).map((row) => row.amount),
      net.text,
      ...taxes.map(({ tax }) => tax.text),
      ...(content.deductions?.rows ?? []).map(({ text }) => text),
    ]),
  };
}

function summaryColumns(widths: Widths, row: Tag, type: 'TH' | 'TD'): readonly [Column, Column, Column] {
  const cell = (): Tag => ({ type, parent: row });
  const amountX = RIGHT - widths.amount;
  const baseX = amountX - GAP * 2 - widths.base;
  return [
    { x: SUMMARY_LEFT, width: baseX - GAP - SUMMARY_LEFT, tag: cell() },
    { x: baseX, width: widths.base, tag: cell() },
    { x: amountX, width: widths.amount, tag: cell() },
  ];
}

function notes(content: FrozenContent, typeface: Typeface): Block[] {
  return content.notes.map((note) => {
    const column = { x: LEFT, width: WIDTH, tag: { type: 'P', parent: null } as const };
    const text = paragraph(note, STRONG, { typeface, column });
    return { height: text.height + 14, marks: placed(text, 14) };
  });
}
