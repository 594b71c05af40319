import type { FrozenContent, FrozenLine } from '../content.ts';
import { BODY, COLUMN, DETAIL, GREY, INK, LEFT, type Look, leadingOf, RIGHT, RULE, STRONG } from './look.ts';
import { type Block, type Mark, placed, rule, type Tag } from './marks.ts';
import { baselineOf, type Column, figure, paragraph, stacked, widthOf, wrapped } from './setting.ts';
import type { Typeface } from './typeface.ts';

/** The columns of the lines, from left to right. */
export type Columns = Readonly<Record<keyof FrozenContent['columns'], Omit<Column, 'tag'>>>;

/** A line made ready: the text of its description over several lines, and the figures that stand beside the first. */
export type Row = {
  readonly line: FrozenLine;
  readonly tag: Tag;
  readonly texts: readonly Mark[];
  readonly figures: readonly Mark[];
};

/** The height of the row that carries a sum from page to page. */
export const CARRY_HEIGHT = 20;

/** A row with more lines of text than this may be broken over two pages. */
export const LINES_TOGETHER_MAX = 14;

const PADDING = 4.5;
const GAP = 10;
const NARROWEST = { position: 18, quantity: 44, unitPrice: 50, taxRate: 30, amount: 62 } as const;
const WIDEST = { position: 26, quantity: 84, unitPrice: 88, taxRate: 46, amount: 112 } as const;

/** Columns as wide as their figures ask for, within bounds; the description has the rest. */
export function columnsOf(content: FrozenContent, typeface: Typeface): Columns {
  const natural = (name: keyof typeof NARROWEST, texts: readonly string[]) => {
    const heading = widthOf(typeface.bold.printable(content.columns[name]), COLUMN, typeface);
    const widest = texts.reduce((most, text) => Math.max(most, widthOf(text, BODY, typeface)), heading);
    return Math.min(WIDEST[name], Math.max(NARROWEST[name], widest + 1));
  };
  const { lines } = content;
  const position = natural('position', [String(lines.length)]);
  const quantity = natural(
    'quantity',
    lines.map((line) => typeface.regular.printable(line.quantity.text)),
  );
  const unitPrice = natural(
    'unitPrice',
    lines.map((line) => line.unitPrice.text),
  );
  const taxRate = natural(
    'taxRate',
    lines.map((line) => line.rate.text),
  );
  const amount = natural(
    'amount',
    lines.map((line) => line.running.text),
  );

  const description = RIGHT - LEFT - position - quantity - unitPrice - taxRate - amount - GAP * 4 - GAP / 2;
  const quantityX = LEFT + position + GAP / 2 + description + GAP;
  return {
    position: { x: LEFT, width: position },
    description: { x: LEFT + position + GAP / 2, width: description },
    quantity: { x: quantityX, width: quantity },
    unitPrice: { x: quantityX + quantity + GAP, width: unitPrice },
    taxRate: { x: quantityX + quantity + unitPrice + GAP * 2, width: taxRate },
    amount: { x: RIGHT - amount, width: amount },
  };
}

/** The heading of the columns; on further pages, without a tag, it is only repeated. */
export function headingRow(
  content: FrozenContent,
  columns: Columns,
  setting: { readonly typeface: Typeface; readonly tag: Tag | null },
): Block {
  const { typeface } = setting;
  const cell = (): Tag | null => (setting.tag === null ? null : { type: 'TH', parent: setting.tag });
  const left = (name: 'position' | 'description') =>
    paragraph(content.columns[name], COLUMN, {
      typeface,
      column: { ...columns[name], tag: cell() },
      linesMax: 1,
    }).marks;
  const right = (name: 'quantity' | 'unitPrice' | 'taxRate' | 'amount') =>
    figure(content.columns[name], COLUMN, { typeface, column: { ...columns[name], tag: cell() } });
  const marks = [
    ...left('position'),
    ...left('description'),
    right('quantity'),
    right('unitPrice'),
    right('taxRate'),
    right('amount'),
  ];
  const height = leadingOf(COLUMN) + 5;
  const { accent: color = INK } = content;
  return {
    height,
    marks: [...marks, rule({ x: LEFT, y: height - 0.9, width: RIGHT - LEFT }, { height: 0.9, color })],
  };
}

/** A line made ready to be placed, whole or in slices. */
export function rowOf(
  line: FrozenLine,
  columns: Columns,
  setting: { readonly typeface: Typeface; readonly table: Tag },
): Row {
  const { typeface } = setting;
  const tag: Tag = { type: 'TR', parent: setting.table };
  const cell = (): Tag => ({ type: 'TD', parent: tag });
  const position = paragraph(
    line.position,
    { ...BODY, color: GREY },
    { typeface, column: { ...columns.position, tag: cell() } },
  );
  const column = { ...columns.description, tag: cell() };
  const description = paragraph(line.description, BODY, { typeface, column });
  const details = line.details.map((detail) => paragraph(detail, DETAIL, { typeface, column }));
  const { marks: texts } = stacked([description, ...details]);
  const right = (name: 'unitPrice' | 'taxRate' | 'amount', text: string) =>
    figure(text, BODY, { typeface, column: { ...columns[name], tag: cell() } });
  return {
    line,
    tag,
    // A line without a description still has that cell, for a reader counts them.
    texts: texts.length > 0 ? texts : [figure('', BODY, { typeface, column })],
    figures: [
      ...position.marks.slice(0, 1),
      ...quantityOf(line, { ...columns.quantity, tag: cell() }, typeface),
      right('unitPrice', line.unitPrice.text),
      right('taxRate', line.rate.text),
      right('amount', (line.gross ?? line.net).text),
    ],
  };
}

/** How many lines of text the row has; its figures stand beside the first. */
export function linesIn(row: Row): number {
  return Math.max(1, row.texts.length);
}

/** The part of a row from one of its lines to before another, with a rule below it. */
export function slice(row: Row, from: number, to: number): Block {
  const top = (row.texts[from]?.y ?? baselineOf(BODY)) - baselineOf(BODY);
  const texts = row.texts.slice(from, to).map((mark) => ({ ...mark, y: mark.y - top + PADDING }));
  const last = texts.at(-1)?.y ?? PADDING + baselineOf(BODY);
  const figures = from === 0 ? placed({ height: 0, marks: row.figures }, PADDING) : [];
  const lowest = Math.max(last, ...figures.map(({ y }) => y));
  const height = lowest + leadingOf(BODY) - baselineOf(BODY) + PADDING;
  const line = rule({ x: LEFT, y: height - 0.5, width: RIGHT - LEFT }, { height: 0.5, color: RULE });
  const [position, ...others] = figures;
  return { height, marks: [...(position === undefined ? [] : [position]), ...texts, ...others, line] };
}

/** The sum of the lines so far, at the foot of a page and again, with a rule below it, at the head of the next. */
export function carryRow(
  carry: { readonly label: string; readonly sum: string; readonly isBrought: boolean },
  columns: Columns,
  typeface: Typeface,
): Block {
  const label: Column = {
    x: columns.description.x,
    width: columns.amount.x - columns.description.x - GAP,
    tag: null,
  };
  const look: Look = { ...STRONG, color: GREY };
  return {
    height: CARRY_HEIGHT,
    marks: [
      ...placed(paragraph(carry.label, look, { typeface, column: label, linesMax: 1 }), 4),
      ...placed(
        {
          height: 0,
          marks: [figure(carry.sum, look, { typeface, column: { ...columns.amount, tag: null } })],
        },
        4,
      ),
      ...(carry.isBrought
        ? [rule({ x: LEFT, y: CARRY_HEIGHT - 0.5, width: RIGHT - LEFT }, { height: 0.5, color: RULE })]
        : []),
    ],
  };
}

function quantityOf(line: FrozenLine, column: Column, typeface: Typeface): Mark[] {
  // A unit can be any word, so a quantity is broken where a figure would be shrunk.
  const lines = wrapped(line.quantity.text, BODY, { typeface, width: column.width });
  return lines.slice(0, LINES_TOGETHER_MAX).flatMap((text, index) => {
    return placed({ height: 0, marks: [figure(text, BODY, { typeface, column })] }, index * leadingOf(BODY));
  });
}
