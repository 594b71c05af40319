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
import type { CivilDate } from '../../kernel/time.ts';
import { type Changed, type ChangeAtOnce, changeAtOnce, settledChange } from './at-once.ts';
import { billed } from './bill.ts';
import { lastChargesBill } from './charges.ts';
import { sumOfNotes } from './creditable.ts';
import type { SubscriptionFact } from './facts.ts';
import { settlementOf } from './ending.ts';
import { evolveKnown, subscriptionStory } from './evolve.ts';
import { healedBy, isSameLife, withCredit } from './healing.ts';
import { commandOf } from './recorded.ts';
import { isSameWindows, noteWindows, type Windows, withFormer } from './charged-windows.ts';
import {
  chargesOf,
  isOfRepairs,
  notesIn,
  noteRepairs,
  type ReconciledBill,
  type Reconciliation,
  type Repaired,
  summedUp,
} from './reconciliation.ts';
import type { GivenBack, KnownSubscription, Settlement } from './states.ts';

type Asked = Pick<BillCommand, 'tenant' | 'subscription' | 'at'>;
type Later = Exclude<SubscriptionFact, { readonly type: 'subscription.created' }>;

/** Lines of a change that its bill must hold. */
type Owed = {
  readonly kind: 'within' | 'anew';
  readonly on: CivilDate;
  readonly lines: readonly BilledLine[];
};

type Walk = {
  /** What it must be: made of the bills as they must be, but for credit, which is what it is. */
  state: KnownSubscription;
  /** What it is. */
  is: KnownSubscription;
  owed: Owed | null;
  /** Changes so far. */
  changes: number;
  readonly rows: ReconciledBill[];
  readonly repaired: Repaired;
  readonly notes: GivenBack[];
  /** What the windows of usage came to. */
  readonly windows: Readonly<Record<'must' | 'is', Windows>>;
};

/** Reckons the bills of the facts again, oldest first; null where the first fact created nothing. */
export function reconciled(facts: readonly SubscriptionFact[], asked: Asked): Reconciliation | null {
  const [created, ...later] = facts;
  const state = created && fold(subscriptionStory, [created]);
  if (!state || state.status === 'none') return null;
  const walk: Walk = {
    ...{ state, is: state, owed: null, changes: 0, rows: [], repaired: new Map(), notes: [] },
    windows: { must: new Map(), is: new Map() },
  };
  for (const fact of later) {
    if (fact.type === 'subscription.created') continue;
    if (fact.type === 'subscription.billed') compareBill(fact.data, walk, asked);
    else follow(fact, walk, asked);
    walk.is = evolveKnown(walk.is, fact);
    walk.state = withCredit(walk);
  }
  missChange(walk, asked);
  const healed = healedBy(walk);
  const isSpoiled = !isSameLife(walk) || !isSameWindows(walk.windows);
  pend(walk, asked);

  return summedUp({ currency: walk.is.currency, notes: walk.notes, healed, isSpoiled }, walk);
}

function follow(fact: Later, walk: Walk, asked: Asked): void {
  missChange(walk, asked);
  catchUp(fact, walk, asked);
  walk.notes.push(...notesIn(fact));
  const { state } = walk;
  if (fact.type === 'subscription.changed') {
    followChange(fact, walk, asked);
    return;
  }
  if (fact.type === 'subscription.ended') {
    const { cancellation } = state;
    const { endsOn, settlement } = fact.data;
    const wanted = cancellation && settlementOf(state, cancellation);
    const start = state.charged.at(-1)?.start ?? endsOn;
    compareBack({ kind: 'end', number: null, start, end: endsOn }, { wanted, told: settlement }, walk);
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
  walk.changes += 1;
  const of = { kind: 'credit', number: walk.changes, start: data.on, end } as const;
  compareBack(of, { wanted, told: settlement }, walk);
  walk.state = evolveKnown(state, settled.fact);
  walk.owed = change && { kind: change.kind, on: data.on, lines: [...settled.credits, ...change.charges] };
}

function compareBack(
  of: Pick<ReconciledBill, 'kind' | 'number' | 'start' | 'end'>,
  { wanted, told }: Readonly<Record<'wanted' | 'told', Pick<Settlement, 'notes'> | null | undefined>>,
  walk: Walk,
): void {
  const [expectedMinor, billedMinor] = [-sumOfNotes(wanted?.notes ?? []), -sumOfNotes(told?.notes ?? [])];
  if (expectedMinor !== 0n || billedMinor !== 0n)
    walk.rows.push({ ...of, ...PLAIN, bill: null, expectedLines: [], expectedMinor, billedMinor });
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
  noteRepairs(data, walk.repaired);
  noteWindows(data, walk.windows.is);
  if (isOfRepairs(data.lines)) {
    // Whatever it healed of the one that is was never wrong with the one that must be.
    const { healed: _, ...plain } = data;
    walk.state = evolveKnown(walk.state, { type: 'subscription.billed', data: plain });
    return;
  }
  const command = withFormer(commandOf(data, walk.state, asked), walk.windows.must);
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
  // What the recorded one corrects and repairs is on no other.
  const { tenant, subscription, at } = command;
  const plain = { tenant, subscription, at, ...NOBODY };
  if (walk.owed?.kind === 'within') missChange(walk, plain);
  // As many as the recorded one is ahead; each takes the place of one that is not there.
  while (walk.state.nextIndex < data.index) record(nextPeriod(walk, plain), null, walk);
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
const PLAIN = { pending: null, repairedMinor: 0n, creditedMinor: 0n } as const;

function record(expected: BilledPeriodData | null, data: BilledPeriodData | null, walk: Walk): void {
  const shown = data ?? expected;
  if (!shown) return;
  const { index, change, usage, start, end } = shown;
  const kind = usage !== undefined ? 'usage' : change === null ? 'period' : 'change';
  const of = { kind, number: usage ?? change ?? index, start, end, bill: data } as const;
  const expectedLines = chargesOf(expected?.lines ?? []);
  const [expectedMinor, billedMinor] = [netSum(expectedLines), netSum(chargesOf(data?.lines ?? []))];
  walk.rows.push({ ...of, ...PLAIN, expectedLines, expectedMinor, billedMinor });
  if (!expected) return;
  noteWindows(expected, walk.windows.must);
  walk.state = evolveKnown(walk.state, { type: 'subscription.billed', data: expected });
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
