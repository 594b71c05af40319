import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netSum } from '../../../../shared/domain/billing/lines.ts';
import { perUnit } from '../../../../shared/domain/pricing/models.ts';
import { plannedChange } from '../../../../shared/domain/subscriptions/change.ts';
import type { ChangeCommand } from '../../../../shared/domain/subscriptions/commands.ts';
import { sumOfNotes } from '../../../../shared/domain/subscriptions/creditable.ts';
import type { SubscriptionFact } from '../../../../shared/domain/subscriptions/facts.ts';
import { previewHash } from '../../../../shared/domain/subscriptions/preview.ts';
import type { KnownSubscription } from '../../../../shared/domain/subscriptions/states.ts';
import { subscriptions } from '../../../../shared/domain/subscriptions.ts';
import { addDays } from '../../../../shared/kernel/time.ts';
import { billAt, billedIn, moved, type Sample, started } from '../subscription-sample.ts';

const SEED = 20_261_127;
const START = '2026-04-01';
const NOTED = { changeDay: 'new', stacking: 'chained', negative: 'credit_note' } as const;
const CARRIED = { changeDay: 'new', stacking: 'chained' } as const;
const noon = (day: string) => `${day}T12:00:00.000Z`;

/** A month from 1 April on in UTC, billed. */
function running(unitPrice: string, more: Sample = {}) {
  const sample = { unitPrice, quantity: '1', anchor: START, zone: 'UTC', rules: NOTED, ...more };

  return moved(started(sample), billAt(noon(START)));
}

let keys = 0;

function changeTo(
  { plan, planVersion, description, charge, rhythm, quantity }: KnownSubscription,
  day: string,
  { price, anchorDay = null }: { readonly price: string; readonly anchorDay?: number | null },
): { readonly do: 'change' } & ChangeCommand {
  const sold = { plan, planVersion: planVersion + 1, description, price: perUnit(price), quantity };
  const { interval, count } = rhythm;
  keys += 1;

  return {
    ...billAt(noon(day)),
    ...{ do: 'change', when: 'now', agreed: null, request: { key: `key ${keys}`, fingerprint: 'asked' } },
    target: { sold, interval, count, charge, anchorDay },
  };
}

const settlementIn = (facts: readonly SubscriptionFact[]) =>
  facts.flatMap((fact) => (fact.type === 'subscription.changed' ? (fact.data.settlement ?? []) : []))[0];

const noteSum = (facts: readonly SubscriptionFact[]) => sumOfNotes(settlementIn(facts)?.notes ?? []);

const billed = (facts: readonly SubscriptionFact[]) =>
  billedIn(facts).reduce((sum, { lines }) => sum + netSum(lines), 0n);

describe('a change that gives back more than it charges', () => {
  it('takes it off the invoice that charged it, and leaves of that what was used', () => {
    const { state } = running('60');
    const { facts, state: then } = moved(state, changeTo(state, '2026-04-21', { price: '30' }));

    expect(settlementIn(facts)).toMatchObject({
      remainder: 'offset',
      notes: [{ invoice: state.creditable[0]?.invoice, lines: [{ line: 1, netMinor: 2_000n }] }],
      lines: [{ kind: 'credit', start: '2026-04-21', end: '2026-05-01', listMinor: -2_000n }],
    });
    expect(billedIn(facts)[0]?.lines).toMatchObject([{ kind: 'part', listMinor: 1_000n }]);
    expect([then.creditMinor, then.creditable.map(({ atMostMinor }) => atMostMinor)]).toEqual([0n, [1_000n]]);
  });

  it('does so where its periods begin anew on another day of the month', () => {
    const { state } = running('60');
    const { facts } = moved(state, changeTo(state, '2026-04-16', { price: '60', anchorDay: 20 }));

    expect([noteSum(facts), billed(facts)]).toEqual([3_000n, 774n]);
  });

  it('carries forward what none of our invoices charged', () => {
    const { state } = running('60');
    const { facts } = moved({ ...state, creditable: [] }, changeTo(state, '2026-04-21', { price: '30' }));

    expect(settlementIn(facts)).toBeUndefined();
    expect(billedIn(facts)[0]?.lines.map(({ kind }) => kind)).toEqual(['credit', 'part', 'carried']);
  });

  it('is agreed to with its credit notes, and not by its bill alone', () => {
    const { state } = running('60');
    const command = changeTo(state, '2026-04-21', { price: '30' });
    const planned = plannedChange(state, command);
    if (!planned.ok) throw new Error(planned.refusal.code);
    const { bill, settlement } = planned.value;

    const alone = subscriptions.decide(state, { ...command, agreed: previewHash(bill) });
    const both = subscriptions.decide(state, { ...command, agreed: previewHash(bill, settlement) });

    expect(alone).toMatchObject({ refusal: { code: 'subscription.preview_stale' } });
    expect(both).toMatchObject({ ok: true, value: planned.value.facts });
  });

  it('comes to the same as carrying forward, whatever is changed within the month, and never takes back too much', () => {
    const minor = fc.integer({ min: 0, max: 99_999 });
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), minor), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), steps, (first, changes) => {
        const price = (amount: number) => (amount / 100).toFixed(2);
        const live = (rules: typeof NOTED | typeof CARRIED) => {
          const begun = running(price(first), { rules });
          let { state } = begun;
          let [sum, back, day] = [billed(begun.facts), 0n, START];
          for (const [days, amount] of changes) {
            day = addDays(day, days) < '2026-05-01' ? addDays(day, days) : day;
            const before = new Map(state.creditable.map((each) => [each.invoice, each.atMostMinor]));
            const told = moved(state, changeTo(state, day, { price: price(amount) }));
            for (const note of settlementIn(told.facts)?.notes ?? [])
              expect(sumOfNotes([note])).toBeLessThanOrEqual(before.get(note.invoice) ?? 0n);
            state = told.state;
            sum += billed(told.facts);
            back += noteSum(told.facts);
          }

          return { worth: sum - back - state.creditMinor, carried: state.creditMinor };
        };
        const noted = live(NOTED);

        expect(noted).toEqual({ worth: live(CARRIED).worth, carried: 0n });
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
