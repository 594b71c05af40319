import type { FrozenContent, Labelled } from '../content.ts';
import {
  accented,
  ADDRESS,
  BODY,
  INK,
  LABEL,
  LEFT,
  type Look,
  leadingOf,
  millimetres,
  RIGHT,
  RULE,
  SECOND_COLUMN,
  SENDER,
  STRONG,
  TITLE,
  TITLE_NUMBER,
  WORDMARK,
} from './look.ts';
import { type Block, type Mark, placed, rule, type Tag } from './marks.ts';
import { baselineOf, clipped, fitted, paragraph, stacked, widthOf, wrapped } from './setting.ts';
import type { Typeface } from './typeface.ts';

/** What is set: the content, and the number that it was given afterwards. */
export type Numbered = {
  readonly content: FrozenContent;
  readonly number: string;
  /** The bytes of the logo, where the content has one. */
  readonly logo?: Uint8Array;
};

const LOGO_WIDTH_MAX = millimetres(80);
const LOGO_HEIGHT_MAX = millimetres(20);

const WORDMARK_LINES_MAX = 3;
const WORDMARK_SIZE_MIN = 11;
const SENDER_SIZE_MIN = 5.5;
const SELLER_LINES_MAX = 12;
const BUYER_LINES_MAX = 14;
const VALUE_LINES_MAX = 4;
const META_LABEL_WIDTH_MAX = 100;
const LABEL_GAP = 10;
const SHRINK_MIN = 0.88;
const SECOND_WIDTH = RIGHT - SECOND_COLUMN;
const WINDOW_WIDTH = millimetres(80);

/** The head of the first page in absolute places: seller, address window, references, title. Its height is where the lines begin. */
export function letterHead(numbered: Numbered, typeface: Typeface): Block {
  const { content } = numbered;
  const wordmark = placed(logoOf(numbered) ?? wordmarkOf(content, typeface), millimetres(18));
  const seller = sellerOf(content, typeface);
  const window = windowOf(content, typeface);
  const meta = metaOf(numbered, typeface);
  const metaTop = Math.max(millimetres(58.6), millimetres(18) + seller.height + 14);

  const titleTop = Math.max(
    millimetres(100),
    millimetres(58) + window.height + 24,
    metaTop + meta.height + 24,
  );
  const title = titleOf(numbered, typeface);
  const marks = [
    ...wordmark,
    ...placed(seller, millimetres(18)),
    ...placed(window, millimetres(58)),
    ...placed(meta, metaTop),
    ...placed(title, titleTop),
    ...foldMarks(),
  ];
  return { height: titleTop + title.height + 16, marks };
}

/** The head of every further page: who and what, for a sheet that has lost its neighbours. */
export function runningHead({ content, number }: Numbered, typeface: Typeface): Block {
  const what = `${content.title} ${number}`;
  const look = fitted(what, LABEL, { typeface, width: 200 });
  const x = RIGHT - widthOf(what, look, typeface);
  const [who = ''] = clipped(wrapped(content.seller.name, LABEL, { typeface, width: 240 }), 1);
  const y = millimetres(16);
  return {
    height: millimetres(24),
    marks: [
      { kind: 'text', x: LEFT, y, text: who, look: LABEL, tag: null },
      { kind: 'text', x, y, text: what, look, tag: null },
      rule({ x: LEFT, y: y + 6, width: RIGHT - LEFT }, { height: 0.5, color: RULE }),
    ],
  };
}

/** As large as its box allows, and a pixel no larger than a point; to those who do not see it, it is the seller's name. */
function logoOf({ content, logo: png }: Numbered): Block | null {
  if (content.logo === undefined || png === undefined) return null;

  const scale = Math.min(1, LOGO_WIDTH_MAX / content.logo.width, LOGO_HEIGHT_MAX / content.logo.height);
  const [width, height] = [content.logo.width * scale, content.logo.height * scale];
  const tag: Tag = { type: 'Figure', parent: null, alternative: content.seller.name };
  return { height, marks: [{ kind: 'image', x: LEFT, y: 0, width, height, png, tag }] };
}

function wordmarkOf(content: FrozenContent, typeface: Typeface): Block {
  const { seller } = content;
  const ownLook = accented(WORDMARK, content);
  const column = { x: LEFT, width: SECOND_COLUMN - LEFT - 16, tag: paragraphTag() };
  const oneLine = fitted(typeface.bold.printable(seller.name), ownLook, { typeface, width: column.width });
  const look = { ...ownLook, size: Math.max(WORDMARK_SIZE_MIN, oneLine.size) };
  return paragraph(seller.name, look, { typeface, column, linesMax: WORDMARK_LINES_MAX });
}

function sellerOf({ seller, contact }: FrozenContent, typeface: Typeface): Block {
  const column = { x: SECOND_COLUMN, width: SECOND_WIDTH, tag: paragraphTag() };
  const texts = [...seller.address, ...contact.map(({ text }) => text)];
  const lines = texts.map((text) => paragraph(text, LABEL, { typeface, column }));
  return clippedBlock(stacked(lines), SELLER_LINES_MAX);
}

function windowOf({ sender, buyer }: FrozenContent, typeface: Typeface): Block {
  const oneLine = fitted(typeface.regular.printable(sender), SENDER, { typeface, width: WINDOW_WIDTH });
  const senderLook = { ...SENDER, size: Math.max(SENDER_SIZE_MIN, oneLine.size) };
  const [from = ''] = clipped(wrapped(sender, senderLook, { typeface, width: WINDOW_WIDTH + 1 }), 1);
  const column = { x: LEFT, width: WINDOW_WIDTH, tag: paragraphTag() };
  const name = paragraph(buyer.name, { ...ADDRESS, weight: 'bold' }, { typeface, column });
  const lines = buyer.address.map((line) => paragraph(line, ADDRESS, { typeface, column }));
  const address = clippedBlock(stacked([name, ...lines]), BUYER_LINES_MAX);
  const senderLine: Mark = { kind: 'text', x: LEFT, y: 0, text: from, look: senderLook, tag: null };
  return {
    height: address.height + 10,
    marks: [
      senderLine,
      rule({ x: LEFT, y: 3.5, width: WINDOW_WIDTH }, { height: 0.4, color: RULE }),
      ...placed(address, 10),
    ],
  };
}

function metaOf({ content, number }: Numbered, typeface: Typeface): Block {
  const dates = [content.issueDate, content.dueDate, content.supplyDate].filter((date) => date !== null);
  const rows: Labelled[] = [{ label: content.numberLabel, text: number }, ...dates, ...content.references];
  const widest = rows.reduce((most, { label }) => Math.max(most, widthOf(label, LABEL, typeface)), 0);
  const labelWidth = Math.min(META_LABEL_WIDTH_MAX, widest + 1);
  const set = rows.map((row, index) => metaRow(row, index === 0 ? STRONG : BODY, { typeface, labelWidth }));
  return stacked(set, 2.4);
}

function metaRow(
  row: Labelled,
  look: Look,
  { typeface, labelWidth }: { readonly typeface: Typeface; readonly labelWidth: number },
): Block {
  const tag = paragraphTag();
  const label = paragraph(row.label, LABEL, {
    typeface,
    column: { x: SECOND_COLUMN, width: labelWidth, tag },
    linesMax: VALUE_LINES_MAX,
  });
  const x = SECOND_COLUMN + labelWidth + LABEL_GAP;
  const width = RIGHT - x;
  // A little smaller reads better than a date over two lines; much smaller does not.
  const oneLine = fitted(typeface[look.weight].printable(row.text), look, { typeface, width });
  const valueLook = oneLine.size >= look.size * SHRINK_MIN ? oneLine : look;
  const column = { x, width: width + 1, tag };
  const value = paragraph(row.text, valueLook, { typeface, column, linesMax: VALUE_LINES_MAX });
  const lift = baselineOf(look) - baselineOf(LABEL);
  return { height: Math.max(label.height, value.height), marks: [...placed(label, lift), ...value.marks] };
}

function titleOf({ content, number }: Numbered, typeface: Typeface): Block {
  const tag: Tag = { type: 'H1', parent: null };
  const look = fitted(`${content.title}  ${number}`, accented(TITLE, content), {
    typeface,
    width: RIGHT - LEFT,
  });
  const numberX = LEFT + widthOf(`${content.title}  `, look, typeface);
  const printed = typeface.regular.printable(number);
  const y = baselineOf(TITLE);
  const title: Block = {
    height: leadingOf(TITLE),
    marks: [
      { kind: 'text', x: LEFT, y, text: `${content.title} `, look, tag },
      { kind: 'text', x: numberX, y, text: printed, look: { ...TITLE_NUMBER, size: look.size }, tag },
    ],
  };
  if (content.corrects === null) return title;

  const column = { x: LEFT, width: RIGHT - LEFT, tag: paragraphTag() };
  return stacked([title, paragraph(content.corrects.text, BODY, { typeface, column })], 6);
}

/** Where a sheet is folded for a window envelope (DIN 5008 form B) and punched. */
function foldMarks(): Mark[] {
  const at = (y: number, width: number) =>
    rule({ x: millimetres(4), y: millimetres(y), width }, { height: 0.4, color: INK });
  return [at(105, 10), at(148.5, 14), at(210, 10)];
}

function clippedBlock(block: Block, linesMax: number): Block {
  if (block.marks.length <= linesMax) return block;

  const marks = block.marks.slice(0, linesMax);
  return { height: (block.height * linesMax) / block.marks.length, marks };
}

function paragraphTag(): Tag {
  return { type: 'P', parent: null };
}
