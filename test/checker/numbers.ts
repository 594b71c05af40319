/** Document numbers: series without a gap, counts of customers without one, and no number borne twice. */
import { type Data, type Fact, idOf, list, text, whole } from './books.ts';
import type { Given } from './snapshot.ts';

/** The facts that issue a document, each with the kind of its series. */
export const KINDS: Readonly<Record<string, string>> = {
  'invoice.issued': 'invoice',
  'credit_note.issued': 'credit_note',
  'self_billed_invoice.issued': 'self_billed_invoice',
  'self_billed_credit_note.issued': 'self_billed_credit_note',
};

/** Their types. */
export const ISSUED: readonly string[] = Object.keys(KINDS);

/** Series by series: manifests follow each other, list each document once, and each carries the number it was given. */
export function checkNumbers(issued: readonly Fact[], given: Given): void {
  const { journal, report } = given;
  const byId = new Map(issued.map((document) => [`${document.tenant} ${document.id}`, document]));
  const numbered = new Set<string>();
  const bySeries = Map.groupBy(journal.ofType('numbers.assigned'), ({ tenant, id }) => `${tenant} ${id}`);
  const places = new Map(
    journal
      .ofType('customer_number.taken')
      .map(({ tenant, data }) => [`${tenant} ${text(data, 'document')}`, data]),
  );
  for (const [series, manifests] of bySeries) {
    let standing: Standing = { next: 1, lastDate: '', run: '' };
    for (const manifest of manifests.toSorted((a, b) => a.version - b.version)) {
      standing = afterManifest(manifest, standing, { series, byId, numbered, places, given });
    }
  }
  for (const [name, { id }] of byId)
    if (!numbered.has(name)) report({ invariant: 'I-07', about: id, says: 'no manifest numbers it' });
  checkPlaces(given);
  checkUnique(issued, given);
}

/** Where a series stands between two manifests. */
type Standing = { readonly next: number; readonly lastDate: string; readonly run: string };

type Counting = {
  readonly series: string;
  readonly byId: ReadonlyMap<string, Fact>;
  readonly numbered: Set<string>;
  readonly places: ReadonlyMap<string, Data>;
  readonly given: Given;
};

function afterManifest({ tenant, data }: Fact, standing: Standing, counting: Counting): Standing {
  const { series, given } = counting;
  const year = text(list(data, 'documents')[0], 'issueDate').slice(0, 4);
  const run = 'run' in data ? text(data, 'run') : year;
  const expected = run === standing.run ? standing.next : 1;
  const first = whole(data, 'first');
  if (first !== expected) {
    given.report({
      invariant: 'I-07',
      about: series,
      says: `number ${expected} was expected, ${first} was given`,
    });
  }
  let { lastDate } = standing;
  let number = first;
  for (const entry of list(data, 'documents')) {
    checkEntry(entry, { tenant, number, lastDate, year }, counting);
    lastDate = text(entry, 'issueDate');
    number += 1;
  }

  return { next: number, lastDate, run };
}

function checkEntry(
  entry: Data,
  of: { readonly tenant: string; readonly number: number; readonly lastDate: string; readonly year: string },
  { series, byId, numbered, places, given }: Counting,
): void {
  const { tenant, number, lastDate, year } = of;
  const id = text(entry, 'id');
  const name = `${tenant} ${id}`;
  const wrong = (invariant: string, says: string) => given.report({ invariant, about: id, says });
  if (numbered.has(name)) wrong('I-07', 'it was numbered twice');
  numbered.add(name);
  const document = byId.get(name);
  if (document) checkNumbered(document, { entry, number, series, place: places.get(name) }, given);
  else if (given.snapshot.isAtRest) wrong('I-07', `number ${number} of ${series} has no document`);
  const date = text(entry, 'issueDate');
  if (date < lastDate) wrong('I-08', `it is dated before the number ${number - 1}`);
  if (date.slice(0, 4) !== year) wrong('I-07', 'its manifest is of another year');
}

function checkNumbered(
  document: Fact,
  of: {
    readonly entry: Data;
    readonly number: number;
    readonly series: string;
    readonly place: Data | undefined;
  },
  { journal, report }: Given,
): void {
  const { tenant, id, type, data } = document;
  const { entry, number, series, place } = of;
  const kind = KINDS[type] ?? '';
  const own = `${tenant} ${idOf('ser', tenant, text(data, 'entity'), kind)}`;
  if (own !== series)
    report({ invariant: 'I-07', about: id, says: 'it was numbered in a series that is not its own' });
  const printed = patternsOf(document, journal.of(tenant, text(data, 'entity'))).map((pattern) =>
    printedOf(pattern, { date: text(data, 'issueDate'), number, place }),
  );
  if (!printed.includes(text(data, 'number')))
    report({
      invariant: 'I-07',
      about: id,
      says: `${printed.join(' or ')} was given, ${text(data, 'number')} is carried`,
    });
  if (text(entry, 'content') !== text(data, 'content'))
    report({ invariant: 'I-09', about: id, says: 'it was numbered with other content' });
  if (text(entry, 'issueDate') !== text(data, 'issueDate'))
    report({ invariant: 'I-08', about: id, says: 'it was numbered with another date' });
}

/** The patterns that its seller has had: the one of the day is that of the moment at which it was frozen, which no fact tells. */
function patternsOf({ type }: Fact, ofSeller: readonly Fact[]): readonly string[] {
  const kind = KINDS[type];
  if (kind === 'self_billed_invoice') return ['SB-{year}-{number:5}'];
  if (kind === 'self_billed_credit_note') return ['SC-{year}-{number:5}'];
  const field = kind === 'invoice' ? 'invoiceNumbers' : 'creditNoteNumbers';

  return ofSeller.filter(({ data }) => field in data).map(({ data }) => text(data, field));
}

function printedOf(
  pattern: string,
  of: { readonly date: string; readonly number: number; readonly place: Data | undefined },
): string {
  const { date, number, place } = of;
  const [year = '', month = ''] = date.split('-');
  const isByCustomer = pattern.includes('{customer');
  const counted = isByCustomer && place ? whole(place, 'number') : number;
  const width = (value: number, digits: string | undefined) => `${value}`.padStart(Number(digits ?? 1), '0');

  return pattern
    .replace('{year}', year)
    .replace('{month}', month)
    .replace(/\{customer(?::(\d))?\}/, (_, digits) => (place ? width(whole(place, 'ordinal'), digits) : '?'))
    .replace(/\{number(?::(\d))?\}/, (_, digits) => width(counted, digits));
}

/** Each customer's count of a kind and a span is 1 to N, and no two customers of a seller share an ordinal. */
function checkPlaces({ journal, report }: Given): void {
  const taken = journal.ofType('customer_number.taken');
  const counts = Map.groupBy(
    taken,
    ({ tenant, id, data }) => `${tenant} ${id} ${text(data, 'kind')} ${text(data, 'span')}`,
  );
  for (const [about, facts] of counts)
    for (const [index, { data }] of facts.toSorted((a, b) => a.version - b.version).entries())
      if (whole(data, 'number') !== index + 1)
        report({ invariant: 'I-07', about, says: `place ${index + 1} was expected` });
  for (const facts of Map.groupBy(taken, ({ tenant, id }) => `${tenant} ${id}`).values())
    if (new Set(facts.map(({ data }) => whole(data, 'ordinal'))).size > 1)
      report({ invariant: 'I-07', about: facts[0]?.id ?? '', says: 'a customer has two ordinals' });
}

/** § 14 (4) no. 4 UStG: a number is given once. A supplier's self-billed documents are its own, not the seller's. */
function checkUnique(issued: readonly Fact[], { report }: Given): void {
  const seen = new Map<string, string>();
  for (const { tenant, id, type, data } of issued) {
    if (KINDS[type]?.startsWith('self_billed_')) continue;
    const name = `${tenant} ${text(data, 'entity')} ${text(data, 'number')}`;
    const other = seen.get(name);
    if (other !== undefined)
      report({ invariant: 'I-07', about: id, says: `it bears the number of ${other}` });
    seen.set(name, id);
  }
}
