/**
 * Gathers bills of one customer that fell due together. Whoever comes with a bill looks at all who gather with it; the last
 * of them records once which bills are one invoice. What comes after that has an invoice of its own.
 */
import type { BilledPeriodData } from '../domain/billing/bill.ts';
import {
  type GatheredBill,
  gatheringOf,
  gatherings,
  invoiceOfGathering,
  rosterOf,
  rosters,
} from '../domain/gatherings.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import type { SubscriptionFact } from '../domain/subscriptions/facts.ts';
import type { KnownSubscription } from '../domain/subscriptions/states.ts';
import { create, factsOf, load } from '../execute.ts';
import { addToInstant, type Instant } from '../kernel/time.ts';
import type { Commit, Ports } from '../ports.ts';
import { COMMITS_BACK_MAX, placeOfBill } from './gathered-bills.ts';

type Store = Pick<Ports, 'journal'>;

/**
 * Minutes after which bills are gathered without those that are still owed: a fault of one does not keep the others waiting. Whoever
 * waits for the invoice of a bill that is taken back comes again for longer than that, before it is set aside.
 */
export const GATHER_MINUTES_MAX = 30;

/** Seconds until bills that wait for others are looked at again, and how often; the last look comes when nobody is waited for. */
export const GATHER_LOOK_SECONDS = 600;
export const GATHER_LOOKS_MAX = (GATHER_MINUTES_MAX * 60) / GATHER_LOOK_SECONDS;

type Bill = GatheredBill & {
  readonly gathering: string;
  readonly dueAt: Instant;
  /** When it was made. */
  readonly at: Instant;
};

/** One of those who gather: what it is now, and what it has billed of late. */
type Member = {
  /** Undefined where it has not started. */
  readonly state: KnownSubscription | undefined;
  /** When somebody joined the roster last. */
  readonly joinedAt: Instant | undefined;
  readonly bills: readonly Bill[];
};

/** A commit, and how often its bills have been looked at again: 0 when it is news. */
export type Look = { readonly commit: Commit; readonly look: number };

/**
 * Gathers what a commit of a subscription lets be gathered: the bills it made, and those of others that waited for it, because
 * it was behind or owes nothing now. Answers the bills of the commit that were left out and owe invoices of their own, and
 * whether others still wait for somebody, so that the commit is to be looked at again. The last look waits for nobody.
 */
export async function gather(
  { commit, look }: Look,
  ports: Pick<Ports, 'journal' | 'clock'>,
): Promise<{ readonly left: readonly BilledPeriodData[]; readonly isOpen: boolean }> {
  const own = billsIn(commit);
  const wasParked = commit.facts.some(({ type }) => type === 'subscription.parked');
  const isAsked = own.length > 0 || wasParked;
  const members = isAsked && !(await isOver({ commit, look }, ports)) ? await membersWith(commit, ports) : [];
  const young = addToInstant(commit.at, { minutes: -GATHER_MINUTES_MAX });
  const waiting = [...own, ...members.flatMap(({ bills }) => bills.filter(({ at }) => at >= young))];
  const left = new Set<string>();
  let isOpen = false;
  for (const { gathering, dueAt } of new Map(waiting.map((bill) => [bill.gathering, bill])).values()) {
    const found = await gathered({ gathering, dueAt, commit, look }, members, ports);
    const its = own.filter((bill) => bill.gathering === gathering);
    if (found.status === 'none') isOpen ||= its.length > 0;
    else
      for (const { invoice } of its)
        if (!found.bills.some((bill) => bill.invoice === invoice)) left.add(invoice);
  }
  const bills = factsOf<SubscriptionFact>(commit).flatMap((fact) =>
    fact.type === 'subscription.billed' && left.has(fact.data.invoice) ? [fact.data] : [],
  );

  return { left: bills, isOpen };
}

/** Whether a look finds everything gathered: the usual case, which needs to ask nobody. */
async function isOver({ commit, look }: Look, { journal }: Store): Promise<boolean> {
  if (look === 0) return false;
  const places = await Promise.all(
    billsIn(commit).map((bill) => placeOfBill(commit.tenant, bill, { journal })),
  );

  return places.every((place) => place !== undefined);
}

type Asked = Look & { readonly gathering: string; readonly dueAt: Instant };

/** What is recorded of a gathering, or is now, where nobody is waited for any more. */
async function gathered(
  { gathering, dueAt, commit, look }: Asked,
  members: readonly Member[],
  ports: Pick<Ports, 'journal' | 'clock'>,
) {
  const { tenant } = commit;
  const ref = { tenant, id: gathering };
  const { state } = await load(ports.journal, gatherings, ref);
  if (state.status !== 'none') return state;
  const now = ports.clock.now();
  const isWaiting = members.some((member) => isAwaited(member, { tenant, gathering, dueAt, now }));
  const bills = members.flatMap((member) => member.bills.filter((bill) => bill.gathering === gathering));
  const isLate = look >= GATHER_LOOKS_MAX || bills.some(({ at }) => isLongAgo(at, now));
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

function isLongAgo(at: Instant, now: Instant): boolean {
  return addToInstant(at, { minutes: GATHER_MINUTES_MAX }) <= now;
}

/**
 * Whether a member still owes what falls into the gathering: it is due, not billed and not set aside. One that is on the
 * roster and not started yet is waited for, too, but not for ever: it may never start.
 */
function isAwaited(
  { state, joinedAt }: Member,
  of: {
    readonly tenant: string;
    readonly gathering: string;
    readonly dueAt: Instant;
    readonly now: Instant;
  },
): boolean {
  if (!state) return joinedAt !== undefined && !isLongAgo(joinedAt, of.now);
  if (state.parked !== null || state.dueOn === null || state.nextDueAt > of.dueAt) return false;

  return gatheringOf(of.tenant, state, of.dueAt) === of.gathering;
}

async function membersWith(commit: Commit, { journal }: Store): Promise<readonly Member[]> {
  const { tenant } = commit;
  const { state: own } = await load(journal, subscriptions, commit);
  if (own.status === 'none') return [];
  if (own.grouping === undefined && billsIn(commit).length === 0) return [];
  const { state: roster } = await load(journal, rosters, { tenant, id: rosterOf(tenant, own) });
  const ids = roster.subscriptions.includes(commit.id)
    ? roster.subscriptions
    : [...roster.subscriptions, commit.id];

  return Promise.all(
    ids.map((id) => memberOf({ tenant, id }, { commit, joinedAt: roster.joinedAt, journal })),
  );
}

/** A member with the bills of its newest commits, and with those of the commit that is looked at, however old it is. */
async function memberOf(
  ref: { readonly tenant: string; readonly id: string },
  of: { readonly commit: Commit; readonly joinedAt: Instant | undefined } & Store,
): Promise<Member> {
  const { commit: own, joinedAt, journal } = of;
  const { state, version } = await load(journal, subscriptions, ref);
  if (state.status === 'none') return { state: undefined, joinedAt, bills: [] };
  const first = Math.max(1, version - COMMITS_BACK_MAX + 1);
  const commits = await journal.history(ref, first);
  const older = own.id === ref.id && own.version < first ? [own] : [];

  return { state, joinedAt, bills: [...older, ...commits].flatMap((commit) => billsIn(commit)) };
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
