import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netSum } from '../../../../shared/domain/billing/lines.ts';
import { phasesOf } from '../../../../shared/domain/pricing/phases.ts';
import { perUnit } from '../../../../shared/domain/pricing/models.ts';
import type { KnownSubscription } from '../../../../shared/domain/subscriptions/states.ts';
import { billAt, billedIn, moved, type Sample, started, termsOf } from '../subscription-sample.ts';

const noon = (day: string) => `${day}T12:00:00.000Z`;

/** A monthly subscription at 30 whose first periods cost less: two at 10, one at 20. */
function introduced(more: Sample = {}) {
  const sample = { unitPrice: '30', quantity: '1', anchor: '2026-04-01', zone: 'UTC', ...more };
  const { rhythm } = termsOf(sample);
  const phases = phasesOf(
    [
      { periods: 2, price: perUnit('10') },
      { periods: 1, price: perUnit('20') },
    ],
    rhythm,
  );

  return started({ ...sample, phases }, noon(sample.anchor));
}

function netsUntil(state: KnownSubscription, day: string) {
  const done = moved(state, billAt(noon(day)));

  return { state: done.state, nets: billedIn(done.facts).map(({ lines }) => netSum(lines)) };
}

function changeTo(
  state: KnownSubscription,
  day: string,
  to: { plan?: string; quantity?: string; anchorDay?: number },
) {
  const { planVersion, description, charge, rhythm, price } = state;
  const sold = {
    plan: to.plan ?? state.plan,
    planVersion,
    description,
    price,
    quantity: to.quantity ?? state.quantity,
  };
  const target = {
    sold,
    interval: rhythm.interval,
    count: rhythm.count,
    charge,
    anchorDay: to.anchorDay ?? null,
  };

  return {
    ...billAt(noon(day)),
    do: 'change',
    when: 'now',
    target,
    agreed: null,
    request: { key: day, fingerprint: 'asked' },
  } as const;
}

describe('a subscription with introductory prices', () => {
  it('charges each period the price of its phase, and then the price of the plan', () => {
    expect(netsUntil(introduced(), '2026-08-01').nets).toEqual([1_000n, 1_000n, 2_000n, 3_000n, 3_000n]);
  });

  it('does so in arrears, too', () => {
    const state = introduced({ charge: 'in_arrears' });

    expect(netsUntil(state, '2026-08-01').nets).toEqual([1_000n, 1_000n, 2_000n, 3_000n]);
  });

  it('charges the days before the anchor at the first price, and counts them as none of its periods', () => {
    const state = introduced({ anchor: '2026-04-16', anchorDay: 1 });

    expect(netsUntil(state, '2026-08-01').nets).toEqual([500n, 1_000n, 1_000n, 2_000n, 3_000n]);
  });

  it('keeps its phases where the quantity changes, and charges the rest of a period at the price of that period', () => {
    const { state } = netsUntil(introduced(), '2026-04-01');

    const done = moved(state, changeTo(state, '2026-04-16', { quantity: '2' }));

    expect(billedIn(done.facts).map(({ lines }) => lines.map(({ listMinor }) => listMinor))).toEqual([
      [-500n, 1_000n],
    ]);
    expect(netsUntil(done.state, '2026-07-01').nets).toEqual([2_000n, 4_000n, 6_000n]);
  });

  it('charges both parts of a period in arrears at its price', () => {
    const { state } = netsUntil(introduced({ charge: 'in_arrears' }), '2026-04-01');

    const done = moved(state, changeTo(state, '2026-04-16', { quantity: '2' }));

    expect(netsUntil(done.state, '2026-05-01').nets).toEqual([1_500n]);
  });

  it('counts the days before another anchor as no period of a phase', () => {
    const { state } = netsUntil(introduced(), '2026-04-01');

    const done = moved(state, changeTo(state, '2026-04-06', { anchorDay: 16 }));

    // 25 of 30 days given back, ten of the 31 that end on the new anchor charged; then one period at 10 is left.
    expect(billedIn(done.facts).map(({ lines }) => lines.map(({ listMinor }) => listMinor))).toEqual([
      [-833n, 323n, 510n],
    ]);
    expect(netsUntil(done.state, '2026-07-16').nets).toEqual([490n, 2_000n, 3_000n, 3_000n]);
  });

  it('has none of them left after a change to another plan', () => {
    const { state } = netsUntil(introduced(), '2026-04-01');

    const done = moved(state, changeTo(state, '2026-04-16', { plan: 'pln_other' }));

    expect(billedIn(done.facts).map(({ lines }) => lines.map(({ listMinor }) => listMinor))).toEqual([
      [-500n, 1_500n],
    ]);
    expect(netsUntil(done.state, '2026-05-01').nets).toEqual([3_000n]);
  });

  it('charges the same whether it is billed period by period or all at once', () => {
    const phases = fc.array(
      fc.record({ periods: fc.integer({ min: 1, max: 4 }), price: fc.integer({ min: 0, max: 99 }) }),
      { maxLength: 4 },
    );

    fc.assert(
      fc.property(phases, fc.integer({ min: 1, max: 28 }), (given, anchorDay) => {
        const sample = { unitPrice: '100', quantity: '1', anchor: '2026-04-01', zone: 'UTC', anchorDay };
        const { rhythm } = termsOf(sample);
        const own = given.map(({ periods, price }) => ({ periods, price: perUnit(String(price)) }));
        const start = started({ ...sample, phases: phasesOf(own, rhythm) }, noon('2026-04-01'));
        let state = start;
        const each: bigint[] = [];
        for (let month = 4; month <= 12; month += 1) {
          const done = netsUntil(state, `2026-${String(month).padStart(2, '0')}-28`);
          each.push(...done.nets);
          state = done.state;
        }
        const full = given.flatMap(({ periods, price }) => Array<bigint>(periods).fill(BigInt(price) * 100n));
        const whole = anchorDay === 1 ? each : each.slice(1);

        expect(each).toEqual(netsUntil(start, '2026-12-28').nets);
        expect(whole).toEqual(whole.map((_, index) => full[index] ?? 10_000n));
      }),
      { seed: 20_261_125, numRuns: 100 },
    );
  });
});
