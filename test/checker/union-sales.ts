/** Sales to consumers in other member states: each counted once, in one order, and taxed by where the year stood before it. */
import { type Data, type Fact, minor, part, text, whole } from './books.ts';
import type { Given } from './snapshot.ts';

/** 10,000 EUR in cents. */
const THRESHOLD = 1_000_000n;

/** I-60: the count of a seller's year follows from its documents, and each document's rule from the count. */
export function checkUnionSales(given: Given): void {
  const { journal } = given;
  const years = Map.groupBy(
    journal.ofType('union_turnover.counted', 'union_turnover.reduced'),
    ({ tenant, id }) => `${tenant} ${id}`,
  );
  const passed = new Set([...years.values()].flatMap((facts) => passedYear(facts)));
  for (const facts of years.values()) checkYear(facts, { ...given, passed });
  for (const { data, id, tenant } of journal.ofType('union_sale.placed')) {
    const counted = years.values().some((facts) => facts.some((fact) => isSame(fact, { tenant, data })));
    if (!counted)
      given.report({ invariant: 'I-60', about: id, says: 'it records a sale that was not counted' });
  }
  for (const document of journal.ofType('invoice.issued', 'credit_note.issued'))
    checkDocument(document, { ...given, facts: [...years.values()].flat() });
}

function checkYear(
  facts: readonly Fact[],
  { report, passed }: Given & { passed: ReadonlySet<string> },
): void {
  const wrong = (about: string, says: string) => report({ invariant: 'I-60', about, says });
  const seen = new Set<string>();
  let sum = 0n;
  for (const { tenant, type, data } of facts.toSorted((a, b) => a.version - b.version)) {
    const document = text(data, 'document');
    if (seen.has(document)) wrong(document, 'it is counted twice');
    if (sum > THRESHOLD) wrong(document, 'it is counted though the threshold was passed before it');
    seen.add(document);
    sum += minor(data, 'amountMinor');
    if (type !== 'union_turnover.counted') continue;
    const rule = text(data, 'rule');
    const isBeyond = sum > THRESHOLD ? 'threshold_passed' : 'below_threshold';
    const isPreceded = passed.has(yearOf(tenant, data, -1));
    // The year before may have been passed later, by what was supplied in it and invoiced afterwards.
    const isRight = rule === isBeyond || (isPreceded && rule === 'preceding_year_passed');
    if (!isRight) wrong(document, `it is taxed by the rule ${rule}, but the count says ${isBeyond}`);
  }
}

function checkDocument(
  { tenant, id, type, data }: Fact,
  { report, facts }: Given & { readonly facts: readonly Fact[] },
): void {
  const sales = part(data, 'unionSales');
  if (!sales) return;
  const wrong = (says: string) => report({ invariant: 'I-60', about: id, says });
  const rows = Array.isArray(sales.rows) ? (sales.rows as readonly Data[]) : [];
  const netMinor = rows.reduce((sum, row) => sum + minor(row, 'netMinor'), 0n);
  if (netMinor > minor(data, 'netMinor')) wrong('more of it goes to consumers abroad than there is');
  const counted = facts.find((fact) => fact.tenant === tenant && text(fact.data, 'document') === id);
  if (type === 'credit_note.issued' || sales.countedMinor === undefined) return;
  if (!counted) wrong('it was not counted towards the threshold');
  else if (minor(counted.data, 'amountMinor') !== minor(sales, 'countedMinor'))
    wrong('it states another amount than was counted');
  else if (data.corrects === undefined && text(counted.data, 'rule') !== text(sales, 'rule'))
    wrong('it states another rule than was decided');
  const isBelow = text(sales, 'rule') === 'below_threshold';
  // A corrected invoice counts what it is more or less than the one before it.
  const isPlain = data.priceBasis === undefined && data.corrects === undefined;
  const isEuro = text(data, 'currency') === 'EUR' && isPlain;
  if (isBelow && isEuro && minor(sales, 'countedMinor') !== netMinor)
    wrong('what it adds to the count is not what goes to consumers abroad');
}

function isSame(fact: Fact, { tenant, data }: Pick<Fact, 'tenant' | 'data'>): boolean {
  const [left, right] = [fact.data, data];

  return (
    fact.tenant === tenant &&
    text(left, 'document') === text(right, 'document') &&
    minor(left, 'amountMinor') === minor(right, 'amountMinor') &&
    text(left, 'rule') === text(right, 'rule')
  );
}

function passedYear(facts: readonly Fact[]): readonly string[] {
  const [first] = facts;
  const sum = facts.reduce((total, { data }) => total + minor(data, 'amountMinor'), 0n);

  return first && sum > THRESHOLD ? [yearOf(first.tenant, first.data, 0)] : [];
}

function yearOf(tenant: string, data: Data, offset: number): string {
  return `${tenant} ${text(data, 'entity')} ${whole(data, 'year') + offset}`;
}
