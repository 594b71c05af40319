/**
 * Recompute and compare: what the bills of a subscription must have come to, reckoned again from its beginning with the rules
 * that bill, less what they did come to. Of the recorded bills only the day, the usage and its corrections are believed.
 */
import { fold } from '../../kernel/decider.ts';
import { changeBill, periodBill, usageBill } from '../billing.ts';
import type { BillCommand, BilledPeriodData } from '../billing/bill.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import { netSum } from '../billing/lines.ts';
import { isAnythingLeft, isBehind, isChargeLeft } from '../billing/owed.ts';
import type { CivilDate, Instant } from '../../kernel/time.ts';
import { type Changed, type ChangeAtOnce, changeAtOnce, settledChange } from './at-once.ts';
import { billed } from './bill.ts';
import { lastChargesBill } from './charges.ts';
import { sumOfNotes } from './creditable.ts';
import type { SubscriptionFact } from './facts.ts';
import { settlementOf } from './ending.ts';
import { evolveKnown, subscriptionStory } from './evolve.ts';
import { commandOf } from './recorded.ts';
import type { KnownSubscription, Settlement } from './states.ts';

/** What one bill must come to in the basis of the prices, and what it did; an end or a credit gives back, so its amounts are negative. */
export type ReconciledBill = {
  readonly kind: 'period' | 'change' | 'usage' | 'credit' | 'end';
  /** Of a period its index, of a change or of usage its number; null of what a change or an end gives back by credit notes. */
  readonly number: number | null;
  readonly start: CivilDate;
  readonly end: CivilDate;
  readonly expectedMinor: bigint;
  readonly billedMinor: bigint;
  /** Why it is not billed yet, where that is no difference: it is owed by now, or set aside with this code. */
  readonly pending: string | null;
};

/** Every bill of a subscription so far; `differenceMinor` is what was billed too little, and negative where it was too much. */
export type Reconciliation = {
  readonly currency: string;
  readonly bills: readonly ReconciledBill[];
  readonly expectedMinor: bigint;
  readonly billedMinor: bigint;
  readonly pendingMinor: bigint;
  readonly differenceMinor: bigint;
};

type Asked = { readonly tenant: string; readonly subscription: string; readonly at: Instant };
type Later = Exclude<SubscriptionFact, { readonly type: 'subscription.created' }>;

/** Lines of a change that its bill must hold. */
type Owed = {
  readonly kind: 'within' | 'anew';
  readonly on: CivilDate;
  readonly lines: readonly BilledLine[];
};

type Walk = { state: KnownSubscription; owed: Owed | null; readonly rows: ReconciledBill[] };

/** Reckons the bills of the facts again, oldest first; null where the first fact created nothing. */
export function reconciled(facts: readonly SubscriptionFact[], asked: Asked): Reconciliation | null {
  const [created, ...later] = facts;
  const state = created && fold(subscriptionStory, [created]);
  if (!state || state.status === 'none') return null;
  const walk: Walk = { state, owed: null, rows: [] };
  for (const fact of later) {
    if (fact.type === 'subscription.billed') compareBill(fact.data, walk, asked);
    else if (fact.type !== 'subscription.created') follow(fact, walk, asked);
  }
  missChange(walk, asked);
  pend(walk, asked);

  return summed(walk);
}

function follow(fact: Later, walk: Walk, asked: Asked): void {
  missChange(walk, asked);
  catchUp(fact, walk, asked);
  const { state } = walk;
  if (fact.type === 'subscription.changed') {
    followChange(fact, walk, asked);
    return;
  }
  if (fact.type === 'subscription.ended') {
    const { cancellation } = state;
    const { endsOn, settlement } = fact.data;
    const wanted = cancellation && settlementOf(state, cancellation);
    compareBack({ kind: 'end', start: endsOn, end: endsOn }, { wanted, told: settlement }, walk);
  }
  walk.state = evolveKnown(state, fact);
}

/** Of what a change gives back by credit notes nothing is believed either. */
function followChange(told: Changed, walk: Walk, asked: Asked): void {
  const { state } = walk;
  const { settlement, ...data } = told.data;
  const plain: Changed = { type: told.type, data };
  const change = changeOwed(plain, state, asked);
  const settled = change ? settledChange(state, change) : { fact: plain, credits: [] };
  const { settlement: wanted } = settled.fact.data;
  const end = wanted?.lines.at(-1)?.end ?? settlement?.lines.at(-1)?.end ?? data.on;
  compareBack({ kind: 'credit', start: data.on, end }, { wanted, told: settlement }, walk);
  walk.state = evolveKnown(state, settled.fact);
  walk.owed = change && { kind: change.kind, on: data.on, lines: [...settled.credits, ...change.charges] };
}

function compareBack(
  of: Pick<ReconciledBill, 'kind' | 'start' | 'end'>,
  { wanted, told }: Readonly<Record<'wanted' | 'told', Pick<Settlement, 'notes'> | null | undefined>>,
  walk: Walk,
): void {
  const [expectedMinor, billedMinor] = [-sumOfNotes(wanted?.notes ?? []), -sumOfNotes(told?.notes ?? [])];
  if (expectedMinor !== 0n || billedMinor !== 0n)
    walk.rows.push({ ...of, number: null, pending: null, expectedMinor, billedMinor });
}

/** Whatever is owed is billed before a change or a suspension, and all there is before an end or a resumption behind a pause: else it is missing. */
function catchUp(fact: Later, walk: Walk, asked: Asked): void {
  const { type, data } = fact;
  const isChange =
    (type === 'subscription.changed' && data.request !== null) ||
    (type === 'subscription.suspended' && data.from !== null && walk.state.charge === 'in_advance');
  const isGoneOn = type === 'subscription.resumed' || type === 'subscription.reinstated';
  const isClosed = type === 'subscription.ended' || (isGoneOn && data.rhythm !== null);
  const isApplied = type === 'subscription.changed' && data.request === null;
  const isMissing = () =>
    (isChange && isBehind(walk.state, data.at)) ||
    (isApplied && walk.state.nextIndex < (walk.state.scheduled?.index ?? 0)) ||
    (isClosed && isAnythingLeft(walk.state));
  const command = { ...asked, ...NOBODY, at: data.at };
  while (isMissing()) record(nextPeriod(walk, command), null, walk);
  if (type === 'subscription.ended' && isChargeLeft(walk.state))
    record(lastChargesBill(walk.state, command), null, walk);
}

/** What a change makes due at once; null where it has not begun, waited for its day or is charged in arrears. */
function changeOwed(fact: Changed, state: KnownSubscription, asked: Asked): ChangeAtOnce | null {
  const isAtOnce = fact.data.request !== null && state.status === 'active' && state.charge === 'in_advance';

  return isAtOnce ? changeAtOnce(state, { fact, asked: { ...asked, ...NOBODY } }) : null;
}

/** Compares one recorded bill with what it must be; whatever should stand before it is missing. */
function compareBill(data: BilledPeriodData, walk: Walk, asked: Asked): void {
  const command = commandOf(data, walk.state, asked);
  if (data.usage === undefined && data.change === null) comparePeriod(data, command, walk);
  else
    record(
      data.usage === undefined ? changeOf(data, command, walk) : usageOf(data, command, walk),
      data,
      walk,
    );
}

function usageOf(data: BilledPeriodData, command: BillCommand, { state }: Walk): BilledPeriodData | null {
  return (data.usage ?? 0) > (state.usage?.bills ?? 0) ? usageBill(state, command) : null;
}

function changeOf({ end }: BilledPeriodData, command: BillCommand, walk: Walk): BilledPeriodData | null {
  const { owed } = walk;
  // Charges that no period is left to bill are on a bill of their own.
  if (owed?.kind !== 'within') return isChargeLeft(walk.state) ? lastChargesBill(walk.state, command) : null;
  walk.owed = null;

  return billOfChange(owed, { end }, { walk, command });
}

function comparePeriod(data: BilledPeriodData, command: BillCommand, walk: Walk): void {
  if (walk.owed?.kind === 'within') missChange(walk, command);
  // As many as the recorded one is ahead; each takes the place of one that is not there.
  while (walk.state.nextIndex < data.index)
    record(nextPeriod(walk, { ...command, usage: undefined }), null, walk);
  record(walk.state.nextIndex === data.index ? nextPeriod(walk, command) : null, data, walk);
}

function nextPeriod(walk: Walk, command: BillCommand): BilledPeriodData {
  const credits = walk.owed?.kind === 'anew' ? walk.owed.lines : [];
  walk.owed = null;

  return periodBill(walk.state, command, credits);
}

function billOfChange(
  { lines, on }: Owed,
  { end }: Pick<BilledPeriodData, 'end'>,
  { walk, command }: { readonly walk: Walk; readonly command: BillCommand },
): BilledPeriodData {
  return changeBill(walk.state, command, { lines, span: { start: on, end } });
}

/** A change whose bill did not follow. */
function missChange(walk: Walk, asked: Asked): void {
  const { owed } = walk;
  if (!owed) return;
  const command = { ...asked, ...NOBODY };
  walk.owed = owed.kind === 'anew' ? owed : null;
  const end = owed.lines.at(-1)?.end ?? owed.on;
  const isAnew = owed.kind === 'anew';
  record(isAnew ? nextPeriod(walk, command) : billOfChange(owed, { end }, { walk, command }), null, walk);
}

const NOBODY = { target: null, run: null, profile: 0 } as const;

function record(expected: BilledPeriodData | null, data: BilledPeriodData | null, walk: Walk): void {
  const shown = data ?? expected;
  if (!shown) return;
  const { index, change, usage, start, end } = shown;
  const kind = usage !== undefined ? 'usage' : change === null ? 'period' : 'change';
  const [expectedMinor, billedMinor] = [netSum(expected?.lines ?? []), netSum(data?.lines ?? [])];
  walk.rows.push({
    ...{ kind, number: usage ?? change ?? index, start, end, expectedMinor, billedMinor, pending: null },
  });
  if (expected) walk.state = evolveKnown(walk.state, { type: 'subscription.billed', data: expected });
}

/** What is owed by now and not billed; its usage is read when it is. */
function pend(walk: Walk, asked: Asked): void {
  const { state } = walk;
  const pending = state.parked?.code ?? 'owed';
  for (const fact of billed({ ...state, parked: null }, { ...asked, ...NOBODY, usage: 'unread' })) {
    if (fact.type !== 'subscription.billed') continue;
    record(fact.data, null, walk);
    const row = walk.rows.pop();
    if (row) walk.rows.push({ ...row, pending });
  }
}

function summed({ state, rows: bills }: Walk): Reconciliation {
  const sumOf = (amount: (bill: ReconciledBill) => bigint) =>
    bills.reduce((sum, bill) => sum + amount(bill), 0n);
  const expectedMinor = sumOf((bill) => bill.expectedMinor);
  const billedMinor = sumOf((bill) => bill.billedMinor);
  const pendingMinor = sumOf((bill) => (bill.pending === null ? 0n : bill.expectedMinor));
  const differenceMinor = expectedMinor - billedMinor - pendingMinor;

  return { currency: state.currency, bills, expectedMinor, billedMinor, pendingMinor, differenceMinor };
}
