/** From the end of a subscription, or of what was sold before a change, to the invoices whose deferred revenue no day of service will earn any more. */
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

/** Lines of an invoice, counted as it counts them, whose service has ended. */
export type EndedLines = {
  readonly invoice: string;
  readonly on: CivilDate;
  readonly lines: readonly number[];
};

/** Lines of a bill that may still earn something, by their numbers. */
type Open = { readonly bill: BilledPeriodData; readonly lines: readonly number[] };

/**
 * What the end leaves without service: days behind it, and credit that waits for a later bill, also where another bill has
 * taken it, so that both are closed. A change whose credit is given back by notes leaves the days behind it so, for what it
 * bills has lines of its own. An invoice that is not issued yet is named as what to wait for; the others need not wait.
 */
export async function endedLines(
  commit: Commit,
  ports: Pick<Ports, 'journal'>,
): Promise<{ readonly found: readonly EndedLines[]; readonly waitsFor?: string }> {
  const { tenant, id, version } = commit;
  const on = factsOf<SubscriptionFact>(commit)
    .map(endIn)
    .find((day) => day !== undefined);
  if (on === undefined) return { found: [] };
  const found: EndedLines[] = [];
  let waitsFor: string | undefined;
  for (const { bill, lines } of unserved(await commitsOf(ports.journal, { tenant, id }, { to: version }))) {
    const place = await placeOfBill(tenant, bill, ports);
    const last = place && (await lastRevision({ tenant, id: place.invoice }, ports.journal));
    if (!last || last.state.status === 'none') waitsFor ??= last?.id ?? bill.invoice;
    else found.push({ invoice: last.id, on, lines: lines.map((line) => line + place.offset) });
  }

  return { found, ...(waitsFor !== undefined && { waitsFor }) };
}

/** The day on which a fact ends the service of lines; undefined where it ends none. */
function endIn(fact: SubscriptionFact): CivilDate | undefined {
  if (fact.type === 'subscription.ended' || fact.type === 'subscription.credit_returned')
    return fact.data.endsOn;

  return fact.type === 'subscription.changed' && fact.data.settlement ? fact.data.on : undefined;
}

/** What the last end among the commits leaves without a day that earns it, and no earlier one did already. */
function unserved(commits: readonly Commit[]): readonly Open[] {
  let open: readonly Open[] = [];
  let last: readonly Open[] = [];
  for (const fact of commits.flatMap((commit) => factsOf<SubscriptionFact>(commit))) {
    if (fact.type === 'subscription.billed')
      open = [...open, { bill: fact.data, lines: fact.data.lines.map((_, index) => index + 1) }];
    const on = endIn(fact);
    if (on === undefined) continue;
    // Credit that waits for a later bill goes on waiting where there will be one.
    const isEnded = ({ sold, end }: BilledLine) =>
      sold === null ? fact.type !== 'subscription.changed' : end > on;
    last = open.flatMap((each) => only(each, isEnded));
    open = open.flatMap((each) => only(each, (line) => !isEnded(line)));
  }

  return last;
}

function only({ bill, lines }: Open, isWanted: (line: BilledLine) => boolean): readonly Open[] {
  const wanted = lines.filter((number) => {
    const line = bill.lines[number - 1];
    return line !== undefined && netOf(line) !== 0n && isWanted(line);
  });

  return wanted.length === 0 ? [] : [{ bill, lines: wanted }];
}
