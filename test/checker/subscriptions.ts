/** Subscriptions: the billed periods tile the time from the anchor on, without gap or overlap, as far as they are owed. */
import { dayIn, monthsLater } from './arithmetic.ts';
import { type Fact, idOf, isParked, text, whole } from './books.ts';
import type { Given } from './check.ts';
import { planLinesOf } from './obligations.ts';

/** I-03, and of I-28 that each line with a plan started its subscription. */
export function checkSubscriptions(given: Given): void {
  const { journal, snapshot, report } = given;
  for (const created of journal.ofType('subscription.created')) checkPeriods(created, given);
  if (!snapshot.isAtRest) return;
  for (const order of journal.ofType('order.placed')) {
    for (const line of planLinesOf(order)) {
      const subscription = idOf('sub', order.tenant, order.id, String(line));
      if (journal.of(order.tenant, subscription).length > 0 || isParked(journal, order.id)) continue;
      report({ invariant: 'I-28', about: `${order.id} line ${line}`, says: 'no subscription was started' });
    }
  }
}

function checkPeriods(created: Fact, given: Given): void {
  const { journal, report } = given;
  const { tenant, id, data } = created;
  const facts = journal.of(tenant, id);
  const billed = facts.filter(({ type }) => type === 'subscription.billed');
  const step = text(data, 'interval') === 'year' ? 12 : 1;
  for (const [index, period] of billed.entries()) {
    const about = `${id} period ${index}`;
    const start = monthsLater(text(data, 'anchor'), index * step);
    const end = monthsLater(text(data, 'anchor'), (index + 1) * step);
    const isInOrder =
      whole(period.data, 'index') === index &&
      text(period.data, 'start') === start &&
      text(period.data, 'end') === end;
    if (!isInOrder) report({ invariant: 'I-03', about, says: `${start} to ${end} was expected` });
    if (dayIn(period.at, text(data, 'zone')) < start)
      report({ invariant: 'I-03', about, says: 'it was billed before it began' });
    const invoice = idOf('inv', tenant, id, 'period', String(index));
    if (text(period.data, 'invoice') !== invoice)
      report({ invariant: 'I-06', about, says: `its invoice is ${invoice}` });
    if (
      given.snapshot.isAtRest &&
      journal.of(tenant, invoice).length === 0 &&
      !isParked(journal, invoice, id)
    ) {
      report({ invariant: 'I-02', about, says: 'it was billed and has no invoice' });
    }
  }
  if (given.snapshot.isAtRest)
    checkComplete(
      created,
      { facts, next: monthsLater(text(data, 'anchor'), billed.length * step), count: billed.length },
      given,
    );
}

/** At rest every period that has begun is billed, but for what was cancelled before it began or set aside. */
function checkComplete(
  { id, data }: Fact,
  of: { readonly facts: readonly Fact[]; readonly next: string; readonly count: number },
  { journal, snapshot, report }: Given,
): void {
  const cancellations = of.facts
    .filter(({ type }) => type === 'subscription.cancellation_scheduled')
    .map((fact) => whole(fact.data, 'periods'));
  const owed = cancellations.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...cancellations);
  if (of.count > owed)
    report({ invariant: 'I-03', about: id, says: `${of.count} periods were billed, ${owed} were owed` });
  const isSetAside =
    of.facts.findLast(({ type }) => type === 'subscription.parked' || type === 'subscription.released')
      ?.type === 'subscription.parked';
  const hasBegun = of.next <= dayIn(snapshot.now, text(data, 'zone'));
  if (of.count < owed && hasBegun && !isSetAside && !isParked(journal, id)) {
    report({ invariant: 'I-03', about: id, says: `the period from ${of.next} on is not billed` });
  }
}
