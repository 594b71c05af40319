import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaxBuyer, TaxQuestion, TaxSeller } from '../../../../shared/contracts/tax.ts';
import { decideTax } from '../../../../shared/domain/tax/decision.ts';
import { MEMBER_STATES } from '../../../../shared/kernel/countries.ts';

const GERMAN: TaxSeller = {
  country: 'DE',
  hasVatId: true,
  isSmallBusiness: false,
  ossFrom: null,
  rates: null,
  vatCheck: 'wait',
};
const SWISS: TaxSeller = { ...GERMAN, country: 'CH' };
const BRITISH: TaxSeller = { ...GERMAN, country: 'GB' };
const AMERICAN: TaxSeller = { ...GERMAN, country: 'US', rates: { standard: '0', reduced: '0' } };
const SMALL: TaxSeller = { ...GERMAN, isSmallBusiness: true, hasVatId: false };
const WITHOUT_ID: TaxSeller = { ...GERMAN, hasVatId: false };
const IN_OSS: TaxSeller = { ...GERMAN, ossFrom: '2026-01-01' };

const firm = (
  country: string,
  vat = country,
  standing: 'valid' | 'invalid' | 'unchecked' = 'valid',
): TaxBuyer => ({
  kind: 'business',
  country,
  vatId: { country: vat, standing },
});
const firmWithout = (country: string): TaxBuyer => ({ kind: 'business', country, vatId: null });
const person = (country: string): TaxBuyer => ({ kind: 'consumer', country, vatId: null });

type Case = {
  readonly seller?: TaxSeller;
  readonly to: TaxBuyer;
  readonly supply?: TaxQuestion['supply'];
  readonly deliverTo?: string;
  readonly taxClass?: TaxQuestion['taxClass'];
  readonly on?: string;
};

const asked = ({ seller = GERMAN, to, supply = 'services', ...rest }: Case): TaxQuestion => ({
  seller,
  buyer: to,
  supply,
  deliverTo: to.country,
  taxClass: 'standard',
  on: '2026-11-20',
  ...rest,
});

/** `category rate, whose tax, why`. */
function told(one: Case): string {
  const decided = decideTax(asked(one));
  if (!decided.ok) return decided.refusal.code;
  const { category, rate, country, reason } = decided.value;

  return `${category} ${rate} ${country} ${reason}`;
}

describe('a sale within the country', () => {
  test.each<[string, Case, string]>([
    ['bears the standard rate', { to: firm('DE') }, 'S 19 DE at_home'],
    ['bears the reduced rate', { to: person('DE'), taxClass: 'reduced' }, 'S 7 DE at_home'],
    ['of a zero-rated thing bears nothing', { to: person('DE'), taxClass: 'zero' }, 'Z 0 DE class_zero'],
    ['of an exempt thing is exempt', { to: firm('DE'), taxClass: 'exempt' }, 'E 0 DE class_exempt'],
    [
      'turns the charge, where the law says so',
      { to: firm('DE'), taxClass: 'reverse_charge' },
      'AE 0 DE domestic_reverse_charge',
    ],
    [
      'never turns the charge to a consumer',
      { to: person('DE'), taxClass: 'reverse_charge' },
      'S 19 DE at_home',
    ],
    [
      'is not charged instead, where the buyer has no VAT id',
      { to: firmWithout('DE'), taxClass: 'reverse_charge' },
      'tax.buyer_vat_id_missing',
    ],
    [
      'is not charged instead, where the buyer has a VAT id of elsewhere',
      { to: firm('DE', 'NL'), taxClass: 'reverse_charge' },
      'tax.buyer_vat_id_missing',
    ],
    [
      'is not charged instead, where the seller has no VAT id',
      { seller: WITHOUT_ID, to: firm('DE'), taxClass: 'reverse_charge' },
      'tax.seller_vat_id_missing',
    ],
    [
      'by a Swiss seller knows no charge to turn',
      { seller: SWISS, to: firmWithout('CH'), taxClass: 'reverse_charge' },
      'S 8.1 CH at_home',
    ],
    ['by a small enterprise is exempt', { seller: SMALL, to: firm('DE') }, 'E 0 DE small_business'],
    [
      'by a small enterprise never turns the charge',
      { seller: SMALL, to: firm('DE'), taxClass: 'reverse_charge' },
      'E 0 DE small_business',
    ],
    ['by a Swiss seller bears Swiss tax', { seller: SWISS, to: firmWithout('CH') }, 'S 8.1 CH at_home'],
    [
      'by a seller whose own rate is nothing is zero-rated',
      { seller: AMERICAN, to: person('US') },
      'Z 0 US at_home',
    ],
  ])('%s', (_, one, expected) => {
    expect(told(one)).toBe(expected);
  });
});

describe('a service to another member state', () => {
  test.each<[string, Case, string]>([
    ['to a business is taxed by the business', { to: firm('NL') }, 'AE 0 DE service_to_business_in_union'],
    [
      'to a business in Greece, whose ids begin with EL',
      { to: firm('GR') },
      'AE 0 DE service_to_business_in_union',
    ],
    [
      'to a business without a VAT id is taxed at home',
      { to: firmWithout('NL') },
      'S 19 DE business_without_vat_id',
    ],
    [
      'to a business with a wrong VAT id is taxed at home',
      { to: firm('NL', 'NL', 'invalid') },
      'S 19 DE business_without_vat_id',
    ],
    [
      "to a business with the seller's own state's VAT id is taxed at home",
      { to: firm('NL', 'DE') },
      'S 19 DE business_without_vat_id',
    ],
    ['to a consumer is taxed at home', { to: person('NL') }, 'S 19 DE consumer_where_seller_is'],
    [
      'to a consumer is taxed at home, one-stop shop or not',
      { seller: IN_OSS, to: person('NL') },
      'S 19 DE consumer_where_seller_is',
    ],
    [
      'by electronic means, below the threshold, is taxed at home',
      { to: person('NL'), supply: 'electronic' },
      'S 19 DE consumer_where_seller_is',
    ],
    [
      'by electronic means is taxed where the consumer is',
      { seller: IN_OSS, to: person('NL'), supply: 'electronic' },
      'S 21 NL consumer_where_buyer_is',
    ],
    [
      'before the one-stop shop began is taxed at home',
      { seller: IN_OSS, to: person('NL'), supply: 'electronic', on: '2025-12-31' },
      'S 19 DE consumer_where_seller_is',
    ],
    [
      'by electronic means to a business stays with the business',
      { seller: IN_OSS, to: firm('FR'), supply: 'electronic' },
      'AE 0 DE service_to_business_in_union',
    ],
    [
      'by a seller without a VAT id is not charged instead',
      { seller: WITHOUT_ID, to: firm('NL') },
      'tax.seller_vat_id_missing',
    ],
    [
      'by a seller without a VAT id to a business with a wrong one is taxed at home',
      { seller: WITHOUT_ID, to: firm('NL', 'NL', 'invalid') },
      'S 19 DE business_without_vat_id',
    ],
    [
      'by a seller without a VAT id to a consumer is taxed at home',
      { seller: WITHOUT_ID, to: person('NL') },
      'S 19 DE consumer_where_seller_is',
    ],
    [
      'by a small enterprise with a VAT id is taxed by the business',
      { seller: { ...SMALL, hasVatId: true }, to: firm('AT') },
      'AE 0 DE service_to_business_in_union',
    ],
    [
      'by a small enterprise with a VAT id to a business with a wrong one is exempt, as it is to a consumer',
      { seller: { ...SMALL, hasVatId: true }, to: firm('AT', 'AT', 'invalid') },
      'E 0 DE small_business',
    ],
    [
      'by a small enterprise that charges whoever is not checked is exempt',
      { seller: { ...SMALL, hasVatId: true, vatCheck: 'charge' }, to: firm('AT', 'AT', 'unchecked') },
      'E 0 DE small_business',
    ],
    [
      'by a small enterprise to a consumer is exempt',
      { seller: SMALL, to: person('AT') },
      'E 0 DE small_business',
    ],
    ['that is exempt stays exempt', { to: firm('NL'), taxClass: 'exempt' }, 'E 0 DE class_exempt'],
  ])('%s', (_, one, expected) => {
    expect(told(one)).toBe(expected);
  });
});

describe('goods that leave the country', () => {
  test.each<[string, Case, string]>([
    [
      'to a business in the Union are taxed there',
      { to: firm('FR'), supply: 'goods' },
      'K 0 DE goods_to_business_in_union',
    ],
    [
      'to a business of one state in another',
      { to: firm('FR'), supply: 'goods', deliverTo: 'BE' },
      'K 0 DE goods_to_business_in_union',
    ],
    [
      'that stay at home are taxed there, whoever buys them',
      { to: firm('FR'), supply: 'goods', deliverTo: 'DE' },
      'S 19 DE at_home',
    ],
    [
      'to a business without a VAT id are taxed at home',
      { to: firmWithout('FR'), supply: 'goods' },
      'S 19 DE business_without_vat_id',
    ],
    [
      'to a consumer are taxed at home below the threshold',
      { to: person('FR'), supply: 'goods' },
      'S 19 DE consumer_where_seller_is',
    ],
    [
      'to a consumer are taxed where they arrive',
      { seller: IN_OSS, to: person('FR'), supply: 'goods' },
      'S 20 FR consumer_where_buyer_is',
    ],
    [
      'at the reduced rate of where they arrive',
      { seller: IN_OSS, to: person('FR'), supply: 'goods', taxClass: 'reduced' },
      'S 5.5 FR consumer_where_buyer_is',
    ],
    ['out of the Union are exempt', { to: firmWithout('CH'), supply: 'goods' }, 'G 0 DE goods_out_of_union'],
    [
      'out of the Union to a consumer are exempt',
      { to: person('US'), supply: 'goods' },
      'G 0 DE goods_out_of_union',
    ],
    [
      'to the Canary Islands leave the VAT area',
      { to: person('ES-X'), supply: 'goods' },
      'G 0 DE goods_out_of_union',
    ],
    [
      'to Northern Ireland, for a business with its VAT id',
      { to: firm('GB-NI', 'XI'), supply: 'goods' },
      'K 0 DE goods_to_business_in_union',
    ],
    ['to Great Britain are exported', { to: firm('GB', 'GB'), supply: 'goods' }, 'G 0 DE goods_out_of_union'],
    [
      'to Great Britain are exported, also for a business with a VAT id of Northern Ireland',
      { to: firm('GB', 'XI'), supply: 'goods' },
      'G 0 DE goods_out_of_union',
    ],
    [
      'by a small enterprise are exempt',
      { seller: SMALL, to: person('CH'), supply: 'goods' },
      'E 0 DE small_business',
    ],
    [
      'out of the Union by a seller without a VAT id are not charged instead',
      { seller: WITHOUT_ID, to: person('US'), supply: 'goods' },
      'tax.seller_vat_id_missing',
    ],
    [
      'to a business in the Union by a seller without a VAT id are not charged instead',
      { seller: WITHOUT_ID, to: firm('FR'), supply: 'goods' },
      'tax.seller_vat_id_missing',
    ],
  ])('%s', (_, one, expected) => {
    expect(told(one)).toBe(expected);
  });
});

describe('beyond the Union', () => {
  test.each<[string, Case, string]>([
    [
      'a service to a Swiss business is not taxable',
      { to: firmWithout('CH') },
      'O 0 DE service_out_of_union',
    ],
    [
      'a service to a business in Northern Ireland is not taxable',
      { to: firm('GB', 'XI') },
      'O 0 DE service_out_of_union',
    ],
    [
      'a service to a Swiss consumer is taxed at home',
      { to: person('CH') },
      'S 19 DE consumer_where_seller_is',
    ],
    [
      'an electronic service to a Swiss consumer is not taxable',
      { to: person('CH'), supply: 'electronic' },
      'O 0 DE service_out_of_union',
    ],
    [
      'consulting for a Swiss consumer is not taxable',
      { to: person('CH'), supply: 'intangible' },
      'O 0 DE service_out_of_union',
    ],
    [
      'a licence for a consumer on the Canary Islands is not taxable',
      { to: person('ES-X'), supply: 'intangible' },
      'O 0 DE service_out_of_union',
    ],
    [
      'consulting for a French consumer is taxed at home, one-stop shop or not',
      { seller: IN_OSS, to: person('FR'), supply: 'intangible' },
      'S 19 DE consumer_where_seller_is',
    ],
    [
      'consulting for a French business is taxed by the business',
      { to: firm('FR'), supply: 'intangible' },
      'AE 0 DE service_to_business_in_union',
    ],
    [
      'a Swiss seller charges nothing into the Union',
      { seller: SWISS, to: firm('DE') },
      'O 0 CH seller_outside_union',
    ],
    [
      'a Swiss seller exports without tax',
      { seller: SWISS, to: person('US'), supply: 'goods' },
      'O 0 CH seller_outside_union',
    ],
    [
      'a British seller charges nothing to a business in the Union',
      { seller: BRITISH, to: firm('DE') },
      'O 0 GB seller_outside_union',
    ],
    [
      'a British seller charges a consumer abroad its own tax for a service, as the law of its country has it',
      { seller: BRITISH, to: person('FR') },
      'S 20 GB consumer_where_seller_is',
    ],
    [
      'a British seller charges nothing for consulting or by electronic means to a consumer abroad',
      { seller: BRITISH, to: person('FR'), supply: 'intangible' },
      'O 0 GB seller_outside_union',
    ],
    [
      'a small British seller is exempt for a service to a consumer abroad',
      { seller: { ...BRITISH, isSmallBusiness: true }, to: person('US') },
      'E 0 GB small_business',
    ],
    [
      'a Swiss seller charges nothing for a service to a consumer abroad, who is where it is supplied',
      { seller: SWISS, to: person('FR') },
      'O 0 CH seller_outside_union',
    ],
    [
      'a Swiss seller in the one-stop shop charges the tax of the consumer',
      { seller: { ...SWISS, ossFrom: '2026-01-01' }, to: person('IT'), supply: 'electronic' },
      'S 22 IT consumer_where_buyer_is',
    ],
  ])('%s', (_, one, expected) => {
    expect(told(one)).toBe(expected);
  });
});

describe('a VAT id that the register has not answered for', () => {
  const unchecked = firm('NL', 'NL', 'unchecked');

  test.each<[string, TaxSeller['vatCheck'], string]>([
    ['lets the document wait', 'wait', 'tax.vat_id_unchecked'],
    ['counts as valid where the seller trusts', 'trust', 'AE 0 DE service_to_business_in_union'],
    ['counts as none where the seller charges', 'charge', 'S 19 DE business_without_vat_id'],
  ])('%s', (_, vatCheck, expected) => {
    expect(told({ seller: { ...GERMAN, vatCheck }, to: unchecked })).toBe(expected);
  });

  test('matters only where the decision hangs on it', () => {
    expect(told({ to: firm('DE', 'DE', 'unchecked') })).toBe('S 19 DE at_home');
    expect(told({ to: unchecked, supply: 'goods', deliverTo: 'CH' })).toBe('G 0 DE goods_out_of_union');
  });
});

describe('an electronic service for a consumer whose address is in France', () => {
  const placed = (country: string, isProven = true): TaxBuyer => ({
    ...person('FR'),
    place: { country, isProven },
  });
  const stream = { seller: IN_OSS, supply: 'electronic' } as const;
  const waiting: TaxSeller = { ...IN_OSS, placeCheck: 'wait' };

  test.each<[string, Case, string]>([
    [
      'bears the French rate, proven there',
      { ...stream, to: placed('FR') },
      'S 20 FR consumer_where_buyer_is',
    ],
    [
      'bears the Spanish rate, proven there',
      { ...stream, to: placed('ES') },
      'S 21 ES consumer_where_buyer_is',
    ],
    [
      'bears the German rate, proven there',
      { ...stream, to: placed('DE') },
      'S 19 DE consumer_where_buyer_is',
    ],
    ['bears no tax, proven in Norway', { ...stream, to: placed('NO') }, 'O 0 DE service_out_of_union'],
    [
      'bears the French rate, unproven, where the seller does not wait',
      { ...stream, to: placed('FR', false) },
      'S 20 FR consumer_where_buyer_is',
    ],
    [
      'waits, unproven, where the seller does',
      { ...stream, seller: waiting, to: placed('FR', false) },
      'tax.place_unproven',
    ],
    [
      'waits for nothing below the threshold, where it is taxed at home',
      { ...stream, seller: { ...waiting, ossFrom: null }, to: placed('FR', false) },
      'S 19 DE consumer_where_seller_is',
    ],
    [
      'waits for nothing as an order',
      { ...stream, seller: waiting, to: person('FR') },
      'S 20 FR consumer_where_buyer_is',
    ],
    [
      'is where the address is, as a service by hand',
      { seller: waiting, supply: 'services', to: placed('ES', false) },
      'S 19 DE consumer_where_seller_is',
    ],
    [
      'is where it arrives, as goods',
      { seller: waiting, supply: 'goods', to: placed('ES', false) },
      'S 20 FR consumer_where_buyer_is',
    ],
  ])('%s', (_, one, expected) => {
    expect(told(one)).toBe(expected);
  });

  test('keeps the proof of its place wherever that led', () => {
    const proofsOf = (country: string) => {
      const decided = decideTax(asked({ ...stream, to: placed(country) }));
      return decided.ok ? decided.value.proofs : [];
    };

    for (const country of ['FR', 'ES', 'DE', 'NO']) expect(proofsOf(country)).toEqual(['two_of_place']);
  });
});

test('the reasons say which proofs are to be kept', () => {
  const proofsOf = (one: Case) => {
    const decided = decideTax(asked(one));

    return decided.ok ? decided.value.proofs : [];
  };

  expect(proofsOf({ to: firm('NL') })).toEqual(['vat_id_checked']);
  expect(proofsOf({ to: firm('NL'), supply: 'goods' })).toEqual([
    'vat_id_checked',
    'arrival_in_member_state',
  ]);
  expect(proofsOf({ to: person('CH'), supply: 'goods' })).toEqual(['leaving_the_union']);
  expect(proofsOf({ seller: IN_OSS, to: person('NL'), supply: 'electronic' })).toEqual(['two_of_place']);
  expect(proofsOf({ to: firm('DE') })).toEqual([]);
});

const countries = fc.constantFrom(...MEMBER_STATES, 'CH', 'GB', 'US', 'NO', 'ES-X');
const questions: fc.Arbitrary<TaxQuestion> = fc.record({
  seller: fc.record({
    country: countries,
    hasVatId: fc.boolean(),
    isSmallBusiness: fc.boolean(),
    ossFrom: fc.constantFrom(null, '2020-01-01', '2027-01-01'),
    rates: fc.constantFrom(null, { standard: '17', reduced: '3.5' }),
    vatCheck: fc.constantFrom('wait' as const, 'trust' as const, 'charge' as const),
  }),
  buyer: fc.record({
    kind: fc.constantFrom('business' as const, 'consumer' as const),
    country: countries,
    vatId: fc.option(
      fc.record({
        country: fc.constantFrom(...MEMBER_STATES, 'XI', 'GB', 'CH'),
        standing: fc.constantFrom('valid' as const, 'invalid' as const, 'unchecked' as const),
      }),
    ),
  }),
  supply: fc.constantFrom(
    'goods' as const,
    'services' as const,
    'electronic' as const,
    'intangible' as const,
  ),
  deliverTo: countries,
  on: fc.constantFrom('2024-02-29', '2026-11-20', '2027-12-31'),
  taxClass: fc.constantFrom(
    'standard' as const,
    'reduced' as const,
    'second_reduced' as const,
    'super_reduced' as const,
    'zero' as const,
    'exempt' as const,
    'reverse_charge' as const,
  ),
});

describe('every question', () => {
  test('has an answer, or one of few refusals', () => {
    const refusals = ['rate_unknown', 'vat_id_unchecked', 'buyer_vat_id_missing', 'seller_vat_id_missing'];

    fc.assert(
      fc.property(questions, (question) => {
        const decided = decideTax(question);

        return decided.ok || refusals.some((each) => decided.refusal.code === `tax.${each}`);
      }),
      { numRuns: 5_000, seed: 20_261_123 },
    );
  });

  test('leaves the tax to the buyer only where that is a business with a VAT id, and the seller has one', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const decided = decideTax(question);
        if (!decided.ok || (decided.value.category !== 'AE' && decided.value.category !== 'K')) return true;
        const { seller, buyer } = question;

        return buyer.kind === 'business' && buyer.vatId !== null && seller.hasVatId;
      }),
      { numRuns: 5_000, seed: 20_261_123 },
    );
  });

  test('charges a rate in category S, and in no other', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const decided = decideTax(question);

        return !decided.ok || (decided.value.category === 'S') === Number(decided.value.rate) > 0;
      }),
      { numRuns: 5_000, seed: 20_261_123 },
    );
  });
});
