/**
 * Gathers bills of one customer that fell due together. Whoever comes with a bill looks at all who gather with it; the last
 * of them records once which bills are one invoice. What comes after that has an invoice of its own.
 */
import type { BilledPeriodData } from '../domain/billing.ts';
import {
  GATHERED_MAX,
  type GatheredBill,
  gatheringOf,
  gatherings,
  invoiceOfGathering,
  placeOf,
  rosterOf,
  rosters,
} from '../domain/gatherings.ts';
import type { GivenBack } from '../domain/subscriptions/creditable.ts';
import { type KnownSubscription, type SubscriptionFact, subscriptions } from '../domain/subscriptions.ts';
import { type Acting, create, execute, factsOf, load } from '../execute.ts';
import { addToInstant, type Instant } from '../kernel/time.ts';
import type { Commit, Ports } from '../ports.ts';

type Store = Pick<Ports, 'journal'>;

/** Hours after which bills are gathered without those that are still owed: a fault of one does not keep the others waiting. */
export const GATHER_HOURS_MAX = 1;

/** Commits of each subscription that are looked through for a bill. */
const COMMITS_BACK_MAX = 20;

/** Days after its end before a subscription makes room for another: all its bills are gathered by then. */
const ENDED_DAYS = 2;

/** Lets the subscriptions of an order gather their bills, before any of them has one. */
export async function joinRoster(
  of: Parameters<typeof rosterOf>[1] & {
    readonly tenant: string;
    readonly subscriptions: readonly string[];
    readonly acting: Acting;
  },
  ports: Store,
): Promise<void> {
  const { tenant, subscriptions: joining, acting } = of;
  if (joining.length === 0) return;
  const ref = { tenant, id: rosterOf(tenant, of) };
  const { state } = await load(ports.journal, rosters, ref);
  const isFull = state.subscriptions.length + joining.length > GATHERED_MAX;
  const longAgo = addToInstant(acting.at, { days: -ENDED_DAYS });
  const ended = isFull ? await endedBefore(longAgo, { tenant, ids: state.subscriptions }, ports) : [];
  const command = { do: 'join', subscriptions: joining, ended } as const;
  const done = await execute(ports.journal, rosters, { ref, command, acting });
  if (!done.ok) throw new Error(`${ref.id}: ${done.refusal.code}`);
}

async function endedBefore(
  at: Instant,
  of: { readonly tenant: string; readonly ids: readonly string[] },
  { journal }: Store,
): Promise<readonly string[]> {
  const states = await Promise.all(
    of.ids.map((id) => load(journal, subscriptions, { tenant: of.tenant, id })),
  );

  return of.ids.filter((_, index) => {
    const state = states[index]?.state;
    return state?.status === 'ended' && (state.endedAt ?? at) < at;
  });
}

type Bill = GatheredBill & {
  readonly gathering: string;
  readonly dueAt: Instant;
  /** When it was made. */
  readonly at: Instant;
};

/** One of those who gather: what it is now, and what it has billed of late. */
type Member = { readonly state: KnownSubscription | undefined; readonly bills: readonly Bill[] };

/**
 * Gathers what a commit of a subscription lets be gathered: the bills it made, and those of others that waited for it, because
 * it was behind or is set aside now. Answers the bills of the commit that were left out and owe invoices of their own.
 */
export async function gather(
  commit: Commit,
  ports: Pick<Ports, 'journal' | 'clock'>,
): Promise<readonly BilledPeriodData[]> {
  const own = billsIn(commit);
  const wasParked = commit.facts.some(({ type }) => type === 'subscription.parked');
  if (own.length === 0 && !wasParked) return [];
  const members = await membersWith(commit, ports);
  const young = addToInstant(commit.at, { hours: -GATHER_HOURS_MAX });
  const waiting = [...own, ...members.flatMap(({ bills }) => bills.filter(({ at }) => at >= young))];
  const left = new Set<string>();
  for (const { gathering, dueAt } of new Map(waiting.map((bill) => [bill.gathering, bill])).values()) {
    const found = await gathered({ gathering, dueAt, commit }, members, ports);
    if (found.status === 'none') continue;
    for (const bill of own)
      if (bill.gathering === gathering && !found.bills.some(({ invoice }) => invoice === bill.invoice))
        left.add(bill.invoice);
  }

  return factsOf<SubscriptionFact>(commit).flatMap((fact) =>
    fact.type === 'subscription.billed' && left.has(fact.data.invoice) ? [fact.data] : [],
  );
}

type Asked = { readonly gathering: string; readonly dueAt: Instant; readonly commit: Commit };

/** What is recorded of a gathering, or is now, where nobody is waited for any more. */
async function gathered(
  { gathering, dueAt, commit }: Asked,
  members: readonly Member[],
  ports: Pick<Ports, 'journal' | 'clock'>,
) {
  const { tenant } = commit;
  const ref = { tenant, id: gathering };
  const { state } = await load(ports.journal, gatherings, ref);
  if (state.status !== 'none') return state;
  const now = ports.clock.now();
  const isWaiting = members.some((member) => isAwaited(member, { tenant, gathering, dueAt }));
  const bills = members.flatMap((member) => member.bills.filter((bill) => bill.gathering === gathering));
  const isLate = bills.some(({ at }) => addToInstant(at, { hours: GATHER_HOURS_MAX }) <= now);
  if ((isWaiting && !isLate) || bills.length === 0) return state;
  const invoice = invoiceOfGathering(tenant, gathering, bills);
  const listed = bills.map(({ gathering: _, dueAt: _due, at: _at, ...bill }) => bill);
  const command = { do: 'gather', invoice, bills: listed } as const;
  const acting = {
    actor: 'invoices.issue',
    cause: `${commit.id}:${commit.version}`,
    trace: commit.trace,
    at: now,
  };
  const done = await create(ports.journal, gatherings, { ref, command, acting });
  if (!done.ok) throw new Error(`${gathering}: ${done.refusal.code}`);

  return done.value.state;
}

/** Whether a member still owes what falls into the gathering: it is due, not billed and not set aside. One that has not started yet is waited for, too. */
function isAwaited(
  { state }: Member,
  of: { readonly tenant: string; readonly gathering: string; readonly dueAt: Instant },
): boolean {
  if (!state) return true;
  if (state.parked !== null || state.dueOn === null || state.nextDueAt > of.dueAt) return false;

  return gatheringOf(of.tenant, state, of.dueAt) === of.gathering;
}

async function membersWith(commit: Commit, { journal }: Store): Promise<readonly Member[]> {
  const { tenant } = commit;
  const { state: own } = await load(journal, subscriptions, commit);
  if (own.status === 'none') return [];
  const { state: roster } = await load(journal, rosters, { tenant, id: rosterOf(tenant, own) });
  const ids = roster.subscriptions.includes(commit.id)
    ? roster.subscriptions
    : [...roster.subscriptions, commit.id];

  return Promise.all(ids.map((id) => memberOf({ tenant, id }, journal)));
}

async function memberOf(
  ref: { readonly tenant: string; readonly id: string },
  journal: Ports['journal'],
): Promise<Member> {
  const { state, version } = await load(journal, subscriptions, ref);
  if (state.status === 'none') return { state: undefined, bills: [] };
  const commits = await journal.history(ref, Math.max(1, version - COMMITS_BACK_MAX + 1));

  return { state, bills: commits.flatMap((commit) => billsIn(commit)) };
}

/** The bills of a commit that are to be gathered. */
function billsIn({ id, version, facts }: Commit): readonly Bill[] {
  const told = facts as readonly SubscriptionFact[]; // of any aggregate; of others only the types are read

  return told.flatMap((fact) => {
    if (fact.type !== 'subscription.billed' || fact.data.gathering === undefined) return [];
    const { index: period, invoice, lines, gathering, dueAt, at } = fact.data;
    return [{ subscription: id, version, period, invoice, lines: lines.length, gathering, dueAt, at }];
  });
}

/** The bills that a gathering holds, as they were made, in the order of their lines. */
export async function billsOf(
  tenant: string,
  bills: readonly GatheredBill[],
  { journal }: Store,
): Promise<readonly BilledPeriodData[]> {
  const found: BilledPeriodData[] = [];
  for (const { subscription, version, invoice } of bills) {
    const commit = await journal.at({ tenant, id: subscription }, version);
    const facts = commit ? factsOf<SubscriptionFact>(commit) : [];
    const bill = facts.find((fact) => fact.type === 'subscription.billed' && fact.data.invoice === invoice);
    if (bill?.type !== 'subscription.billed') throw new Error(`the bill ${invoice} is not readable`);
    found.push(bill.data);
  }

  return found;
}

/** Where the lines of a bill stand; undefined while its gathering is open. */
export async function placeOfBill(
  tenant: string,
  { invoice, gathering }: { readonly invoice: string; readonly gathering?: string },
  { journal }: Store,
): Promise<ReturnType<typeof placeOf> | undefined> {
  if (gathering === undefined) return { invoice, offset: 0 };
  const { state } = await load(journal, gatherings, { tenant, id: gathering });

  return state.status === 'none' ? undefined : placeOf(state, invoice);
}

/** What is given back of bills, on the invoices that their lines stand on; while a gathering is open, on those the bills would have alone. */
export async function placedNotes(
  tenant: string,
  notes: readonly GivenBack[],
  ports: Store,
): Promise<readonly GivenBack[]> {
  return Promise.all(
    notes.map(async (note) => {
      const place = await placeOfBill(tenant, note, ports);
      return place ? movedTo(place, note) : note;
    }),
  );
}

/** The lines of a bill, counted as its invoice counts them. */
export function movedTo({ invoice, offset }: ReturnType<typeof placeOf>, { lines }: GivenBack): GivenBack {
  return { invoice, lines: lines.map(({ line, netMinor }) => ({ line: line + offset, netMinor })) };
}
