/** A purchase that we invoice in the supplier's name: its tax, what falls on us instead, and what we owe. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import fc from 'fast-check';
import { composeCreditNote } from '../../shared/documents/compose.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { prepared, preparedSelfBilled } from '../../shared/documents/prepared.ts';
import { selfBilledInvoiceIssued } from '../../shared/domain/ledger.ts';
import type { SellerDetails } from '../../shared/domain/legal-entities/states.ts';
import type { RequestData } from '../../shared/domain/self-billing.ts';
import {
  draftSelfBilled,
  type SelfBilledDraft,
  sellerOf,
} from '../../shared/domain/self-billing/drafting.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import type { PostingSet } from '../../shared/ports.ts';
import { percentOf } from '../checker/arithmetic.ts';
import { sum } from '../checker/books.ts';
import { reckonSale } from '../checker/sale.ts';
import { assertEInvoices, assertFigures, assertWords } from './agreement.ts';
import type { Expected } from './figures.ts';
import { ENTITY, TODAY } from './issuing.ts';
import { type Paper, paperOf } from './papers.ts';
import type { Purchase } from './sale.ts';
import { SUPPLIES } from './situations.ts';
import { count, countInvoice, type Tally } from './tallying.ts';
import { quantity, text, unit, unitPrice } from './values.ts';

const SELF_BILLED_INVOICE = '389';
const SELF_BILLED_CREDIT_NOTE = '261';
const CREDIT_NUMBER = 'SC-2026-00002';
const NUMBER = 'SB-2026-00003';
const NOW = `${TODAY}T10:00:00.000Z`;

/** What falls on the buyer in Germany where the charge is reversed. */
const REVERSED_PERCENT = '19';

/** Prices are never below nothing, as intake has it. */
export const randomPurchase: fc.Arbitrary<Purchase> = fc.record({
  supply: fc.constantFrom(...SUPPLIES),
  lines: fc.array(fc.record({ description: text('Work'), quantity, unit, unitPrice }), {
    minLength: 1,
    maxLength: 8,
  }),
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'USD', 'JPY', 'BHD'),
  language: fc.constantFrom('de', 'en', 'fr', 'es', 'it', 'nl'),
  reference: fc.option(text('PO')),
  names: fc.record({ supplier: text('Supplier'), buyer: text('Buyer'), street: text('Street') }),
  isBuyerSmall: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
});

/** Drafted, put into words, written for machines and posted, each against the law and the prices alone. */
export function provePurchase(purchase: Purchase, tally: Tally): readonly Paper[] {
  const { supply, lines, currency } = purchase;
  const { bears, isSmall } = supply;
  const priced = lines.map((line) => ({ ...line, discount: null, bears }));
  const reckoned = reckonSale({ currency, reductions: [], lines: priced });
  const expected: Expected = { ...reckoned, code: SELF_BILLED_INVOICE };
  const buyer = buyerOf(purchase);
  const supplier = sellerOf(supplierOf(purchase), { buyer, isSmallBusiness: isSmall });
  const drafted = draftSelfBilled(requestOf(purchase), { id: 'sbr_1', supplier, buyer, now: NOW });
  holds(drafted.ok, drafted.ok ? '' : drafted.refusal.code);
  const { draft } = drafted.value;
  assertFigures(draft, expected);
  const document = preparedSelfBilled(draft, { supplier, buyer });
  holds(document.ok, document.ok ? '' : document.refusal.message);
  assertWords(document.value, expected);
  assertBought(drafted.value, purchase, expected);
  count(tally, 'eInvoices', assertEInvoices(document.value, NUMBER, expected));
  count(tally, 'selfBilled');
  countInvoice(tally, document.value.model);

  return [paperOf(document.value, NUMBER), proveTakenBack(document.value.model, expected, tally)];
}

/** The credit note that takes it back as a whole says the very same, under its own type and title. */
function proveTakenBack(model: DocumentModel, invoiced: Expected, tally: Tally): Paper {
  const note = prepared(
    composeCreditNote(model, { number: NUMBER, issueDate: TODAY, part: null, reason: 'wrong' }),
  );
  holds(note.ok, note.ok ? '' : note.refusal.message);
  const expected = { ...invoiced, code: SELF_BILLED_CREDIT_NOTE };
  assertWords(note.value, expected);
  count(tally, 'eInvoices', assertEInvoices(note.value, CREDIT_NUMBER, expected));

  return paperOf(note.value, CREDIT_NUMBER);
}

function assertBought(
  { draft, reverseCharge, isDeductible }: SelfBilledDraft,
  of: Purchase,
  expected: Expected,
) {
  const { net, tax, gross } = expected;
  const reversed = of.supply.bears === 'AE 0' ? percentOf(net, REVERSED_PERCENT) : 0n;
  deepStrictEqual(reverseCharge?.taxMinor ?? 0n, reversed);
  const { netMinor, taxMinor, grossMinor } = draft;
  const books = selfBilledInvoiceIssued({
    ...{ entity: ENTITY, currency: draft.currency, date: draft.issueDate },
    ...{ netMinor, taxMinor, grossMinor, reversedTaxMinor: reverseCharge?.taxMinor ?? 0n, isDeductible },
  });
  const cost = of.isBuyerSmall ? net + tax + reversed : net;
  const wanted = [cost, of.isBuyerSmall ? 0n : tax + reversed, -reversed, -gross];
  deepStrictEqual(
    ['purchased_supplies', 'input_tax', 'output_tax', 'payables'].map((account) => movedOn(books, account)),
    wanted,
  );
  deepStrictEqual(sum(books.entries.map(({ amountMinor }) => amountMinor)), 0n);
}

function movedOn({ entries }: PostingSet, account: string): bigint {
  return sum(entries.filter((entry) => entry.account === account).map(({ amountMinor }) => amountMinor));
}

function requestOf({ supply, lines, currency, language, reference }: Purchase): RequestData {
  return {
    ...{ entity: ENTITY, customer: derivedId('cus', 'proof'), isSmallBusiness: supply.isSmall, dueDays: 14 },
    ...{ at: NOW, agreement: 'sba_1', profile: 1, language, currency, suppliedOn: TODAY },
    ...{ tax: supply.tax, supply: supply.supply, reference, lines },
  };
}

function supplierOf({ supply: { country, vatId }, names }: Purchase) {
  const postal = {
    line1: names.street,
    line2: null,
    postal_code: '10115',
    city: 'Town',
    region: null,
    country,
  };

  return {
    ...{ name: names.supplier, email: 'supplier@example.com', address: postal, vat_id: vatId },
    endpoint: { scheme: '0088', id: '4000001123452' },
  };
}

/** A buyer in Germany, whose documents state the tax in their own currency alone. */
function buyerOf({ names, isBuyerSmall }: Purchase): SellerDetails {
  const postal = {
    line1: names.street,
    line2: null,
    postal_code: '10115',
    city: 'Berlin',
    region: null,
    country: 'DE',
  };

  return {
    ...{ name: names.buyer, address: [names.street, '10115 Berlin', 'DE'], postal, country: 'DE' },
    ...{ vatId: 'DE136695976', taxNumber: null, email: 'accounts@example.com', zone: 'Europe/Berlin' },
    ...{ currency: 'EUR', accountingCurrency: null, iban: null, bic: null, footer: ['Register 1'] },
    ...{ invoiceNumbers: '', creditNoteNumbers: '', taxRates: null, dueDays: 14 },
    endpoint: { scheme: '0088', id: '4000001123452' },
    tax: { smallBusiness: isBuyerSmall, smallBusinessNote: null, ossFrom: null, vatCheck: 'wait' },
  };
}
