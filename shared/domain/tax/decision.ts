/**
 * Which tax a line bears: seller, buyer, kind of supply, place and day lead to a category, a rate, the sentence of the law
 * and the proofs to be kept. Every question has an answer or a refusal, `tax.rate_unknown` or one of `wanting.ts`: where a proof
 * is missing, no other tax is charged in its place. Sources: Directive 2006/112/EC, Articles 31 to 33 (goods), 44, 45, 58
 * and 59 (services), 59c (threshold), 138 (intra-Community), 146 (export), 194 and 196 (reverse charge), 199 (domestic reverse charge),
 * 284 (small enterprises).
 */
import type { TaxDecision, TaxQuestion } from '../../contracts/tax.ts';
import type { Result } from '../../kernel/result.ts';
import { ok } from '../../kernel/result.ts';
import { taxRateOf } from '../tax.ts';
import { isInUnion, isReached, NORTHERN_IRELAND, stateOf } from './territories.ts';
import { buyerWithoutVatId, northernIrishGoods, sellerWithoutVatId, unchecked, unproven } from './wanting.ts';

/** Decides the tax of one line. */
export function decideTax(question: TaxQuestion): Result<TaxDecision> {
  const { seller, supply } = question;
  const there = supply === 'goods' ? question.deliverTo : placeOf(question);
  if (isHome(there, seller.country)) return atHome(question);
  if (!isInUnion(seller.country)) return fromOutside(question, there);
  if (supply === 'goods') return isReached(there) ? goodsInUnion(question, there) : exported(question);

  return isInUnion(there) ? serviceInUnion(question, there) : serviceOutOfUnion(question);
}

/** Evidence places a consumer of electronic services, and nobody else. */
function placeOf({ supply, buyer }: TaxQuestion): string {
  return supply === 'electronic' && buyer.kind === 'consumer' && buyer.place
    ? buyer.place.country
    : buyer.country;
}

/** Whether evidence says that a consumer is elsewhere than the address. */
function isMoved(question: TaxQuestion): boolean {
  return placeOf(question) !== question.buyer.country;
}

function isHome(there: string, home: string): boolean {
  return there === home || (there === NORTHERN_IRELAND && home === 'GB');
}

function atHome(question: TaxQuestion): Result<TaxDecision> {
  const { seller, buyer, taxClass } = question;
  if (seller.isSmallBusiness) return ok(untaxed('E', question, 'small_business'));
  if (taxClass === 'reverse_charge' && isInUnion(seller.country) && buyer.kind === 'business') {
    if (!seller.hasVatId) return sellerWithoutVatId();
    if (buyer.vatId?.country !== seller.country) return buyerWithoutVatId(seller.country);
    return ok(untaxed('AE', question, 'domestic_reverse_charge'));
  }

  return charged(question, {
    country: seller.country,
    reason: isMoved(question) ? 'consumer_where_buyer_is' : 'at_home',
  });
}

/**
 * A seller outside the Union owes nothing abroad, unless registered for consumers there. In Great Britain services for consumers
 * are supplied where the seller is (Value Added Tax Act 1994, s. 7A (2) (b)), in Switzerland where they are (MWSTG, Art. 8).
 */
function fromOutside(question: TaxQuestion, there: string): Result<TaxDecision> {
  const { seller, buyer, supply } = question;
  if (seller.isNorthernIrish && supply === 'goods' && isInUnion(there)) return northernIrishGoods();
  if (seller.country === 'GB' && supply === 'services' && buyer.kind === 'consumer')
    return whereSellerIs(question);
  const isConsumer = buyer.kind === 'consumer' && isInUnion(there) && supply === 'electronic';

  return isConsumer && usesOss(question)
    ? charged(question, { country: there, reason: 'consumer_where_buyer_is' })
    : ok(untaxed('O', question, 'seller_outside_union'));
}

function goodsInUnion(question: TaxQuestion, there: string): Result<TaxDecision> {
  const { seller } = question;
  if (seller.isSmallBusiness) return ok(untaxed('E', question, 'small_business'));
  if (question.taxClass === 'exempt') return ok(untaxed('E', question, 'class_exempt'));

  return toBusinessOrConsumer(question, {
    there: stateOf(there),
    toBusiness: () => untaxed('K', question, 'goods_to_business_in_union'),
    isTaxedThere: true,
  });
}

function exported(question: TaxQuestion): Result<TaxDecision> {
  const { seller, taxClass } = question;
  if (seller.isSmallBusiness) return ok(untaxed('E', question, 'small_business'));
  if (taxClass === 'exempt') return ok(untaxed('E', question, 'class_exempt'));

  return seller.hasVatId ? ok(untaxed('G', question, 'goods_out_of_union')) : sellerWithoutVatId();
}

function serviceInUnion(question: TaxQuestion, there: string): Result<TaxDecision> {
  const { seller, supply, taxClass } = question;
  if (taxClass === 'exempt') return ok(untaxed('E', question, 'class_exempt'));
  // A small enterprise without a VAT id, or serving those who have none, stays exempt at home.
  if (seller.isSmallBusiness && !(seller.hasVatId && hasForeignVatId(question)))
    return ok(untaxed('E', question, 'small_business'));

  return toBusinessOrConsumer(question, {
    there,
    toBusiness: () => untaxed('AE', question, 'service_to_business_in_union'),
    isTaxedThere: supply === 'electronic',
  });
}

/** A business buyer is taxed where it is; a consumer there only for electronic and intangible services, and otherwise at home. */
function serviceOutOfUnion(question: TaxQuestion): Result<TaxDecision> {
  const { buyer, supply } = question;
  if (buyer.kind === 'business' || supply === 'electronic' || supply === 'intangible')
    return ok(untaxed('O', question, 'service_out_of_union'));

  return whereSellerIs(question);
}

function whereSellerIs(question: TaxQuestion): Result<TaxDecision> {
  const { seller } = question;
  if (seller.isSmallBusiness) return ok(untaxed('E', question, 'small_business'));

  return charged(question, { country: seller.country, reason: 'consumer_where_seller_is' });
}

type Crossing = {
  readonly there: string;
  readonly toBusiness: () => TaxDecision;
  /** Whether a consumer is taxed where it is, once the seller has passed the threshold. */
  readonly isTaxedThere: boolean;
};

/** Between member states all hangs on the VAT id: with a valid one of another state the buyer owes the tax. */
function toBusinessOrConsumer(question: TaxQuestion, of: Crossing): Result<TaxDecision> {
  const { seller } = question;
  const home = seller.country;
  if (hasForeignVatId(question)) {
    const isCounted = countsAsValid(question);
    if (!isCounted.ok) return isCounted;
    if (isCounted.value) return seller.hasVatId ? ok(of.toBusiness()) : sellerWithoutVatId();
  }
  // Whoever has no valid id is served as those who have none, and a small enterprise charges them nothing.
  if (seller.isSmallBusiness) return ok(untaxed('E', question, 'small_business'));
  const isThere = of.isTaxedThere && usesOss(question);
  const staying = question.buyer.kind === 'business' ? 'business_without_vat_id' : 'consumer_where_seller_is';
  const decided = charged(question, {
    country: isThere ? of.there : home,
    reason: isThere ? 'consumer_where_buyer_is' : staying,
  });
  const { supply } = question;
  if (!decided.ok || !of.isTaxedThere || supply === 'services' || supply === 'intangible') return decided;

  return ok({ ...decided.value, unionSale: { to: of.there, supply } });
}

/** Decides as for a seller that is taxed where its consumers are: the threshold is passed, whatever day it registered from. */
export function decideBeyondThreshold(question: TaxQuestion): Result<TaxDecision> {
  return decideTax({ ...question, seller: { ...question.seller, ossFrom: question.on } });
}

/** A consumer's VAT id counts for nothing: whoever buys privately is taxed as a private person. */
function hasForeignVatId({ seller, buyer, supply }: TaxQuestion): boolean {
  if (buyer.kind !== 'business' || buyer.vatId === null) return false;
  const { country } = buyer.vatId;

  return country !== seller.country && (isInUnion(country) || (country === 'XI' && supply === 'goods'));
}

function countsAsValid({ seller, buyer }: TaxQuestion): Result<boolean> {
  const standing = buyer.vatId?.standing ?? 'invalid';
  if (standing !== 'unchecked') return ok(standing === 'valid');
  if (seller.vatCheck !== 'wait') return ok(seller.vatCheck === 'trust');

  return unchecked();
}

function usesOss({ seller, on }: TaxQuestion): boolean {
  return seller.ossFrom !== null && seller.ossFrom <= on;
}

const PHRASES = {
  E: 'exempt',
  AE: 'reverse_charge',
  K: 'intra_community',
  G: 'export',
  O: 'outside_scope',
} as const;

const PROOFS = {
  E: [],
  AE: ['vat_id_checked'],
  K: ['vat_id_checked', 'arrival_in_member_state'],
  G: ['leaving_the_union'],
  O: [],
} as const;

function untaxed(
  category: keyof typeof PHRASES,
  question: TaxQuestion,
  reason: TaxDecision['reason'],
): TaxDecision {
  return {
    category,
    rate: '0',
    country: question.seller.country,
    phrase: reason === 'small_business' ? 'small_business' : PHRASES[category],
    proofs: proofsOf(category, question, reason),
    reason,
  };
}

function proofsOf(
  category: keyof typeof PROOFS,
  question: TaxQuestion,
  reason: TaxDecision['reason'],
): TaxDecision['proofs'] {
  if (isMoved(question)) return ['two_of_place'];

  return reason === 'domestic_reverse_charge' ? [] : PROOFS[category];
}

/** The rate of a country for the line's class; what is exempt or zero-rated by its class stays so there. */
function charged(
  question: TaxQuestion,
  of: { readonly country: string; readonly reason: TaxDecision['reason'] },
): Result<TaxDecision> {
  const { seller, taxClass, on } = question;
  if (taxClass === 'exempt') return ok(untaxed('E', question, 'class_exempt'));
  const own = of.country === seller.country ? seller.rates : null;
  const rate = taxRateOf({
    taxClass,
    country: of.country,
    on,
    own,
  });
  if (!rate.ok) return rate;
  const isPlaced = of.reason === 'consumer_where_buyer_is' && question.supply === 'electronic';
  if (isPlaced && question.buyer.place?.isProven === false && seller.placeCheck === 'wait') return unproven();

  return ok({
    ...rate.value,
    country: of.country,
    phrase: null,
    proofs: isPlaced ? ['two_of_place'] : [],
    reason: taxClass === 'zero' ? 'class_zero' : of.reason,
  });
}
