import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BilledPeriodData } from '../../../../shared/domain/billing/bill.ts';
import type { BilledLine } from '../../../../shared/domain/billing/billed-line.ts';
import { netOf, netSum } from '../../../../shared/domain/billing/lines.ts';
import { perUnit } from '../../../../shared/domain/pricing/models.ts';
import { amountMinorOf } from '../../../../shared/domain/invoices/wishes.ts';
import { previewedCancellation } from '../../../../shared/domain/subscriptions/cancel.ts';
import { CREDITABLE_MAX } from '../../../../shared/domain/subscriptions/creditable.ts';
import type { SubscriptionFact } from '../../../../shared/domain/subscriptions/facts.ts';
import { cancellationHash } from '../../../../shared/domain/subscriptions/preview.ts';
import { subscriptions } from '../../../../shared/domain/subscriptions.ts';
import type { KnownSubscription, Settlement } from '../../../../shared/domain/subscriptions/states.ts';
import { addDays, daysBetween } from '../../../../shared/kernel/time.ts';
import { billAt, billedIn, moved, type Sample, started } from '../subscription-sample.ts';

const SEED = 20_261_125;
const noon = (day: string) => `${day}T12:00:00.000Z`;

/** A subscription in UTC whose first period is billed. */
function running(price: string, anchor: string, more: Sample = {}) {
  const sample = { unitPrice: price, quantity: '1', anchor, zone: 'UTC', ...more };

  return moved(started(sample), billAt(noon(anchor)));
}

let keys = 0;

/** Changes the price at once; answers the state and the bills. */
function repriced(state: KnownSubscription, day: string, price: string, interval = state.rhythm.interval) {
  const { plan, planVersion, description, charge, rhythm, quantity } = state;
  const sold = { plan, planVersion: planVersion + 1, description, price: perUnit(price), quantity };
  keys += 1;

  return moved(state, {
    ...billAt(noon(day)),
    do: 'change',
    when: 'now',
    target: { sold, interval, count: rhythm.count, charge, anchorDay: null },
    agreed: null,
    request: { key: `key ${keys}`, fingerprint: 'asked' },
  });
}

const endOf = (
  state: KnownSubscription,
  day: string,
  credit: 'offset' | 'credit' | 'refund' | 'none' = 'offset',
) => moved(state, { do: 'cancel', when: 'now', credit, at: noon(day) });

function settled(facts: readonly SubscriptionFact[]): Settlement | undefined {
  const ended = facts.find((fact) => fact.type === 'subscription.ended');

  return ended?.data.settlement;
}

const backOf = (settlement: Settlement | undefined) =>
  (settlement?.notes ?? [])
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + amountMinorOf(line), 0n);

describe('an end at once gives back the unused days of what was charged in advance', () => {
  it.each([
    ['2399.95', 'year', '2013-08-18', '2013-09-17', 'new', 220_269n],
    ['200.00', 'month', '2026-04-01', '2026-04-01', 'both', 19_333n],
    ['160.00', 'month', '2026-04-01', '2026-04-01', 'both', 15_467n],
    ['30.00', 'month', '2026-04-01', '2026-04-01', 'new', 3_000n],
    ['30.00', 'month', '2026-04-01', '2026-04-30', 'old', 0n],
  ] as const)(
    '%s a %s from %s, ended %s, day of change %s',
    (price, interval, anchor, day, changeDay, minor) => {
      const { state, facts } = running(price, anchor, {
        interval,
        rules: { changeDay, stacking: 'chained' },
      });

      const ended = endOf(state, day);

      const [bill] = billedIn(facts);
      const notes = minor === 0n ? [] : [{ invoice: bill?.invoice, lines: [{ line: 1, netMinor: minor }] }];
      expect(settled(ended.facts)?.notes ?? []).toEqual(notes);
      expect(ended.state.status).toBe('ended');
    },
  );

  it('of an upgrade from the newest invoice first, and never more of one than it came to', () => {
    const april = running('100', '2026-04-01');
    const upgraded = repriced(april.state, '2026-04-16', '200');
    const [first] = billedIn(april.facts);
    const [second] = billedIn(upgraded.facts);

    const ended = endOf(upgraded.state, '2026-04-19');

    // 12 of 30 days at 200 are 80; the invoice of the change came to 50.
    expect(settled(ended.facts)?.notes).toEqual([
      { invoice: second?.invoice, lines: [{ line: 2, netMinor: 5_000n }] },
      { invoice: first?.invoice, lines: [{ line: 1, netMinor: 3_000n }] },
    ]);
  });

  it('of a downgrade from the invoice that charged it, with the credit that was carried', () => {
    const year = running('2399.95', '2026-04-01', { interval: 'year' });
    const [yearly] = billedIn(year.facts);
    const monthly = repriced(year.state, '2026-04-01', '249.95', 'month').state;
    const may = moved(monthly, billAt('2026-05-01T00:00:00.000Z')).state;

    const ended = endOf(may, '2026-05-16');

    // 16 of 31 days of May are unused.
    expect(may.creditMinor).toBe(190_005n);
    expect(settled(ended.facts)?.notes).toEqual([
      { invoice: yearly?.invoice, lines: [{ line: 1, netMinor: 190_005n + 12_901n }] },
    ]);
    expect(ended.state).toMatchObject({ creditMinor: 0n, creditable: [] });
  });

  it('holds for as many invoices as one period may be charged by; a further change waits for its end', () => {
    let { state } = running('1', '2026-04-01');
    for (let extra = 2; extra <= CREDITABLE_MAX; extra += 1)
      ({ state } = repriced(state, '2026-04-01', `${extra}`));

    const charged = state.creditable.length;
    const further = () => repriced(state, '2026-04-01', '100');

    expect(charged).toBe(CREDITABLE_MAX);
    expect(further).toThrow('subscription.changes_too_many');
    expect(backOf(settled(endOf(state, '2026-04-01').facts))).toBe(BigInt(CREDITABLE_MAX) * 100n);
  });

  it('asked without credit gives back no days, and still what earlier changes left', () => {
    const april = running('60', '2026-04-01').state;
    const lowered = repriced(april, '2026-04-16', '30').state;

    expect(settled(endOf(april, '2026-04-16', 'none').facts)).toBeUndefined();
    expect(settled(endOf(lowered, '2026-04-16', 'none').facts)).toMatchObject({
      remainder: 'credit',
      notes: [{ lines: [{ netMinor: 1_500n }] }],
    });
  });

  it.each(['credit', 'refund', 'offset'] as const)('and says what becomes of it: %s', (credit) => {
    const { state } = running('30', '2026-04-01');

    expect(settled(endOf(state, '2026-04-11', credit).facts)?.remainder).toBe(credit);
  });

  it('in arrears has nothing to give back', () => {
    const state = started({
      unitPrice: '30',
      quantity: '1',
      anchor: '2026-04-01',
      zone: 'UTC',
      charge: 'in_arrears',
    });
    const cancelled = endOf(state, '2026-04-11').state;

    const done = moved(cancelled, billAt(noon('2026-04-11')));

    expect(done.state.status).toBe('ended');
    expect(settled(done.facts)).toBeUndefined();
  });
});

describe('an end on a day', () => {
  const cancelOn = (state: KnownSubscription, on: string, today: string) =>
    moved(state, { do: 'cancel', when: 'date', on, credit: 'offset', at: noon(today) }).state;

  it('within the period that runs gives the rest of it back when the day has come', () => {
    const { state } = running('30', '2026-04-01');

    const scheduled = cancelOn(state, '2026-04-21', '2026-04-05');
    const before = moved(scheduled, billAt('2026-04-20T23:59:59.999Z'));
    const ended = moved(scheduled, billAt('2026-04-21T00:00:00.000Z'));

    expect(scheduled).toMatchObject({ nextDueAt: '2026-04-21T00:00:00.000Z', dueOn: null });
    expect(before.facts).toEqual([]);
    expect(backOf(settled(ended.facts))).toBe(1_000n);
    expect(ended.state.status).toBe('ended');
  });

  it('within a later period has that one charged up to the day alone', () => {
    const { state } = running('30', '2026-04-01');

    const scheduled = cancelOn(state, '2026-06-11', '2026-04-05');
    const done = moved(scheduled, billAt('2026-08-01T00:00:00.000Z'));

    expect(billedIn(done.facts).map(({ start, end, lines }) => [start, end, ...lines.map(netOf)])).toEqual([
      ['2026-05-01', '2026-06-01', 3_000n],
      ['2026-06-01', '2026-06-11', 1_000n],
    ]);
    expect(done.state.status).toBe('ended');
    expect(settled(done.facts)).toBeUndefined();
  });

  it('behind a trial begins and charges as agreed, and inside it charges nothing', () => {
    const sample = {
      unitPrice: '30',
      quantity: '1',
      zone: 'UTC',
      startsOn: '2026-04-01',
      anchor: '2026-04-15',
    };
    const trial = started({ ...sample }, noon('2026-04-01'));

    const inside = moved(cancelOn(trial, '2026-04-10', '2026-04-02'), billAt('2026-04-10T00:00:00.000Z'));
    const behind = moved(cancelOn(trial, '2026-04-25', '2026-04-02'), billAt('2026-04-25T00:00:00.000Z'));

    expect(trial.status).toBe('trialing');
    expect([inside.state.status, billedIn(inside.facts).length]).toEqual(['ended', 0]);
    expect([behind.state.status, ...billedIn(behind.facts).map(({ lines }) => netSum(lines))]).toEqual([
      'ended',
      1_000n,
    ]);
  });

  it.each(['2026-04-04', '2029-04-30'])('too early or too far away is refused: %s', (on) => {
    const { state } = running('30', '2026-04-01');

    const decided = subscriptions.decide(state, { do: 'cancel', when: 'date', on, at: noon('2026-04-05') });

    expect(decided).toMatchObject({ ok: false, refusal: { code: 'subscription.end_out_of_range' } });
  });

  it('that is today is an end at once, and the newest word on the credit holds', () => {
    const { state } = running('30', '2026-04-01');

    const scheduled = cancelOn(state, '2026-04-21', '2026-04-05');
    const refunded = moved(scheduled, {
      do: 'cancel',
      when: 'date',
      on: '2026-04-21',
      credit: 'refund',
      at: noon('2026-04-06'),
    });
    const now = cancelOn(refunded.state, '2026-04-11', '2026-04-11');

    expect(refunded.state.cancellation?.credit).toBe('refund');
    expect(
      moved(refunded.state, {
        do: 'cancel',
        when: 'date',
        on: '2026-04-21',
        credit: 'refund',
        at: noon('2026-04-07'),
      }).facts,
    ).toEqual([]);
    expect(now).toMatchObject({ status: 'ended', cancellation: { when: 'now', endsOn: '2026-04-11' } });
  });
});

describe('the preview of a cancellation', () => {
  const asked = { when: 'now', credit: 'offset', at: noon('2026-04-11') } as const;

  it('shows what the end then gives back, and is refused once it does not hold', () => {
    const { state } = running('30', '2026-04-01');

    const shown = previewedCancellation(state, asked);
    if (!shown.ok) throw new Error(shown.refusal.code);
    const agreed = cancellationHash(shown.value);
    const done = moved(state, { do: 'cancel', ...asked, agreed });
    const late = subscriptions.decide(state, { do: 'cancel', ...asked, at: noon('2026-04-12'), agreed });

    expect(shown.value.unused.map(netOf)).toEqual([-2_000n]);
    expect(settled(done.facts)).toEqual(shown.value.settlement);
    expect(late).toMatchObject({ ok: false, refusal: { code: 'subscription.preview_stale' } });
  });

  it('is refused while a period that has begun is not billed', () => {
    const { state } = running('30', '2026-04-01');

    const shown = previewedCancellation(state, { ...asked, at: noon('2026-05-02') });

    expect(shown).toMatchObject({ ok: false, refusal: { code: 'subscription.behind' } });
  });
});

describe('whatever is changed and whenever it ends', () => {
  // Days apart from each other: where the day of a change belongs to the old, the new begins a day later.
  const day = fc.integer({ min: 0, max: 29 }).map((third) => third * 3);
  const price = fc.integer({ min: 1, max: 99_999 }).map((minor) => (minor / 100).toFixed(2));
  const edge = fc.constantFrom('new', 'old', 'both');
  const changes = fc.uniqueArray(fc.tuple(day, price), { maxLength: 6, selector: ([after]) => after });

  it('what is used and what is credited come to what was charged, and no invoice gives back more than its own', () => {
    fc.assert(
      fc.property(changes, fc.tuple(day, price, edge), (wanted, [last, first, changeDay]) => {
        const { state, bills } = lived(wanted, { first, changeDay });
        const on = addDays('2026-04-01', Math.max(last, ...wanted.map(([after]) => after)) + 2);
        const billed = moved(state, billAt(noon(on)));
        const all = [...bills, ...billedIn(billed.facts)];
        const { charged, creditMinor, creditable } = billed.state;
        const aheadMinor = netSum(charged) + creditMinor;

        const notes = settled(endOf(billed.state, on).facts)?.notes ?? [];
        const backMinor = notes
          .flatMap(({ lines }) => lines)
          .reduce((sum, line) => sum + amountMinorOf(line), 0n);

        expect(creditable.reduce((sum, { atMostMinor }) => sum + atMostMinor, 0n)).toBe(aheadMinor);
        expect(Math.abs(Number(aheadMinor - backMinor) - usedOf(charged, on, changeDay))).toBeLessThanOrEqual(
          1,
        );
        for (const { invoice, lines } of notes) {
          const own = all.find((bill) => bill.invoice === invoice)?.lines ?? [];
          expect(lines.reduce((sum, each) => sum + amountMinorOf(each), 0n)).toBeLessThanOrEqual(netSum(own));
          for (const piece of lines) {
            const [line, netMinor] = [piece.line, amountMinorOf(piece)];
            const chargedMinor = own[line - 1] === undefined ? 0n : netOf(own[line - 1] as BilledLine); // it is there
            expect([netMinor > 0n, netMinor <= chargedMinor]).toEqual([true, true]);
          }
        }
      }),
      { seed: SEED },
    );
  });
});

/** A subscription that was repriced on these days after its first. */
function lived(
  wanted: readonly (readonly [number, string])[],
  of: { readonly first: string; readonly changeDay: 'new' | 'old' | 'both' },
) {
  const begun = running(of.first, '2026-04-01', { rules: { changeDay: of.changeDay, stacking: 'chained' } });
  const bills: BilledPeriodData[] = [...billedIn(begun.facts)];
  let { state } = begun;
  for (const [after, price] of wanted.toSorted(([a], [b]) => a - b)) {
    const on = addDays('2026-04-01', after);
    const billed = moved(state, billAt(noon(on)));
    const changed = repriced(billed.state, on, price);
    bills.push(...billedIn(billed.facts), ...billedIn(changed.facts));
    ({ state } = changed);
  }

  return { state, bills };
}

/** What of the charges falls to days before the end, by days alone. */
function usedOf(charged: readonly BilledLine[], on: string, changeDay: 'new' | 'old' | 'both'): number {
  const from = changeDay === 'new' ? on : addDays(on, 1);

  return charged.reduce((sum, line) => {
    const used = Math.min(Math.max(daysBetween(line.start, from), 0), line.days);
    return sum + (Number(netOf(line)) * used) / line.days;
  }, 0);
}
