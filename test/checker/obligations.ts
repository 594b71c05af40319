/** Orders and what is owed for them: whatever was answered exists, under the id that derives, with one invoice for each cause. */
import { billsOfInvoice, invoiceOfBill } from './gatherings.ts';
import { type Data, type Fact, idOf, isParked, list, part, text, whole } from './books.ts';
import { firstOf, idOfCorrected } from './corrections.ts';
import type { Answered, Given } from './snapshot.ts';

/** I-01, I-02, I-04, I-06. */
export function checkObligations(given: Given): void {
  checkAnswers(given);
  checkOrders(given);
  checkCauses(given);
  checkIds(given);
}

/** What was answered 2xx exists; one key means one object; a key used with another body made nothing. */
function checkAnswers({ journal, snapshot, report }: Given): void {
  const byKey = new Map<string, Answered>();
  for (const answered of snapshot.log) {
    const { tenant, method, route, params, key, status, answer } = answered;
    if (status < 200 || status > 299) continue;
    const id = text(answer, 'id');
    const about = `${method} ${route} ${key ?? ''}`;
    if (!isThere(answered, journal))
      report({ invariant: 'I-01', about, says: `${id} was answered and is not there` });
    if (key === null) continue;
    const scope = `${tenant} ${method} ${route} ${JSON.stringify(params)} ${key}`;
    const former = byKey.get(scope);
    if (former && former.body !== answered.body)
      report({ invariant: 'I-06', about, says: 'a key was accepted with two bodies' });
    if (former && text(former.answer, 'id') !== id)
      report({ invariant: 'I-06', about, says: 'a key was answered with two objects' });
    byKey.set(scope, answered);
    if (route === '/v1/orders' && id !== idOf('ord', tenant, 'POST /v1/orders', key))
      report({ invariant: 'I-06', about, says: `${id} does not derive from the key` });
  }
}

/** Whether what was answered is in the journal. */
function isThere({ tenant, method, route, params, answer }: Answered, journal: Given['journal']): boolean {
  const id = text(answer, 'id');
  if (CREATES.has(`${method} ${route}`)) return journal.of(tenant, id).length > 0;
  if (method !== 'POST' || !route.endsWith('/fulfilments')) return true;

  return isDelivered(journal.of(tenant, params.order_id ?? ''), id);
}

const CREATES = new Set([
  'POST /v1/orders',
  'POST /v1/customers',
  'POST /v1/plans',
  'POST /v1/payments',
  'POST /v1/billing_runs',
  'POST /v1/legal_entities',
  'GET /v1/orders/{order_id}',
  'GET /v1/invoices/{invoice_id}',
  'POST /v1/invoices/{invoice_id}/pay',
]);

function isDelivered(facts: readonly Fact[], delivery: string): boolean {
  return facts.some(({ type, data }) => type === 'order.fulfilled' && text(data, 'id') === delivery);
}

/** Each accepted order has its invoice for each step; nothing is owed and missing, nothing is there and not owed. */
function checkOrders({ journal, snapshot, report }: Given): void {
  if (!snapshot.isAtRest) return;
  for (const order of journal.ofType('order.placed')) {
    for (const step of stepsOf(order, journal.of(order.tenant, order.id))) {
      const invoice = idOf('inv', order.tenant, 'order', order.id, step);
      const count = journal.of(order.tenant, invoice).filter(({ type }) => type === 'invoice.issued').length;
      if (count === 1 || isParked(journal, invoice, order.id)) continue;
      report({ invariant: 'I-02', about: `${order.id} ${step}`, says: `${count} invoices, and one is owed` });
    }
  }
}

/** What an order owes invoices for: its placement, or each delivery; nothing where all lines are subscriptions. */
export function stepsOf({ data }: Fact, facts: readonly Fact[]): readonly string[] {
  const lines = Array.isArray(data.lines) ? (data.lines as readonly (readonly unknown[])[]) : []; // tuples, as stored
  if (lines.every((line) => line[2] === null)) return [];
  if (text(data, 'billing') === 'on_placement') return ['placed'];

  return [
    ...list(data, 'deposits').map((_, index) => `deposit-${index + 1}`),
    ...facts.filter(({ type }) => type === 'order.fulfilled').map((fact) => text(fact.data, 'id')),
  ];
}

/** Each invoice has one cause that is there, each cause one invoice. */
function checkCauses({ journal, report }: Given): void {
  const causes = new Map<string, string>();
  for (const invoice of journal.ofType('invoice.issued')) {
    const { tenant, id, data } = invoice;
    const cause = part(data, 'cause');
    const order = text(cause, 'order');
    const source = order === '' ? text(cause, 'gathering') || text(cause, 'subscription') : order;
    const revision = whole(part(data, 'corrects'), 'revision');
    const name = `${tenant} ${source} ${order === '' ? stepOfBill(cause) : text(cause, 'step')} ${revision}`;
    const former = causes.get(name);
    if (former !== undefined) report({ invariant: 'I-04', about: id, says: `${former} has the same cause` });
    causes.set(name, id);
    const isThere =
      order === '' ? isBilled(invoice, { journal }) : isOwed(journal.of(tenant, order), text(cause, 'step'));
    if (!isThere) report({ invariant: 'I-04', about: id, says: `its cause ${name} is not there` });
  }
}

/** What of a subscription a bill is for: a period, or a change. */
function stepOfBill(cause: Data | undefined): string {
  if (cause && 'gathering' in cause) return 'gathered';
  if (cause && 'usage' in cause) return `usage ${whole(cause, 'usage')}`;

  return cause && 'change' in cause ? `change ${whole(cause, 'change')}` : `period ${whole(cause, 'period')}`;
}

function isBilled(invoice: Fact, given: Pick<Given, 'journal'>): boolean {
  const bills = billsOfInvoice(invoice, given);

  return (
    bills.length > 0 &&
    bills.every((bill) => invoiceOfBill(bill.tenant, bill.data, given) === firstOf(invoice, given.journal))
  );
}

function isOwed(facts: readonly Fact[], step: string): boolean {
  const [placed] = facts;

  return placed?.type === 'order.placed' && stepsOf(placed, facts).includes(step);
}

/** Which of an invoice's credit notes: the one that takes back the whole, or one of several by its ordinal. */
export function noteStep(data: Data): string {
  return 'ordinal' in data ? String(whole(data, 'ordinal')) : 'full';
}

/** Every guarded id is the one that derives from what its first fact says. */
function checkIds({ journal, report }: Given): void {
  for (const items of journal.aggregates.values()) {
    const first = items[0]?.facts[0];
    const derived = first && derivedOf(first);
    if (first && derived !== undefined && derived !== first.id)
      report({ invariant: 'I-06', about: first.id, says: `${derived} derives from its ${first.type}` });
  }
}

/** What another system left derives from its id there. */
function takenOver(prefix: string, data: Data, tenant: string): string {
  return idOf(prefix, tenant, 'imported', text(data, 'entity'), text(part(data, 'origin'), 'externalId'));
}

function derivedOf({ tenant, type, data }: Fact): string | undefined {
  switch (type) {
    case 'invoice.issued': {
      const cause = part(data, 'cause');
      const corrected = idOfCorrected(tenant, data);
      if (corrected !== undefined) return corrected;
      return text(cause, 'order') === ''
        ? idOf(
            'inv',
            tenant,
            text(cause, 'gathering') || text(cause, 'subscription'),
            ...stepOfBill(cause).split(' '),
          )
        : idOf('inv', tenant, 'order', text(cause, 'order'), text(cause, 'step'));
    }
    case 'credit_note.issued':
      return idOf('crn', tenant, text(data, 'invoice'), noteStep(data));
    case 'open_item.brought_forward':
      return takenOver('oit', data, tenant);
    case 'balance.brought_forward':
      return takenOver('opb', data, tenant);
    case 'account.opened':
      return idOf('acc', tenant, text(data, 'entity'), text(data, 'customer'), text(data, 'currency'));
    case 'subscription.created':
      if (text(data, 'billedUntil') !== '') return takenOver('sub', data, tenant);
      // Of what was added to a running one its host knows the request; `checkAddOns` derives it.
      if (text(data, 'order') === '') return undefined;
      return idOf('sub', tenant, text(data, 'order'), String(whole(data, 'line')));
    case 'payment.intended':
      return text(data, 'channel') === 'bank'
        ? undefined
        : idOf('pay', tenant, text(data, 'invoice'), String(whole(data, 'attempt')));
    case 'inbox.recorded':
      return text(data, 'event').length < 80
        ? idOf('ibx', text(data, 'provider'), text(data, 'event'))
        : undefined;
    case 'run.page_finished':
      return idOf('rpg', tenant, text(data, 'run'), String(whole(data, 'page')));
    default:
      return undefined;
  }
}

/** The lines of an order that start subscriptions, from 1. */
export function planLinesOf({ data }: Fact): readonly number[] {
  const lines = Array.isArray(data.lines) ? (data.lines as readonly (readonly unknown[])[]) : []; // tuples, as stored

  return lines.flatMap((line, index) => (line[2] === null ? [index + 1] : []));
}

/** Deliveries of an order, by id. */
export function deliveriesOf(facts: readonly Fact[]): ReadonlyMap<string, Fact> {
  return new Map(
    facts.filter(({ type }) => type === 'order.fulfilled').map((fact) => [text(fact.data, 'id'), fact]),
  );
}
