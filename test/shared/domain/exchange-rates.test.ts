import { describe, expect, test } from 'vitest';
import type { ExchangeRateFact } from '../../../shared/domain/exchange-rates.ts';
import {
  AWAITING_MAX,
  exchangeRates,
  monthsFor,
  rateFor,
  standingRates,
} from '../../../shared/domain/exchange-rates.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { given } from '../../kit/decider.ts';

const PAIR = { entity: 'le_a', currency: 'USD', accounting: 'EUR' };
const AT = '2026-11-23T09:00:00.000Z';

let requests = 0;
function recorded(ratedOn: string, rate: string): ExchangeRateFact {
  requests += 1;
  const request = { key: `key ${requests}`, fingerprint: 'f' };

  return {
    type: 'exchange_rate.recorded',
    data: { ...PAIR, ratedOn, rate, quotation: 'direct', source: 'ECB', request, recordedAt: AT },
  };
}
const stateOf = (facts: readonly ExchangeRateFact[]) => fold(exchangeRates, facts);
const rateOn = (on: string, ...facts: readonly ExchangeRateFact[]) => rateFor(on, stateOf(facts))?.rate;

describe('the rate of a day', () => {
  const rates = [
    recorded('2026-11-20', '0.92'),
    recorded('2026-11-13', '0.91'),
    recorded('2026-11-24', '0.93'),
  ];

  test.each([
    ['2026-11-24', '0.93'],
    ['2026-11-23', '0.92'],
    ['2026-11-20', '0.92'],
    ['2026-11-19', '0.91'],
    ['2026-11-13', '0.91'],
    ['2026-11-12', undefined],
    ['2026-12-01', '0.93'],
    ['2026-12-02', undefined],
  ])('%s is its own or the last one of the week before: %s', (on, rate) => {
    expect(rateOn(on, ...rates)).toBe(rate);
  });

  test('is the one that corrected it, in whatever order the days were recorded', () => {
    expect(rateOn('2026-11-20', ...rates, recorded('2026-11-20', '0.9'))).toBe('0.9');
    expect(standingRates(stateOf([...rates, recorded('2026-11-20', '0.9')]))).toMatchObject([
      { rate: { ratedOn: '2026-11-13' }, corrections: 0 },
      { rate: { ratedOn: '2026-11-20', rate: '0.9' }, corrections: 1 },
      { rate: { ratedOn: '2026-11-24' }, corrections: 0 },
    ]);
  });

  test('may stand in the month before in the first days of a month', () => {
    expect(monthsFor('2027-01-03')).toEqual(['2027-01', '2026-12']);
    expect(monthsFor('2027-01-08')).toEqual(['2027-01']);
  });
});

describe('an invoice that waits for a rate', () => {
  const waiting = { id: 'ord_a', version: 2, fact: 'order.fulfilled' };
  const wait = { do: 'await', pair: PAIR, waiting } as const;

  test('is remembered once, forgotten once it was handed over, and remembered anew after that', () => {
    const first = given(exchangeRates, []).when(wait);
    expect(first).toMatchObject([{ type: 'exchange_rate.awaited' }]);
    expect(given(exchangeRates, first).when(wait)).toEqual([]);

    const resumed = given(exchangeRates, first).when({ do: 'resume', waiting: [waiting] });
    expect(given(exchangeRates, [...first, ...resumed]).when({ do: 'resume', waiting: [waiting] })).toEqual(
      [],
    );
    expect(given(exchangeRates, [...first, ...resumed]).when(wait)).toHaveLength(1);
  });

  test('is one of so many that are remembered', () => {
    const facts: ExchangeRateFact[] = [];
    for (let version = 1; version <= AWAITING_MAX; version += 1)
      facts.push(...given(exchangeRates, facts).when({ ...wait, waiting: { ...waiting, version } }));

    expect(facts).toHaveLength(AWAITING_MAX);
    expect(given(exchangeRates, facts).when({ ...wait, waiting: { ...waiting, id: 'ord_b' } })).toEqual([]);
  });
});
