import { describe, expect, it } from 'vitest';
import { addOnRhythm } from '../../../../shared/domain/subscriptions/add-on-terms.ts';
import { followed } from '../../../../shared/domain/subscriptions/hosted.ts';
import { periodAt } from '../../../../shared/domain/billing/rhythm.ts';
import type { KnownSubscription } from '../../../../shared/domain/subscriptions/states.ts';
import { billAt, moved, type Sample, started, termsOf } from '../subscription-sample.ts';

const noon = (day: string) => `${day}T12:00:00.000Z`;
const HOUR = { zone: 'UTC', anchor: '2026-04-01' } as const;

function running(more: Sample = {}): KnownSubscription {
  return moved(started({ ...HOUR, ...more }, noon('2026-04-01')), billAt(noon('2026-04-01'))).state;
}

/** The add-on once it has followed its host, as often as it is told. */
function brought(
  host: KnownSubscription,
  addOn: KnownSubscription,
  at: string,
  times = 2,
): KnownSubscription {
  let now = addOn;
  for (let time = 0; time < times; time += 1)
    for (const command of followed(host, { addOn: now, at })) now = moved(now, command).state;

  return now;
}

const hosted = (more: Sample = {}) => running({ host: 'sub_host', ...more });

describe('the grid of an add-on', () => {
  const rules = { changeDay: 'new', stacking: 'chained', stub: 'charge' } as const;
  const host = termsOf({ anchor: '2026-01-31' }).rhythm;
  const on = (from: string, rest: object = {}) =>
    addOnRhythm(host, { interval: 'month', count: 1, rules, from, ...rest });
  const periods = (rhythm: ReturnType<typeof on>, count = 3) =>
    Array.from({ length: count }, (_, index) => periodAt(rhythm, index).start);

  it('is that of its host, whose anchor day it returns to after every shorter month', () => {
    expect(periods(on('2026-02-14'), 4)).toEqual(['2026-02-14', '2026-02-28', '2026-03-31', '2026-04-30']);
    expect(periods(on('2026-02-28'))).toEqual(['2026-02-28', '2026-03-31', '2026-04-30']);
    expect(periods(on('2026-01-01'))).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
  });

  it('leaves the days before it to the rule of the plan', () => {
    expect(periods(on('2026-02-14', { rules: { ...rules, stub: 'free' } }))[0]).toBe('2026-02-28');
    const merged = on('2026-02-14', { rules: { ...rules, stub: 'merge' } });
    expect(periodAt(merged, 0)).toEqual({ start: '2026-02-14', end: '2026-03-31' });
  });
});

describe('an add-on that follows its host', () => {
  it('pauses and goes on with it, a change of its own that waits withdrawn', () => {
    const { plan: _, ...target } = { plan: '', interval: 'month', count: 1, charge: 'in_advance' } as const;
    const own = hosted();
    const waiting = moved(own, {
      ...billAt(noon('2026-04-10')),
      do: 'change',
      when: 'period_end',
      target: { ...target, anchorDay: null, sold: { ...own, quantity: '3' } },
      agreed: null,
      request: { key: 'more', fingerprint: 'asked' },
    }).state;
    const host = moved(running(), { do: 'pause', at: noon('2026-04-16') }).state;

    const paused = brought(host, waiting, noon('2026-04-16'));
    const again = moved(host, { do: 'resume', at: noon('2026-05-17') }).state;

    expect(paused).toMatchObject({ status: 'paused', pausedFrom: '2026-05-01', scheduled: null });
    expect(brought(again, paused, noon('2026-05-17'))).toMatchObject({ status: 'active', pausedFrom: null });
  });

  it('that is to be removed later stops with the pause of its host', () => {
    const own = moved(hosted(), {
      do: 'cancel',
      when: 'date',
      on: '2026-07-10',
      at: noon('2026-04-10'),
    }).state;
    const host = moved(running(), { do: 'pause', at: noon('2026-04-16') }).state;

    expect(brought(host, own, noon('2026-04-16')).cancellation).toMatchObject({ endsOn: '2026-05-01' });
  });

  it('ends at the instant at which its host ended, however late the news come', () => {
    const host = moved(running(), {
      do: 'cancel',
      when: 'now',
      credit: 'credit',
      at: noon('2026-04-16'),
    }).state;
    const own = brought(host, hosted(), noon('2026-04-18'));

    expect(own).toMatchObject({ status: 'ended', cancellation: { endsOn: '2026-04-16', withHost: true } });
  });

  it('keeps an earlier end of its own, also where its host is kept', () => {
    const end = { do: 'cancel', when: 'date', at: noon('2026-04-10') } as const;
    const host = moved(running(), { ...end, on: '2026-06-10' }).state;
    const own = brought(host, moved(hosted(), { ...end, on: '2026-05-10' }).state, noon('2026-04-10'));
    const kept = moved(host, { do: 'reactivate', at: noon('2026-04-11') }).state;

    expect(brought(kept, own, noon('2026-04-11')).cancellation).toMatchObject({ endsOn: '2026-05-10' });
  });
});
