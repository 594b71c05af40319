import { describe, expect, it } from 'vitest';
import { netOf } from '../../../../shared/domain/billing/lines.ts';
import { perUnit } from '../../../../shared/domain/pricing/models.ts';
import { subscriptions } from '../../../../shared/domain/subscriptions.ts';
import type { KnownSubscription, Target } from '../../../../shared/domain/subscriptions/states.ts';
import { addToInstant } from '../../../../shared/kernel/time.ts';
import { billAt, billedIn, moved, started } from '../subscription-sample.ts';

const SAMPLE = { unitPrice: '30', quantity: '1', zone: 'UTC' } as const;

describe('a charge in arrears', () => {
  it('bills each period once it is over, and the last one up to the day that the service stops', () => {
    const state = started({ ...SAMPLE, anchor: '2026-04-01', charge: 'in_arrears' });

    const april = moved(state, billAt('2026-05-01T00:00:00.000Z'));
    const cancelled = moved(april.state, { do: 'cancel', when: 'now', at: '2026-05-11T10:00:00.000Z' });
    const last = moved(cancelled.state, billAt('2026-05-11T10:00:00.000Z'));

    expect(state.nextDueAt).toBe('2026-05-01T00:00:00.000Z');
    expect(billedIn(april.facts)).toMatchObject([
      { start: '2026-04-01', end: '2026-05-01', suppliedOn: '2026-04-30' },
    ]);
    expect(billedIn(last.facts).map(({ start, end, lines }) => [start, end, ...lines.map(netOf)])).toEqual([
      ['2026-05-01', '2026-05-11', 968n],
    ]);
    expect(last.state.status).toBe('ended');
  });

  it('that is cancelled on the first day of a period owes nothing of it', () => {
    const april = moved(
      started({ ...SAMPLE, anchor: '2026-04-01', charge: 'in_arrears' }),
      billAt('2026-05-01T00:00:00.000Z'),
    ).state;

    const { state } = moved(april, { do: 'cancel', when: 'now', at: '2026-05-01T10:00:00.000Z' });

    expect(state).toMatchObject({ status: 'ended', nextIndex: 1 });
  });
});

describe('an end behind a change that waits for its boundary', () => {
  const BEGUN = '2026-01-01';
  const TO = { plan: 'pln_b', planVersion: 1, description: 'B', price: perUnit('365'), quantity: '1' };

  /** From a month to other periods on 1 February, asked for in January. */
  function waiting(charge: 'in_advance' | 'in_arrears', target: Partial<Target>) {
    const begun = started({ ...SAMPLE, anchor: BEGUN, charge });
    const january = moved(begun, billAt(`${BEGUN}T12:00:00.000Z`)).state;

    return moved(january, {
      ...billAt('2026-01-10T12:00:00.000Z'),
      do: 'change',
      when: 'period_end',
      target: { sold: TO, interval: 'month', count: 1, charge, anchorDay: null, ...target },
      agreed: null,
      request: { key: 'change', fingerprint: 'asked' },
    }).state;
  }

  /** The days that are billed by the end of the next year. */
  function daysBilled(state: KnownSubscription) {
    const facts = [];
    let now = state;
    for (let month = 1; month <= 24; month += 1) {
      const at = addToInstant('2026-01-20T12:00:00.000Z', { days: month * 31 });
      const next = moved(now, billAt(at));
      facts.push(...next.facts);
      now = next.state;
    }

    return { days: billedIn(facts).map(({ start, end }) => `${start}/${end}`), status: now.status };
  }

  it.each(['in_advance', 'in_arrears'] as const)(
    'bills nothing behind the day of the end where periods become longer, %s',
    (charge) => {
      const ending = moved(waiting(charge, { interval: 'year' }), {
        ...{ do: 'cancel', when: 'date', on: '2026-06-15', at: '2026-01-11T12:00:00.000Z' },
      }).state;

      const { days, status } = daysBilled(ending);

      expect(status).toBe('ended');
      expect(days.at(-1)).toBe('2026-02-01/2026-06-15');
    },
  );

  it.each(['in_advance', 'in_arrears'] as const)(
    'bills every day until the day of the end where periods become shorter, %s',
    (charge) => {
      const ending = moved(waiting(charge, { interval: 'week' }), {
        ...{ do: 'cancel', when: 'date', on: '2026-02-26', at: '2026-01-11T12:00:00.000Z' },
      }).state;

      const { days, status } = daysBilled(ending);

      expect(status).toBe('ended');
      expect(days.slice(-4)).toEqual([
        '2026-02-01/2026-02-08',
        '2026-02-08/2026-02-15',
        '2026-02-15/2026-02-22',
        '2026-02-22/2026-02-26',
      ]);
    },
  );

  it.each(['in_advance', 'in_arrears'] as const)(
    'is that of the period under the new terms where billing comes late to the boundary, %s',
    (charge) => {
      const ending = moved(waiting(charge, { anchorDay: 15 }), {
        ...{ do: 'cancel', when: 'period_end', at: '2026-02-20T12:00:00.000Z' },
      }).state;

      const { days, status } = daysBilled(ending);

      expect(ending.cancellation).toMatchObject({ endsOn: '2026-03-15' });
      expect(status).toBe('ended');
      expect(days.slice(-2)).toEqual(['2026-02-01/2026-02-15', '2026-02-15/2026-03-15']);
    },
  );

  it('stays on its day where the change is withdrawn after its boundary has come', () => {
    const waited = waiting('in_arrears', { anchorDay: 15 });
    const ending = moved(waited, { do: 'cancel', when: 'period_end', at: '2026-02-20T12:00:00.000Z' }).state;
    const withdrawn = moved(ending, { do: 'withdraw_change', at: '2026-02-20T13:00:00.000Z' }).state;

    expect(daysBilled(withdrawn)).toEqual({
      days: ['2026-01-01/2026-02-01', '2026-02-01/2026-03-01', '2026-03-01/2026-03-15'],
      status: 'ended',
    });
  });

  it('is as if nothing had waited once the change is withdrawn', () => {
    const waited = waiting('in_arrears', { interval: 'week' });
    const ending = moved(waited, {
      ...{ do: 'cancel', when: 'date', on: '2026-03-10', at: '2026-01-11T12:00:00.000Z' },
    }).state;
    const withdrawn = moved(ending, { do: 'withdraw_change', at: '2026-01-12T12:00:00.000Z' }).state;

    expect(daysBilled(withdrawn)).toEqual({
      days: ['2026-01-01/2026-02-01', '2026-02-01/2026-03-01', '2026-03-01/2026-03-10'],
      status: 'ended',
    });
  });
});

describe('days that were charged for an end that was withdrawn', () => {
  /** Billed from 1 to 16 April, because it was to end then; the days behind that are a shorter period. */
  function reopened() {
    const begun = started({ ...SAMPLE, anchor: '2026-03-01' });
    const march = moved(begun, billAt('2026-03-01T12:00:00.000Z')).state;
    const ending = moved(march, {
      ...{ do: 'cancel', when: 'date', on: '2026-04-16', at: '2026-03-10T12:00:00.000Z' },
    }).state;
    const april = moved(ending, billAt('2026-04-01T12:00:00.000Z')).state;

    return moved(april, { do: 'reactivate', at: '2026-04-02T12:00:00.000Z' }).state;
  }

  it('are the period that runs: an end at once bills nothing behind it', () => {
    const { state } = moved(reopened(), {
      ...{ do: 'cancel', when: 'now', credit: 'credit', at: '2026-04-05T12:00:00.000Z' },
    });

    expect(billedIn(moved(state, billAt('2026-04-20T12:00:00.000Z')).facts)).toEqual([]);
    expect(state).toMatchObject({ status: 'ended', nextIndex: 2 });
  });

  it.each(['cancel', 'pause'] as const)('end with them: %s', (verb) => {
    const at = '2026-04-05T12:00:00.000Z';
    const { state } = moved(
      reopened(),
      verb === 'pause' ? { do: verb, at } : { do: verb, when: 'period_end', at },
    );

    expect(billedIn(moved(state, billAt('2026-04-20T12:00:00.000Z')).facts)).toEqual([]);
    expect([state.pausedFrom, state.cancellation?.endsOn]).toContain('2026-04-16');
  });

  it('are not given back and charged anew within them', () => {
    const state = reopened();
    const { plan, planVersion, description, price, charge } = state;
    const decided = subscriptions.decide(state, {
      ...billAt('2026-04-05T12:00:00.000Z'),
      ...{ do: 'change', when: 'now', agreed: null, request: { key: 'change', fingerprint: 'asked' } },
      target: {
        sold: { plan, planVersion, description, price, quantity: '2' },
        ...{ interval: 'month', count: 1, charge, anchorDay: null },
      },
    });

    expect(decided).toMatchObject({
      ok: false,
      refusal: { code: 'subscription.change_at_period_end_only', pointer: '#/at' },
    });
  });
});
