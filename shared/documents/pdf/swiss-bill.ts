/** The payment part with its receipt, set by the measures of the guidelines of SIX (version 2.3, chapter 3). */
import { encodeQR } from 'qr';
import { filled } from '../filled.ts';
import { type SwissBill, type SwissParty, swissPayload, swissReference } from '../swiss-bill.ts';
import type { Numbered } from './head.ts';
import { type Look, millimetres } from './look.ts';
import { type Block, type Mark, placed, type Tag } from './marks.ts';
import { type Column, fitted, paragraph, stacked, widthOf } from './setting.ts';
import { cornerMarks, perforation, swissCross } from './swiss-marks.ts';
import type { Typeface } from './typeface.ts';

/** The height of both parts at the foot of the page. */
export const SWISS_BILL_HEIGHT = millimetres(105);

const BLACK = '#000000';
const TITLE: Look = { weight: 'billBold', size: 11, color: BLACK };
/** The sizes of headings and of values on each part, from line to line, and an empty line between their groups; Arimo is what Liberation Sans is made of, one of the four faces that chapter 3.4 permits. */
const RECEIPT = lettering({ heading: 6, value: 8, leading: 9 });
const PAYMENT = lettering({ heading: 8, value: 10, leading: 11 });
type Sizes = ReturnType<typeof lettering>;

/** Where things stand, in millimetres from the upper left corner of the two parts. */
const RECEIPT_LEFT = 5;
const RECEIPT_WIDTH = 52;
const PAYMENT_LEFT = 67;
const PAYMENT_WIDTH = 46;
const WORDS_LEFT = 118;
const WORDS_WIDTH = 87;
const TOP = 5;
const CODE = { x: PAYMENT_LEFT, y: 17, size: 46 } as const;
const AMOUNT_TOP = 68;
const CURRENCY_WIDTH = { receipt: 12, payment: 15 } as const;
const ACCEPTANCE_TOP = 82;
const BLANK = { receipt: { width: 52, height: 20 }, payment: { width: 65, height: 25 } } as const;
const VALUE_LINES_MAX = 2;

/** What both parts are set from. */
type Setting = { readonly bill: SwissBill; readonly number: string; readonly typeface: Typeface };

/** Both parts, measured from their own top; null where the content has no bill, or its number makes no reference. */
export function swissBillOf({ content, number }: Numbered, typeface: Typeface): Block | null {
  const bill = content.payment?.swissBill;
  const payload = bill && swissPayload(bill, number);
  if (!bill || !payload) return null;

  const setting: Setting = { bill, number, typeface };
  const marks = [
    ...perforation(bill.texts.separate, typeface),
    ...receipt(setting),
    ...codeMarks(payload, bill),
    ...paymentPart(setting),
  ];
  return { height: SWISS_BILL_HEIGHT, marks };
}

/** The reference as people write it off; null where the bill has none. */
export function printedReference(bill: SwissBill, number: string): string | null {
  const found = swissReference(bill, number);
  if (found === null || found.type === 'NON') return null;
  const { type, reference } = found;

  return type === 'QRR' ? reference.replace(/(?=(?:.{5})+$)/g, ' ').trim() : inFours(reference);
}

function receipt(setting: Setting): Mark[] {
  const { texts } = setting.bill;
  const words = parties(setting, RECEIPT, { x: RECEIPT_LEFT, width: RECEIPT_WIDTH, blank: BLANK.receipt });
  const acceptance = fitted(texts.acceptancePoint, RECEIPT.heading, {
    typeface: setting.typeface,
    width: millimetres(RECEIPT_WIDTH),
  });
  const column = columnAt(RECEIPT_LEFT, RECEIPT_WIDTH, 'P');
  const width = widthOf(texts.acceptancePoint, acceptance, setting.typeface);
  const right = { ...column, x: millimetres(RECEIPT_LEFT + RECEIPT_WIDTH) - width, width: width + 1 };
  return [
    ...at(title(texts.receipt, RECEIPT_LEFT, RECEIPT_WIDTH, setting), TOP),
    ...at(stacked(words, RECEIPT.gap), 12),
    ...at(amountOf(setting, RECEIPT, RECEIPT_LEFT), AMOUNT_TOP),
    ...at(
      paragraph(texts.acceptancePoint, acceptance, { typeface: setting.typeface, column: right }),
      ACCEPTANCE_TOP,
    ),
  ];
}

function paymentPart(setting: Setting): Mark[] {
  const { bill, number } = setting;
  const { texts } = bill;
  const place = { x: WORDS_LEFT, width: WORDS_WIDTH, blank: BLANK.payment };
  const message = swissReference(bill, number)?.message ?? '';
  const [account, ...rest] = parties(setting, PAYMENT, place);
  const additional =
    message === '' ? [] : [named(texts.additional, [message], { setting, sizes: PAYMENT, ...place })];
  const payer = rest.pop();
  const words = [account, ...rest, ...additional, payer].filter((block) => block !== undefined);
  return [
    ...at(title(texts.paymentPart, PAYMENT_LEFT, PAYMENT_WIDTH, setting), TOP),
    ...at(amountOf(setting, PAYMENT, PAYMENT_LEFT), AMOUNT_TOP),
    ...at(stacked(words, PAYMENT.gap), TOP),
  ];
}

type Place = { readonly x: number; readonly width: number };

/** Whom to pay, the reference, and who pays: a field to be filled where that is not known. */
function parties(
  setting: Setting,
  sizes: Sizes,
  place: Place & { readonly blank: { readonly width: number; readonly height: number } },
): Block[] {
  const { bill, number } = setting;
  const { texts, debtor } = bill;
  const reference = printedReference(bill, number);
  const words = { setting, sizes, ...place };
  const payer = debtor
    ? named(texts.payableBy, linesOf(debtor), words)
    : stacked([named(texts.payableByBlank, [], words), cornerMarks(place.x, place.blank)], 2);
  return [
    named(texts.account, [inFours(bill.iban), ...linesOf(bill.creditor)], words),
    ...(reference === null ? [] : [named(texts.reference, [reference], words)]),
    payer,
  ];
}

function named(
  heading: string,
  values: readonly string[],
  { setting, sizes, x, width }: Place & { readonly setting: Setting; readonly sizes: Sizes },
): Block {
  const { typeface } = setting;
  const column = columnAt(x, width, 'P');
  return stacked([
    paragraph(heading, sizes.heading, { typeface, column: columnAt(x, width, 'P') }),
    ...values.map((text) => paragraph(text, sizes.value, { typeface, column, linesMax: VALUE_LINES_MAX })),
  ]);
}

function amountOf(setting: Setting, sizes: Sizes, x: number): Block {
  const { texts, currency, amount } = setting.bill;
  const width = sizes === RECEIPT ? CURRENCY_WIDTH.receipt : CURRENCY_WIDTH.payment;
  const left = named(texts.currency, [currency], { setting, sizes, x, width });
  const right = named(texts.amount, [grouped(amount)], {
    setting,
    sizes,
    x: x + width,
    width: PAYMENT_WIDTH - width,
  });
  return { height: left.height, marks: [...left.marks, ...right.marks] };
}

function codeMarks(payload: string, { texts, amount, currency }: SwissBill): Mark[] {
  const alternative = filled('{text}: {currency} {amount}', { text: texts.alternative, currency, amount });
  const tag: Tag = { type: 'Figure', parent: null, alternative };
  const [x, y, size] = [millimetres(CODE.x), millimetres(CODE.y), millimetres(CODE.size)];
  return [{ kind: 'modules', x, y, size, rows: modulesOf(payload), tag }, ...swissCross({ x, y, size })];
}

/** Error correction M, in bytes, and no margin of its own: the places around it are left empty. */
function modulesOf(payload: string): readonly (readonly boolean[])[] {
  const rows = encodeQR(payload, 'raw', { ecc: 'medium', encoding: 'byte', border: 1 });

  return rows.slice(1, -1).map((row) => row.slice(1, -1));
}

function title(text: string, x: number, width: number, { typeface }: Setting): Block {
  return paragraph(text, TITLE, { typeface, column: columnAt(x, width, 'H2') });
}

function linesOf({ name, street, building, postcode, town, country }: SwissParty): string[] {
  const place = `${country === 'CH' ? '' : `${country}-`}${postcode} ${town}`;

  return [name, `${street} ${building}`.trim(), place].filter((line) => line !== '');
}

function columnAt(x: number, width: number, type: 'H2' | 'P'): Column {
  return { x: millimetres(x), width: millimetres(width), tag: { type, parent: null } };
}

function at(block: Block, top: number): Mark[] {
  return placed(block, millimetres(top));
}

function inFours(text: string): string {
  return text.replace(/(.{4})(?=.)/gu, '$1 ');
}

/** Thousands apart by a blank, decimals by a point, in each language. */
function grouped(amount: string): string {
  return amount.replace(/\B(?=(?:\d{3})+\.)/g, ' ');
}

function lettering(of: { readonly heading: number; readonly value: number; readonly leading: number }) {
  const { heading, value, leading } = of;
  const common = { color: BLACK, leading };
  return {
    heading: { weight: 'billBold', size: heading, ...common },
    value: { weight: 'billRegular', size: value, ...common },
    gap: leading,
  } as const;
}
