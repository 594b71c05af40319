import { describe, expect, it } from 'vitest';
import { netOf } from '../../../../shared/domain/billing/lines.ts';
import { askedEnd, previewedCancellation } from '../../../../shared/domain/subscriptions/cancel.ts';
import { reconciled } from '../../../../shared/domain/subscriptions/reconcile.ts';
import type { SubscriptionCommand } from '../../../../shared/domain/subscriptions/commands.ts';
import type { SubscriptionFact } from '../../../../shared/domain/subscriptions/facts.ts';
import type { KnownSubscription } from '../../../../shared/domain/subscriptions/states.ts';
import { subscriptions } from '../../../../shared/domain/subscriptions.ts';
import { fold } from '../../../../shared/kernel/decider.ts';
import { addDays } from '../../../../shared/kernel/time.ts';
import { billAt, billedIn, factsOf, type Sample, termsOf } from '../subscription-sample.ts';

const SAMPLE = { unitPrice: '30', quantity: '1', zone: 'UTC', anchor: '2026-04-01' } as const;
const noon = (day: string) => `${day}T12:00:00.000Z`;

/** A life in which everything that is owed is billed at noon of the days on which something is done. */
function living(sample: Sample = {}) {
  const terms = termsOf({ ...SAMPLE, ...sample });
  const told: SubscriptionFact[] = [];
  const state = () => fold(subscriptions, told) as KnownSubscription; // the first fact creates it
  const tell = (command: SubscriptionCommand) =>
    told.push(...factsOf(subscriptions.decide(told.length === 0 ? subscriptions.initial : state(), command)));
  const day = (on: string, command?: Partial<SubscriptionCommand>) => {
    tell(billAt(noon(on)));
    if (command) tell({ reason: 'Unpaid', ...command, at: noon(on) } as SubscriptionCommand);
  };
  tell({ do: 'start', terms, at: noon(terms.startsOn) });
  day(terms.startsOn);
  const bills = () => billedIn(told).map(({ start, end, lines }) => [start, end, ...lines.map(netOf)]);
  const difference = (on: string) =>
    reconciled(told, { tenant: 'ten_sample', subscription: 'sub_sample', at: noon(on) })?.differenceMinor;

  return { day, bills, state, told, difference };
}

const refusal = (state: KnownSubscription, command: SubscriptionCommand) => {
  const decided = subscriptions.decide(state, command);
  return decided.ok ? undefined : decided.refusal.code;
};

const suspend = { do: 'suspend' } as const;
const reinstate = { do: 'reinstate' } as const;

it('begins behind the day of a change of today that stays with the old terms', () => {
  const life = living({ rules: { changeDay: 'old', stacking: 'chained' }, quantity: '2' });
  const { plan, planVersion, description, price, charge } = termsOf(SAMPLE);
  life.day('2026-04-11', {
    ...billAt(noon('2026-04-11')),
    do: 'change',
    when: 'now',
    target: {
      sold: { plan, planVersion, description, price, quantity: '1' },
      ...{ interval: 'month', count: 1, charge, anchorDay: null },
    },
    agreed: null,
    request: { key: 'change', fingerprint: 'asked' },
  });

  life.day('2026-04-11', { do: 'suspend' });

  expect(life.state().suspension).toMatchObject({ on: '2026-04-12' });
});

describe('days without service', () => {
  it('are given back by the next bill, and by no other', () => {
    const life = living();
    life.day('2026-04-11', suspend);
    life.day('2026-04-21', reinstate);
    life.day('2026-05-01');
    life.day('2026-06-01');

    expect(life.bills()).toEqual([
      ['2026-04-01', '2026-05-01', 3_000n],
      ['2026-05-01', '2026-06-01', -1_000n, 3_000n],
      ['2026-06-01', '2026-07-01', 3_000n],
    ]);
    expect(life.difference('2026-06-01')).toBe(0n);
  });

  it('are none where the service is reinstated on the day of its suspension', () => {
    const life = living();
    life.day('2026-04-11', suspend);
    life.day('2026-04-11', reinstate);
    life.day('2026-05-01');

    expect(life.bills().at(-1)).toEqual(['2026-05-01', '2026-06-01', 3_000n]);
  });

  it('begin no period while they last, and the days behind them are charged up to the next boundary', () => {
    const life = living();
    life.day('2026-04-21', suspend);
    life.day('2026-05-15');
    const meanwhile = life.bills();
    life.day('2026-06-16', reinstate);
    life.day('2026-07-01');

    expect(meanwhile).toHaveLength(1);
    expect(life.bills().slice(1)).toEqual([
      ['2026-06-16', '2026-07-01', -1_000n, 1_500n],
      ['2026-07-01', '2026-08-01', 3_000n],
    ]);
    expect(life.difference('2026-07-01')).toBe(0n);
  });

  it('are not charged in arrears', () => {
    const life = living({ charge: 'in_arrears' });
    life.day('2026-04-11', suspend);
    life.day('2026-04-21', reinstate);
    life.day('2026-05-01');
    life.day('2026-06-01');

    expect(life.bills()).toEqual([
      ['2026-04-01', '2026-05-01', 1_000n, 1_000n],
      ['2026-05-01', '2026-06-01', 3_100n - 100n],
    ]);
    expect(life.difference('2026-06-01')).toBe(0n);
  });

  it('leave nothing to bill of a period in arrears that they begin with', () => {
    const life = living({ charge: 'in_arrears' });
    life.day('2026-05-01', suspend);
    life.day('2026-06-10', reinstate);
    life.day('2026-07-01');

    expect(life.bills()).toEqual([
      ['2026-04-01', '2026-05-01', 3_000n],
      ['2026-06-10', '2026-07-01', 2_100n],
    ]);
    expect(life.difference('2026-07-01')).toBe(0n);
  });

  it('that follow on each other are rounded once: nobody gets back more than was charged', () => {
    const life = living({ unitPrice: '249.95' });
    life.day('2026-04-01', suspend);
    life.day('2026-04-16', reinstate);
    life.day('2026-04-16', suspend);
    life.day('2026-05-01', reinstate);
    life.day('2026-05-01');

    expect(life.bills().at(-1)).toEqual(['2026-05-01', '2026-06-01', -24_995n, 24_995n]);
  });

  it('are kept apart where there was service between them', () => {
    const life = living();
    life.day('2026-04-06', suspend);
    life.day('2026-04-11', reinstate);
    life.day('2026-04-21', suspend);
    life.day('2026-04-23', reinstate);
    life.day('2026-05-01');

    expect(life.bills().at(-1)).toEqual(['2026-05-01', '2026-06-01', -500n, -200n, 3_000n]);
  });

  it('are charged where the plan says so, and periods go on', () => {
    const rules = { changeDay: 'new', stacking: 'chained', suspensionBilled: true } as const;
    const life = living({ rules });
    life.day('2026-04-11', suspend);
    life.day('2026-05-01');
    life.day('2026-06-01', reinstate);

    expect(life.bills().map(([start]) => start)).toEqual(['2026-04-01', '2026-05-01', '2026-06-01']);
    expect(life.bills().flatMap((bill) => bill.slice(2))).toEqual([3_000n, 3_000n, 3_000n]);
  });

  it('are charged like all others where a price is not divided, but no period begins', () => {
    const rules = { changeDay: 'new', stacking: 'chained', unit: 'none' } as const;
    const life = living({ rules });
    life.day('2026-04-01', suspend);
    life.day('2026-05-10', reinstate);
    life.day('2026-06-01');

    expect(life.bills().map((bill) => bill.slice(2))).toEqual([[3_000n], [3_000n], [3_000n]]);
  });

  it('are days of the customer’s zone', () => {
    const life = living({ zone: 'America/Los_Angeles' });
    life.day('2026-04-02');
    const { state } = life;
    const late = { do: 'suspend', reason: 'Unpaid', at: '2026-04-11T06:59:00.000Z' } as const;

    expect(subscriptions.decide(state(), late)).toMatchObject({ value: [{ data: { on: '2026-04-10' } }] });
  });
});

describe('an end', () => {
  const suspended = () => {
    const life = living();
    life.day('2026-04-11', suspend);
    return life;
  };
  const settled = (life: ReturnType<typeof living>) =>
    life.told.flatMap((fact) =>
      fact.type === 'subscription.ended'
        ? (fact.data.settlement?.notes.flatMap(({ lines }) => lines) ?? [])
        : [],
    );

  it.each([
    ['now', 'offset', '2026-04-16', 2_000n],
    ['now', 'none', '2026-04-16', 500n],
    ['period_end', 'none', '2026-05-01', 2_000n],
  ] as const)(
    'at %s with credit %s gives the days without service back once',
    (when, credit, over, minor) => {
      const life = suspended();
      life.day('2026-04-16', { do: 'cancel', when, credit });
      life.day(over);

      expect(life.state().status).toBe('ended');
      expect(settled(life)).toEqual([{ line: 1, netMinor: minor }]);
      expect(life.difference('2026-05-02')).toBe(0n);
    },
  );

  it('gives back what waited for a bill that does not come any more', () => {
    const life = suspended();
    life.day('2026-04-21', reinstate);
    life.day('2026-04-22', { do: 'cancel', when: 'period_end', credit: 'none' });
    life.day('2026-05-01');

    expect(settled(life)).toEqual([{ line: 1, netMinor: 1_000n }]);
  });

  it('leaves it to the bill of a period that still comes', () => {
    const life = suspended();
    life.day('2026-04-21', reinstate);
    const command = askedEnd({ at: '2026-05-11' }, noon('2026-04-22'));
    const planned = previewedCancellation(life.state(), command);
    life.day('2026-04-22', { ...command, do: 'cancel' });
    life.day('2026-05-01');
    life.day('2026-05-11');

    expect(planned).toMatchObject({ value: { settlement: null } });
    expect(life.bills().at(-1)).toEqual(['2026-05-01', '2026-05-11', -1_000n, 968n, 32n]);
    expect(life.difference('2026-05-12')).toBe(0n);
  });
});

describe('the service', () => {
  it('is not suspended twice, and not reinstated where it is granted', () => {
    const life = living();
    const command = { do: 'suspend', reason: 'Unpaid', at: noon('2026-04-11') } as const;

    expect(refusal(life.state(), { do: 'reinstate', at: noon('2026-04-11') })).toBe(
      'subscription.not_suspended',
    );
    life.day('2026-04-11', suspend);
    expect(refusal(life.state(), command)).toBe('subscription.already_suspended');
  });

  it.each([
    ['subscription.paused', { do: 'pause' }],
    ['subscription.cancelled', { do: 'cancel', when: 'date', on: '2026-06-11' }],
  ] as const)('is not suspended, with %s', (code, before) => {
    const life = living();
    life.day('2026-04-02', before);

    expect(refusal(life.state(), { do: 'suspend', reason: 'Unpaid', at: noon('2026-04-11') })).toBe(code);
  });

  it('is not suspended before it is charged, behind its bills, with a promised minimum, or once it has ended', () => {
    const asked = { do: 'suspend', reason: 'Unpaid' } as const;
    const minimum = { interval: 'month', count: 1, amount: '10', covers: 'all', earlyEnd: 'none' } as const;
    const terms = termsOf({ ...SAMPLE, startsOn: '2026-04-01' });
    const begun = subscriptions.decide(subscriptions.initial, { do: 'start', terms, at: noon('2026-03-01') });
    const waiting = fold(subscriptions, factsOf(begun)) as KnownSubscription;
    const ended = living();
    ended.day('2026-04-02', { do: 'cancel', when: 'now' });

    expect(refusal(waiting, { ...asked, at: noon('2026-03-02') })).toBe('subscription.not_active');
    expect(refusal(living().state(), { ...asked, at: noon('2026-05-02') })).toBe('subscription.behind');
    expect(refusal(living({ minimum }).state(), { ...asked, at: noon('2026-04-02') })).toBe(
      'subscription.minimum_promised',
    );
    expect(refusal(ended.state(), { ...asked, at: noon('2026-04-03') })).toBe('subscription.ended');
  });

  it('is reinstated before anything is sold anew, and a cancellation for later is withdrawn first', () => {
    const life = living();
    life.day('2026-04-11', suspend);
    const { rhythm, plan, planVersion, description, price, charge } = life.state();
    const sold = { plan, planVersion, description, price, quantity: '2' };
    const target = { sold, interval: rhythm.interval, count: rhythm.count, charge, anchorDay: null };
    const request = { key: 'key', fingerprint: 'asked' };
    const at = noon('2026-04-12');
    const change = { ...billAt(at), do: 'change', when: 'now', target, agreed: null, request } as const;

    expect(refusal(life.state(), change)).toBe('subscription.suspended');
    expect(refusal(life.state(), { do: 'pause', at })).toBe('subscription.suspended');
    expect(factsOf(subscriptions.decide(life.state(), { do: 'resume', at }))).toEqual([]);
    life.day('2026-04-12', { do: 'cancel', when: 'date', on: addDays('2026-06-01', 3) });
    expect(refusal(life.state(), { do: 'reinstate', at })).toBe('subscription.cancelled');
  });
});
