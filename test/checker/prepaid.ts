/** Prepaid credits: what grants hold is what was granted, less what left, at every step; each document takes and gives once. */
import { type Data, type Fact, idOf, isParked, list, minor, part, sum, text, whole } from './books.ts';
import { drawn, type Line, usableLinesOf } from './prepaid-limits.ts';
import { loweredIn } from './prepaid-lowering.ts';
import { checkOwed } from './prepaid-owed.ts';
import type { Given } from './snapshot.ts';

/** What a document moves of prepaid credits. */
export function fromCredits(data: Data): bigint {
  return minor(part(data, 'prepaid'), 'amountMinor');
}

/** What a credit note is worth on the account: its total less what goes back to credits. */
export function worthOnAccount(note: Data): bigint {
  return minor(note, 'grossMinor') - fromCredits(note);
}

/** What of it had been bought. */
export function boughtIn(data: Data): bigint {
  return minor(part(data, 'prepaid'), 'boughtMinor');
}

/** What lapses of bought credits is earned; what was given lapses without a posting. */
export function lapsedOf({ tenant, id, data }: Fact, { journal }: Pick<Given, 'journal'>) {
  const bought = new Set(
    journal
      .of(tenant, id)
      .filter((fact) => fact.type === 'prepaid.granted' && part(fact.data, 'bought'))
      .map((fact) => text(fact.data, 'grant')),
  );
  const parts = list(data, 'parts').filter((each) => bought.has(text(each, 'grant')));
  if (parts.length === 0) return undefined;
  const amount = sum(parts.map((each) => minor(each, 'amountMinor')));

  return [
    ['prepaid_credits', amount],
    ['breakage', -amount],
  ] as const;
}

/** Grants that one invoice takes from. */
const PARTS = 20;

/** I-54: balances fold, credits are used in their order and within their days, documents say what balances say, and so do the books. */
export function checkPrepaid(given: Given): void {
  for (const [, items] of given.journal.aggregates) {
    const facts = items.flatMap((item) => item.facts);
    if (facts[0]?.type === 'prepaid_balance.opened') checkBalance(facts, given);
  }
  for (const invoice of given.journal.ofType('invoice.issued'))
    checkTold(invoice, given, { type: 'prepaid.consumed', name: 'invoice' });
  for (const note of given.journal.ofType('credit_note.issued'))
    checkTold(note, given, { type: 'prepaid.returned', name: 'creditNote' });
  if (given.snapshot.isAtRest) checkOwed(given);
}

type Grant = { readonly data: Data; left: bigint };
type Grants = ReadonlyMap<string, Grant>;

function checkBalance(facts: readonly Fact[], given: Given) {
  const grants = new Map<string, Grant>();
  for (const fact of facts) {
    const { type, data, id } = fact;
    const wrong = (says: string) => given.report({ invariant: 'I-54', about: id, says });
    if (type === 'prepaid.granted') {
      if (grants.has(text(data, 'grant'))) wrong('credits are granted twice');
      grants.set(text(data, 'grant'), { data, left: minor(data, 'amountMinor') });
    }
    if (type === 'prepaid.consumed') checkConsumed(fact, { facts, grants }, given);
    if (type === 'prepaid.returned') checkReturned(fact, facts, given);
    if (MOVES.has(type)) move(fact, grants, wrong);
  }
}

const BACK = new Set(['prepaid.returned', 'prepaid.released']);
const AWAY = new Set(['prepaid.voided', 'prepaid.refunded']);
const MOVES = new Set([...BACK, 'prepaid.consumed', 'prepaid.expired', ...AWAY]);

/** Moves the grants, each between nothing and its worth. */
function move({ type, data }: Fact, grants: Grants, wrong: (says: string) => void) {
  const sign = BACK.has(type) ? 1n : -1n;
  const parts = AWAY.has(type) ? [data] : list(data, 'parts');
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

/**
 * What could be used on the day of the invoice, in the order of use; as much of it as the invoice asked for, where it asked once
 * and was issued as it had been drafted.
 */
function checkConsumed(
  fact: Fact,
  of: { readonly facts: readonly Fact[]; readonly grants: Grants },
  given: Given,
) {
  const { tenant, id, version, data } = fact;
  const { journal, snapshot, report } = given;
  const invoice = text(data, 'invoice');
  const wrong = (says: string) => report({ invariant: 'I-54', about: id, says: `${invoice}: ${says}` });
  const issued = journal.of(tenant, invoice).find(({ type }) => type === 'invoice.issued');
  const about = of.facts.filter((each) => text(each.data, 'invoice') === invoice);
  const asked = about.filter(({ type }) => type === 'prepaid.consumed');
  const isRest = about.some(({ type }) => type === 'prepaid.released');
  const taken = minor(data, 'amountMinor');
  if (!issued && taken > 0n && snapshot.isAtRest && !isParked(journal, invoice))
    wrong('it took credits and was never issued');
  const before = asked.filter((each) => each.version < version).flatMap((each) => list(each.data, 'parts'));
  const kept = new Set(before.map((each) => text(each, 'grant')));
  const on = text(data, 'on') || text(issued?.data ?? {}, 'issueDate');
  const position = text(data, 'position');
  const isWhole = issued && asked.filter((each) => text(each.data, 'position') === position).length === 1;
  const wanted = isWhole && !isRest ? openOf(issued.data, position) : taken;
  const usable = usableOn(on, text(data, 'order'), of.grants).filter(
    (grant) => position === '' || (position === 'before_tax') === !part(grant.data, 'bought'),
  );
  const isFirst = !asked.some(
    (each) =>
      each.version < version &&
      text(each.data, 'position') === position &&
      minor(each.data, 'amountMinor') > 0n,
  );
  const lines = issued && isFirst ? usableLinesOf(issued, position, given) : undefined;
  const isLimited = usable.some((grant) => part(grant.data, 'limit'));
  // By what a second draft was limited is not to be seen any more.
  if (isLimited && !lines) return;
  const expected = greedy(usable, wanted, { lines: isLimited ? lines : undefined, most: PARTS - kept.size });
  const told = list(data, 'parts').map((each) => `${text(each, 'grant')} ${minor(each, 'amountMinor')}`);
  if (on !== '' && told.join() !== expected.join()) wrong('it took other credits than come first');
}

/** What an invoice asks credits for: its total less the deposits that it deducts, or before the tax its net. */
function openOf(issued: Data, position: string): bigint {
  if (position === 'before_tax') return minor(issued, 'netMinor') + loweredIn(issued);
  return minor(issued, 'grossMinor') - sum(list(issued, 'deducts').map((each) => minor(each, 'grossMinor')));
}

function usableOn(on: string, order: string, grants: Grants): readonly Grant[] {
  return [...grants.values()]
    .filter(({ data: of, left }) => {
      const end = text(of, 'expiresOn');
      return left > 0n && text(of, 'validFrom') <= on && (end === '' || on < end);
    })
    .sort((a, b) => orderOf(a.data, order).localeCompare(orderOf(b.data, order), 'en'));
}

/** So much from the grants, each emptied before the next, as far as there are lines that it may be used for. */
function greedy(
  usable: readonly Grant[],
  wanted: bigint,
  of: { readonly lines: readonly Line[] | undefined; readonly most: number },
): readonly string[] {
  const { lines, most } = of;
  const grants = usable.map(({ data }) => data);
  const used: string[] = [];
  let open = wanted;
  for (const { data, left } of usable) {
    const asked = least(left, open);
    const amount = lines && used.length < most ? drawn(data, asked, { lines, grants }) : asked;
    if (amount <= 0n || used.length >= most) continue;
    used.push(`${text(data, 'grant')} ${amount}`);
    open -= amount;
  }

  return used;
}

/** A text by which grants sort as they are used; the seller's policy says what comes between priority and id. */
function orderOf(grant: Data, order: string): string {
  const priority = String(whole(grant, 'priority')).padStart(3, '0');
  const end = text(grant, 'expiresOn') || '9999-99-99';
  const source = part(grant, 'bought') ? 'bought' : 'a given one';
  const between = order === 'oldest_first' ? [] : order === 'given_first' ? [source, end] : [end, source];

  return [priority, ...between, text(grant, 'at'), text(grant, 'grant')].join(' ');
}

/** All that came back for an invoice is the share that its notes take back of it. */
function checkReturned(
  { tenant, id, version, data }: Fact,
  facts: readonly Fact[],
  { journal, report }: Given,
) {
  const invoice = text(data, 'invoice');
  const notes = facts.filter(
    (fact) =>
      fact.type === 'prepaid.returned' && text(fact.data, 'invoice') === invoice && fact.version <= version,
  );
  const of = (name: string) => sum(notes.map((fact) => minor(fact.data, name)));
  const issued = journal.of(tenant, invoice)[0]?.data ?? {};
  const charged = minor(issued, 'grossMinor');
  const share = fromCredits(issued) * of('noteMinor');
  const back = charged === 0n ? 0n : (2n * share + charged) / (2n * charged);
  if (of('amountMinor') - of('loweredMinor') !== back)
    report({ invariant: 'I-54', about: id, says: `${invoice}: ${back} was to be back by now` });
}

/** What a document says of credits its balance tells, a credit note once; of an invoice at rest no more is kept than it states. */
function checkTold(
  { tenant, id, data }: Fact,
  { journal, snapshot, report }: Given,
  { type, name }: { readonly type: string; readonly name: string },
) {
  const balance = idOf('ppb', tenant, text(data, 'entity'), text(data, 'customer'), text(data, 'currency'));
  const about = journal.of(tenant, balance).filter((fact) => text(fact.data, name) === id);
  const of = (told: string) => about.filter((fact) => fact.type === told);
  const amountOf = (told: string) => sum(of(told).map((fact) => minor(fact.data, 'amountMinor')));
  const wrong = (says: string) => report({ invariant: 'I-54', about: id, says });
  if (name === 'creditNote' && of(type).length > 1) wrong(`${type} more than once`);
  const amount = amountOf(type) - (name === 'invoice' ? amountOf('prepaid.released') : 0n);
  const isSettled = snapshot.isAtRest || name === 'creditNote';
  const moved = fromCredits(data) + loweredIn(data);
  if (isSettled ? amount !== moved : amount < moved) wrong(`it moves ${moved}, its balance says ${amount}`);
}

function least(a: bigint, b: bigint): bigint {
  return a <= b ? a : b;
}
