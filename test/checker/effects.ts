/** What a credit note does first: it lowers what is open, goes back to the payer, or touches neither. */
import { type Data, type Fact, minor, sum, text } from './books.ts';
import { worthOnAccount } from './prepaid.ts';
import type { Given } from './snapshot.ts';

/** I-11: in the very step in which the account takes a credit note in, it does what the note says. */
export function checkEffects({ journal, report }: Given): void {
  for (const { tenant, id, data } of journal.ofType('credit_note.issued')) {
    const story = journal.of(tenant, text(data, 'account'));
    const added = story.find((fact) => fact.type === 'credit.added' && text(fact.data, 'creditNote') === id);
    if (!added) continue;
    const before = story.filter(({ version }) => version < added.version);
    const step = story.filter(({ version }) => version === added.version);
    const done = {
      own: sumOf(step, 'credit.offset', { creditNote: id, invoice: text(data, 'invoice') }),
      back: sumOf(step, 'refund.approved', { creditNote: id }),
      moved: sumOf(step, 'credit.offset', { creditNote: id }),
    };
    const own = { invoice: text(data, 'invoice') };
    const along = sumOf(step, 'discount.withdrawn', own);
    // A payment of an invoice that is replaced is taken off it, so that it can go over.
    const freed = text(data, 'correctedBy') === '' ? 0n : sumOf(step, 'cash.released', own);
    const expected = expectedOf(data, before, { along, freed });
    const share = shareOf(data, before);
    if (freed === 0n && along !== share)
      report({ invariant: 'I-11', about: id, says: `it takes ${along} of the discount along, not ${share}` });
    for (const says of wrongIn(done, expected)) report({ invariant: 'I-11', about: id, says });
  }
}

type Done = { readonly own: bigint; readonly back: bigint; readonly moved: bigint };
type Expected = { readonly own: bigint; readonly back: bigint; readonly isStill: boolean };

function wrongIn(done: Done, expected: Expected): readonly string[] {
  if (expected.isStill)
    return done.back === 0n && done.own === expected.own && done.moved === done.own
      ? []
      : ['it was to stay on the account, and moved'];

  return [
    ...(done.own === expected.own ? [] : [`it lowers what is open by ${done.own}, not by ${expected.own}`]),
    ...(done.back === expected.back ? [] : [`${done.back} of it goes back, not ${expected.back}`]),
  ];
}

/** What a note takes along of a discount that stands on its invoice: its share of what earlier notes left, the last one all. */
function shareOf(note: Data, before: readonly Fact[]): bigint {
  const invoice = text(note, 'invoice');
  const about = (type: string) => sumOf(before, type, { invoice });
  const granted = about('discount.taken') - about('discount.withdrawn');
  const opened = sum(
    before.filter((fact) => fact.type === 'item.opened').map((fact) => grossOf(fact, invoice)),
  );
  const left = opened - about('credit.added');
  const amount = minor(note, 'grossMinor');
  if (granted === 0n || amount >= left) return granted;

  return (2n * amount * granted + left) / (2n * left); // half up, as nothing here is below zero
}

/** From what was open of the invoice, the discount taken along and what had been paid of it, less what went back already. */
function expectedOf(
  note: Data,
  before: readonly Fact[],
  { along, freed }: { readonly along: bigint; readonly freed: bigint },
): Expected {
  const invoice = text(note, 'invoice');
  const about = (type: string) => sumOf(before, type, { invoice });
  const opened = sum(
    before.filter((fact) => fact.type === 'item.opened').map((fact) => grossOf(fact, invoice)),
  );
  const applied = about('cash.allocated') - about('cash.released');
  const kept = about('discount.taken') - about('discount.withdrawn') - along;
  const open = opened + freed - applied - about('credit.offset') - kept;
  const credit = { invoice, source: 'credit' };
  const paid = applied - sumOf(before, 'refund.approved', credit) + sumOf(before, 'refund.reversed', credit);
  const amount = worthOnAccount(note);
  const effect = text(note, 'effect');
  if (effect === 'credit_balance') return { own: along, back: 0n, isStill: true };
  if (effect === 'refund') {
    const back = least(amount - along, paid);

    return { own: least(amount - back, open), back, isStill: false };
  }
  const own = least(amount, open);
  const isBack = text(note, 'remainder') === 'refund';

  return { own, back: isBack ? least(amount - own, paid) : 0n, isStill: false };
}

function grossOf({ data }: Fact, invoice: string): bigint {
  return text(data, 'invoice') === invoice ? minor(data, 'grossMinor') : 0n;
}

function sumOf(facts: readonly Fact[], type: string, like: Readonly<Record<string, string>>): bigint {
  const isLike = ({ data }: Fact) =>
    Object.entries(like).every(([name, value]) => text(data, name) === value);

  return sum(
    facts.filter((fact) => fact.type === type && isLike(fact)).map(({ data }) => minor(data, 'amountMinor')),
  );
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
