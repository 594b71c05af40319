import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERIODS_PER_WAKE_MAX } from '../../../shared/domain/billing.ts';
import { periodAt } from '../../../shared/domain/billing/rhythm.ts';
import { subscriptions } from '../../../shared/domain/subscriptions.ts';
import { instantFromEpochMilliseconds, epochMilliseconds } from '../../../shared/kernel/time.ts';
import { moved, billAt, billedIn, factsOf, PLACED_AT, started, TERMS } from './subscription-sample.ts';

const SEED = 20_260_131;

describe('a subscription', () => {
  it('is active from the moment its order line created it, and starts once', () => {
    const state = started();

    const again = factsOf(subscriptions.decide(state, { do: 'start', terms: TERMS, at: PLACED_AT }));

    expect(state).toMatchObject({ status: 'active', nextIndex: 0, nextDueAt: '2026-01-30T23:00:00.000Z' });
    expect(again).toEqual([]);
  });

  it.each(['bill', 'cancel'] as const)('that nobody started refuses to %s', (what) => {
    const command =
      what === 'bill' ? billAt(PLACED_AT) : ({ do: 'cancel', when: 'now', at: PLACED_AT } as const);

    const decided = subscriptions.decide(subscriptions.initial, command);

    expect(decided).toMatchObject({ ok: false, refusal: { code: 'subscription.not_found' } });
  });

  it('bills its first period in advance, with all that the invoice needs', () => {
    const [bill] = billedIn(moved(started(), billAt(PLACED_AT)).facts);

    expect(bill).toEqual({
      subscription: 'sub_sample',
      index: 0,
      change: null,
      start: '2026-01-31',
      end: '2026-02-28',
      suppliedOn: '2026-01-31',
      customer: 'cus_sample',
      entity: 'le_sample',
      profile: 3,
      currency: 'EUR',
      lines: [
        {
          kind: 'whole',
          sold: {
            plan: 'pln_sample',
            planVersion: 1,
            price: { model: 'per_unit', amount: '19.90', minimum: null },
            quantity: '2',
            description: 'Reading room, monthly',
          },
          start: '2026-01-31',
          end: '2026-02-28',
          days: 28,
          of: 28,
          listMinor: 3_980n,
          discountMinor: 0n,
          coupons: [],
        },
      ],
      tax: 'standard',
      dueDays: 14,
      language: 'de',
      invoice: expect.stringMatching(/^inv_[0-9a-z]{26}$/),
      dueAt: '2026-01-30T23:00:00.000Z',
      nextDueAt: '2026-02-27T23:00:00.000Z',
      run: null,
      at: PLACED_AT,
    });
  });

  it.each([
    ['month', '2026-01-31', ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
    ['month', '2024-01-31', ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31']],
    ['month', '2023-12-30', ['2023-12-30', '2024-01-30', '2024-02-29', '2024-03-30', '2024-04-30']],
    ['year', '2024-02-29', ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']],
  ] as const)(
    'anchored each %s on %s returns to its day after a shorter month',
    (interval, anchor, starts) => {
      const state = started({ interval, anchor }, `${anchor}T10:00:00.000Z`);

      const bills = billedIn(moved(state, billAt('2029-01-01T00:00:00.000Z')).facts);

      expect(bills.slice(0, 5).map((bill) => bill.start)).toEqual(starts);
      expect(bills.slice(0, 4).map((bill) => bill.end)).toEqual(starts.slice(1));
    },
  );

  it.each([
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-03-29', '2026-03-28T10:00:00.000Z'],
    ['Asia/Kathmandu', '2026-03-29', '2026-03-28T18:15:00.000Z'],
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
  ])(
    'in %s is owed from the first instant of %s there, and not a millisecond before',
    (zone, anchor, dueAt) => {
      const state = started({ zone, anchor }, dueAt);
      const before = instantFromEpochMilliseconds(epochMilliseconds(dueAt) - 1);

      const early = moved(state, billAt(before));
      const due = moved(state, billAt(dueAt));

      expect(early.facts).toEqual([]);
      expect(billedIn(due.facts).map((bill) => bill.start)).toEqual([anchor]);
    },
  );

  it('is billed once for a day, in every zone of the world, though asked through its first hour', () => {
    const wrong = Intl.supportedValuesOf('timeZone').filter((zone) => {
      let state = started({ zone, anchor: '2026-10-25' });
      const first = Date.parse(state.nextDueAt);
      const bills = [-1, 0, 1, 59 * 60_000, 60 * 60_000, 23 * 3_600_000].map((offset) => {
        const done = moved(state, billAt(instantFromEpochMilliseconds(first + offset)));
        state = done.state;
        return billedIn(done.facts).length;
      });
      return bills.join() !== '0,1,0,0,0,0';
    });

    expect(wrong).toEqual([]);
  });

  it('bills nothing twice, however often it is asked', () => {
    const once = moved(started(), billAt('2026-03-31T12:00:00.000Z'));

    const twice = moved(once.state, billAt('2026-03-31T13:00:00.000Z'));

    expect(billedIn(once.facts).map((bill) => bill.index)).toEqual([0, 1, 2]);
    expect(twice.facts).toEqual([]);
  });

  it(`that was forgotten for years catches up in order, ${PERIODS_PER_WAKE_MAX} periods at a time`, () => {
    const first = moved(started(), billAt('2029-01-31T12:00:00.000Z'));

    const second = moved(first.state, billAt('2029-01-31T12:00:00.000Z'));
    const third = moved(second.state, billAt('2029-01-31T12:00:00.000Z'));

    expect(billedIn(first.facts).map((bill) => bill.index)).toEqual(
      Array.from({ length: 24 }, (_, index) => index),
    );
    expect(billedIn(second.facts).map((bill) => bill.index)).toEqual(
      Array.from({ length: 13 }, (_, index) => 24 + index),
    );
    expect(third.facts).toEqual([]);
  });

  it('bills no period that begins after the target date of a run', () => {
    const { facts } = moved(
      started(),
      billAt('2026-06-01T00:00:00.000Z', { target: '2026-03-30', run: 'run_a' }),
    );

    expect(billedIn(facts).map((bill) => bill.start)).toEqual(['2026-01-31', '2026-02-28']);
  });

  it('tiles its time from the anchor without gap or overlap, whenever and however often it is billed', () => {
    const instants = fc.integer({
      min: epochMilliseconds(PLACED_AT),
      max: epochMilliseconds('2032-01-01T00:00:00.000Z'),
    });
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Pacific/Apia',
      'Asia/Kathmandu',
      'UTC',
    );
    const anchors = fc.constantFrom('2026-01-29', '2026-01-30', '2026-01-31', '2026-02-01');
    const intervals = fc.constantFrom('month', 'year');

    fc.assert(
      fc.property(
        fc.array(instants, { maxLength: 12 }),
        zones,
        anchors,
        intervals,
        (ticks, zone, anchor, interval) => {
          let state = started({ zone, anchor, interval: interval as 'month' | 'year' });
          const bills = ticks.flatMap((tick) => {
            const done = moved(state, billAt(instantFromEpochMilliseconds(tick)));
            state = done.state;
            return billedIn(done.facts);
          });

          bills.forEach((bill, index) => {
            expect(bill.index).toBe(index);
            expect(bill.start).toBe(index === 0 ? anchor : bills[index - 1]?.end);
            expect(bill).toMatchObject(periodAt(state.rhythm, index));
            expect(bill.dueAt <= bill.at).toBe(true);
          });
          expect(new Set(bills.map((bill) => bill.invoice)).size).toBe(bills.length);
        },
      ),
      { seed: SEED },
    );
  });
});

describe('a cancellation', () => {
  it('at the end of the period lets the billing that crosses the end apply it', () => {
    const running = moved(started(), billAt(PLACED_AT)).state;

    const cancelled = moved(running, { do: 'cancel', when: 'period_end', at: '2026-02-10T08:00:00.000Z' });
    const dayBefore = moved(cancelled.state, billAt('2026-02-27T22:59:59.999Z'));
    const crossing = moved(cancelled.state, billAt('2026-02-27T23:00:00.000Z'));

    expect(cancelled.facts).toEqual([
      {
        type: 'subscription.cancellation_scheduled',
        data: {
          when: 'period_end',
          periods: 1,
          endsOn: '2026-02-28',
          endsAt: '2026-02-27T23:00:00.000Z',
          credit: 'none',
          at: '2026-02-10T08:00:00.000Z',
        },
      },
    ]);
    expect(dayBefore.facts).toEqual([]);
    expect(crossing.facts.map((fact) => fact.type)).toEqual(['subscription.ended']);
    expect(moved(crossing.state, billAt('2027-01-01T00:00:00.000Z')).facts).toEqual([]);
  });

  it('now ends it on the day itself, without credit for what was charged in advance', () => {
    const running = moved(started(), billAt(PLACED_AT)).state;

    const { facts, state } = moved(running, { do: 'cancel', when: 'now', at: '2026-02-10T08:00:00.000Z' });

    expect(facts.map((fact) => fact.type)).toEqual([
      'subscription.cancellation_scheduled',
      'subscription.ended',
    ]);
    expect(state).toMatchObject({
      status: 'ended',
      endedAt: '2026-02-10T08:00:00.000Z',
      cancellation: { endsOn: '2026-02-10', credit: 'none' },
    });
  });

  it('now leaves the periods that have begun owed, whether or not billing had come by', () => {
    const cancelled = moved(started(), { do: 'cancel', when: 'now', at: '2026-03-01T08:00:00.000Z' });

    const { facts, state } = moved(cancelled.state, billAt('2026-08-01T00:00:00.000Z'));

    expect(cancelled.state.status).toBe('active');
    expect(billedIn(facts).map((bill) => bill.start)).toEqual(['2026-01-31', '2026-02-28']);
    expect(state.status).toBe('ended');
  });

  it.each(['period_end', 'now'] as const)('%s asked for twice changes nothing the second time', (when) => {
    const once = moved(started(), { do: 'cancel', when, at: '2026-02-10T08:00:00.000Z' }).state;

    const twice = moved(once, { do: 'cancel', when, at: '2026-02-11T08:00:00.000Z' });

    expect(twice.facts).toEqual([]);
  });

  it.each([
    ['after its first bill', '2026-02-27T23:00:00.000Z', '2026-02-27T22:59:00.000Z', '2026-03-31'],
    ['before its first day', null, '2026-01-30T22:59:00.000Z', '2026-02-28'],
  ])('asked of a clock that lags, %s, keeps what is billed or begun', (_, billedAt, at, endsOn) => {
    const state = billedAt === null ? started() : moved(started(), billAt(billedAt)).state;

    const cancelled = moved(state, { do: 'cancel', when: 'period_end', at }).state;

    expect(cancelled.cancellation?.endsOn).toBe(endsOn);
  });

  it('may come sooner than first asked for, and never later', () => {
    const running = moved(started(), billAt(PLACED_AT)).state;
    const scheduled = moved(running, {
      do: 'cancel',
      when: 'period_end',
      at: '2026-02-10T08:00:00.000Z',
    }).state;

    const sooner = moved(scheduled, { do: 'cancel', when: 'now', at: '2026-02-12T08:00:00.000Z' }).state;
    const later = moved(sooner, { do: 'cancel', when: 'period_end', at: '2026-02-13T08:00:00.000Z' });

    expect(sooner).toMatchObject({ status: 'ended', cancellation: { endsOn: '2026-02-12', periods: 1 } });
    expect(later.facts).toEqual([]);
  });
});

describe('a subscription that cannot be billed', () => {
  const erased = { profile: null, run: 'run_a' };

  it('is parked with the reason and tried again a day later', () => {
    const { facts, state } = moved(started(), billAt(PLACED_AT, erased));

    expect(facts).toMatchObject([
      { type: 'subscription.parked', data: { code: 'customer.erased', run: 'run_a' } },
    ]);
    expect(state.parked?.retryAt).toBe('2026-02-01T10:00:00.000Z');
    expect(state.nextIndex).toBe(0);
  });

  it('is parked once for each run', () => {
    const { state } = moved(started(), billAt(PLACED_AT, erased));

    expect(moved(state, billAt(PLACED_AT, erased)).facts).toEqual([]);
    expect(moved(state, billAt(PLACED_AT, { profile: null, run: 'run_b' })).facts).toHaveLength(1);
  });

  it('catches up on every missed period once it is released', () => {
    const { state } = moved(started(), billAt(PLACED_AT, erased));

    const released = moved(state, billAt('2026-03-01T10:00:00.000Z'));

    expect(released.facts.map((fact) => fact.type)).toEqual([
      'subscription.released',
      'subscription.billed',
      'subscription.billed',
    ]);
    expect(released.state.parked).toBeNull();
  });

  it('is parked where its amount is beyond every bound', () => {
    const state = started({ quantity: '999999999999', unitPrice: '999999999999' });

    const { facts } = moved(state, billAt(PLACED_AT));

    expect(facts).toMatchObject([{ type: 'subscription.parked', data: { code: 'order.amount_too_large' } }]);
  });

  it('bills nothing when nothing is owed, even without a profile', () => {
    const paid = moved(started(), billAt(PLACED_AT)).state;

    expect(moved(paid, billAt('2026-02-10T00:00:00.000Z', erased)).facts).toEqual([]);
  });
});
