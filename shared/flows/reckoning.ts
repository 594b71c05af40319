/**
 * A subscription reckoned again from its beginning: what it must have been billed, less what it was, less what somebody took back
 * by hand. The difference is billed with its next bill, once for each version of the rules, or at once where it is asked for.
 */
import type { BillCommand } from '../domain/billing/bill.ts';
import { type Repairs, RULES_VERSION } from '../domain/billing/repairs.ts';
import { customers } from '../domain/customers.ts';
import { amountMinorOf } from '../domain/invoices/wishes.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import { billed } from '../domain/subscriptions/bill.ts';
import type { SubscriptionFact } from '../domain/subscriptions/facts.ts';
import { reconciled } from '../domain/subscriptions/reconcile.ts';
import {
  differenceOf,
  type ReconciledBill,
  type Reconciliation,
  repairsOf,
  withCredited,
} from '../domain/subscriptions/reconciliation.ts';
import type { KnownSubscription, Subscription } from '../domain/subscriptions/states.ts';
import { noSubscription } from '../domain/subscriptions/unknown.ts';
import { type Acting, attempt, factsOf, load, type Loaded, ROUNDS_MAX } from '../execute.ts';
import { commitsOf } from '../journal/story.ts';
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
  if (!wasBilled(state)) return { of: [], isAll: true };
  const found = await reckon(ref, { at: command.at, to: version }, ports);

  return found ? repairsOf(found) : undefined;
}

/** Bills the difference at once. Refuses with `subscription.not_found` and as the rules of a repair do. */
export async function repairNow(
  { ref, acting }: { readonly ref: AggregateRef; readonly acting: Acting },
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
    const done = await attempt(journal, subscriptions, { ref, loaded, command, acting });
    if (!done) continue;
    if (!done.ok) return done;
    const after = done.value.commit ? await reckon(ref, { at }, { journal }) : found;
    return after ? ok(after) : noSubscription();
  }

  throw new Contended(`${ref.id} stays contended after ${ROUNDS_MAX} rounds`);
}

function wasBilled({ nextIndex, rhythm, changes, usage }: KnownSubscription): boolean {
  return nextIndex > rhythm.firstIndex || changes > 0 || (usage?.bills ?? 0) > 0;
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
  const credited = new Map<ReconciledBill, bigint>();
  for (const bill of found.bills)
    if (differenceOf(bill) < 0n) credited.set(bill, await takenByHand(tenant, { bill, found }, ports));

  return withCredited(found, (bill) => credited.get(bill) ?? 0n);
}

async function takenByHand(
  tenant: string,
  { bill: { bill }, found }: { readonly bill: ReconciledBill; readonly found: Reconciliation },
  ports: Read,
): Promise<bigint> {
  const place = bill && (await placeOfBill(tenant, bill, ports));
  if (!place) return 0n;
  const { state } = await lastRevision({ tenant, id: place.invoice }, ports.journal);
  if (state.status === 'none') return 0n;
  const own = state.creditedMinor.slice(place.offset, place.offset + bill.lines.length);
  const taken = own.reduce((sum, minor) => sum + minor, 0n);
  const pieces = found.notes.flatMap(({ invoice, lines }) => (invoice === bill.invoice ? lines : []));
  const byRule = pieces.reduce((sum, piece) => sum + amountMinorOf(piece), 0n);

  return taken > byRule ? taken - byRule : 0n;
}
