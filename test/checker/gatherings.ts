/** Bills that share an invoice: each is on one invoice alone, and what shares one belongs together. */
import { type Data, type Fact, idOf, list, text, whole } from './books.ts';
import { firstOf } from './corrections.ts';
import { isGross } from './gross.ts';
import type { Given } from './snapshot.ts';

type Books = Pick<Given, 'journal'>;

/** The bills that an invoice is for, in the order of its lines. */
export function billsOfInvoice(issued: Fact, { journal }: Books): readonly Fact[] {
  const { tenant, data } = issued;
  const id = firstOf(issued, journal);
  const cause = data.cause as Data | undefined; // an object, as stored
  const gathering = text(cause, 'gathering');
  if (gathering === '')
    return billsIn({ tenant, subscription: text(cause, 'subscription'), invoice: id }, journal);
  const [gathered] = journal.of(tenant, gathering);

  return list(gathered?.data, 'bills').flatMap((bill) =>
    billsIn({ tenant, subscription: text(bill, 'subscription'), invoice: text(bill, 'invoice') }, journal),
  );
}

function billsIn(
  of: { readonly tenant: string; readonly subscription: string; readonly invoice: string },
  journal: Given['journal'],
): readonly Fact[] {
  return journal
    .of(of.tenant, of.subscription)
    .filter(({ type, data }) => type === 'subscription.billed' && text(data, 'invoice') === of.invoice);
}

/** The invoice that the lines of a bill stand on, as the gathering says that it fell into. */
export function invoiceOfBill(tenant: string, bill: Data | undefined, { journal }: Books): string {
  const own = text(bill, 'invoice');
  const [gathered] = journal.of(tenant, text(bill, 'gathering'));
  const isListed = list(gathered?.data, 'bills').some((each) => text(each, 'invoice') === own);

  return isListed ? text(gathered?.data, 'invoice') : own;
}

/** What bills of one invoice must agree on. */
const HEAD = ['customer', 'entity', 'currency', 'language', 'dueAt', 'priceBasis'] as const;

/** I-52. */
export function checkGatherings({ journal, snapshot, report }: Given): void {
  for (const { tenant, data } of snapshot.isAtRest ? journal.ofType('subscription.billed') : []) {
    const gathering = text(data, 'gathering');
    if (gathering !== '' && journal.of(tenant, gathering).length === 0)
      report({ invariant: 'I-52', about: gathering, says: 'its bills were never gathered' });
  }
  for (const created of journal.ofType('subscription.created')) checkAgreed(created, { journal, report });
  for (const gathered of journal.ofType('bills.gathered'))
    for (const says of wrongIn(gathered, journal)) report({ invariant: 'I-52', about: gathered.id, says });
}

/** The bills of periods are gathered as was agreed when each was made; other bills, and one whose payment is awaited, are not. */
function checkAgreed(
  { tenant, id, data }: Fact,
  { journal, report }: Pick<Given, 'journal' | 'report'>,
): void {
  let isShared = text(data, 'grouping') === 'by_billing_day';
  let group = text(data, 'invoiceGroup');
  let isAwaited = false;
  for (const { type, data: told } of journal.of(tenant, id)) {
    if (type === 'subscription.payment_awaited') isAwaited = true;
    if (type === 'subscription.activated') isAwaited = false;
    if (type === 'subscription.regrouped') {
      isShared = text(told, 'grouping') === 'by_billing_day';
      group = isShared ? text(told, 'group') : '';
    }
    if (type !== 'subscription.billed') continue;
    const isOfPeriod = typeof told.change !== 'number' && typeof told.usage !== 'number';
    const isRight = (text(told, 'gathering') !== '') === (isShared && isOfPeriod && !isAwaited);
    const isInGroup = !isShared || !isOfPeriod || isAwaited || text(told, 'group') === group;
    if (!isRight || !isInGroup)
      report({ invariant: 'I-52', about: text(told, 'invoice'), says: 'it is not gathered as was agreed' });
  }
}

function wrongIn({ tenant, id, data }: Fact, journal: Given['journal']): readonly string[] {
  const listed = list(data, 'bills');
  const named = listed.map((bill) => text(bill, 'invoice'));
  const bills = listed.flatMap((bill) =>
    billsIn({ tenant, subscription: text(bill, 'subscription'), invoice: text(bill, 'invoice') }, journal),
  );
  const lines = bills.map((bill) => list(bill.data, 'lines').length);
  const shared = listed.length === 1 ? named[0] : idOf('inv', tenant, id, 'gathered');
  const isOnItsOwn = (invoice: string) => journal.of(tenant, invoice).length > 0;
  const found: readonly (readonly [boolean, string])[] = [
    [listed.length === 0 || bills.length !== listed.length, 'a bill of it is not there'],
    [new Set(named).size !== named.length, 'a bill is in it twice'],
    [new Set(bills.map((bill) => headOf(bill))).size > 1, 'its bills do not belong together'],
    [bills.some((bill) => derivedFrom(bill) !== id), 'a bill of it falls into another'],
    [lines.join() !== listed.map((bill) => whole(bill, 'lines')).join(), 'it counts other lines'],
    [text(data, 'invoice') !== shared, `its invoice is ${shared ?? ''}`],
    [named.length > 1 && named.some(isOnItsOwn), 'a bill of it has an invoice of its own, too'],
  ];

  return found.flatMap(([isWrong, says]) => (isWrong ? [says] : []));
}

function headOf({ data }: Fact): string {
  return [...HEAD.map((name) => text(data, name)), whole(data, 'dueDays')].join(' ');
}

/** The gathering that a bill falls into: by who is billed, on which terms, at which instant. */
function derivedFrom({ tenant, data }: Fact): string {
  const { supply = 'services' } = data as { supply?: string }; // a text, as stored
  const [entity, customer, currency] = ['entity', 'customer', 'currency'].map((name) => text(data, name));
  const terms = [String(whole(data, 'dueDays')), text(data, 'language'), supply];
  if (isGross(data)) terms.push('gross');

  const group = text(data, 'group');
  const last = [text(data, 'dueAt'), ...(group === '' ? [] : [group])];

  return idOf('gth', tenant, entity ?? '', customer ?? '', currency ?? '', ...terms, ...last);
}
