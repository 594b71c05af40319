import { describe, expect, it } from 'vitest';
import { offerOf, type PlanTerms, plans } from '../../../shared/domain/plans.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { factsOf } from './subscription-sample.ts';

const TERMS: PlanTerms = {
  name: 'Reading room',
  description: null,
  entity: null,
  interval: 'month',
  prices: [
    ['EUR', '19.90'],
    ['USD', '0.000000000001'],
  ],
  tax: 'reduced',
};
const AT = '2026-01-31T10:00:00.000Z';
const PLAN = fold(plans, factsOf(plans.decide(plans.initial, { do: 'publish', terms: TERMS, at: AT })));

describe('a plan', () => {
  it('is published as its first version and never published again', () => {
    const again = factsOf(plans.decide(PLAN, { do: 'publish', terms: { ...TERMS, name: 'Other' }, at: AT }));

    expect(PLAN).toEqual({ ...TERMS, status: 'published', version: 1, publishedAt: AT });
    expect(again).toEqual([]);
  });

  it('has one price for each currency', () => {
    const terms: PlanTerms = { ...TERMS, prices: [...TERMS.prices, ['EUR', '18']] };

    const decided = plans.decide(plans.initial, { do: 'publish', terms, at: AT });

    expect(decided).toMatchObject({
      refusal: { code: 'plan.price_repeated', pointer: '#/prices/2/currency' },
    });
  });

  it('offers the price of the currency that is asked for, to the last decimal', () => {
    expect(offerOf(PLAN, { entity: 'le_a', currency: 'USD' })).toEqual({
      ok: true,
      value: { version: 1, unitPrice: '0.000000000001', interval: 'month', tax: 'reduced' },
    });
  });

  it.each([
    ['plan.unknown', plans.initial, { entity: 'le_a', currency: 'EUR' }],
    ['plan.currency_missing', PLAN, { entity: 'le_a', currency: 'CHF' }],
    ['plan.not_sold_by_entity', { ...PLAN, entity: 'le_b' }, { entity: 'le_a', currency: 'EUR' }],
  ] as const)('offers nothing when refused with %s', (code, plan, of) => {
    expect(offerOf(plan, of)).toMatchObject({ ok: false, refusal: { code } });
  });
});
