/** Cash discounts: granted only in time, as much as was agreed, shared over the rates with the tax that each share contains. */
import { containedIn, percentOf } from './arithmetic.ts';
import { type Data, type Fact, list, minor, part, sum, text, whole } from './books.ts';
import type { Given } from './snapshot.ts';

/** How far a payment may miss the agreed amount, in minor units. */
const TOLERANCE = 1n;

/** I-19, I-20. */
export function checkDiscounts(given: Given): void {
  for (const fact of given.journal.ofType('discount.taken', 'discount.withdrawn')) checkShares(fact, given);
  for (const fact of given.journal.ofType('discount.taken')) checkGrant(fact, given);
  checkNothingLeft(given);
}

function checkShares(fact: Fact, { journal, report }: Given): void {
  const wrong = (says: string) => report({ invariant: 'I-19', about: `${fact.id}:${fact.version}`, says });
  const amount = minor(fact.data, 'amountMinor');
  const shares = list(fact.data, 'shares');
  const grossOf = (share: Data) => minor(share, 'baseMinor') + minor(share, 'taxMinor');
  if (sum(shares.map(grossOf)) !== amount) wrong('the discount is not the sum of its shares');

  const invoice = invoiceOf(fact, journal);
  const totals = new Map(list(invoice, 'taxes').map((tax) => [rateOf(tax), grossOf(tax)] as const));
  const whole = sum([...totals.values()].filter((each) => each > 0n));
  // What is taken back is what was granted less what is left: each is rounded.
  const slack = fact.type === 'discount.taken' ? 0n : 1n;
  for (const share of shares) {
    const gross = grossOf(share);
    const off = minor(share, 'taxMinor') - containedIn(gross, text(share, 'rate'));
    if (off < -slack || off > slack) wrong(`the tax of ${rateOf(share)} is not what its share contains`);
    const missed = gross * whole - amount * (totals.get(rateOf(share)) ?? 0n);
    const most = whole * (1n + slack);
    if (missed <= -most || missed >= most) wrong(`the share of ${rateOf(share)} is not that of the total`);
  }
}

/** Once a discount is taken back as a whole, so is its tax. */
function checkNothingLeft({ journal, report }: Given): void {
  const facts = journal.ofType('discount.taken', 'discount.withdrawn');
  for (const [about, each] of Map.groupBy(
    facts,
    ({ tenant, data }) => `${tenant} ${text(data, 'invoice')}`,
  )) {
    const left = (name: string) =>
      sum(each.map(({ type, data }) => (type === 'discount.taken' ? 1n : -1n) * minor(data, name)));
    if (left('amountMinor') === 0n && left('taxMinor') !== 0n)
      report({ invariant: 'I-19', about, says: 'no discount is left, but some of its tax' });
  }
}

function checkGrant(fact: Fact, { journal, report }: Given): void {
  const wrong = (says: string) => report({ invariant: 'I-20', about: `${fact.id}:${fact.version}`, says });
  const { tenant, id, data, place } = fact;
  const invoice = invoiceOf(fact, journal);
  const agreed = part(invoice, 'discount');
  const step = list(agreed, 'steps').find((each) => text(each, 'percent') === text(data, 'percent'));
  if (!step) {
    wrong('no such discount was agreed');
    return;
  }

  const isBefore = (each: Fact) =>
    each.version < fact.version || (each.version === fact.version && each.place < place);
  const before = journal
    .of(tenant, id)
    .filter((each) => isBefore(each) && text(each.data, 'invoice') === text(data, 'invoice'));
  const credited = before.filter(({ type }) => type === 'credit.offset');

  const until = later(text(invoice, 'issueDate'), whole(step, 'days') + whole(agreed, 'graceDays'));
  for (const payment of payersIn(before)) {
    const settled = journal.of(tenant, payment).find(({ type }) => type === 'payment.settled');
    const paidOn = text(settled?.data, 'at').slice(0, 10);
    if (paidOn === '' || paidOn > until) wrong(`it was granted until ${until} and paid on ${paidOn}`);
  }

  const base = minor(invoice, 'grossMinor') - sum(credited.map((each) => minor(each.data, 'amountMinor')));
  const missed = minor(data, 'amountMinor') - percentOf(base, text(data, 'percent'));
  if (missed < -TOLERANCE || missed > TOLERANCE) wrong('it is not the percent that was agreed');
}

/** The payments of which something lies on the item. */
function payersIn(story: readonly Fact[]): readonly string[] {
  const parts = new Map<string, bigint>();
  for (const { type, data } of story) {
    if (type !== 'cash.allocated' && type !== 'cash.released') continue;
    const amount = type === 'cash.allocated' ? minor(data, 'amountMinor') : -minor(data, 'amountMinor');
    parts.set(text(data, 'payment'), (parts.get(text(data, 'payment')) ?? 0n) + amount);
  }

  return [...parts].flatMap(([payment, amount]) => (amount > 0n ? [payment] : []));
}

function invoiceOf({ tenant, data }: Fact, journal: Given['journal']): Data | undefined {
  return journal.of(tenant, text(data, 'invoice')).find(({ type }) => type === 'invoice.issued')?.data;
}

function rateOf(tax: Data): string {
  return `${text(tax, 'category')} ${text(tax, 'rate')}`;
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
