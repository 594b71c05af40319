/** Deposits: what is invoiced in advance, what of it a final invoice deducts, and that nothing of it is left in the end. */
import { containedIn, type Fraction, fraction, percentOf, placesOf, rounded, times } from './arithmetic.ts';
import { type Data, type Fact, isParked, list, minor, sum, text } from './books.ts';
import { fromCredits } from './prepaid.ts';
import { parts } from './reductions.ts';
import type { Given } from './snapshot.ts';

/** What is owed of an invoice: its total less the deposits that it deducts and what prepaid credits pay. */
export function dueOf(data: Data): bigint {
  const deducted = sum(list(data, 'deducts').map((each) => minor(each, 'grossMinor')));

  return minor(data, 'grossMinor') - deducted - fromCredits(data);
}

/** A share with its tax. */
type Share = { readonly base: bigint; readonly tax: bigint };

/** What a deposit bears of each category and rate: its share of the total; nothing where that is not above nothing. */
export function depositShares(
  deposit: Data | undefined,
  of: {
    readonly bases: ReadonlyMap<string, bigint>;
    readonly currency: string;
    /** Whether the bases contain their tax. */
    readonly isGross: boolean;
  },
): ReadonlyMap<string, Share> {
  const rates = [...of.bases.keys()].sort((a, b) => (a < b ? -1 : 1));
  const grosses = rates.map((rate) => {
    const base = of.bases.get(rate) ?? 0n;
    return of.isGross ? base : base + percentOf(base, percentIn(rate));
  });
  const gross =
    deposit && 'percent' in deposit
      ? percentOf(sum(grosses), text(deposit, 'percent'))
      : rounded(scaled(fraction(text(deposit, 'amount')), of.currency));
  const shares = parts(
    gross,
    grosses.map((each) => (each > 0n ? each : 0n)),
  );
  const borne = rates.map((rate, index) => {
    const share = shares[index] ?? 0n;
    return [rate, (of.isGross ? shareWith : shareOnTop)(share, percentIn(rate))] as const;
  });

  return new Map(borne.filter(([, { base }]) => base > 0n));
}

/** The tax is what the share contains. */
function shareWith(share: bigint, percent: string): Share {
  const tax = containedIn(share, percent);

  return { base: share - tax, tax };
}

/** The net of the share is rounded, and the tax is that of the net. */
function shareOnTop(share: bigint, percent: string): Share {
  const { over, under } = fraction(percent);
  const base = rounded({ over: share * 100n * under, under: 100n * under + over });

  return { base, tax: percentOf(base, percent) };
}

/** I-50: each deduction is of a deposit of the same order, decided once, and with what is taken back it comes to the deposit. */
export function checkDeposits(given: Given): void {
  const { journal, snapshot, report } = given;
  for (const final of journal.ofType('invoice.issued')) {
    for (const deducted of list(final.data, 'deducts')) checkDeduction(final, deducted, given);
    if (dueOf(final.data) < 0n)
      report({ invariant: 'I-50', about: final.id, says: 'it deducts more than it charges' });
  }
  for (const { tenant, id, data } of journal.ofType('invoice.deducted')) {
    const facts = journal.of(tenant, id);
    const wrong = (says: string) => report({ invariant: 'I-50', about: id, says });
    if (facts.filter(({ type }) => type === 'invoice.deducted').length > 1) wrong('it is deducted twice');
    const notes = journal
      .ofType('credit_note.issued')
      .filter((note) => note.tenant === tenant && text(note.data, 'invoice') === id);
    if (!snapshot.isAtRest || isParked(journal, id)) continue;
    for (const name of ['netMinor', 'taxMinor', 'grossMinor']) {
      const back = sum(notes.map((note) => minor(note.data, name)));
      if (back + minor(data, name) !== minor(facts[0]?.data, name))
        wrong(`${name}: what is deducted and what is taken back are not what was charged`);
    }
    const deducted = journal
      .of(tenant, text(data, 'final'))
      .some((final) => list(final.data, 'deducts').some((each) => text(each, 'invoice') === id));
    if (!deducted && minor(data, 'grossMinor') > 0n && !isParked(journal, text(data, 'final')))
      wrong('no final invoice deducts it');
  }
}

function checkDeduction(final: Fact, deducted: Data, { journal, report }: Given) {
  const { tenant, id, data } = final;
  const facts = journal.of(tenant, text(deducted, 'invoice'));
  const wrong = (says: string) => report({ invariant: 'I-50', about: id, says });
  const issued = facts.find(({ type }) => type === 'invoice.issued')?.data;
  const decided = facts.find(({ type }) => type === 'invoice.deducted')?.data;
  if (!issued || text(issued, 'kind') !== 'deposit') return wrong('it deducts what is no deposit');
  if (orderOf(issued) !== orderOf(data)) wrong('it deducts the deposit of another order');
  if (text(issued, 'number') !== text(deducted, 'number')) wrong('it names a deposit by another number');
  if (!decided || text(decided, 'final') !== id) return wrong('the deposit is deducted elsewhere');
  for (const name of ['netMinor', 'taxMinor', 'grossMinor'])
    if (minor(decided, name) !== minor(deducted, name)) wrong(`it deducts another ${name} than was decided`);
}

function orderOf(data: Data): string {
  const { cause } = data;

  return typeof cause === 'object' && cause !== null ? text(cause as Data, 'order') : ''; // an object, as stored
}

function percentIn(rate: string): string {
  return rate.split(' ')[1] ?? '0';
}

function scaled(amount: Fraction, currency: string): Fraction {
  return times(amount, { over: 10n ** BigInt(placesOf(currency)), under: 1n });
}
