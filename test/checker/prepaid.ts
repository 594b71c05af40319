/** Prepaid credits: what grants hold is what was granted, less what left, at every step; each document takes and gives once. */
import { type Data, type Fact, idOf, isParked, list, minor, part, sum, text, whole } from './books.ts';
import type { Given } from './check.ts';

/** What a document moves of prepaid credits. */
export function fromCredits(data: Data): bigint {
  return minor(part(data, 'prepaid'), 'amountMinor');
}

/** What a credit note is worth on the account: its total less what goes back to credits. */
export function worthOnAccount(note: Data): bigint {
  return minor(note, 'grossMinor') - fromCredits(note);
}

/** Grants that one invoice takes from. */
const PARTS = 20;

/** I-54: balances fold, credits are used in their order and within their days, and documents say what balances say. */
export function checkPrepaid(given: Given): void {
  for (const [, items] of given.journal.aggregates) {
    const facts = items.flatMap((item) => item.facts);
    if (facts[0]?.type === 'prepaid_balance.opened') checkBalance(facts, given);
  }
  for (const invoice of given.journal.ofType('invoice.issued'))
    checkTold(invoice, given, { type: 'prepaid.consumed', name: 'invoice' });
  for (const note of given.journal.ofType('credit_note.issued'))
    checkTold(note, given, { type: 'prepaid.returned', name: 'creditNote' });
}

type Grant = { readonly data: Data; left: bigint };

function checkBalance(facts: readonly Fact[], given: Given) {
  const grants = new Map<string, Grant>();
  for (const fact of facts) {
    const { type, data, id } = fact;
    const wrong = (says: string) => given.report({ invariant: 'I-54', about: id, says });
    if (type === 'prepaid.granted') {
      if (grants.has(text(data, 'grant'))) wrong('credits are granted twice');
      grants.set(text(data, 'grant'), { data, left: minor(data, 'amountMinor') });
    }
    if (type === 'prepaid.consumed') checkConsumed(fact, grants, given);
    if (type === 'prepaid.returned') checkReturned(fact, facts, given);
    if (MOVES.has(type)) move(fact, grants, wrong);
  }
}

const MOVES = new Set(['prepaid.consumed', 'prepaid.returned', 'prepaid.expired', 'prepaid.voided']);

/** Moves the grants, each between nothing and its worth. */
function move({ type, data }: Fact, grants: ReadonlyMap<string, Grant>, wrong: (says: string) => void) {
  const sign = type === 'prepaid.returned' ? 1n : -1n;
  const parts = type === 'prepaid.voided' ? [data] : list(data, 'parts');
  for (const each of parts) {
    const name = text(each, 'grant');
    const grant = grants.get(name);
    if (!grant) {
      wrong(`${type} of a grant that is not there`);
      continue;
    }
    grant.left += sign * minor(each, 'amountMinor');
    if (grant.left < 0n || grant.left > minor(grant.data, 'amountMinor'))
      wrong(`${name} holds ${grant.left} after ${type}`);
    const end = text(grant.data, 'expiresAt');
    if (type === 'prepaid.expired' && (end === '' || end > text(data, 'at')))
      wrong(`${name} lapsed before its day`);
  }
  if (sum(parts.map((each) => minor(each, 'amountMinor'))) !== minor(data, 'amountMinor'))
    wrong(`${type}: the parts are not the whole`);
}

/** What could be used on the day of the invoice, in the order of use, and as much of it as the invoice asked for. */
function checkConsumed({ tenant, id, data }: Fact, grants: ReadonlyMap<string, Grant>, given: Given) {
  const { journal, snapshot, report } = given;
  const invoice = text(data, 'invoice');
  const wrong = (says: string) => report({ invariant: 'I-54', about: id, says: `${invoice}: ${says}` });
  const issued = journal.of(tenant, invoice).find(({ type }) => type === 'invoice.issued');
  const taken = minor(data, 'amountMinor');
  if (!issued) {
    if (taken > 0n && snapshot.isAtRest && !isParked(journal, invoice))
      wrong('it took credits and was never issued');
    return;
  }
  if (fromCredits(issued.data) !== taken) wrong('it says another amount than was taken');
  const on = text(issued.data, 'issueDate');
  const usable = [...grants.values()]
    .filter(({ data: of, left }) => {
      const end = text(of, 'expiresOn');
      return left > 0n && text(of, 'validFrom') <= on && (end === '' || on < end);
    })
    .sort((a, b) => orderOf(a.data).localeCompare(orderOf(b.data), 'en'))
    .slice(0, PARTS);
  const deducted = sum(list(issued.data, 'deducts').map((each) => minor(each, 'grossMinor')));
  let open = minor(issued.data, 'grossMinor') - deducted;
  const expected = usable.flatMap(({ data: of, left }) => {
    const amount = least(left, open);
    open -= amount;
    return amount > 0n ? [`${text(of, 'grant')} ${amount}`] : [];
  });
  const told = list(data, 'parts').map((each) => `${text(each, 'grant')} ${minor(each, 'amountMinor')}`);
  if (told.join() !== expected.join()) wrong('it took other credits than come first');
}

function orderOf(grant: Data): string {
  const priority = String(whole(grant, 'priority')).padStart(3, '0');

  return [priority, text(grant, 'expiresOn') || '9999-99-99', text(grant, 'at'), text(grant, 'grant')].join(
    ' ',
  );
}

/** All that came back for an invoice is the share that its notes take back of it. */
function checkReturned(
  { tenant, id, version, data }: Fact,
  facts: readonly Fact[],
  { journal, report }: Given,
) {
  const invoice = text(data, 'invoice');
  const about = facts.filter((fact) => text(fact.data, 'invoice') === invoice && fact.version <= version);
  const of = (type: string, name: string) =>
    sum(about.filter((fact) => fact.type === type).map((fact) => minor(fact.data, name)));
  const charged = minor(journal.of(tenant, invoice)[0]?.data, 'grossMinor');
  const share = of('prepaid.consumed', 'amountMinor') * of('prepaid.returned', 'noteMinor');
  const back = charged === 0n ? 0n : (2n * share + charged) / (2n * charged);
  if (of('prepaid.returned', 'amountMinor') !== back)
    report({ invariant: 'I-54', about: id, says: `${invoice}: ${back} was to be back by now` });
}

/** A document that moves credits is told by its balance, once. */
function checkTold(
  { tenant, id, data }: Fact,
  { journal, report }: Given,
  { type, name }: { readonly type: string; readonly name: string },
) {
  const balance = idOf('ppb', tenant, text(data, 'entity'), text(data, 'customer'), text(data, 'currency'));
  const told = journal
    .of(tenant, balance)
    .filter((fact) => fact.type === type && text(fact.data, name) === id);
  if (told.length > 1) report({ invariant: 'I-54', about: id, says: `${type} more than once` });
  const amount = sum(told.map((fact) => minor(fact.data, 'amountMinor')));
  if (amount !== fromCredits(data))
    report({
      invariant: 'I-54',
      about: id,
      says: `it moves ${fromCredits(data)}, its balance says ${amount}`,
    });
}

function least(a: bigint, b: bigint): bigint {
  return a <= b ? a : b;
}
