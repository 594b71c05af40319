import { describe, expect, it } from 'vitest';
import { plans } from '../../../shared/domain/plans.ts';
import { offerOf } from '../../../shared/domain/plans/offer.ts';
import type { PlanTerms } from '../../../shared/domain/plans/states.ts';
import { PLAN_VERSIONS_MAX } from '../../../shared/domain/plans/story.ts';
import { perUnit } from '../../../shared/domain/pricing/models.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { factsOf } from './subscription-sample.ts';

const TERMS: PlanTerms = {
  name: 'Reading room',
  description: null,
  entity: null,
  interval: 'month',
  count: 1,
  charge: 'in_advance',
  trialDays: 0,
  rules: { stub: 'charge', changeDay: 'new', stacking: 'chained' },
  prices: [
    ['EUR', perUnit('19.90')],
    ['USD', perUnit('0.000000000001')],
  ],
  tax: 'reduced',
};
const AT = '2026-01-31T10:00:00.000Z';
const PLAN = fold(plans, factsOf(plans.decide(plans.initial, { do: 'publish', terms: TERMS, at: AT })));

describe('a plan', () => {
  it('is published as its first version and never published again', () => {
    const again = factsOf(plans.decide(PLAN, { do: 'publish', terms: { ...TERMS, name: 'Other' }, at: AT }));

    expect(PLAN).toEqual({
      ...TERMS,
      status: 'published',
      version: 1,
      publishedAt: AT,
      createdAt: AT,
      requests: [],
    });
    expect(again).toEqual([]);
  });

  it(`has at most ${PLAN_VERSIONS_MAX} versions, each told once for its request`, () => {
    const publish = (state: typeof PLAN, key: string) =>
      plans.decide(state, {
        do: 'publish_version',
        terms: TERMS,
        request: { key, fingerprint: 'f' },
        at: AT,
      });
    let state = PLAN;
    for (let version = 2; version <= PLAN_VERSIONS_MAX; version += 1)
      state = fold(plans, factsOf(publish(state, `key ${version}`)), state);

    expect(state).toMatchObject({ version: PLAN_VERSIONS_MAX });
    expect(publish(state, 'one more')).toMatchObject({ refusal: { code: 'plan.too_many_versions' } });
    expect(factsOf(publish(state, 'key 2'))).toEqual([]);
  });

  it('has one price for each currency', () => {
    const terms: PlanTerms = { ...TERMS, prices: [...TERMS.prices, ['EUR', perUnit('18')]] };

    const decided = plans.decide(plans.initial, { do: 'publish', terms, at: AT });

    expect(decided).toMatchObject({
      refusal: { code: 'plan.price_repeated', pointer: '#/prices/2/currency' },
    });
  });

  it('offers the price of the currency that is asked for, to the last decimal', () => {
    expect(offerOf(PLAN, { entity: 'le_a', currency: 'USD' })).toMatchObject({
      ok: true,
      value: { version: 1, price: { amount: '0.000000000001' }, interval: 'month', tax: 'reduced' },
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
