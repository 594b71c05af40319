import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invoiceOfPeriod } from '../../../shared/domain/billing.ts';
import { type Interval, periodAt, periodIndexOn } from '../../../shared/domain/billing/rhythm.ts';
import { addDays } from '../../../shared/kernel/time.ts';
import { termsOf } from './subscription-sample.ts';

const SEED = 20_240_229;

describe('the rhythm of billing', () => {
  it.each([
    ['month', '2012-01-31', '2012-02-29', 1],
    ['month', '2012-01-31', '2012-02-28', 0],
    ['month', '2017-01-31', '2017-03-31', 2],
    ['month', '2026-03-15', '2026-03-14', -1],
    ['day', '2026-03-15', '2026-03-17', 2],
    ['week', '2026-03-15', '2026-03-28', 1],
    ['quarter', '2026-11-30', '2027-02-28', 1],
    ['half_year', '2026-08-31', '2027-02-27', 0],
    ['year', '2024-02-29', '2025-02-27', 0],
    ['year', '2024-02-29', '2025-02-28', 1],
    ['year', '2024-02-29', '2028-02-28', 3],
  ] as const)('of each %s from %s on counts %s into period %i', (interval, anchor, date, index) => {
    expect(periodIndexOn(rhythmOf(anchor, interval), date)).toBe(index);
  });

  it('puts every day into exactly the period that it finds for it', () => {
    const anchors = fc.integer({ min: 0, max: 2_000 }).map((days) => addDays('2024-01-01', days));
    const intervals = fc.constantFrom<Interval>('day', 'week', 'month', 'quarter', 'half_year', 'year');

    fc.assert(
      fc.property(anchors, intervals, fc.integer({ min: 0, max: 8_000 }), (anchor, interval, offset) => {
        const rhythm = rhythmOf(anchor, interval);
        const date = addDays(anchor, offset);

        const { start, end } = periodAt(rhythm, periodIndexOn(rhythm, date));

        expect(start <= date && date < end).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it('names one invoice for each period of each subscription of each tenant', () => {
    const ids = [
      invoiceOfPeriod('ten_a', 'sub_a', 1),
      invoiceOfPeriod('ten_a', 'sub_a', 11),
      invoiceOfPeriod('ten_a', 'sub_b', 1),
      invoiceOfPeriod('ten_b', 'sub_a', 1),
    ];

    expect(new Set(ids).size).toBe(4);
    expect(invoiceOfPeriod('ten_a', 'sub_a', 1)).toBe(ids[0]);
  });
});

function rhythmOf(anchor: string, interval: Interval) {
  return termsOf({ anchor, interval }).rhythm;
}
