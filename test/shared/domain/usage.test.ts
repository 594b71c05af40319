import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregated, expiryOf, RETENTION_DAYS } from '../../../shared/domain/usage.ts';
import type { Aggregation, MeteredEvent } from '../../../shared/domain/usage/meter.ts';
import { addToInstant, epochMilliseconds } from '../../../shared/kernel/time.ts';

const AT = '2026-01-31T10:00:00.000Z';
const eventOf = (quantity: string, dimension: string | null = null): MeteredEvent => ({
  id: 'a',
  at: AT,
  quantity,
  dimension,
});

const SOME = [eventOf('0.1', 'x'), eventOf('10', 'y'), eventOf('0.2', 'x'), eventOf('9.000001', null)];

describe('what events come to', () => {
  it.each<[Aggregation, string, string]>([
    ['sum', '19.300001', '0'],
    ['count', '4', '0'],
    ['max', '10', '0'],
    ['last', '9.000001', '0'],
    ['unique', '3', '0'],
  ])('as %s is %s, and of none %s', (aggregation, some, none) => {
    expect(aggregated(aggregation, SOME)).toBe(some);
    expect(aggregated(aggregation, [])).toBe(none);
  });

  it.each<[Aggregation, string]>([
    ['sum', '7.5'],
    ['count', '2'],
    ['max', '5'],
    ['last', '2.5'],
    ['unique', '2'],
  ])(
    'as %s counts each event with its last correction and none that is taken back: %s',
    (aggregation, come) => {
      const told = [
        { ...eventOf('10', 'x'), id: 'a' },
        { ...eventOf('8'), id: 'b', corrects: 'a' },
        { ...eventOf('5'), id: 'c', corrects: 'b' },
        { ...eventOf('100', 'y'), id: 'd' },
        { ...eventOf('0'), id: 'e', corrects: 'd' },
        { ...eventOf('2.5', 'z'), id: 'f' },
        { ...eventOf('1'), id: 'g', corrects: 'nothing' },
        { ...eventOf('1'), id: 'h', at: '2026-01-31T11:00:00.000Z', corrects: 'f' },
      ];

      expect(aggregated(aggregation, told)).toBe(come);
    },
  );

  it.each<[string, string, readonly (readonly [at: string, level: string])[], string]>([
    ['nought before the first event of all', '0', [], '0'],
    ['the level carried in, where nothing happens', '7', [], '7'],
    ['half of both, where it changes half way', '2', [['12:00:00.000Z', '4']], '3'],
    [
      'the last of one instant',
      '0',
      [
        ['00:00:00.000Z', '9'],
        ['00:00:00.000Z', '3'],
      ],
      '3',
    ],
    ['an exact fraction', '0', [['08:00:00.000Z', '1']], '2/3'],
    ['nought from an event of nought on', '6', [['04:00:00.000Z', '0']], '1'],
  ])('weighted by time over a day is %s', (_, carried, levels, come) => {
    const told = levels.map(([at, quantity], index) => ({
      ...eventOf(quantity),
      id: String(index),
      at: `2026-01-31T${at}`,
    }));
    const span = { from: '2026-01-31T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z', carried };

    expect(aggregated('time_weighted', told, span)).toBe(come);
  });

  it('is exact to the last of six places, whatever is added', () => {
    const quantity = fc.bigInt({ min: 0n, max: 10n ** 18n - 1n });
    fc.assert(
      fc.property(fc.array(quantity, { maxLength: 50 }), (millionths) => {
        const events = millionths.map((each) =>
          eventOf(`${each / 1_000_000n}.${String(each % 1_000_000n).padStart(6, '0')}`),
        );
        const [whole = '', places = ''] = aggregated('sum', events).split('.');

        expect(BigInt(whole + places.padEnd(6, '0'))).toBe(millionths.reduce((sum, each) => sum + each, 0n));
      }),
    );
  });
});

it('an event is kept until after the last instant at which it could be sent', () => {
  const lastSent = addToInstant(AT, { days: RETENTION_DAYS });

  expect(expiryOf({ at: AT }) * 1000).toBeGreaterThan(epochMilliseconds(lastSent));
});
