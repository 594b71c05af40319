import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netOf, netSum } from '../../../../shared/domain/billing/lines.ts';
import { CHARGES_MAX, setupCharge } from '../../../../shared/domain/subscriptions/charges.ts';
import { subscriptions } from '../../../../shared/domain/subscriptions.ts';
import type { KnownSubscription } from '../../../../shared/domain/subscriptions/states.ts';
import { billAt, billedIn, factsOf, moved, type Sample, started } from '../subscription-sample.ts';

const noon = (day: string) => `${day}T12:00:00.000Z`;
let keys = 0;

function running(more: Sample = {}) {
  const sample = { unitPrice: '30', quantity: '1', anchor: '2026-04-01', zone: 'UTC', ...more };

  return moved(started(sample, noon('2026-04-01')), billAt(noon('2026-04-01'))).state;
}

function adding(day: string, amount = '500', quantity = '2', id = `chg_${keys}`) {
  keys += 1;
  const charge = { id, description: 'Training day', quantity, amount };

  return {
    do: 'add_charge',
    charge,
    at: noon(day),
    request: { key: `key ${keys}`, fingerprint: 'asked' },
  } as const;
}

const oneOffs = (facts: Parameters<typeof billedIn>[0]) =>
  billedIn(facts).map(({ lines }) => lines.filter(({ kind }) => kind === 'one_off').map(netOf));

describe('what a subscription is charged once', () => {
  it.each([
    ['in_advance', '2026-05-01'],
    ['in_arrears', '2026-05-01'],
  ] as const)('%s stands whole on the next bill of a period, and on no other', (charge, day) => {
    const { state } = moved(running({ charge }), adding('2026-04-16'));

    const next = moved(state, billAt(noon(day)));
    const later = moved(next.state, billAt(noon('2026-06-01')));

    expect(oneOffs(next.facts)).toEqual([[100_000n]]);
    expect(oneOffs(later.facts)).toEqual([[]]);
  });

  it('names its set-up in the language of the documents, for the first day of service', () => {
    const of = { description: 'Reading room', startsOn: '2026-04-01' };

    expect(setupCharge('99.00', { ...of, language: 'de' })).toEqual({
      id: 'setup',
      description: 'Einrichtung: Reading room',
      quantity: '1',
      amount: '99.00',
      on: '2026-04-01',
    });
    expect(setupCharge('99.00', { ...of, language: 'en' }).description).toBe('Set-up: Reading room');
  });

  it('waits through a pause for the bill behind it', () => {
    const paused = moved(running(), { do: 'pause', at: noon('2026-04-10') }).state;
    const asked = moved(paused, adding('2026-04-12')).state;

    const silent = moved(asked, billAt(noon('2026-06-01')));
    const resumed = moved(silent.state, { do: 'resume', at: noon('2026-06-10') }).state;

    expect(billedIn(silent.facts)).toEqual([]);
    expect(oneOffs(moved(resumed, billAt(noon('2026-06-10'))).facts)).toEqual([[100_000n]]);
  });

  it('is billed when the service ends, before the end is told', () => {
    const asked = moved(running(), adding('2026-04-16')).state;
    const cancelled = moved(asked, { do: 'cancel', when: 'period_end', at: noon('2026-04-20') }).state;

    const { facts, state } = moved(cancelled, billAt(noon('2026-05-01')));

    expect(facts.map(({ type }) => type)).toEqual(['subscription.billed', 'subscription.ended']);
    expect(oneOffs(facts)).toEqual([[100_000n]]);
    expect(state.status).toBe('ended');
  });

  it(`waits with at most ${CHARGES_MAX - 1} others, of amounts that a document carries`, () => {
    let state: KnownSubscription = running();
    for (let count = 0; count < CHARGES_MAX; count += 1) state = moved(state, adding('2026-04-16')).state;

    expect(subscriptions.decide(state, adding('2026-04-16'))).toMatchObject({
      refusal: { code: 'charge.too_many' },
    });
    expect(subscriptions.decide(running(), adding('2026-04-16', '1000000000000', '10'))).toMatchObject({
      refusal: { code: 'order.amount_too_large' },
    });
  });

  it('is told once for its request, and taken back once', () => {
    const ask = adding('2026-04-16', '500', '2', 'chg_once');
    const { state } = moved(running(), ask);
    const withdrawn = moved(state, {
      do: 'withdraw_charge',
      charge: 'chg_once',
      at: noon('2026-04-17'),
    }).state;

    expect(factsOf(subscriptions.decide(state, ask))).toEqual([]);
    expect(withdrawn.charges).toEqual([]);
    expect(
      subscriptions.decide(withdrawn, { do: 'withdraw_charge', charge: 'chg_once', at: noon('2026-04-17') }),
    ).toMatchObject({ refusal: { code: 'charge.not_found' } });
  });

  it('comes to the same whatever else changes on whichever day, and nothing of it is given back', () => {
    const day = fc.integer({ min: 2, max: 28 }).map((each) => `2026-04-${String(each).padStart(2, '0')}`);

    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 99_999 }),
        (on, quantity, amount) => {
          const { state } = moved(running(), adding(on, String(amount), String(quantity)));
          const { plan, planVersion, description, price, charge, rhythm } = state;
          keys += 1;
          const sold = { plan, planVersion, description, price, quantity: '7' };
          const change = {
            ...billAt(noon(on)),
            do: 'change',
            when: 'now',
            target: { sold, interval: rhythm.interval, count: rhythm.count, charge, anchorDay: null },
            agreed: null,
            request: { key: `key ${keys}`, fingerprint: 'asked' },
          } as const;
          const changed = moved(state, change);
          const next = moved(changed.state, billAt(noon('2026-05-01')));
          const wanted = BigInt(quantity) * BigInt(amount) * 100n;

          expect(oneOffs([...changed.facts, ...next.facts]).flat()).toEqual([wanted]);
          expect(billedIn(next.facts).map(({ lines }) => netSum(lines))).toEqual([21_000n + wanted]);
        },
      ),
      { seed: 20_261_125, numRuns: 100 },
    );
  });
});
