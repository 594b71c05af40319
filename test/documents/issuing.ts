/** From a sale to the issued document, by the product's own rules: drafted, composed, examined, frozen, posted. */
import { composeInvoice } from '../../shared/documents/compose.ts';
import type { Party } from '../../shared/documents/model.ts';
import { type PreparedDocument, prepared } from '../../shared/documents/prepared.ts';
import { type Draft, draftOrder } from '../../shared/domain/drafting.ts';
import { draftSums } from '../../shared/domain/drafting/sums.ts';
import { invoiceIssued } from '../../shared/domain/ledger.ts';
import type { SellerDetails } from '../../shared/domain/legal-entities.ts';
import { type PlacedOrder, storeLine } from '../../shared/domain/orders.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { PostingSet } from '../../shared/ports.ts';
import type { Sale } from './sales.ts';
import { PLACES } from './situations.ts';

/** The number of every invoice here. */
export const INVOICE_NUMBER = 'INV-2026-00042';

/** Whose books an invoice stands in. */
export const ENTITY = derivedId('le', 'proof');

const NOW = '2026-11-23T10:00:00.000Z';
const TODAY = '2026-11-23';
const ORDER = derivedId('ord', 'proof');
const DELIVERY = derivedId('ful', 'proof');

/** An invoice as it is issued. */
export type IssuedInvoice = {
  readonly draft: Draft;
  readonly document: PreparedDocument;
  readonly books: PostingSet;
};

/** Refused as the product refuses it. */
export function issueSale(sale: Sale): Result<IssuedInvoice> {
  const seller = sellerOf(sale);
  const { country, kind, vatId } = sale.situation.buyer;
  const tax = { country, kind, vatId: vatId ? { country, standing: 'valid' as const } : null };
  const order = orderOf(sale);
  const drafted = draftOrder(order, {
    ...{ seller, buyer: tax, now: NOW, id: ORDER },
    delivery: order.deliveries[0] ?? null,
  });
  if (!drafted.ok) return drafted;
  const { buyerReference } = sale.names;
  const document = prepared(composeInvoice(drafted.value, { seller, buyer: buyerOf(sale), buyerReference }));
  if (!document.ok) return document;
  const book = { entity: ENTITY, currency: sale.currency, date: drafted.value.issueDate };
  const books = invoiceIssued({ ...book, ...draftSums(drafted.value) });

  return ok({ draft: drafted.value, document: document.value, books });
}

function orderOf(sale: Sale): PlacedOrder {
  const { lines, situation, reductions, currency, language, dueDays, names, isDelivered } = sale;
  const delivered = lines.map(({ quantity }, index) => [index + 1, quantity] as const);

  return {
    ...{ status: 'placed', placedAt: NOW, cancelledAt: null },
    ...{ entity: ENTITY, customer: derivedId('cus', 'proof'), profile: 1, currency, language, dueDays },
    lines: lines.map((line) => storeLine({ ...line, supply: situation.supply, sku: null, plan: null })),
    billing: isDelivered ? 'on_fulfilment' : 'on_placement',
    reference: names.reference,
    metadata: [],
    ...(reductions.length > 0 && { reductions }),
    ...(sale.discounted && { discount: sale.discounted.terms }),
    deliveries: isDelivered ? [{ id: DELIVERY, lines: delivered, on: TODAY, fingerprint: '' }] : [],
  };
}

function sellerOf({ situation, names }: Sale): SellerDetails {
  const { country } = situation.seller;
  const [city = '', postcode = ''] = PLACES[country] ?? [];

  return {
    name: names.seller,
    address: [names.street, `${postcode} ${city}`, country],
    postal: { line1: names.street, line2: null, postal_code: postcode, city, region: null, country },
    ...{ taxNumber: '22/815/08154', email: 'accounts@example.com', zone: 'Europe/Berlin', currency: 'EUR' },
    ...{ iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', footer: ['Register 1', 'Board <2>'] },
    ...{ invoiceNumbers: 'INV-{year}-{number:5}', creditNoteNumbers: 'CN-{year}-{number:5}' },
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
