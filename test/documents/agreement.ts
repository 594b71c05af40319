/** That a document says one thing in all its forms: draft, model, words, postings and e-invoices, each reckoned again. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import { toEn16931, withNumber } from '../../shared/documents/en16931/derive.ts';
import { E_INVOICE_FORMATS, partsOf } from '../../shared/documents/en16931/formats.ts';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { writeXml } from '../../shared/documents/en16931/write.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { attachmentOf, type PreparedDocument } from '../../shared/documents/prepared.ts';
import type { TaxRate, TaxSubtotal } from '../../shared/domain/tax.ts';
import { encode, decode } from '../../shared/journal/codec.ts';
import type { PostingSet } from '../../shared/ports.ts';
import { minorOf, placesOf } from '../checker/arithmetic.ts';
import type { ReckonedSale, ReckonedTax } from '../checker/sale.ts';
import { recountCii } from '../shared/documents/en16931/recount.ts';
import { recountUbl } from '../shared/documents/en16931/recount-ubl.ts';

/** Decimals an amount of an e-invoice may have. */
const E_INVOICE_PLACES_MAX = 2;

/** What a document must come to; allowances and charges where it carries any. */
export type Expected = Omit<ReckonedSale, 'nets'> & { readonly nets: readonly bigint[] | null };

/** The figures of a draft, or of anything that has a draft's figures. */
export type Figures = Pick<DocumentModel, 'netMinor' | 'taxMinor' | 'grossMinor'> & {
  readonly lines: readonly { readonly netMinor: bigint }[];
  readonly taxes: readonly TaxSubtotal[];
};

/** Throws at the first difference. */
export function assertFigures(figures: Figures, expected: Expected): void {
  const { lines, taxes, netMinor, taxMinor, grossMinor } = figures;
  deepStrictEqual(
    { nets: lines.map((line) => line.netMinor), taxes: taxes.map(told), netMinor, taxMinor, grossMinor },
    {
      ...{ nets: expected.nets, taxes: expected.taxes },
      ...{ netMinor: expected.net, taxMinor: expected.tax, grossMinor: expected.gross },
    },
  );
}

/** The model and the words carry the figures, and the frozen form reads back as it was written. */
export function assertWords({ model, content }: PreparedDocument, expected: Expected): void {
  assertFigures(model, expected);
  const { currency } = model;
  const figures = [content.net, content.tax, content.total, ...content.lines.map(({ net }) => net)];
  const wanted = [expected.net, expected.tax, expected.gross, ...(expected.nets ?? [])];
  deepStrictEqual(
    figures.map(({ value }) => minorOf({ amount: value, currency })),
    wanted,
  );
  deepStrictEqual(
    figures.map(({ text }) => digitsIn(text)),
    wanted.map((minor) => digitsIn(String(minor))),
  );
  deepStrictEqual(
    content.taxes.map(({ base, tax }) =>
      [base.value, tax.value].map((amount) => minorOf({ amount, currency })),
    ),
    expected.taxes.map(({ base, tax }) => [base, tax]),
  );
  deepStrictEqual(decode(encode(model)), model);
}

/** The postings balance and move the sums of the document, in its own direction. */
export function assertBooks(books: PostingSet, expected: Expected, isCredit: boolean): void {
  const sign = isCredit ? -1n : 1n;
  const owed = isCredit ? 'unapplied_credit' : 'receivables';
  const moved = [
    [owed, sign * expected.gross],
    ['revenue', -sign * expected.net],
    ['output_tax', -sign * expected.tax],
  ].filter(([, minor]) => minor !== 0n);
  const entries = books.entries.map(({ account, amountMinor }) => [account, amountMinor]);
  const inOrder = (all: readonly unknown[]) => all.map(String).sort();
  deepStrictEqual(inOrder(entries), inOrder(moved));
  deepStrictEqual(
    books.entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    0n,
  );
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
  const decimals = placesOf(model.currency);
  deepStrictEqual(carried !== null, decimals <= E_INVOICE_PLACES_MAX, 'whether the PDF carries an e-invoice');
  if (carried === null) return 0;
  for (const format of E_INVOICE_FORMATS) {
    const xml = writeXml(semantic, format);
    const read = readEInvoice(xml);
    holds(read.ok, `${format} can be read`);
    deepStrictEqual(read.value.findings, []);
    deepStrictEqual(read.value.invoice, semantic, format);
    const { syntax } = partsOf(format);
    const { claimed, computed } = (syntax === 'cii' ? recountCii : recountUbl)(xml, decimals);
    deepStrictEqual(claimed, claimOf(expected, decimals), format);
    // A piece of an invoice bears what is left of the tax, which its own base does not tell.
    if (model.corrects?.isPart)
      deepStrictEqual({ ...computed, tax: 0n, gross: 0n }, { ...claimed, tax: 0n, gross: 0n });
    else deepStrictEqual(computed, claimed, format);
  }

  return E_INVOICE_FORMATS.length;
}

function claimOf(expected: Expected, decimals: number): Readonly<Record<string, bigint>> {
  const scale = 10n ** (20n - BigInt(decimals));
  const { allowances, charges, net, tax, gross } = expected;
  const lines = (expected.nets ?? []).reduce((sum, each) => sum + each, 0n);
  const claims = { lines, total: lines, allowances, charges, net, bases: net, tax, gross };

  return Object.fromEntries(Object.entries(claims).map(([name, minor]) => [name, minor * scale]));
}

/** Category and rate as the checker names them. */
export function bearsOf({ category, rate }: TaxRate): string {
  return `${category} ${rate}`;
}

function told(tax: TaxSubtotal): ReckonedTax {
  return { bears: bearsOf(tax), base: tax.baseMinor, tax: tax.taxMinor };
}

function digitsIn(text: string): string {
  return text.replaceAll(/\D/g, '').replace(/^0+/, '');
}
