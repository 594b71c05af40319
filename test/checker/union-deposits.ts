/** What a final invoice takes off a return of the one-stop shop: what its deposits brought into one, and nothing else. */
import { percentOf } from './arithmetic.ts';
import { type Data, type Fact, list, minor, part, text } from './books.ts';
import type { Given } from './snapshot.ts';

/** The rows by place, kind and rate, as the deposits' own facts make them; each is to be taken off. */
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
    const nets = amounts(decided, 'netsMinor');

    return list(issued, 'taxes').flatMap((tax, index) => shareOf(tax, nets[index] ?? 0n, sales));
  });
}

/** The tax of what is deducted is what the rest of the line does not bear. */
function shareOf(tax: Data, netMinor: bigint, sales: Data): readonly Data[] {
  const [rate, base] = [text(tax, 'rate'), minor(tax, 'baseMinor')];
  const row = list(sales, 'rows').find((each) => text(each, 'rate') === rate);
  if (!row || netMinor === 0n) return [];
  const taxMinor = percentOf(base, rate) - percentOf(base - netMinor, rate);

  return [{ ...row, netMinor: String(netMinor), taxMinor: String(taxMinor) }];
}

/** A list of amounts in minor units. */
function amounts(data: Data | undefined, name: string): readonly bigint[] {
  const value = data?.[name];

  return Array.isArray(value) ? value.map((each) => BigInt(String(each))) : [];
}
