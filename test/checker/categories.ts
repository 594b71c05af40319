/** Which lines bear no tax, and by which category: the law read once more, from the raw facts alone. */
import { type Fact, type Journal, part, text } from './books.ts';
import { printedModel } from './printed-model.ts';
import type { Given } from './snapshot.ts';

/** A line as it was agreed: its tax class, and what it supplies. */
type Sold = { readonly tax: string; readonly supply: string };

type Side = {
  readonly home: string;
  readonly hasVatId: boolean;
  readonly isSmall: boolean;
  readonly trust: string;
};
type Other = {
  readonly isBusiness: boolean;
  readonly lives: string;
  readonly vatFrom: string;
  readonly answer: string;
};

/** `charged` where a rate is due, a category of EN 16931 where none is, null where neither can be told from here. */
export function categoryOf(line: Sold, invoice: Fact, given: Given): string | null {
  const seller = sellerOf(invoice, given.journal);
  const buyer = buyerOf(invoice, given);
  if (!seller || !buyer) return null;
  const there =
    line.supply === 'goods' ? arrivalOf(invoice, buyer, given.journal) : placeOf(line, invoice, buyer);
  if (there === seller.home || (there === 'GB-NI' && seller.home === 'GB'))
    return atHome(line, seller, buyer);
  if (!UNION.has(seller.home)) return fromOutside(line, { seller, buyer, there });

  return line.supply === 'goods'
    ? goods(line, { seller, buyer, there })
    : service(line, { seller, buyer, there });
}

type Crossing = { readonly seller: Side; readonly buyer: Other; readonly there: string };

function atHome({ tax }: Sold, { isSmall, home }: Side, { isBusiness }: Other): string {
  if (isSmall) return 'E';

  return tax === 'reverse_charge' && isBusiness && UNION.has(home) ? 'AE' : 'charged';
}

/** A consumer's electronic service may be taxed in the Union, which a seller outside it says beforehand. */
function fromOutside({ supply }: Sold, { seller, buyer, there }: Crossing): string | null {
  if (seller.home === 'GB' && supply === 'services' && !buyer.isBusiness)
    return seller.isSmall ? 'E' : 'charged';

  return supply === 'electronic' && !buyer.isBusiness && UNION.has(there) ? null : 'O';
}

function goods({ tax }: Sold, crossing: Crossing): string | null {
  const { seller, there } = crossing;
  if (seller.isSmall || tax === 'exempt') return 'E';
  if (!UNION.has(there) && there !== 'GB-NI') return 'G';

  return byVatId(crossing, { isGoods: true, toBusiness: 'K' });
}

function service({ tax, supply }: Sold, crossing: Crossing): string | null {
  const { seller, buyer, there } = crossing;
  if (!UNION.has(there)) {
    if (buyer.isBusiness || supply === 'electronic' || supply === 'intangible') return 'O';
    return seller.isSmall ? 'E' : 'charged';
  }
  if (tax === 'exempt' || (seller.isSmall && !seller.hasVatId)) return 'E';

  return byVatId(crossing, { isGoods: false, toBusiness: 'AE' });
}

function byVatId(
  { seller, buyer }: Crossing,
  of: { readonly isGoods: boolean; readonly toBusiness: string },
): string | null {
  const { vatFrom, answer, isBusiness } = buyer;
  const isForeign = vatFrom !== seller.home && (UNION.has(vatFrom) || (of.isGoods && vatFrom === 'XI'));
  const without = seller.isSmall ? 'E' : 'charged';
  if (!isBusiness || !isForeign) return without;
  if (answer === 'valid') return of.toBusiness;
  // What is not answered goes the way that the seller chose; one that waits is not invoiced.
  if (answer === '')
    return seller.trust === 'trust' ? of.toBusiness : seller.trust === 'charge' ? without : null;

  return without;
}

function sellerOf({ tenant, data, at }: Fact, journal: Journal): Side | null {
  const [registered, ...later] = journal.of(tenant, text(data, 'entity'));
  if (!registered) return null;
  const known = later.filter((fact) => fact.at <= at).map((fact) => fact.data);
  const all = [registered.data, part(registered.data, 'tax') ?? {}, ...known];
  const newest = (name: string) => all.findLast((each) => name in each)?.[name];

  return {
    home: territory(
      text(registered.data, 'country'),
      text(part(registered.data, 'postal'), 'postal_code'),
    ).replace('GB-NI', 'GB'),
    hasVatId: typeof newest('vatId') === 'string',
    isSmall: newest('smallBusiness') === true,
    trust: String(newest('vatCheck') ?? 'wait'),
  };
}

/** The customer as the document names it, and what the register had said of its VAT id by then. */
function buyerOf(invoice: Fact, given: Given): Other | null {
  const { tenant, data, at } = invoice;
  const named = part(printedModel(invoice, given), 'buyer');
  const postal = part(named, 'postal');
  const facts = given.journal.of(tenant, text(data, 'customer'));
  const kind = text(facts[0]?.data, 'kind');
  if (!postal || kind === '') return null;
  const told = facts.findLast(
    (fact) =>
      fact.type === 'customer.vat_id_checked' && fact.at <= at && text(fact.data, 'answer') !== 'unavailable',
  );
  const vatFrom = text(named, 'vatId').slice(0, 2);

  return {
    isBusiness: kind === 'business',
    lives: territory(text(postal, 'country'), text(postal, 'postcode')),
    vatFrom: vatFrom === 'EL' ? 'GR' : vatFrom,
    answer: text(told?.data, 'answer'),
  };
}

/** Where goods go: where the order says, or where the customer is. */
function arrivalOf({ tenant, data }: Fact, { lives }: Other, journal: Journal): string {
  const [order] = journal.of(tenant, text(part(data, 'cause'), 'order'));
  const to = text(order?.data, 'deliverTo');
  const arrives = text(order?.data, 'arrivesIn');
  if (arrives !== '') return arrives;
  if (to === '' || territory(to, '') === lives.split('-')[0]) return lives;

  return territory(to, '');
}

/** Evidence places consumers of electronic services alone. */
function placeOf({ supply }: Sold, { data }: Fact, { isBusiness, lives }: Other): string {
  const proven = text(part(data, 'place'), 'country');

  return supply === 'electronic' && !isBusiness && proven !== '' ? proven : lives;
}

/** The seller's own part of a country, by its postcode; Monaco is taxed as France, the Isle of Man as Great Britain. */
function territory(country: string, postcode: string): string {
  const state = country === 'MC' ? 'FR' : country === 'IM' ? 'GB' : country;
  const isApart = OUTSIDE[state]?.some((start) => postcode.replaceAll(/\D/g, '').startsWith(start));
  if (state === 'GB' && postcode.trim().toUpperCase().startsWith('BT')) return 'GB-NI';

  return isApart ? `${state}-X` : state;
}

const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  DE: ['27498', '78266'],
  ES: ['35', '38', '51', '52'],
  FI: ['22'],
  FR: ['97'],
  GR: ['63086', '63087'],
  IT: ['23041', '22061'],
};

const UNION = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(' '),
);
