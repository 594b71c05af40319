/** Payments and refunds: one attempt at a time, never more than was asked for, and the provider's record says the same. */
import { type Fact, isParked, minor, sum, text, whole } from './books.ts';
import { type Given, nowIn, type ProviderCharge, type ProviderRefund } from './snapshot.ts';

/** I-21 to I-24, and I-20, I-25 by what the API answered. */
export function checkPayments(given: Given): void {
  checkAttempts(given);
  checkRefunds(given);
  checkProvider(given);
  checkEnds(given);
}

const TERMINAL = new Set(['payment.settled', 'payment.failed', 'payment.cancelled']);

/** Attempt n + 1 is intended when n has ended; numbers have no gap. */
function checkAttempts(given: Given): void {
  const { journal } = given;
  const byInvoice = Map.groupBy(
    journal
      .ofType('payment.intended')
      .filter(({ data }) => text(data, 'invoice') !== '' && text(data, 'channel') !== 'bank'),
    ({ tenant, data }) => `${tenant} ${text(data, 'invoice')}`,
  );
  for (const [invoice, attempts] of byInvoice) {
    attempts.sort((a, b) => whole(a.data, 'attempt') - whole(b.data, 'attempt'));
    for (const [index, attempt] of attempts.entries()) {
      if (whole(attempt.data, 'attempt') !== index + 1)
        given.report({ invariant: 'I-22', about: invoice, says: `attempt ${index + 1} is missing` });
      checkTurn(attempt, attempts[index - 1], given);
    }
  }
  checkSettled(given);
}

function checkTurn(attempt: Fact, former: Fact | undefined, { journal, snapshot, report }: Given): void {
  if (!former || !snapshot.isOrdered) return;
  const ended = journal.of(former.tenant, former.id).find(({ type }) => TERMINAL.has(type));
  if (ended && ended.place < attempt.place) return;
  report({
    invariant: 'I-22',
    about: attempt.id,
    says: `it was made while ${former.id} could still succeed`,
  });
}

function checkSettled({ journal, report }: Given): void {
  const byPayment = Map.groupBy(journal.ofType('payment.settled'), ({ tenant, id }) => `${tenant} ${id}`);
  for (const [payment, settled] of byPayment) {
    if (settled.length > 1) report({ invariant: 'I-22', about: payment, says: 'it settled twice' });
    const [intended] = journal.of(settled[0]?.tenant ?? '', settled[0]?.id ?? '');
    if (minor(intended?.data, 'amountMinor') !== minor(settled[0]?.data, 'amountMinor'))
      report({ invariant: 'I-21', about: payment, says: 'another amount was booked than was asked for' });
  }
}

/** What goes back never exceeds what came; each refund ends once. */
function checkRefunds({ journal, report }: Given): void {
  for (const settled of journal.ofType('payment.settled')) {
    const facts = journal.of(settled.tenant, settled.id);
    const back = sum(
      facts.filter(({ type }) => type === 'refund.settled').map(({ data }) => minor(data, 'amountMinor')),
    );
    if (back > minor(settled.data, 'amountMinor'))
      report({
        invariant: 'I-23',
        about: settled.id,
        says: `${back} went back of ${minor(settled.data, 'amountMinor')}`,
      });
    for (const [refund, told] of Map.groupBy(
      facts.filter(({ type }) => type.startsWith('refund.')),
      ({ data }) => text(data, 'refund'),
    )) {
      const ends = told.filter(({ type }) => type === 'refund.settled' || type === 'refund.failed');
      if (ends.length > 1) report({ invariant: 'I-23', about: refund, says: 'it ended twice' });
    }
  }
  const approved = Map.groupBy(
    journal.ofType('refund.approved'),
    ({ tenant, data }) => `${tenant} ${text(data, 'refund')}`,
  );
  for (const [refund, facts] of approved)
    if (facts.length > 1) report({ invariant: 'I-23', about: refund, says: 'it was approved twice' });
  for (const intended of journal.ofType('refund.intended')) {
    const origin = approved.get(`${intended.tenant} ${text(intended.data, 'refund')}`)?.[0];
    if (!origin || minor(origin.data, 'amountMinor') !== minor(intended.data, 'amountMinor')) {
      report({
        invariant: 'I-23',
        about: text(intended.data, 'refund'),
        says: 'no account approved it, or approved another amount',
      });
    }
  }
}

/** The provider's record and ours name the same charges and refunds, to the unit. */
function checkProvider(given: Given): void {
  const { provider } = given.snapshot;
  if (!provider) return;
  const taken = provider.charges.filter(({ status }) => status === 'settled');
  for (const [payment, charges] of Map.groupBy(taken, (charge) => `${charge.tenant} ${charge.payment}`)) {
    const says = `the provider took the money ${charges.length} times`;
    if (charges.length > 1) given.report({ invariant: 'I-22', about: payment, says });
  }
  for (const charge of taken) checkCharge(charge, given);
  checkKnown('payment.settled', new Set(taken.map(({ id }) => id)), given);

  const back = provider.refunds.filter(({ status }) => status === 'settled');
  for (const [refund, made] of Map.groupBy(back, (each) => `${each.tenant} ${each.refund}`)) {
    if (made.length > 1)
      given.report({ invariant: 'I-23', about: refund, says: 'the provider gave it back twice' });
  }
  for (const refund of back) checkRefund(refund, given);
  checkKnown('refund.settled', new Set(back.map(({ id }) => id)), given);
}

/** What we booked as come or gone through the provider, the provider knows. */
function checkKnown(type: string, references: ReadonlySet<string>, { journal, report }: Given): void {
  for (const { tenant, id, data } of journal.ofType(type)) {
    const isBank = text(journal.of(tenant, id)[0]?.data, 'provider') === 'bank';
    if (isBank || references.has(text(data, 'reference'))) continue;
    report({ invariant: 'I-21', about: id, says: `the provider knows nothing of this ${type}` });
  }
}

function checkRefund(refund: ProviderRefund, { journal, snapshot, report }: Given): void {
  const settled = journal
    .of(refund.tenant, refund.payment)
    .filter(({ type, data }) => type === 'refund.settled' && text(data, 'refund') === refund.refund);
  const isSame = settled.some(
    ({ data }) =>
      text(data, 'reference') === refund.id && String(minor(data, 'amountMinor')) === refund.amount_minor,
  );
  const mayStillCome = !snapshot.isAtRest && settled.length === 0;
  if (isSame || mayStillCome || isParked(journal, refund.refund, refund.payment)) return;
  const says = `the provider gave back ${refund.amount_minor}, and we did not book that`;
  report({ invariant: 'I-21', about: refund.refund, says });
}

function checkCharge(charge: ProviderCharge, { journal, snapshot, report }: Given) {
  const facts = journal.of(charge.tenant, charge.payment);
  if (facts.length === 0)
    return report({
      invariant: 'I-21',
      about: charge.id,
      says: 'the provider took money for a payment that is not there',
    });
  const settled = facts.find(({ type }) => type === 'payment.settled');
  if (!settled) {
    if (snapshot.isAtRest && !isParked(journal, charge.payment))
      report({
        invariant: 'I-21',
        about: charge.payment,
        says: 'the provider took the money, and we did not book it',
      });
    return;
  }
  const isSame =
    text(settled.data, 'reference') === charge.id &&
    String(minor(settled.data, 'amountMinor')) === charge.amount_minor &&
    text(settled.data, 'currency') === charge.currency;
  if (!isSame)
    report({
      invariant: 'I-21',
      about: charge.payment,
      says: 'reference, amount or currency differ from the provider’s',
    });
}

/** At rest nothing is under way, unless it waits for the payer, will be asked about, or was set aside for a person. */
function checkEnds({ journal, snapshot, report }: Given): void {
  if (!snapshot.isAtRest) return;
  for (const { tenant, id } of journal.ofType('payment.intended')) {
    const facts = journal.of(tenant, id).filter(({ type }) => type.startsWith('payment.'));
    const waits =
      statusOf(facts) === 'payment.action_required' || isAskedLater(facts, nowIn(snapshot, tenant));
    if (facts.some(({ type }) => TERMINAL.has(type)) || waits || isParked(journal, id)) continue;
    report({ invariant: 'I-24', about: id, says: `it is still ${statusOf(facts)}` });
  }
  for (const { tenant, id, data } of journal.ofType('refund.intended')) {
    const refund = text(data, 'refund');
    const facts = journal.of(tenant, id).filter((fact) => text(fact.data, 'refund') === refund);
    const hasEnded = facts.some(({ type }) => type === 'refund.settled' || type === 'refund.failed');
    if (hasEnded || isAskedLater(facts, nowIn(snapshot, tenant)) || isParked(journal, id, refund)) continue;
    report({ invariant: 'I-24', about: refund, says: `it is still ${facts.at(-1)?.type}` });
  }
}

/** Whether the provider was asked and will be asked again; a question that is overdue counts as forgotten. */
function isAskedLater(facts: readonly Fact[], now: string): boolean {
  const asked = facts.findLast(({ type }) => type.endsWith('.asked'));

  return asked !== undefined && text(asked.data, 'nextAt') > now;
}

function statusOf(facts: readonly Fact[]): string {
  return (
    facts.findLast(({ type }) => type.startsWith('payment.') && type !== 'payment.asked')?.type ?? 'nothing'
  );
}
