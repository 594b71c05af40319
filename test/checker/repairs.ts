/** Repairs: each puts right a bill of its own subscription, and says truly what that came to before. */
import { type Data, type Fact, list, minor, part, sum, text, whole } from './books.ts';
import type { Given } from './snapshot.ts';

/** I-55, as far as the bills themselves tell it: what a bill had to come to is reckoned by others. */
export function checkRepairs({ journal, report }: Given): void {
  const repairing = journal.ofType('subscription.billed').filter(({ data }) => repairsIn(data).length > 0);
  const whose = new Map(repairing.map((fact) => [`${fact.tenant} ${fact.id}`, fact]));
  for (const { tenant, id } of whose.values()) {
    const bills: Fact[] = [];
    for (const bill of journal.of(tenant, id).filter(({ type }) => type === 'subscription.billed')) {
      for (const line of repairsIn(bill.data))
        for (const says of wrongIn(line, { tenant, bills }, journal))
          report({ invariant: 'I-55', about: `${id}:${bill.version}`, says });
      bills.push(bill);
    }
  }
}

function wrongIn(
  line: Data,
  { tenant, bills }: { readonly tenant: string; readonly bills: readonly Fact[] },
  journal: Given['journal'],
): readonly string[] {
  const repair = part(line, 'repair') ?? {};
  const invoice = text(repair, 'invoice');
  const told = minor(repair, 'billedMinor');
  const wrong: string[] = [];
  if (minor(line, 'listMinor') !== minor(repair, 'expectedMinor') - told)
    wrong.push('a repair is not what was expected less what was billed');
  // What was given back by credit notes, or never billed, has no bill of its own.
  if (invoice === '') return wrong;
  const own = bills.filter(({ data }) => text(data, 'invoice') === invoice);
  if (own.length === 0) return [...wrong, `it repairs ${invoice}, which is no bill of its own`];
  const before = sum(
    bills.flatMap(({ data }) => repairsIn(data).filter((each) => isOfSame(each, repair))).map(listOf),
  );
  const billed = sum(own.flatMap(({ data }) => list(data, 'lines').filter(isOwn)).map(netOf)) + before;
  const isCredited = journal.of(tenant, invoice).some(({ type }) => type === 'invoice.credit_requested');
  if (told > billed || (told < billed && !isCredited && !own.some(({ data }) => 'gathering' in data)))
    wrong.push(`${told} is said to have been billed on ${invoice}, ${billed} was`);

  return wrong;
}

function repairsIn(data: Data): readonly Data[] {
  return list(data, 'lines').filter((line) => text(line, 'kind') === 'repair');
}

function isOfSame(line: Data, repair: Data): boolean {
  const other = part(line, 'repair') ?? {};
  const numberIn = (of: Data) => (typeof of.number === 'number' ? whole(of, 'number') : null);

  return text(other, 'bill') === text(repair, 'bill') && numberIn(other) === numberIn(repair);
}

/** Credit that moves between bills, and what puts others right, is of no bill itself. */
function isOwn(line: Data): boolean {
  return !['carried', 'brought', 'repair'].includes(text(line, 'kind'));
}

function listOf(line: Data): bigint {
  return minor(line, 'listMinor');
}

function netOf(line: Data): bigint {
  return minor(line, 'listMinor') - minor(line, 'discountMinor');
}
