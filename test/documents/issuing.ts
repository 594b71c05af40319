/** From what was agreed to the issued document, by the product's own rules: drafted, composed, examined, frozen, posted. */
import { composeInvoice } from '../../shared/documents/compose.ts';
import type { Party } from '../../shared/documents/model.ts';
import { type PreparedDocument, prepared } from '../../shared/documents/prepared.ts';
import { accountingCurrencyOf, convertedMinor } from '../../shared/domain/accounting-tax.ts';
import { draftOrder } from '../../shared/domain/drafting.ts';
import type { Draft, DraftFrame } from '../../shared/domain/drafting/draft.ts';
import { draftSums } from '../../shared/domain/drafting/sums.ts';
import { invoices } from '../../shared/domain/invoices.ts';
import type { Invoice } from '../../shared/domain/invoices/states.ts';
import { invoiceIssued } from '../../shared/domain/ledger.ts';
import type { SellerDetails } from '../../shared/domain/legal-entities/states.ts';
import { storeLine } from '../../shared/domain/orders.ts';
import { dueMinorOf } from '../../shared/domain/invoices/deducting.ts';
import type { Delivery, PlacedOrder } from '../../shared/domain/orders/states.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { PostingSet } from '../../shared/ports.ts';
import type { Sale } from './sale.ts';
import { PLACES } from './situations.ts';

/** The number of every invoice that is the first of its sale. */
export const INVOICE_NUMBER = 'INV-2026-00042';

/** Whose books an invoice stands in. */
export const ENTITY = derivedId('le', 'proof');

/** The order that every sale is of. */
export const ORDER = derivedId('ord', 'proof');

const NOW = '2026-11-23T10:00:00.000Z';
/** The day on which everything is agreed, delivered and invoiced. */
export const TODAY = '2026-11-23';
const RATED_ON = '2026-11-20';

/** An invoice as it is issued. */
export type IssuedInvoice = {
  readonly draft: Draft;
  readonly document: PreparedDocument;
  readonly books: PostingSet;
  readonly number: string;
};

/** The invoice of a sale that is invoiced at once. Refused as the product refuses it. */
export function issueSale(sale: Sale, order: PlacedOrder): Result<IssuedInvoice> {
  const drafted = draftOrder(order, { ...frameOf(sale), id: ORDER, delivery: order.deliveries[0] ?? null });

  return drafted.ok ? issueDraft(drafted.value, sale, INVOICE_NUMBER) : drafted;
}

/** The document and the postings of a draft. */
export function issueDraft(drafted: Draft, sale: Sale, number: string): Result<IssuedInvoice> {
  const draft = paidFromCredits(accounted(drafted, sale), sale);
  const document = prepared(composeInvoice(draft, partiesOf(sale)));
  if (!document.ok) return document;
  const book = { entity: ENTITY, currency: draft.currency, date: draft.issueDate };
  const books = invoiceIssued({ ...book, ...draftSums(draft) });

  return ok({ draft, document: document.value, books, number });
}

/** The tax in the seller's currency too, where that is another. */
function accounted(draft: Draft, sale: Sale): Draft {
  const { currency: from, taxMinor } = draft;
  const currency = accountingCurrencyOf(sellerOf(sale));
  if (currency === null || currency === from || taxMinor === 0n) return draft;
  const at = { ...sale.exchange, currency, ratedOn: RATED_ON };

  return { ...draft, accountingTax: { ...at, taxMinor: convertedMinor(taxMinor, { ...at, from }) } };
}

/** Credits pay what is due, of anything but a deposit. */
function paidFromCredits(draft: Draft, { prepaidThousandths }: Sale): Draft {
  const amountMinor = (dueMinorOf(draft) * BigInt(prepaidThousandths ?? 0)) / 1_000n;

  return draft.kind === 'deposit' || amountMinor <= 0n ? draft : { ...draft, prepaid: { amountMinor } };
}

/** What every draft of a sale is made of. */
export function frameOf(sale: Sale): DraftFrame {
  const { country, kind, vatId } = sale.situation.buyer;
  const buyer = { country, kind, vatId: vatId ? { country, standing: 'valid' as const } : null };

  return { seller: sellerOf(sale), buyer, now: NOW };
}

/** Seller and buyer as they are printed. */
export function partiesOf(sale: Sale) {
  const debit = {
    creditor: 'DE98ZZZ09999999999',
    mandate: { reference: 'M-4711', iban: 'DE02120300000000202051' },
  };
  const { buyerReference } = sale.names;

  return { seller: sellerOf(sale), buyer: buyerOf(sale), buyerReference, ...(sale.isDebited && { debit }) };
}

/** An invoice as it stands once it is issued. */
export function standing({ draft, books, number }: IssuedInvoice): Standing {
  const { customer, currency, issueDate, dueDate, cause } = draft;
  const account = derivedId('acc', 'proof');
  const of = { entity: ENTITY, customer, account, currency, issueDate, dueDate, cause };
  const data = { ...of, ...draftSums(draft), number, content: 'hash' };
  const invoice = invoices.evolve({ status: 'none' }, { type: 'invoice.issued', data, books });
  invariant(invoice.status === 'issued', 'what is issued stands');

  return invoice;
}

/** An invoice that is there. */
export type Standing = Exclude<Invoice, { readonly status: 'none' }>;

/** The order of a sale, with what is delivered of it. */
export function orderOf(sale: Sale, deliveries: readonly Delivery[] = deliveredAtOnce(sale)): PlacedOrder {
  const { lines, situation, reductions, currency, language, dueDays, names, isDelivered } = sale;
  const { deposits = [] } = sale.advance ?? {};

  return {
    ...{ status: 'placed', placedAt: NOW, cancelledAt: null },
    ...{ entity: ENTITY, customer: derivedId('cus', 'proof'), profile: 1, currency, language, dueDays },
    lines: lines.map((line) => storeLine({ ...line, supply: situation.supply, sku: null, plan: null })),
    billing: isDelivered ? 'on_fulfilment' : 'on_placement',
    reference: names.reference,
    metadata: [],
    ...(sale.isGross && { priceBasis: 'gross' as const }),
    ...(reductions.length > 0 && { reductions }),
    ...(deposits.length > 0 && { deposits }),
    ...(sale.discounted && { discount: sale.discounted.terms }),
    deliveries,
  };
}

/** A delivery among several, of such quantities by line. */
export function deliveryOf(quantities: readonly string[], index: number): Delivery {
  const lines = quantities.flatMap((quantity, line) =>
    /[1-9]/.test(quantity) ? [[line + 1, quantity] as const] : [],
  );

  return { id: derivedId('ful', 'proof', String(index)), lines, on: TODAY, fingerprint: '' };
}

function deliveredAtOnce({ isDelivered, lines }: Sale): readonly Delivery[] {
  return isDelivered
    ? [
        deliveryOf(
          lines.map(({ quantity }) => quantity),
          0,
        ),
      ]
    : [];
}

function sellerOf({ situation, names, accounting }: Sale): SellerDetails {
  const { country } = situation.seller;
  const [city = '', postcode = ''] = PLACES[country] ?? [];

  return {
    name: names.seller,
    address: [names.street, `${postcode} ${city}`, country],
    postal: { line1: names.street, line2: null, postal_code: postcode, city, region: null, country },
    ...{ taxNumber: '22/815/08154', email: 'accounts@example.com', zone: 'Europe/Berlin', currency: 'EUR' },
    ...{ iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', footer: ['Register 1', 'Board <2>'] },
    ...{ invoiceNumbers: 'INV-{year}-{number:5}', creditNoteNumbers: 'CN-{year}-{number:5}' },
    contact: { name: 'Desk', phone: '+49 30 1234567' },
    endpoint: { scheme: '0088', id: '4000001123452' },
    ...(accounting !== undefined && { accountingCurrency: accounting }),
    ...{ taxRates: null, dueDays: 14 },
    ...situation.seller,
  };
}

function buyerOf({ situation, names }: Sale): Party {
  const { country, vatId } = situation.buyer;
  const [city = '', postcode = ''] = PLACES[country] ?? [];
  const postal = { street: names.street, additional: null, postcode, city, region: null, country };

  return {
    ...{ name: names.buyer, address: [names.street, `${postcode} ${city}`, country], country, postal },
    ...{ vatId, taxNumber: null, email: null, endpoint: { scheme: '0088', id: '4000001123452' } },
  };
}
