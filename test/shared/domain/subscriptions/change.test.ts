import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BilledLine } from '../../../../shared/domain/billing/billed-line.ts';
import type { ChangeDay } from '../../../../shared/domain/billing/proration.ts';
import { netOf } from '../../../../shared/domain/billing/lines.ts';
import { perUnit } from '../../../../shared/domain/pricing/models.ts';
import { plannedChange } from '../../../../shared/domain/subscriptions/change.ts';
import { previewHash } from '../../../../shared/domain/subscriptions/preview.ts';
import { subscriptions } from '../../../../shared/domain/subscriptions.ts';
import type { KnownSubscription, Target } from '../../../../shared/domain/subscriptions/states.ts';
import { addDays } from '../../../../shared/kernel/time.ts';
import { billAt, billedIn, factsOf, moved, type Sample, started } from '../subscription-sample.ts';

const SEED = 20_261_124;

type To = Partial<Omit<Target, 'sold'>> & { readonly price?: string; readonly quantity?: string };

let keys = 0;

function changeTo(state: KnownSubscription, day: string, { price, quantity, ...to }: To) {
  const { plan, planVersion, description, charge, rhythm } = state;
  const sold = {
    plan: price === undefined ? plan : `pln_${price}`,
    planVersion,
    description,
    price: price === undefined ? state.price : perUnit(price),
    quantity: quantity ?? state.quantity,
  };
  keys += 1;
  const target = { sold, interval: rhythm.interval, count: rhythm.count, charge, anchorDay: null, ...to };

  return {
    ...billAt(`${day}T12:00:00.000Z`),
    do: 'change',
    when: 'now',
    target,
    agreed: null,
    request: { key: `key ${keys}`, fingerprint: 'asked' },
  } as const;
}

/** A subscription in UTC whose first period is billed. */
function running(price: string, anchor: string, more: Sample = {}) {
  const sample = { unitPrice: price, quantity: '1', anchor, zone: 'UTC', ...more };

  return moved(started(sample), billAt(`${anchor}T12:00:00.000Z`)).state;
}

const nets = (lines: readonly BilledLine[] | undefined) => (lines ?? []).map(netOf);

/** The nets of each bill that a change makes, and the state after it. */
function changed(state: KnownSubscription, day: string, to: To) {
  const done = moved(state, changeTo(state, day, to));

  return { state: done.state, bills: billedIn(done.facts).map(({ lines }) => nets(lines)) };
}

describe('a change within a period that was charged in advance', () => {
  it('is of its own day where days before the anchor are billed together with the first period', () => {
    const merged = started({
      ...{ unitPrice: '30', quantity: '1', anchor: '2026-03-27', anchorDay: 1, zone: 'UTC' },
    });
    const state = moved(
      { ...merged, rhythm: { ...merged.rhythm, merged: true } },
      billAt('2026-03-27T12:00:00.000Z'),
    ).state;

    const { bills } = changed(state, '2026-03-29', { quantity: '2' });

    expect(state.charged.map(netOf)).toEqual([484n, 3_000n]);
    expect(bills).toEqual([[-290n, -3_000n, 581n, 6_000n]]);
  });

  it('waits for the end of the period that another system has billed, whose days would be charged twice', () => {
    const taken = started({
      ...{ unitPrice: '20', quantity: '1', anchor: '2026-04-01', zone: 'UTC' },
      billedUntil: '2026-05-01',
    });
    const wish = changeTo(taken, '2026-04-11', { quantity: '2' });

    expect(subscriptions.decide(taken, wish)).toMatchObject({
      ok: false,
      refusal: { code: 'subscription.change_at_period_end_only', pointer: '#/at' },
    });
    const waiting = moved(taken, { ...wish, when: 'period_end' }).state;
    expect(billedIn(moved(waiting, billAt('2026-05-01T00:00:00.000Z')).facts)).toMatchObject([
      { start: '2026-05-01', lines: [{ listMinor: 4_000n }] },
    ]);
  });

  it.each([
    ['20 to 30 in the middle of April and May', '20', '2026-04-11', '2026-04-26', '30', [-1_000n, 1_500n]],
    [
      '60 to 30 with ten of thirty days left',
      '60',
      '2026-04-01',
      '2026-04-21',
      '30',
      [-2_000n, 1_000n, 1_000n],
    ],
    ['10 to 20 at half time', '10', '2026-04-01', '2026-04-16', '20', [-500n, 1_000n]],
    ['100 to 200 with 15 of 30 days left', '100', '2026-04-01', '2026-04-16', '200', [-5_000n, 10_000n]],
    ['300 to 600 on the last day', '300', '2026-04-01', '2026-04-30', '600', [-1_000n, 2_000n]],
  ])(
    'gives back the rest at the old price and charges it at the new: %s',
    (_, price, anchor, day, to, expected) => {
      expect(changed(running(price, anchor), day, { price: to }).bills).toEqual([expected]);
    },
  );

  it('carries forward what it gives back beyond what it charges, and takes it off the next bill', () => {
    const { state } = changed(running('60', '2026-04-01'), '2026-04-21', { price: '30' });

    const next = billedIn(moved(state, billAt('2026-05-01T12:00:00.000Z')).facts);

    expect(state.creditMinor).toBe(1_000n);
    expect(next.map(({ lines }) => nets(lines))).toEqual([[3_000n, -1_000n]]);
  });

  it('from a year to a month gives back the year on the first monthly bill, and the rest month by month', () => {
    const year = running('2399.95', '2013-08-18', { interval: 'year' });

    const { bills, state } = changed(year, '2013-08-18', { price: '249.95', interval: 'month' });
    const next = billedIn(moved(state, billAt('2013-10-18T12:00:00.000Z')).facts);

    expect(bills).toEqual([[-239_995n, 24_995n, 215_000n]]);
    expect(next.map(({ lines }) => nets(lines))).toEqual([
      [24_995n, -24_995n],
      [24_995n, -24_995n],
    ]);
  });

  it('with a year’s unused days gives back 335 of 365', () => {
    const year = running('2399.95', '2013-08-18', { interval: 'year' });

    expect(changed(year, '2013-09-17', { price: '0', interval: 'month' }).bills[0]?.[0]).toBe(-220_269n);
  });

  it('and of the billing day charges the days until that day against the month that ends there', () => {
    const { bills, state } = changed(running('249.95', '2012-05-01'), '2012-05-05', {
      price: '599.95',
      anchorDay: 10,
    });

    expect(bills).toEqual([[-21_770n, 9_999n, 11_771n]]);
    expect(state.creditMinor).toBe(11_771n);
    expect(nets(billedIn(moved(state, billAt('2012-05-10T12:00:00.000Z')).facts)[0]?.lines)).toEqual([
      59_995n,
      -11_771n,
    ]);
  });

  it('and of the billing day at the end of the period charges the days between the two', () => {
    const first = changed(running('249.95', '2012-05-01'), '2012-05-05', { price: '599.95' });

    const scheduled = moved(first.state, {
      ...changeTo(first.state, '2012-05-06', { anchorDay: 10 }),
      when: 'period_end',
    }).state;
    const next = billedIn(moved(scheduled, billAt('2012-06-10T12:00:00.000Z')).facts);

    expect(first.bills).toEqual([[-21_770n, 52_254n]]);
    expect(next.map(({ start, end, lines }) => [start, end, ...nets(lines)])).toEqual([
      ['2012-06-01', '2012-06-10', 17_418n],
      ['2012-06-10', '2012-07-10', 59_995n],
    ]);
  });

  it('made twice on one day gives the first one back entirely', () => {
    const once = changed(running('19.99', '2026-04-01'), '2026-04-12', { price: '33.33' });

    const twice = changed(once.state, '2026-04-12', { price: '44.44' });

    expect(twice.bills[0]?.[0]).toBe(-(once.bills[0]?.[1] ?? 0n));
  });

  it.each<[ChangeDay, readonly bigint[]]>([
    ['new', [-1_500n, 3_000n]],
    ['old', [-1_400n, 2_800n]],
    ['both', [-1_400n, 3_000n]],
  ])('counts its own day as %s', (changeDay, expected) => {
    const state = running('30', '2026-04-01', { rules: { changeDay, stacking: 'chained' } });

    expect(changed(state, '2026-04-16', { price: '60' }).bills).toEqual([expected]);
  });

  it.each<[ChangeDay, bigint]>([
    ['new', -1_500n],
    ['old', -1_500n],
    ['both', -1_400n],
  ])(
    'that begins the periods anew charges its own day once, and twice only where it counts as both: %s',
    (changeDay, back) => {
      const state = running('30', '2026-04-01', { rules: { changeDay, stacking: 'chained' } });

      // From the 16th to the 20th: 4 of the 31 days of the month that ends there.
      expect(changed(state, '2026-04-16', { anchorDay: 20 }).bills[0]?.slice(0, 2)).toEqual([back, 387n]);
    },
  );

  it('gives back no more and no less than what was charged and not used, whatever changes when', () => {
    const prices = fc
      .integer({ min: 1, max: 99_999 })
      .map((minor) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`);
    const steps = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 27 }), prices, fc.integer({ min: 1, max: 9 })),
      { maxLength: 6 },
    );

    fc.assert(
      fc.property(prices, steps, (price, changes) => {
        let state = running(price, '2026-05-01');
        let charged = state.charged.reduce((sum, line) => sum + netOf(line), 0n);
        for (const [offset, to, quantity] of changes.toSorted(([a], [b]) => a - b)) {
          const before = state;
          const on = addDays('2026-05-01', offset);
          const done = moved(state, changeTo(state, on, { price: to, quantity: String(quantity) }));
          state = done.state;
          const lines = billedIn(done.facts).flatMap((bill) => bill.lines);
          const given = lines
            .filter(({ kind }) => kind === 'credit')
            .reduce((sum, line) => sum + netOf(line), 0n);
          const renewed = lines
            .filter(({ kind }) => kind === 'part' || kind === 'whole')
            .reduce((sum, line) => sum + netOf(line), 0n);
          const [line] = before.charged;
          const isWholeUnused = line !== undefined && line.start >= on;

          expect(-given).toBeLessThanOrEqual(charged);
          if (isWholeUnused && lines.length > 0) expect(-given).toBe(netOf(line));
          if (lines.length > 0) charged = renewed;
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('a change within a period that is charged in arrears', () => {
  it('splits the period’s bill by the day: 32 of 91 days inclusive are 320.00 where the day counts for both', () => {
    const quarter = {
      interval: 'quarter',
      charge: 'in_arrears',
      alignment: 'calendar',
      rules: { changeDay: 'both', stacking: 'chained' },
    } as const;
    const state = started({ ...quarter, unitPrice: '910', quantity: '1', anchor: '2024-05-20', zone: 'UTC' });

    const then = moved(state, changeTo(state, '2024-06-20', { price: '1820' })).state;
    const [bill] = billedIn(moved(then, billAt('2024-07-01T12:00:00.000Z')).facts);

    expect(bill?.lines.map((line) => [line.days, line.of, netOf(line)])).toEqual([
      [32, 91, 32_000n],
      [11, 91, 22_000n],
    ]);
  });

  it('charges the quantity of each day', () => {
    const state = started({
      charge: 'in_arrears',
      unitPrice: '30',
      quantity: '1',
      anchor: '2026-04-01',
      zone: 'UTC',
    });

    const then = moved(state, changeTo(state, '2026-04-11', { quantity: '3' })).state;
    const early = moved(then, billAt('2026-04-30T12:00:00.000Z')).facts;
    const [bill] = billedIn(moved(then, billAt('2026-05-01T00:00:00.000Z')).facts);

    expect(early).toEqual([]);
    expect(bill).toMatchObject({ start: '2026-04-01', end: '2026-05-01', suppliedOn: '2026-04-30' });
    expect(nets(bill?.lines)).toEqual([1_000n, 6_000n]);
  });

  it('cannot begin a new rhythm before the period ends', () => {
    const state = started({ charge: 'in_arrears', anchor: '2026-04-01', zone: 'UTC' });

    expect(subscriptions.decide(state, changeTo(state, '2026-04-11', { interval: 'year' }))).toMatchObject({
      refusal: { code: 'subscription.change_at_period_end_only' },
    });
  });
});

describe('a change at the end of the period', () => {
  it('waits for the billing that crosses it', () => {
    const state = running('20', '2026-04-01');

    const scheduled = moved(state, {
      ...changeTo(state, '2026-04-10', { quantity: '5' }),
      when: 'period_end',
    });
    const crossing = moved(scheduled.state, billAt('2026-05-01T00:00:00.000Z'));

    expect(scheduled.facts.map(({ type }) => type)).toEqual(['subscription.change_scheduled']);
    expect(crossing.facts.map(({ type }) => type)).toEqual(['subscription.changed', 'subscription.billed']);
    expect(nets(billedIn(crossing.facts)[0]?.lines)).toEqual([10_000n]);
  });

  it('can be withdrawn before', () => {
    const state = running('20', '2026-04-01');
    const scheduled = moved(state, {
      ...changeTo(state, '2026-04-10', { quantity: '5' }),
      when: 'period_end',
    }).state;

    const withdrawn = moved(scheduled, { do: 'withdraw_change', at: '2026-04-11T00:00:00.000Z' });
    const again = moved(withdrawn.state, { do: 'withdraw_change', at: '2026-04-11T00:00:00.000Z' });

    expect(withdrawn.state.scheduled).toBeNull();
    expect(again.facts).toEqual([]);
    expect(
      nets(billedIn(moved(withdrawn.state, billAt('2026-05-01T12:00:00.000Z')).facts)[0]?.lines),
    ).toEqual([2_000n]);
  });

  it('begins a new rhythm on the boundary', () => {
    const state = running('20', '2026-04-01');

    const scheduled = moved(state, {
      ...changeTo(state, '2026-04-10', { price: '200', interval: 'year' }),
      when: 'period_end',
    }).state;
    const bills = billedIn(moved(scheduled, billAt('2027-05-01T12:00:00.000Z')).facts);

    expect(bills.map(({ start, end, index }) => [index, start, end])).toEqual([
      [1, '2026-05-01', '2027-05-01'],
      [2, '2027-05-01', '2028-05-01'],
    ]);
  });
});

describe('the preview of a change', () => {
  it('shows the very bill that the change makes, under a hash that the change is held to', () => {
    const state = running('20', '2026-04-11');
    const command = changeTo(state, '2026-04-26', { price: '30' });

    const planned = plannedChange(state, command);
    const bill = planned.ok ? planned.value.bill : null;
    const { facts } = moved(state, { ...command, agreed: previewHash(bill) });

    expect(nets(bill?.lines)).toEqual([-1_000n, 1_500n]);
    expect(billedIn(facts)).toEqual([bill]);
  });

  it('holds no more on another day', () => {
    const state = running('20', '2026-04-11');
    const planned = plannedChange(state, changeTo(state, '2026-04-26', { price: '30' }));
    const agreed = previewHash(planned.ok ? planned.value.bill : null);

    expect(
      subscriptions.decide(state, { ...changeTo(state, '2026-04-27', { price: '30' }), agreed }),
    ).toMatchObject({
      refusal: { code: 'subscription.preview_stale' },
    });
  });

  it.each(['in_advance', 'in_arrears'] as const)(
    'at the end of the period shows the first bill under the new terms, %s',
    (charge) => {
      const state = running('20', '2026-04-01', { charge });
      const planned = plannedChange(state, {
        ...changeTo(state, '2026-04-10', { quantity: '5' }),
        when: 'period_end',
      });

      expect(planned).toMatchObject({
        ok: true,
        value: { bill: { start: '2026-05-01', end: '2026-06-01' } },
      });
      expect(planned.ok && nets(planned.value.bill?.lines)).toEqual([10_000n]);
    },
  );
});

describe('a change', () => {
  it('to what is there already changes nothing', () => {
    const state = running('20', '2026-04-01');

    expect(moved(state, changeTo(state, '2026-04-10', {})).facts).toEqual([]);
  });

  it('asked for twice with one key is made once, and its key is for no other', () => {
    const state = running('20', '2026-04-01');
    const command = changeTo(state, '2026-04-10', { quantity: '5' });

    const once = moved(state, command).state;
    const back = moved(once, changeTo(once, '2026-04-10', { quantity: '1' })).state;

    expect(factsOf(subscriptions.decide(back, command))).toEqual([]);
    expect(
      subscriptions.decide(back, { ...command, request: { ...command.request, fingerprint: 'other' } }),
    ).toMatchObject({
      refusal: { code: 'idempotency.key_reused' },
    });
  });

  it.each([
    ['subscription.behind', (state: KnownSubscription) => state, '2026-05-02', {}],
    [
      'subscription.cancelled',
      (state: KnownSubscription) =>
        moved(state, { do: 'cancel', when: 'period_end', at: '2026-04-09T00:00:00.000Z' }).state,
      '2026-04-10',
      {},
    ],
    [
      'subscription.paused',
      (state: KnownSubscription) => moved(state, { do: 'pause', at: '2026-04-09T00:00:00.000Z' }).state,
      '2026-04-10',
      {},
    ],
    [
      'subscription.ended',
      (state: KnownSubscription) =>
        moved(state, { do: 'cancel', when: 'now', at: '2026-04-09T00:00:00.000Z' }).state,
      '2026-04-10',
      {},
    ],
    ['customer.erased', (state: KnownSubscription) => state, '2026-04-10', { profile: null }],
  ] as const)('is refused with %s', (code, prepare, day, more) => {
    const state = prepare(running('20', '2026-04-01'));

    expect(
      subscriptions.decide(state, { ...changeTo(state, day, { quantity: '5' }), ...more }),
    ).toMatchObject({ refusal: { code } });
  });

  it('before the first day changes what will be charged, and bills nothing', () => {
    const state = started(
      { unitPrice: '20', anchor: '2026-05-01', quantity: '1', zone: 'UTC' },
      '2026-04-01T00:00:00.000Z',
    );

    const { facts, state: then } = moved(state, changeTo(state, '2026-04-10', { quantity: '5' }));
    const bills = billedIn(moved(then, billAt('2026-05-01T00:00:00.000Z')).facts);

    expect(facts.map(({ type }) => type)).toEqual(['subscription.changed']);
    expect(bills.map(({ lines }) => nets(lines))).toEqual([[10_000n]]);
  });
});
