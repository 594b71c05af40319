/** What follows: at rest, every fact has had the consequence that the business promises, or was set aside with its reason. */
import { minorOf } from './arithmetic.ts';
import { type Fact, FOR_A_PERSON, idOf, isParked, minor, part, sum, text, whole } from './books.ts';
import { isAwaited, lastOf } from './corrections.ts';
import { dueOf } from './deposits.ts';
import { noteStep, stepsOf } from './obligations.ts';
import type { Given } from './snapshot.ts';

function aggregateOf(subject: string): string {
  return subject.slice(0, subject.indexOf(':'));
}

function isForAPerson(id: string, { parked }: Given['journal']): boolean {
  return parked.some(({ code, subject }) => FOR_A_PERSON.has(code) && aggregateOf(subject) === id);
}

/** I-05, I-28, I-29, and by what the API answers I-20 and I-25. */
export function checkConsequences(given: Given): void {
  if (!given.snapshot.isAtRest) return;
  const { journal, snapshot } = given;
  for (const { code, subject } of journal.parked) {
    // What a person has to look at first is waited for in vain, too.
    const mayWait = !snapshot.isFaultless || isForAPerson(aggregateOf(subject), journal);
    const isExpected = FOR_A_PERSON.has(code) || (code === 'message.waited_in_vain' && mayWait);
    if (!isExpected) given.report({ invariant: 'I-05', about: subject, says: `it was set aside: ${code}` });
  }
  for (const fact of journal.facts) follow(fact, given);
  for (const answered of given.snapshot.log)
    if (answered.method === 'GET' && answered.route === '/v1/invoices/{invoice_id}')
      checkAnswer(answered, given);
}

function follow(fact: Fact, given: Given): void {
  const missing = missingAfter(fact, given);
  if (missing === undefined || isParked(given.journal, fact.id, ...missing.about)) return;

  given.report({ invariant: 'I-28', about: `${fact.id}:${fact.version} ${fact.type}`, says: missing.says });
}

type Missing = { readonly says: string; readonly about: readonly string[] } | undefined;

/** What should be there because of the fact and is not; names what may have been set aside in its place. */
function missingAfter(fact: Fact, { journal, snapshot }: Given): Missing {
  const { tenant, id, type, data } = fact;
  const told = (where: string, wanted: string, name: string, value: string) =>
    journal.of(tenant, where).some((each) => each.type === wanted && text(each.data, name) === value);
  switch (type) {
    case 'invoice.issued':
    case 'open_item.brought_forward':
      return told(text(data, 'account'), 'item.opened', 'invoice', id)
        ? undefined
        : { says: 'no item was opened', about: [] };
    case 'credit_note.issued':
      return told(text(data, 'account'), 'credit.added', 'creditNote', id)
        ? undefined
        : { says: 'no credit was added', about: [] };
    case 'payment.settled':
      return told(text(journal.of(tenant, id)[0]?.data, 'account'), 'cash.added', 'payment', id)
        ? undefined
        : { says: 'the account did not get the money', about: [] };
    case 'item.cleared':
    case 'item.reopened':
      return afterEcho(fact, { journal });
    case 'refund.approved':
      return told(text(data, 'payment'), 'refund.intended', 'refund', text(data, 'refund'))
        ? undefined
        : { says: 'the refund was not sent', about: [text(data, 'refund'), text(data, 'payment')] };
    case 'refund.failed':
      return told(
        text(journal.of(tenant, id)[0]?.data, 'account'),
        'refund.reversed',
        'refund',
        text(data, 'refund'),
      )
        ? undefined
        : { says: 'the account did not get the money back', about: [text(data, 'refund')] };
    case 'invoice.credit_requested':
      return journal.of(tenant, idOf('crn', tenant, id, noteStep(data))).length > 0
        ? undefined
        : { says: 'no credit note was issued', about: [] };
    case 'order.cancelled':
      return afterCancellation(fact, { journal });
    case 'run.opened':
      return journal.of(tenant, id).some((each) => each.type === 'run.advanced' && each.data.cursor === null)
        ? undefined
        : { says: 'the run was never planned to its end', about: [] };
    case 'migration.opened':
      return journal
        .of(tenant, id)
        .some((each) => each.type === 'migration.advanced' && each.data.cursor === null)
        ? undefined
        : { says: 'the migration was never planned to its end', about: [] };
    case 'run.advanced':
      return typeof data.page === 'number' &&
        data.page > 0 &&
        journal.of(tenant, idOf('rpg', tenant, id, String(data.page))).length === 0
        ? { says: `page ${data.page} was never billed`, about: [] }
        : undefined;
    case 'inbox.recorded':
      return afterInbox(fact, { journal });
    case 'item.opened':
      return afterOpening(fact, { journal, snapshot });
    default:
      return undefined;
  }
}

/** The last word of an account about an item is the last that its invoice heard; what came before may have been skipped. */
function afterEcho({ tenant, id, version, type, data }: Fact, { journal }: Pick<Given, 'journal'>): Missing {
  const invoice = text(data, 'invoice');
  // What another system left open has no invoice here.
  if (invoice.startsWith('oit_')) return undefined;
  const words = journal
    .of(tenant, id)
    .filter((fact) => WORDS.has(fact.type) && text(fact.data, 'invoice') === invoice);
  const last = words.at(-1);
  if (last?.version !== version || last.type !== type) return undefined;
  const heard = journal.of(tenant, invoice).findLast((fact) => HEARD.has(fact.type));
  const wanted = type === 'item.cleared' ? 'invoice.settled' : 'invoice.reopened';
  const wasNeverSettled = !heard && type === 'item.reopened';
  if (wasNeverSettled || (heard?.type === wanted && whole(heard.data, 'account') === version))
    return undefined;

  return { says: `${invoice} was not told of it`, about: [invoice] };
}

const WORDS = new Set(['item.cleared', 'item.reopened']);
const HEARD = new Set(['invoice.settled', 'invoice.reopened']);

/** A cancelled order's invoice is taken back, where it had one as a whole; else its deposits are. */
function afterCancellation({ tenant, id }: Fact, { journal }: Pick<Given, 'journal'>): Missing {
  const facts = journal.of(tenant, id);
  const [placed] = facts;
  const steps = placed ? stepsOf(placed, facts) : [];
  const left = steps
    .filter((step) => step === 'placed' || step.startsWith('deposit-'))
    .map((step) => lastOf(tenant, idOf('inv', tenant, 'order', id, step), journal))
    .find((invoice) => !journal.of(tenant, invoice).some(({ type }) => type === 'invoice.credit_requested'));

  return left === undefined ? undefined : { says: `${left} was not taken back`, about: [left] };
}

/** What a recorded webhook says is what is known of the payment or refund, or less. */
function afterInbox({ tenant, data }: Fact, { journal }: Pick<Given, 'journal'>): Missing {
  const payment = text(data, 'payment');
  const refund = text(data, 'refund');
  const status = text(part(data, refund === '' ? 'outcome' : 'refundOutcome'), 'status');
  const facts = journal
    .of(tenant, payment)
    .filter((fact) => refund === '' || text(fact.data, 'refund') === refund);
  const noun = refund === '' ? 'payment' : 'refund';
  if (status !== 'settled' && status !== 'failed' && status !== 'cancelled') return undefined;
  const ends = facts.filter(({ type }) =>
    [`${noun}.settled`, `${noun}.failed`, `${noun}.cancelled`].includes(type),
  );
  const isKnown =
    status === 'settled' ? ends.some(({ type }) => type === `${noun}.settled`) : ends.length > 0;

  return isKnown
    ? undefined
    : { says: `${payment} does not know that it ${status}`, about: [payment, refund] };
}

/** What is open is collected where a method was saved before and never taken away; what was announced as a direct debit is not. */
function afterOpening(fact: Fact, { journal }: Pick<Given, 'journal' | 'snapshot'>): Missing {
  const { tenant, id, data, place } = fact;
  const invoice = text(data, 'invoice');
  if (invoice.startsWith('oit_')) return undefined;
  const customer = text(journal.of(tenant, id)[0]?.data, 'customer');
  const facts = journal.of(tenant, customer);
  const hasMethod = facts.some((each) => each.type === 'payment_method.attached' && each.place < place);
  const wasTaken = facts.some(({ type }) => type === 'payment_method.detached' || type === 'customer.erased');
  const wasCleared = journal
    .of(tenant, id)
    .some((each) => each.type === 'item.cleared' && text(each.data, 'invoice') === invoice);
  const first = idOf('pay', tenant, invoice, '1');
  if (journal.of(tenant, invoice)[0]?.data.directDebit === true) {
    const isCharged = text(journal.of(tenant, first)[0]?.data, 'channel') === 'automatic';
    return isCharged
      ? { says: `${invoice} was announced as a debit and charged`, about: [first] }
      : undefined;
  }
  if (!hasMethod || wasTaken || wasCleared || isAwaited(fact, journal)) return undefined;

  return journal.of(tenant, first).length > 0
    ? undefined
    : { says: `${invoice} was never collected`, about: [invoice, first] };
}

/** The last answers about an invoice say what the journal says. */
function checkAnswer(
  { tenant, answer, status }: Given['snapshot']['log'][number],
  { journal, snapshot, report }: Given,
) {
  const id = text(answer, 'id');
  const last = snapshot.log.findLast(
    (each) =>
      each.route === '/v1/invoices/{invoice_id}' && each.tenant === tenant && text(each.answer, 'id') === id,
  );
  if (status !== 200 || last?.answer !== answer) return;
  const issued = journal.of(tenant, id)[0];
  if (!issued) return report({ invariant: 'I-01', about: id, says: 'it was shown and is not there' });
  const { paid, credited, open } = settledOf(issued, journal);
  const figures = [
    ['paid', paid],
    ['credited', credited],
    ['open', open],
    ['total', minor(issued.data, 'grossMinor')],
  ] as const;
  for (const [name, expected] of figures) {
    const told = part(answer, name) as { amount: string; currency: string } | undefined; // as the contract says
    if (!told || minorOf(told) !== expected)
      report({
        invariant: 'I-20',
        about: id,
        says: `${name} is ${expected}, and ${JSON.stringify(told)} was answered`,
      });
  }
  const expected = statusOf({ paid, credited, open, gross: minor(issued.data, 'grossMinor') });
  if (text(answer, 'payment_status') !== expected)
    report({
      invariant: 'I-25',
      about: id,
      says: `it is ${expected}, and ${text(answer, 'payment_status')} was answered`,
    });
}

/** What the account did with an invoice. Once nothing is open, money that went back with its credit note is not paid any more. */
function settledOf({ tenant, id, data }: Fact, journal: Given['journal']) {
  const about = journal.of(tenant, text(data, 'account')).filter((fact) => text(fact.data, 'invoice') === id);
  const of = (type: string, source?: string) =>
    sum(
      about
        .filter((fact) => fact.type === type && (!source || text(fact.data, 'source') === source))
        .map((fact) => minor(fact.data, 'amountMinor')),
    );
  const gross = dueOf(data);
  const paid = of('cash.allocated') - of('cash.released');
  const credited = of('credit.offset') + of('discount.taken') - of('discount.withdrawn');
  const open = gross - paid - credited;
  if (open > 0n) return { paid, credited, open };
  const kept = paid - of('refund.approved', 'credit') + of('refund.reversed', 'credit');

  return { paid: kept, credited: gross - kept, open };
}

function statusOf(of: {
  readonly paid: bigint;
  readonly credited: bigint;
  readonly open: bigint;
  readonly gross: bigint;
}): string {
  if (of.open === 0n && of.credited > 0n && of.paid === 0n) return 'credited';
  if (of.open === 0n) return 'paid';

  return of.paid + of.credited > 0n ? 'partly_paid' : 'open';
}
