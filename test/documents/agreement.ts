/** That a document says one thing in all its forms: draft, model, words, postings and e-invoices, each reckoned again. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import { toEn16931, withNumber } from '../../shared/documents/en16931/derive.ts';
import { E_INVOICE_FORMATS, type EInvoiceFormat, partsOf } from '../../shared/documents/en16931/formats.ts';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { writeXml } from '../../shared/documents/en16931/write.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { attachmentOf, type PreparedDocument } from '../../shared/documents/prepared.ts';
import type { TaxSubtotal } from '../../shared/domain/tax.ts';
import { encode, decode } from '../../shared/journal/codec.ts';
import type { PostingSet } from '../../shared/ports.ts';
import { minorOf, placesOf } from '../checker/arithmetic.ts';
import { sum } from '../checker/books.ts';
import type { ReckonedTax } from '../checker/sale.ts';
import { recountCii } from '../shared/documents/en16931/recount.ts';
import { recountUbl } from '../shared/documents/en16931/recount-ubl.ts';
import { bearsOf, dueOf, type Expected, type Figures } from './figures.ts';

/** Decimals an amount of an e-invoice may have. */
const E_INVOICE_PLACES_MAX = 2;

/** Throws at the first difference. */
export function assertFigures(figures: Figures, expected: Expected): void {
  const { lines, taxes, netMinor, taxMinor, grossMinor, accountingTax, deducts = [], prepaid } = figures;
  const grosses = lines.flatMap(({ gross }) => (gross ? [gross.amountMinor] : []));
  deepStrictEqual(
    {
      ...{ nets: lines.map((line) => line.netMinor), grosses, taxes: taxes.map(told) },
      ...{ netMinor, taxMinor, grossMinor },
      accounting: accountingTax && { currency: accountingTax.currency, tax: accountingTax.taxMinor },
      prepaid: prepaid?.amountMinor ?? 0n,
      deducted: deducts.map((each) => [each.netMinor, each.taxMinor, each.grossMinor]),
    },
    {
      ...{ nets: expected.nets, grosses: expected.grosses ?? [], taxes: expected.taxes },
      ...{ netMinor: expected.net, taxMinor: expected.tax, grossMinor: expected.gross },
      accounting: expected.accounting,
      prepaid: expected.prepaid ?? 0n,
      deducted: (expected.deducts ?? []).map(({ net, tax, gross }) => [net, tax, gross]),
    },
  );
}

/** The model and the words carry the figures, and the frozen form reads back as it was written. */
export function assertWords(
  { model, content }: Pick<PreparedDocument, 'model' | 'content'>,
  expected: Expected,
): void {
  assertFigures(model, expected);
  const { currency } = model;
  const { grosses = [], deducts = [], prepaid = 0n, net, tax, gross } = expected;
  const due = dueOf(expected);
  const figures = [
    ...[content.net, content.tax, content.total, ...content.lines.map((line) => line.net)],
    ...content.lines.flatMap((line) => line.gross ?? []),
    ...(content.deductions?.rows ?? []),
    ...(content.deductions ? [content.deductions.toPay] : []),
  ];
  const shown = content.lines.some((line) => line.gross) ? grosses : [];
  const wanted = [
    ...[net, tax, gross, ...expected.nets, ...shown],
    ...deducts.map((each) => -each.gross),
    ...(prepaid > 0n ? [-prepaid] : []),
    ...(content.deductions ? [due] : []),
  ];
  deepStrictEqual(
    figures.map(({ value }) => minorOf({ amount: value, currency })),
    wanted,
  );
  deepStrictEqual(
    figures.map(({ text }) => digitsIn(text)),
    wanted.map((minor) => digitsIn(String(minor))),
  );
  deepStrictEqual(Boolean(content.deductions), deducts.length > 0 || prepaid > 0n);
  deepStrictEqual(
    content.taxes.map((each) =>
      [each.base.value, each.tax.value].map((amount) => minorOf({ amount, currency })),
    ),
    expected.taxes.map((each) => [each.base, each.tax]),
  );
  deepStrictEqual(decode(encode(model)), model);
  assertPayment({ model, content }, due);
}

/** Whoever has something to pay is told how much of it, by what is printed and by what a banking app scans. */
function assertPayment(
  { model, content: { payment } }: Pick<PreparedDocument, 'model' | 'content'>,
  due: bigint,
): void {
  const { kind, type, currency, directDebit } = model;
  const isAsked = kind === 'invoice' && type !== 'pro_forma' && type !== 'self_billed' && due > 0n;
  deepStrictEqual(payment !== null, isAsked, 'whether it is told how to pay');
  if (!payment) return;
  deepStrictEqual(digitsIn(payment.rows.at(-1)?.text ?? ''), digitsIn(String(due)));
  deepStrictEqual(payment.bank === null, Boolean(directDebit));
  const { code } = payment;
  if (code) deepStrictEqual(minorOf({ amount: code.amount.replace('EUR', ''), currency }), due);
  deepStrictEqual(Boolean(code), currency === 'EUR' && !directDebit);
}

/** The postings balance and move the sums of the document, in its own direction; of what it deducts it moves the rest. */
export function assertBooks(books: PostingSet, expected: Expected, isCredit: boolean): void {
  const sign = isCredit ? -1n : 1n;
  const { net, tax, deducts = [], prepaid = 0n, isDeposit } = expected;
  const wanted = new Map<string, bigint>();
  const move = (account: string, minor: bigint) =>
    wanted.set(account, (wanted.get(account) ?? 0n) + sign * minor);
  move(isCredit ? 'unapplied_credit' : 'receivables', dueOf(expected));
  move('promotional_credits', prepaid);
  move(isDeposit ? 'prepayments_received' : 'revenue', -net);
  move('output_tax', sum(deducts.map((each) => each.tax)) - tax);
  move('prepayments_received', sum(deducts.map((each) => each.net)));
  const moved = new Map<string, bigint>();
  for (const { account, amountMinor } of books.entries)
    moved.set(account, (moved.get(account) ?? 0n) + amountMinor);
  const inOrder = (all: ReadonlyMap<string, bigint>) =>
    [...all].filter(([, minor]) => minor !== 0n).toSorted(([a], [b]) => (a < b ? -1 : 1));
  deepStrictEqual(inOrder(moved), inOrder(wanted));
  deepStrictEqual(sum([...moved.values()]), 0n);
}

/** Each e-invoice reads back equal and reckons to the sums; a currency of three decimals has none. Tells how many there are. */
export function assertEInvoices(
  { model, examined }: PreparedDocument,
  number: string,
  expected: Expected,
): number {
  const semantic = withNumber(examined.semantic, number);
  deepStrictEqual(semantic, toEn16931(model, number));
  const carried = attachmentOf(semantic);
  const currencies = [model.currency, ...(model.accountingTax ? [model.accountingTax.currency] : [])];
  const isFine = currencies.every((currency) => placesOf(currency) <= E_INVOICE_PLACES_MAX);
  deepStrictEqual(carried !== null, isFine, 'whether the PDF carries an e-invoice');
  if (carried === null) return 0;
  for (const format of E_INVOICE_FORMATS) assertEInvoice({ model, semantic, format }, expected);

  return E_INVOICE_FORMATS.length;
}

function assertEInvoice(
  of: {
    readonly model: DocumentModel;
    readonly semantic: PreparedDocument['examined']['semantic'];
    readonly format: EInvoiceFormat;
  },
  expected: Expected,
): void {
  const { model, semantic, format } = of;
  // What was agreed with the tax in it, and at which rate it was converted, is ours to know; no syntax carries it.
  const { grossesMinor, conversion: _, ...told } = semantic;
  const xml = writeXml(semantic, format);
  const read = readEInvoice(xml);
  holds(read.ok, `${format} can be read`);
  deepStrictEqual(read.value.findings, []);
  const code = codeIn(format, expected, model);
  const { syntax } = partsOf(format);
  // CII has a place for one invoice before it.
  const preceding = syntax === 'cii' ? told.preceding.slice(0, 1) : told.preceding;
  deepStrictEqual(read.value.invoice, { ...told, preceding, type: code }, format);
  const decimals = placesOf(model.currency);
  const recount = syntax === 'cii' ? recountCii : recountUbl;
  const { claimed, computed } = recount(xml, decimals, grossesMinor !== undefined);
  deepStrictEqual(claimed, claimOf(expected, decimals), format);
  // A piece of an invoice bears what is left of the tax, which its own base does not tell.
  const open = model.corrects?.isPart ? { tax: 0n, gross: 0n, due: 0n } : {};
  deepStrictEqual({ ...computed, ...open }, { ...claimed, ...open }, format);
  deepStrictEqual(statedIn(xml), [code, accountingIn(expected)], format);
}

/** XRechnung knows no invoice of a prepayment; Peppol none in part and none that corrects, but between Germans. */
function codeIn(format: EInvoiceFormat, { code }: Expected, { seller, buyer }: DocumentModel): string {
  const { profile } = partsOf(format);
  if (profile === 'xrechnung' && code === '386') return '326';
  const isGerman = seller.country === 'DE' && buyer.country === 'DE';

  return profile === 'peppol' && !isGerman && (code === '326' || code === '384') ? '380' : code;
}

/** What the document is, and its tax in a second currency, as any reader finds them in the text. */
function statedIn(xml: string): readonly string[] {
  const code = /<(?:cbc:(?:Invoice|CreditNote)TypeCode|ram:TypeCode)[^>]*>(\d+)</.exec(xml)?.[1] ?? '';
  const totals = [
    ...xml.matchAll(/<ram:TaxTotalAmount currencyID="(\w+)">([^<]*)</g),
    ...xml.matchAll(/<cac:TaxTotal><cbc:TaxAmount currencyID="(\w+)">([^<]*)</g),
  ].map(([, currency = '', amount = '']) => `${currency} ${minorOf({ amount, currency })}`);

  return [code, totals[1] ?? ''];
}

function accountingIn({ accounting }: Expected): string {
  return accounting ? `${accounting.currency} ${accounting.tax}` : '';
}

function claimOf(expected: Expected, decimals: number): Readonly<Record<string, bigint>> {
  const scale = 10n ** (20n - BigInt(decimals));
  const { allowances, charges, net, tax, gross } = expected;
  const lines = sum(expected.nets);
  const due = dueOf(expected);
  const claims = { lines, total: lines, allowances, charges, net, bases: net, tax, gross, due };

  return Object.fromEntries(Object.entries(claims).map(([name, minor]) => [name, minor * scale]));
}

function told(tax: TaxSubtotal): ReckonedTax {
  return { bears: bearsOf(tax), base: tax.baseMinor, tax: tax.taxMinor };
}

function digitsIn(text: string): string {
  return text.replaceAll(/\D/g, '').replace(/^0+/, '');
}
