import { describe, expect, it } from 'vitest';
import { netOf } from '../../../../shared/domain/billing/lines.ts';
import { subscriptions } from '../../../../shared/domain/subscriptions.ts';
import { billAt, billedIn, moved, type Sample, started } from '../subscription-sample.ts';

const SAMPLE = { unitPrice: '30', quantity: '1', zone: 'UTC' } as const;

describe('a pause', () => {
  const running = (sample: Sample = {}) =>
    moved(started({ ...SAMPLE, anchor: '2026-04-01', ...sample }), billAt('2026-04-01T12:00:00.000Z')).state;

  it('leaves the period that runs owed, and charges none that begins afterwards', () => {
    const paused = moved(running(), { do: 'pause', at: '2026-04-10T00:00:00.000Z' });

    expect(paused.state).toMatchObject({ status: 'paused', pausedFrom: '2026-05-01' });
    expect(moved(paused.state, billAt('2026-09-01T00:00:00.000Z')).facts).toEqual([]);
    expect(moved(paused.state, { do: 'pause', at: '2026-04-11T00:00:00.000Z' }).facts).toEqual([]);
  });

  it('still bills the period that runs where it is charged in arrears', () => {
    const paused = moved(running({ charge: 'in_arrears' }), {
      do: 'pause',
      at: '2026-04-10T00:00:00.000Z',
    }).state;

    const bills = billedIn(moved(paused, billAt('2026-09-01T00:00:00.000Z')).facts);

    expect(bills.map(({ start, end }) => [start, end])).toEqual([['2026-04-01', '2026-05-01']]);
  });

  it('that ends within the paid period misses nothing', () => {
    const paused = moved(running(), { do: 'pause', at: '2026-04-10T00:00:00.000Z' }).state;

    const resumed = moved(paused, { do: 'resume', at: '2026-04-20T00:00:00.000Z' }).state;
    const bills = billedIn(moved(resumed, billAt('2026-05-01T00:00:00.000Z')).facts);

    expect(bills.map(({ start, end }) => [start, end])).toEqual([['2026-05-01', '2026-06-01']]);
  });

  it('that ends later charges the days until the next boundary, and then whole periods on the old days', () => {
    const paused = moved(running({ anchor: '2026-03-31' }), {
      do: 'pause',
      at: '2026-04-10T00:00:00.000Z',
    }).state;

    const resumed = moved(paused, { do: 'resume', at: '2026-06-20T08:00:00.000Z' }).state;
    const bills = billedIn(moved(resumed, billAt('2026-07-31T12:00:00.000Z')).facts);

    expect(bills.map(({ index, start, end, lines }) => [index, start, end, ...lines.map(netOf)])).toEqual([
      [1, '2026-06-20', '2026-06-30', 1_000n],
      [2, '2026-06-30', '2026-07-31', 3_000n],
      [3, '2026-07-31', '2026-08-31', 3_000n],
    ]);
  });

  it.each([
    ['subscription.cancelled', { do: 'cancel', when: 'period_end', at: '2026-04-09T00:00:00.000Z' }],
  ] as const)('is refused with %s', (code, before) => {
    const state = moved(running(), before).state;

    expect(subscriptions.decide(state, { do: 'pause', at: '2026-04-10T00:00:00.000Z' })).toMatchObject({
      refusal: { code },
    });
  });

  it('is refused before anything is charged', () => {
    const state = started({ ...SAMPLE, anchor: '2026-06-01' }, '2026-04-01T08:00:00.000Z');

    expect(subscriptions.decide(state, { do: 'pause', at: '2026-04-10T00:00:00.000Z' })).toMatchObject({
      refusal: { code: 'subscription.not_active' },
    });
  });

  it('can be cancelled, with the end of what is paid or at once', () => {
    const paused = moved(running(), { do: 'pause', at: '2026-04-10T00:00:00.000Z' }).state;

    const atEnd = moved(paused, { do: 'cancel', when: 'period_end', at: '2026-04-12T00:00:00.000Z' }).state;
    const atOnce = moved(paused, { do: 'cancel', when: 'now', at: '2026-06-12T00:00:00.000Z' }).state;

    expect(atEnd).toMatchObject({ cancellation: { endsOn: '2026-05-01', periods: 1 } });
    expect(atOnce).toMatchObject({ status: 'ended', cancellation: { endsOn: '2026-06-12', periods: 1 } });
    expect(billedIn(moved(atEnd, billAt('2026-09-01T00:00:00.000Z')).facts)).toEqual([]);
  });
});
