/**
 * A subscription reckoned again from its beginning: what it must have been billed, less what it was, less what somebody took back
 * by hand. The difference is billed with its next bill, once for each version of the rules, or at once where it is asked for.
 */
import type { BillCommand } from '../domain/billing/bill.ts';
import { type Repairs, RULES_VERSION } from '../domain/billing/repairs.ts';
import { netOf } from '../domain/billing/lines.ts';
import { customers } from '../domain/customers.ts';
import { amountMinorOf } from '../domain/invoices/wishes.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import { billed } from '../domain/subscriptions/bill.ts';
import type { SubscriptionFact } from '../domain/subscriptions/facts.ts';
import { reconciled } from '../domain/subscriptions/reconcile.ts';
import {
  chargesOf,
  differenceOf,
  type ReconciledBill,
  type Reconciliation,
  repairsOf,
  withCredited,
} from '../domain/subscriptions/reconciliation.ts';
import type { KnownSubscription, Subscription } from '../domain/subscriptions/states.ts';
import { noSubscription } from '../domain/subscriptions/unknown.ts';
import { type Acting, attempt, factsOf, load, type Loaded, ROUNDS_MAX, staleVersion } from '../execute.ts';
import { commitsOf } from '../journal/story.ts';
import { greater, lesser } from '../kernel/money.ts';
import { Contended } from '../kernel/contended.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { AggregateRef, Ports } from '../ports.ts';
import { placeOfBill } from './gathered-bills.ts';
import { lastRevision } from './replacing.ts';

/** Commits up to which a bill looks back at a subscription by itself; a longer one is reckoned where somebody asks. */
export const COMMITS_RECKONED_MAX = 2_000;

type Read = Pick<Ports, 'journal'>;

/** All bills until a version, or until the newest, as an instant knows them; null where there is no subscription. */
export async function reckon(
  ref: AggregateRef,
  { at, to }: { readonly at: Instant; readonly to?: number },
  { journal }: Read,
): Promise<Reconciliation | null> {
  const commits = await commitsOf(journal, ref, to === undefined ? {} : { to });
  const facts = commits.flatMap((commit) => factsOf<SubscriptionFact>(commit));
  const found = reconciled(facts, { tenant: ref.tenant, subscription: ref.id, at });

  return found && withHandNotes(ref.tenant, found, { journal });
}

/** What is to be put right with the bills that a command would make; undefined where that was looked at, or nothing is billed. */
export async function repairsOwed(
  { state, version }: Pick<Loaded<KnownSubscription>, 'state' | 'version'>,
  { ref, command }: { readonly ref: AggregateRef; readonly command: BillCommand },
  ports: Read,
): Promise<Repairs | undefined> {
  if (state.rulesVersion === RULES_VERSION || version > COMMITS_RECKONED_MAX) return undefined;
  const facts = billed(state, { ...command, usage: 'unread' });
  if (!facts.some(({ type }) => type === 'subscription.billed')) return undefined;
  // Its first commit bills nothing.
  if (version === 1) return { of: [], isAll: true };
  const found = await reckon(ref, { at: command.at, to: version }, ports);

  return found ? repairsOf(found) : undefined;
}

/** Bills the difference at once. Refuses with `subscription.not_found`, `precondition.failed`, and as the rules of a repair do. */
export async function repairNow(
  {
    ref,
    acting,
    expect,
  }: { readonly ref: AggregateRef; readonly acting: Acting; readonly expect: number | undefined },
  { journal }: Read,
): Promise<Result<Reconciliation>> {
  const { tenant, id: subscription } = ref;
  const { at } = acting;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const loaded = await load(journal, subscriptions, ref);
    const found = await reckon(ref, { at, to: loaded.version }, { journal });
    if (!found) return noSubscription();
    const profile = await profileOf(tenant, loaded.state, { journal });
    const asked = { tenant, subscription, at, target: null, run: null, profile };
    const command = { do: 'repair', ...asked, repairs: repairsOf(found) } as const;
    const isStale = expect !== undefined && expect !== loaded.version;
    if (isStale && command.repairs.of.length > 0) return staleVersion(loaded.version);
    const done = await attempt(journal, subscriptions, { ref, loaded, command, acting });
    if (!done) continue;
    if (!done.ok) return done;
    const after = done.value.commit ? await reckon(ref, { at }, { journal }) : found;
    return after ? ok(after) : noSubscription();
  }

  throw new Contended(`${ref.id} stays contended after ${ROUNDS_MAX} rounds`);
}

async function profileOf(
  tenant: string,
  subscription: Subscription,
  { journal }: Read,
): Promise<number | null> {
  if (subscription.status === 'none') return null;
  const { state } = await load(journal, customers, { tenant, id: subscription.customer });

  return state.status === 'active' ? state.profile : null;
}

/** With what credit notes that nobody asked for by a rule took back of each bill that came to too much. */
async function withHandNotes(tenant: string, found: Reconciliation, ports: Read): Promise<Reconciliation> {
  const wrong = found.bills.filter((bill) => differenceOf(bill) < 0n);
  if (wrong.length === 0) return found;
  // What was given back too little has no invoice of its own, and so a note on any stands for it.
  const isAny = wrong.some(({ bill }) => bill === null);
  const taken = new Map<ReconciledBill, readonly bigint[]>();
  for (const bill of isAny ? found.bills : wrong)
    taken.set(bill, await takenByHand(tenant, { bill, found }, ports));
  const credited = new Map(wrong.map((bill) => [bill, creditedOf(bill, taken.get(bill) ?? [])]));
  let left = sumOf([...taken.values()].flat()) - sumOf([...credited.values()]);

  return withCredited(found, (bill) => {
    if (bill.bill) return credited.get(bill) ?? 0n;
    const own = lesser(left, -differenceOf(bill));
    left -= own;
    return own;
  });
}

/** What was taken back of lines that came to too much; of a bill with other lines than it must have, whatever was. */
function creditedOf(bill: ReconciledBill, taken: readonly bigint[]): bigint {
  const { expectedLines, bill: made } = bill;
  const over = -differenceOf(bill);
  const lines = chargesOf(made?.lines ?? []);
  if (lines.length !== expectedLines.length) return lesser(sumOf(taken), over);
  const own = lines.map((line, index) => {
    const expected = expectedLines[index];
    const more = expected ? netOf(line) - netOf(expected) : 0n;
    return lesser(greater(more, 0n), taken[made?.lines.indexOf(line) ?? 0] ?? 0n);
  });

  return lesser(sumOf(own), over);
}

/** What was taken back of each line of a bill by notes that no end, change or repair asked for. */
async function takenByHand(
  tenant: string,
  { bill: { bill }, found }: { readonly bill: ReconciledBill; readonly found: Reconciliation },
  ports: Read,
): Promise<readonly bigint[]> {
  const place = bill && (await placeOfBill(tenant, bill, ports));
  if (!place) return [];
  const { state } = await lastRevision({ tenant, id: place.invoice }, ports.journal);
  if (state.status === 'none') return [];
  const pieces = found.notes.flatMap(({ invoice, lines }) => (invoice === bill.invoice ? lines : []));

  return bill.lines.map((_, index) => {
    const taken = state.creditedMinor[place.offset + index] ?? 0n;
    const byRule = pieces.filter(({ line }) => line === index + 1).map(amountMinorOf);
    return greater(taken - sumOf(byRule), 0n);
  });
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, minor) => sum + minor, 0n);
}
