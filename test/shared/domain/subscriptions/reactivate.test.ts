import { describe, expect, it } from 'vitest';
import { netOf } from '../../../../shared/domain/billing/lines.ts';
import { subscriptions } from '../../../../shared/domain/subscriptions.ts';
import type { KnownSubscription } from '../../../../shared/domain/subscriptions/states.ts';
import { billAt, billedIn, moved, started } from '../subscription-sample.ts';

const SAMPLE = { unitPrice: '30', quantity: '1', anchor: '2026-04-01', zone: 'UTC' } as const;
const noon = (day: string) => `${day}T12:00:00.000Z`;
const endOn = (state: KnownSubscription, on: string, today: string) =>
  moved(state, { do: 'cancel', when: 'date', on, credit: 'offset', at: noon(today) }).state;
const back = (state: KnownSubscription, today: string) => moved(state, { do: 'reactivate', at: noon(today) });

describe('a cancellation that is taken back', () => {
  const april = moved(started(SAMPLE), billAt(noon('2026-04-01'))).state;

  it('leaves the subscription as it was before', () => {
    const cancelled = endOn(april, '2026-04-21', '2026-04-05');

    expect(back(cancelled, '2026-04-20').state).toEqual(april);
    expect(back(april, '2026-04-20').facts).toEqual([]);
  });

  it('has a shorter period follow the one that was charged up to the end alone', () => {
    const may = moved(endOn(april, '2026-05-11', '2026-04-05'), billAt(noon('2026-05-01')));

    const { state } = back(may.state, '2026-05-10');
    const later = moved(state, billAt(noon('2026-06-01')));

    const bills = [...billedIn(may.facts), ...billedIn(later.facts)];
    expect(bills.map(({ start, end, lines }) => [start, end, ...lines.map(netOf)])).toEqual([
      ['2026-05-01', '2026-05-11', 968n],
      ['2026-05-11', '2026-06-01', 2_032n],
      ['2026-06-01', '2026-07-01', 3_000n],
    ]);
  });

  it('in arrears has one follow as well, where a clock that is ahead has billed the end already', () => {
    const arrears = started({ ...SAMPLE, charge: 'in_arrears' });
    const cancelled = moved(arrears, { do: 'cancel', when: 'now', credit: 'none', at: noon('2026-04-21') });
    const billed = moved(cancelled.state, billAt('2026-04-21T11:59:59.000Z'));

    const { state } = moved(billed.state, { do: 'reactivate', at: '2026-04-21T11:59:58.000Z' });
    const later = moved(state, billAt(noon('2026-06-01')));

    const bills = [...billedIn(billed.facts), ...billedIn(later.facts)];
    expect(bills.map(({ start, end, lines }) => [start, end, ...lines.map(netOf)])).toEqual([
      ['2026-04-01', '2026-04-21', 2_000n],
      ['2026-04-21', '2026-05-01', 1_000n],
      ['2026-05-01', '2026-06-01', 3_000n],
    ]);
  });

  it.each([
    ['pending', '2026-03-20', '2026-03-21'],
    ['trialing', '2026-04-01', '2026-04-02'],
  ] as const)('that is %s begins as agreed', (status, ordered, day) => {
    const trial = started({ ...SAMPLE, startsOn: '2026-04-01', anchor: '2026-04-15' }, noon(ordered));

    const { state } = back(endOn(trial, '2026-04-10', day), day);

    expect(trial.status).toBe(status);
    expect(state).toEqual(trial);
  });

  it('comes too late once the service has stopped, be its end told or not', () => {
    const cancelled = endOn(april, '2026-04-21', '2026-04-05');
    const ended = moved(cancelled, billAt(noon('2026-04-21'))).state;
    const command = { do: 'reactivate', at: noon('2026-04-21') } as const;

    const codes = [cancelled, ended].map((state) => {
      const decided = subscriptions.decide(state, command);
      return decided.ok ? 'none' : decided.refusal.code;
    });

    expect(codes).toEqual(['subscription.ended', 'subscription.ended']);
  });
});
