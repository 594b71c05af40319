import { describe, expect, it } from 'vitest';
import { netOf } from '../../../../shared/domain/billing/lines.ts';
import type { SubscriptionCommand } from '../../../../shared/domain/subscriptions/commands.ts';
import { billAt, billedIn, moved, started } from '../subscription-sample.ts';

const TRIAL = {
  unitPrice: '30',
  quantity: '1',
  zone: 'UTC',
  startsOn: '2026-03-25',
  anchor: '2026-04-01',
  charge: 'in_arrears',
} as const;
const noon = (day: string) => `${day}T12:00:00.000Z`;

describe('a trial whose end nobody has noticed yet', () => {
  const trial = started(TRIAL, noon('2026-03-25'));

  it.each([
    ['noticed', true],
    ['not noticed', false],
  ])('owes the days behind it when it is cancelled, the end of the trial %s', (_, isNoticed) => {
    const known = isNoticed ? moved(trial, billAt(noon('2026-04-01'))).state : trial;

    const cancelled = moved(known, { do: 'cancel', when: 'now', at: noon('2026-04-11') });
    const last = moved(cancelled.state, billAt(noon('2026-04-11')));

    expect(cancelled.state.cancellation).toMatchObject({ periods: 1, endsOn: '2026-04-11' });
    expect(billedIn(last.facts).map(({ start, end, lines }) => [start, end, ...lines.map(netOf)])).toEqual([
      ['2026-04-01', '2026-04-11', 1_000n],
    ]);
  });

  it('is told together with what is asked, and not where nothing is to be told', () => {
    const asked: SubscriptionCommand = { do: 'cancel', when: 'now', at: noon('2026-04-11') };
    const idle: SubscriptionCommand = { do: 'withdraw_change', at: noon('2026-04-11') };

    expect(moved(trial, asked).facts.map(({ type }) => type)).toEqual([
      'subscription.activated',
      'subscription.cancellation_scheduled',
    ]);
    expect(moved(trial, idle).facts).toEqual([]);
  });
});
