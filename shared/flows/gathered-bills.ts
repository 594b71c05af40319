/** The bills of subscriptions that share invoices: what was billed of late, and where the lines of each stand. */
import type { BilledPeriodData } from '../domain/billing/bill.ts';
import { type GatheredBill, gatherings, placeOf } from '../domain/gatherings.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import type { SubscriptionFact } from '../domain/subscriptions/facts.ts';
import type { GivenBack } from '../domain/subscriptions/states.ts';
import { factsOf, load } from '../execute.ts';
import type { AggregateRef, Ports } from '../ports.ts';

type Store = Pick<Ports, 'journal'>;

/** Commits of each subscription that are looked through for a bill. */
export const COMMITS_BACK_MAX = 20;

/** The bills of the newest commits of a subscription. */
export async function newestBills(
  ref: AggregateRef,
  { journal }: Store,
): Promise<readonly BilledPeriodData[]> {
  const { version } = await load(journal, subscriptions, ref);
  const commits = await journal.history(ref, Math.max(1, version - COMMITS_BACK_MAX + 1));

  return commits
    .flatMap((commit) => factsOf<SubscriptionFact>(commit))
    .flatMap((fact) => (fact.type === 'subscription.billed' ? [fact.data] : []));
}

/** The newest bill of a subscription that falls into a gathering, as long as that is open. */
export async function waitingBill(ref: AggregateRef, ports: Store): Promise<BilledPeriodData | undefined> {
  const bill = (await newestBills(ref, ports)).findLast(({ gathering }) => gathering !== undefined);

  return bill && (await placeOfBill(ref.tenant, bill, ports)) === undefined ? bill : undefined;
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
  return { invoice, lines: lines.map((each) => ({ ...each, line: each.line + offset })) };
}
