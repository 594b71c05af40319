/** The life of one subscription, told as days and what is done on them, and its bills as a bookkeeper would read them. */
import type { BilledPeriodData } from '../../shared/domain/billing/bill.ts';
import { netOf } from '../../shared/domain/billing/lines.ts';
import type { Coupon } from '../../shared/domain/billing/coupons.ts';
import type { Price } from '../../shared/domain/pricing/models.ts';
import { perUnit } from '../../shared/domain/pricing/models.ts';
import { sumOfNotes } from '../../shared/domain/subscriptions/creditable.ts';
import type { SubscriptionFact } from '../../shared/domain/subscriptions/facts.ts';
import type { SubscriptionCommand } from '../../shared/domain/subscriptions/commands.ts';
import type { KnownSubscription, Target } from '../../shared/domain/subscriptions/states.ts';
import { formatMoney, money } from '../../shared/kernel/money.ts';
import { billAt, billedIn, moved, type Sample, started } from '../shared/domain/subscription-sample.ts';

/** What is agreed: a price of one unit, or a table; everything else as the sample has it, in UTC. */
export type Given = Sample & { readonly anchor: string };

/**
 * What is done on a day: a coupon is given, or the sale changes, now or with the period, or it pauses, goes on, loses or
 * regains its service, or ends; without any
 * of them it is only billed.
 */
export type Step = {
  readonly on: string;
  readonly coupon?: Coupon;
  readonly to?: Partial<Omit<Target, 'sold'>> & { readonly price?: string; readonly quantity?: string };
  readonly when?: 'now' | 'period_end';
  readonly does?:
    | 'pause'
    | 'resume'
    | 'suspend'
    | 'reinstate'
    | { readonly end: 'now' | 'period_end'; readonly credit?: 'none' | 'offset' };
};

/** A life as lived: each bill with its days and the nets of its lines, what changes gave back by credit notes, and the state it ends in. */
export type Life = {
  readonly bills: readonly BilledPeriodData[];
  readonly notes: readonly Note[];
  readonly state: KnownSubscription;
};

type Note = { readonly on: string; readonly invoice: string; readonly minor: bigint };

/** Lives it: on each day what is owed is billed at noon, and then the step is taken. */
export function lived(given: Given, steps: readonly Step[] = []): Life {
  const first = { quantity: '1', zone: 'UTC', ...given };
  const days: readonly Step[] = [{ on: given.anchor }, ...steps];

  return days.reduce<Life>((life, step, index) => taken(life, step, `step ${index}`), {
    ...{ bills: [], notes: [] },
    state: started(first),
  });
}

/** A bill as `first day, day after the last: net of each line`. */
export function told({ start, end, lines, currency }: BilledPeriodData): string {
  const nets = lines.map((line) => formatMoney(money(netOf(line), currency)));

  return `${start} ${end}: ${nets.join(' ')}`;
}

/** The credit notes as `day: net off the first day, day after the last of the bill that charged it`. */
export function toldNotes({ bills, notes }: Life): readonly string[] {
  return notes.map(({ on, invoice, minor }) => {
    const bill = bills.find((each) => each.invoice === invoice);

    return `${on}: ${formatMoney(money(minor, bill?.currency ?? ''))} off ${bill?.start} ${bill?.end}`;
  });
}

function notesIn(facts: readonly SubscriptionFact[]): readonly Note[] {
  return facts.flatMap((fact) =>
    fact.type === 'subscription.changed'
      ? (fact.data.settlement?.notes ?? []).map((note) => ({
          ...{ on: fact.data.on, invoice: note.invoice, minor: sumOfNotes([note]) },
        }))
      : [],
  );
}

/** A price by a table, with the rules of its edges as they are by default. */
export function byTable(
  model: 'graduated' | 'volume',
  tiers: readonly (readonly [upTo: string | null, unit: string, flat: string])[],
  rules: Partial<Pick<Price & { readonly model: 'volume' }, 'flatAtZero' | 'fraction'>> = {},
): Price {
  const steps = tiers.map(([upTo, unit, flat]) => ({ upTo, unit, flat }));

  return { model, tiers: steps, flatAtZero: 'charge', fraction: 'exact_bound', minimum: null, ...rules };
}

function taken(life: Life, step: Step, key: string): Life {
  const at = `${step.on}T12:00:00.000Z`;
  const request = { key, fingerprint: 'asked' };
  const billed = moved(life.state, billAt(at));
  const bills = [...life.bills, ...billedIn(billed.facts)];
  if (step.coupon) {
    const { state } = moved(billed.state, { do: 'add_coupon', coupon: step.coupon, at, request });
    return { ...life, bills, state };
  }
  if (step.does) return { ...life, bills, state: moved(billed.state, commandOf(step.does, at)).state };
  if (!step.to) return { ...life, bills, state: billed.state };
  const { when = 'now' } = step;
  const target = targetOf(billed.state, step.to);
  const done = moved(billed.state, { ...billAt(at), do: 'change', when, target, agreed: null, request });

  return {
    bills: [...bills, ...billedIn(done.facts)],
    notes: [...life.notes, ...notesIn(done.facts)],
    state: done.state,
  };
}

function commandOf(does: NonNullable<Step['does']>, at: string): SubscriptionCommand {
  if (does === 'suspend') return { do: does, reason: 'Unpaid for 40 days', at };
  if (typeof does === 'string') return { do: does, at };

  return { do: 'cancel', when: does.end, credit: does.credit ?? 'none', at };
}

function targetOf(state: KnownSubscription, to: NonNullable<Step['to']>): Target {
  const { plan, planVersion, description, charge, rhythm } = state;
  const { price, quantity, ...rest } = to;
  const sold = {
    plan: price === undefined ? plan : `pln_${price}`,
    planVersion,
    description,
    price: price === undefined ? state.price : perUnit(price),
    quantity: quantity ?? state.quantity,
  };

  return { sold, interval: rhythm.interval, count: rhythm.count, charge, anchorDay: null, ...rest };
}
