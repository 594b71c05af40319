/** Sold credits: what the books owe of them is what is left, with what was sold and is not granted yet. */
import { type Data, type Fact, list, minor, part, sum, text } from './books.ts';
import type { Given } from './snapshot.ts';

const TAKES: Readonly<Record<string, bigint>> = {
  'prepaid.consumed': -1n,
  'prepaid.released': 1n,
  'prepaid.returned': 1n,
  'prepaid.expired': -1n,
  'prepaid.refunded': -1n,
};

/** I-54, of a journal at rest. */
export function checkOwed({ journal, report }: Given): void {
  const owed = new Map<string, bigint>();
  const add = (of: { readonly tenant: string } & Pick<Fact, 'data'>, amount: bigint) => {
    const name = `${of.tenant} ${text(of.data, 'entity')} ${text(of.data, 'currency')}`;
    owed.set(name, (owed.get(name) ?? 0n) + amount);
  };
  for (const { tenant, books } of journal.facts)
    for (const entry of books?.entries ?? [])
      if (books && entry.account === 'prepaid_credits')
        add({ tenant, data: { entity: books.entity, currency: books.currency } }, entry.minor);
  for (const opened of journal.ofType('prepaid_balance.opened'))
    add(opened, leftOf(journal.of(opened.tenant, opened.id), journal));
  const granted = new Set(
    journal.ofType('prepaid.granted').map(({ data }) => text(part(data, 'bought'), 'invoice')),
  );
  for (const invoice of journal.ofType('invoice.issued'))
    if (text(invoice.data, 'kind') === 'credits' && !granted.has(invoice.id))
      add(invoice, minor(invoice.data, 'netMinor') - creditedNet(journal, invoice.id));
  for (const [name, amount] of owed)
    if (amount !== 0n)
      report({ invariant: 'I-54', about: name, says: `of sold credits ${amount} more is left than owed` });
}

/** What is left of the bought grants of a balance, with what is kept for invoices that are not issued. */
function leftOf(facts: readonly Fact[], journal: Given['journal']): bigint {
  const bought = facts.filter(({ type, data }) => type === 'prepaid.granted' && part(data, 'bought'));
  const names = new Set(bought.map(({ data }) => text(data, 'grant')));
  const moved = facts.map(({ tenant, type, data }) => {
    const isKept = type === 'prepaid.consumed' || type === 'prepaid.released';
    if (isKept && journal.of(tenant, text(data, 'invoice')).length === 0) return 0n;
    return (TAKES[type] ?? 0n) * partsOf(data, names);
  });

  return sum(bought.map(({ data }) => minor(data, 'amountMinor'))) + sum(moved);
}

function partsOf(data: Data, names: ReadonlySet<string>): bigint {
  const parts = Array.isArray(data.parts) ? list(data, 'parts') : [data];

  return sum(
    parts.filter((each) => names.has(text(each, 'grant'))).map((each) => minor(each, 'amountMinor')),
  );
}

function creditedNet(journal: Given['journal'], invoice: string): bigint {
  const notes = journal.ofType('credit_note.issued').filter(({ data }) => text(data, 'invoice') === invoice);

  return sum(notes.map(({ data }) => minor(data, 'netMinor')));
}
