/**
 * The billing engine alone, as a process of its own so that its heap can be bounded: streams subscriptions from a generator,
 * bills a period of each, drafts and sums up the invoice and reckons its postings. Prints the CPU
 * microseconds of an invoice of a run over few subscriptions and of one over many.
 */
import type { BilledPeriodData } from '../../shared/domain/billing/bill.ts';
import { rhythmFrom } from '../../shared/domain/billing/rhythm.ts';
import { draftPeriod } from '../../shared/domain/drafting/bills.ts';
import { draftSums } from '../../shared/domain/drafting/sums.ts';
import { invoiceIssued } from '../../shared/domain/ledger.ts';
import type { Price } from '../../shared/domain/pricing/models.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import type { SubscriptionFact } from '../../shared/domain/subscriptions/facts.ts';
import type { KnownSubscription } from '../../shared/domain/subscriptions/states.ts';
import type { SubscriptionTerms } from '../../shared/domain/subscriptions/terms.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { median } from './timing.ts';
import { fold } from '../../shared/kernel/decider.ts';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Europe/Lisbon', 'UTC'];
/** Subscriptions made at once, outside the time that is measured. */
const SOME = 500;
const WARM_UP = 5_000;
/** So many of the large run, then a small one. */
const EACH = 5_000;
const FIRST_DAY = '2026-01-01';
const SELLER = { country: 'DE', zone: 'Europe/Berlin', taxRates: null, vatId: 'DE123456788' };

/** Subscription number `n`: in arrears, with a quantity that changed twice within the period, so that its bill has three lines. */
function subscriptionAt(n: number): KnownSubscription {
  const start = addDays(FIRST_DAY, n % 28);
  const rhythm = rhythmFrom(start, {
    interval: 'month',
    count: 1,
    alignment: 'anniversary',
    anchorDay: null,
    firstIndex: 0,
  });
  const price: Price = { model: 'per_unit', amount: `${1 + (n % 90)}.${10 + (n % 90)}`, minimum: null };
  const sold = (quantity: string) => ({
    plan: 'pln_0',
    planVersion: 1,
    description: 'Seats',
    price,
    quantity,
  });
  const terms: SubscriptionTerms = {
    ...sold('7'),
    order: 'ord_0',
    line: 1,
    customer: 'cus_0',
    entity: 'ent_0',
    currency: 'EUR',
    tax: 'standard',
    zone: ZONES[n % ZONES.length] ?? 'UTC',
    rhythm,
    charge: 'in_arrears',
    startsOn: start,
    rules: { changeDay: 'new', stacking: 'chained' },
    dueDays: 14,
    language: 'en',
  };
  const begun = subscriptions.decide(
    { status: 'none' },
    { do: 'start', terms, at: '2026-02-01T12:00:00.000Z' },
  );
  if (!begun.ok) throw new Error(begun.refusal.code);
  const state = fold(subscriptions, begun.value, subscriptions.initial);
  if (state.status === 'none') throw new Error('it did not begin');
  const [first, second] = [addDays(start, 9), addDays(start, 20)];

  return {
    ...state,
    former: [
      { sold: sold('3'), until: first, next: first },
      { sold: sold('5'), until: second, next: second },
    ],
  };
}

/** Bills the period that is owed, and answers the gross of the invoice. */
function bill(state: KnownSubscription, n: number): bigint {
  const at = '2026-03-01T12:00:00.000Z';
  const command = {
    do: 'bill',
    tenant: 'ten_0',
    subscription: `sub_${n}`,
    at,
    target: null,
    run: 'run_0',
    profile: 1,
  } as const;
  const decided = subscriptions.decide(state, command);
  if (!decided.ok) throw new Error(decided.refusal.code);
  const period = decided.value.find(isBilled)?.data;
  if (period?.lines.length !== 3) throw new Error('a bill of three lines was expected');
  fold(subscriptions, decided.value, state);
  const drafted = draftPeriod(period, { seller: SELLER, now: at });
  if (!drafted.ok) throw new Error(drafted.refusal.code);
  const sums = draftSums(drafted.value);
  const { entity, currency } = period;
  invoiceIssued({ entity, currency, date: drafted.value.issueDate, ...sums });

  return sums.grossMinor;
}

function isBilled(
  fact: SubscriptionFact,
): fact is { readonly type: 'subscription.billed'; readonly data: BilledPeriodData } {
  return fact.type === 'subscription.billed';
}

/** CPU microseconds of an invoice over subscriptions `[from, from + SOME)`; making them is left out. */
function measured(from: number): number {
  const some = Array.from({ length: SOME }, (_, place) => subscriptionAt(from + place));
  let sum = 0n;
  const before = process.cpuUsage();
  for (const [place, state] of some.entries()) sum += bill(state, from + place);
  const { user, system } = process.cpuUsage(before);
  if (sum <= 0n) throw new Error('nothing was billed');

  return (user + system) / SOME;
}

/** A run over many, and between its pieces one over few, so that whatever else the machine does falls on both alike. */
function compared(few: number, many: number) {
  const costs = { few: [] as number[], many: [] as number[] }; // filled below
  for (let from = 0; from < many; from += SOME) {
    costs.many.push(measured(from));
    if (from % EACH === 0) for (let own = 0; own < few; own += SOME) costs.few.push(measured(own));
  }

  return { few: median(costs.few), many: median(costs.many) };
}

for (let from = 0; from < WARM_UP; from += SOME) measured(from);
const [few = 0, many = 0] = process.argv.slice(2).map(Number);
console.log(JSON.stringify(compared(few, many)));
