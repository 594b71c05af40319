/** Credit notes: what an invoice charged is taken back once, in whatever pieces. */
import { containedIn, percentOf } from './arithmetic.ts';
import { type Data, type Fact, list, minor, sum, text, whole as wholeNumber } from './books.ts';
import { isGross } from './gross.ts';
import type { Given } from './snapshot.ts';

/** I-11. */
export function checkCreditNotes(given: Given): void {
  const notes = given.journal.ofType('credit_note.issued');
  const byInvoice = Map.groupBy(notes, ({ tenant, data }) => `${tenant} ${text(data, 'invoice')}`);
  for (const group of byInvoice.values()) checkNotes(group, given);
}

/** A credit note takes back no more than its invoice charged: as a whole the very same, rate by rate, else piece by piece. */
export function checkNotes(of: readonly Fact[], { journal, report }: Given, issued = 'invoice.issued') {
  const [{ tenant, id, data }] = of as readonly [Fact]; // a group has a member
  const invoice = journal.of(tenant, text(data, 'invoice')).find(({ type }) => type === issued);
  if (!invoice) return report({ invariant: 'I-11', about: id, says: 'its invoice is not there' });
  const wrong = (note: Fact, says: string) => report({ invariant: 'I-11', about: note.id, says });
  for (const note of of) {
    if (told(note.data, PARTIES) !== told(invoice.data, PARTIES))
      wrong(note, 'it is of other parties than its invoice');
    if ('ordinal' in note.data) continue;
    if (told(note.data, FIGURES) !== told(invoice.data, FIGURES))
      wrong(note, 'it takes back another sum than was charged');
    if (of.length > 1) wrong(note, 'it takes back the whole beside another');
  }
  checkPieces(of, invoice, wrong);
}

const PARTIES = ['entity', 'customer', 'currency'];
const FIGURES = [
  'netsMinor',
  'priceBasis',
  'grossesMinor',
  'reductions',
  'taxes',
  'netMinor',
  'taxMinor',
  'grossMinor',
];

function told(data: Data, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => data[name]));
}

/** In their order: of each line and rate never more than was charged, and the tax of all so far is the rate on all so far. */
function checkPieces(notes: readonly Fact[], invoice: Fact, wrong: (note: Fact, says: string) => void) {
  const left = numbers(isGross(invoice.data) ? invoice.data.grossesMinor : invoice.data.netsMinor);
  const charged = new Map(list(invoice.data, 'taxes').map((tax) => [rateName(tax), tax]));
  const sums = new Map<string, { base: bigint; tax: bigint }>();
  const whole = onTheWhole(invoice.data);
  let ordinal = 0;
  const pieces = notes.filter(({ data }) => 'ordinal' in data);
  for (const note of pieces.toSorted(
    (a, b) => wholeNumber(a.data, 'ordinal') - wholeNumber(b.data, 'ordinal'),
  )) {
    ordinal += 1;
    checkLines(note, left, wrong);
    const isAll = left.every((rest) => rest === 0n);
    checkOnTheWhole(note, { whole, isAll }, wrong);
    for (const tax of list(note.data, 'taxes')) {
      const name = rateName(tax);
      const soFar = sums.get(name) ?? { base: 0n, tax: 0n };
      soFar.base += minor(tax, 'baseMinor');
      soFar.tax += minor(tax, 'taxMinor');
      sums.set(name, soFar);
      const rate = text(tax, 'rate');
      const exact = isGross(note.data)
        ? containedIn(soFar.base + soFar.tax, rate)
        : percentOf(soFar.base, rate);
      if (isMore(soFar, charged.get(name), isGross(note.data))) wrong(note, `it takes back more of ${name}`);
      const isNext = wholeNumber(note.data, 'ordinal') === ordinal;
      if (isNext && soFar.tax !== exact) wrong(note, `the tax of ${name} is not what is left`);
    }
    const kept = [...charged].filter(
      ([name, tax]) => (sums.get(name)?.base ?? 0n) !== minor(tax, 'baseMinor'),
    );
    if (isAll) for (const [name] of kept) wrong(note, `nothing is left of the lines, but of ${name}`);
  }
}

/** Of what is priced gross, the gross is what is divided: a net may be a unit ahead of it on the way. */
function isMore(
  soFar: { readonly base: bigint; readonly tax: bigint },
  charged: Data | undefined,
  byGross: boolean,
): boolean {
  const base = minor(charged, 'baseMinor');

  return byGross ? soFar.base + soFar.tax > base + minor(charged, 'taxMinor') : soFar.base > base;
}

/** The sums of a document's allowances and charges. */
function onTheWhole(data: Data) {
  const { reductions } = data;
  const sums = typeof reductions === 'object' && reductions !== null ? (reductions as Data) : {}; // as the journal has them

  return { allowances: minor(sums, 'allowancesMinor'), charges: minor(sums, 'chargesMinor') };
}

/** What is on the whole goes with the lines. Its nets follow from its grosses where prices contain the tax, and the bases tell. */
function checkOnTheWhole(
  note: Fact,
  of: { readonly whole: { allowances: bigint; charges: bigint }; readonly isAll: boolean },
  wrong: (note: Fact, says: string) => void,
): void {
  const { whole, isAll } = of;
  const { allowances, charges } = onTheWhole(note.data);
  if (allowances < 0n || charges < 0n) wrong(note, 'an allowance or a charge of it is below nothing');
  if (isGross(note.data)) return;
  whole.allowances -= allowances;
  whole.charges -= charges;
  if (whole.allowances < 0n || whole.charges < 0n)
    wrong(note, 'it takes back more of the allowances or charges than there were');
  if (isAll && (whole.allowances !== 0n || whole.charges !== 0n))
    wrong(note, 'nothing is left of the lines, but of what was on the whole');
}

function checkLines(note: Fact, left: bigint[], wrong: (note: Fact, says: string) => void) {
  const { data } = note;
  const nets = numbers(data.netsMinor);
  const taken = isGross(data) ? numbers(data.grossesMinor) : nets;
  const lines = numbers(data.lines);
  for (const [index, net] of taken.entries()) {
    const line = Number(lines[index] ?? 0n) - 1;
    left[line] = (left[line] ?? 0n) - net;
    if (net <= 0n || left[line] < 0n) wrong(note, `it takes back more of line ${line + 1} than was charged`);
  }
  const taxMinor = sum(list(data, 'taxes').map((tax) => minor(tax, 'taxMinor')));
  const { allowances, charges } = onTheWhole(data);
  if (sum(nets) - allowances + charges + taxMinor !== minor(data, 'grossMinor'))
    wrong(note, 'it takes back another sum than its lines, what goes with them and their tax');
}

function numbers(value: unknown): bigint[] {
  return Array.isArray(value) ? value.map((each) => BigInt(String(each))) : [];
}

function rateName(tax: Data): string {
  return `${text(tax, 'category')} ${text(tax, 'rate')}`;
}
