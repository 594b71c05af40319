/** What a final invoice takes off a return of the one-stop shop: what its deposits brought into one, and nothing else. */
import { containedIn, percentOf } from './arithmetic.ts';
import { type Data, type Fact, list, minor, part, text } from './books.ts';
import type { Given } from './snapshot.ts';

/** The rows by place, kind and rate, as the deposits' own facts make them, each with the day of its deposit; each is to be taken off. */
export function deductedRows(
  { tenant, data }: Pick<Fact, 'tenant' | 'data'>,
  { journal }: Pick<Given, 'journal'>,
): readonly Data[] {
  return list(data, 'deducts').flatMap((each) => {
    const facts = journal.of(tenant, text(each, 'invoice'));
    const issued = facts.find(({ type }) => type === 'invoice.issued')?.data;
    const decided = facts.find(({ type }) => type === 'invoice.deducted')?.data;
    const sales = part(issued, 'unionSales');
    // A deposit that was taxed at home was in no return.
    if (!sales || text(sales, 'rule') === 'below_threshold') return [];
    const [nets, grosses] = [amounts(decided, 'netsMinor'), amounts(decided, 'grossesMinor')];

    return list(issued, 'taxes').flatMap((tax, index) => {
      const row = list(sales, 'rows').find((each) => text(each, 'rate') === text(tax, 'rate'));
      const net = nets[index] ?? 0n;
      if (!row || net === 0n) return [];
      const taxMinor = String(taxOf(tax, { net, gross: grosses[index] }));
      return [{ ...row, netMinor: String(net), taxMinor, on: text(issued, 'issueDate') }];
    });
  });
}

/** The tax of what is deducted is what the rest of the line does not bear, or not contain where prices contain it. */
function taxOf(tax: Data, of: { readonly net: bigint; readonly gross: bigint | undefined }): bigint {
  const [rate, base] = [text(tax, 'rate'), minor(tax, 'baseMinor')];
  if (of.gross === undefined) return percentOf(base, rate) - percentOf(base - of.net, rate);
  const charged = base + minor(tax, 'taxMinor');

  return containedIn(charged, rate) - containedIn(charged - of.gross, rate);
}

/** What is wrong with what a final invoice tells of each deposit that it deducts. */
export function wrongDeductions(
  fact: Pick<Fact, 'tenant' | 'data'>,
  given: Pick<Given, 'journal'>,
): readonly string[] {
  return list(fact.data, 'deducts').flatMap((each) => {
    const told = list(each, 'returned').map(rowOf);
    const made = deductedRows({ ...fact, data: { deducts: [each] } }, given).map(rowOf);

    return told.join() === made.join() ? [] : ['it takes back what its deposit did not bring into a return'];
  });
}

function rowOf(row: Data): string {
  return ['country', 'supply', 'rate', 'netMinor', 'taxMinor'].map((name) => String(row[name])).join(' ');
}

/** A list of amounts in minor units. */
function amounts(data: Data | undefined, name: string): readonly bigint[] {
  const value = data?.[name];

  return Array.isArray(value) ? value.map((each) => BigInt(String(each))) : [];
}
