/** From the end of a subscription to the invoices whose deferred revenue no day of service will earn any more. */
import type { BilledPeriodData } from '../domain/billing/bill.ts';
import type { BilledLine } from '../domain/billing/billed-line.ts';
import { netOf } from '../domain/billing/lines.ts';
import type { SubscriptionFact } from '../domain/subscriptions/facts.ts';
import { factsOf } from '../execute.ts';
import { commitsOf } from '../journal/story.ts';
import type { CivilDate } from '../kernel/time.ts';
import type { Commit, Ports } from '../ports.ts';
import { placeOfBill } from './gathered-bills.ts';
import { lastRevision } from './replacing.ts';

/** Lines of an invoice, counted as it counts them, whose subscription has ended. */
export type EndedLines = {
  readonly invoice: string;
  readonly on: CivilDate;
  readonly lines: readonly number[];
};

type Ended = Extract<SubscriptionFact, { readonly type: 'subscription.ended' }>;

/**
 * What the end leaves without service: days behind it, and credit that waits for a later bill, also where another bill has
 * taken it, so that both are closed. An invoice that is not issued yet is named as what to wait for; the others need not wait.
 */
export async function endedLines(
  commit: Commit,
  ports: Pick<Ports, 'journal'>,
): Promise<{ readonly found: readonly EndedLines[]; readonly waitsFor?: string }> {
  const { tenant, id, version } = commit;
  const ended = factsOf<SubscriptionFact>(commit).find(
    (fact): fact is Ended => fact.type === 'subscription.ended',
  );
  if (!ended) return { found: [] };
  const { endsOn: on } = ended.data;
  const found: EndedLines[] = [];
  let waitsFor: string | undefined;
  for (const bill of billsIn(await commitsOf(ports.journal, { tenant, id }, { to: version }))) {
    const lines = unservedIn(bill, on);
    if (lines.length === 0) continue;
    const place = await placeOfBill(tenant, bill, ports);
    const last = place && (await lastRevision({ tenant, id: place.invoice }, ports.journal));
    if (!last || last.state.status === 'none') waitsFor ??= last?.id ?? bill.invoice;
    else found.push({ invoice: last.id, on, lines: lines.map((line) => line + place.offset) });
  }

  return { found, ...(waitsFor !== undefined && { waitsFor }) };
}

function billsIn(commits: readonly Commit[]): readonly BilledPeriodData[] {
  return commits
    .flatMap((commit) => factsOf<SubscriptionFact>(commit))
    .flatMap((fact) => (fact.type === 'subscription.billed' ? [fact.data] : []));
}

/** The numbers of the lines that the end leaves without a day that earns them. */
function unservedIn({ lines }: BilledPeriodData, on: CivilDate): readonly number[] {
  const isUnserved = (line: BilledLine) => netOf(line) !== 0n && (line.sold === null || line.end > on);

  return lines.flatMap((line, index) => (isUnserved(line) ? [index + 1] : []));
}
