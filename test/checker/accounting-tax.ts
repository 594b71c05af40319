/** The tax in accounting currency: stated where it must be, at a rate that was recorded, and converted right to the last unit. */
import { daysLater, fraction, placesOf, rounded, times } from './arithmetic.ts';
import { type Data, type Fact, minor, part, text, whole } from './books.ts';
import { suppliedOn } from './documents.ts';
import { printedModel } from './printed-model.ts';
import type { Given } from './snapshot.ts';

/** Whose accounts are in euro where nothing else was said. */
const EURO: ReadonlySet<string> = new Set(
  'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' '),
);

/** Days that a rate holds beyond its own. */
const AGE_MAX = 7;

/** I-10 of invoices, I-11 of credit notes. */
export function checkAccountingTax(given: Given): void {
  const { journal } = given;
  const notes = Map.groupBy(
    journal.ofType('credit_note.issued'),
    ({ tenant, data }) => `${tenant} ${text(data, 'invoice')}`,
  );
  for (const document of journal.ofType('invoice.issued', 'credit_note.issued'))
    checkPrinted(document, given);
  for (const invoice of journal.ofType('invoice.issued')) {
    checkInvoice(invoice, given);
    checkNotes(invoice, notes.get(`${invoice.tenant} ${invoice.id}`) ?? [], given);
  }
}

function checkInvoice(invoice: Fact, given: Given): void {
  const { id, data } = invoice;
  const wrong = (says: string) => given.report({ invariant: 'I-10', about: id, says });
  const stated = part(data, 'accountingTax');
  const accounting = accountingOf(invoice, given);
  const isAsked = accounting !== text(data, 'currency') && minor(data, 'taxMinor') !== 0n;
  if (accounting !== undefined && (accounting === null || !isAsked)) {
    if (stated) wrong('it states its tax in another currency, which nobody asked for');
    return;
  }
  if (!stated) {
    if (accounting !== undefined) wrong(`it does not state its tax in ${accounting}`);
    return;
  }
  if (accounting !== undefined && text(stated, 'currency') !== accounting)
    wrong(`it states its tax in another currency than ${accounting}`);
  if (minor(stated, 'taxMinor') !== converted(minor(data, 'taxMinor'), { data, stated }))
    wrong('its tax in accounting currency is not the tax at the rate');
  if (!isRecorded(invoice, stated, given)) wrong('its exchange rate was not recorded before');
  checkDay(invoice, { stated, taxPoint: taxPointOf(invoice, given), wrong }, given);
}

/** The last day that had a rate, no later than the tax point and no more than a week before it. */
function checkDay(
  invoice: Fact,
  of: { readonly stated: Data; readonly taxPoint: string; readonly wrong: (says: string) => void },
  { journal }: Given,
): void {
  const ratedOn = text(of.stated, 'ratedOn');
  if (ratedOn > of.taxPoint) of.wrong('its exchange rate is of a day to come');
  if (daysLater(ratedOn, AGE_MAX) < of.taxPoint) of.wrong('its exchange rate is too old');
  // What was recorded within the last minute may not have been seen.
  const seen = new Date(Date.parse(invoice.at) - 60_000).toISOString();
  const isPassedOver = ratesOf(invoice, of.stated, journal).some(
    (fact) =>
      fact.at <= seen && text(fact.data, 'ratedOn') > ratedOn && text(fact.data, 'ratedOn') <= of.taxPoint,
  );
  if (isPassedOver) of.wrong('a later exchange rate was passed over');
}

function taxPointOf(invoice: Fact, given: Given): string {
  const issued = text(invoice.data, 'issueDate');
  const supplied = text(invoice.data, 'kind') === 'deposit' ? issued : suppliedOn(invoice, given);

  return [supplied, issued].sort()[0] ?? issued;
}

/** Undefined where this checker does not know the currency of the country. */
function accountingOf({ tenant, data, at }: Fact, { journal }: Given): string | null | undefined {
  const facts = journal.of(tenant, text(data, 'entity')).filter((fact) => fact.at <= at);
  const told = facts.findLast((fact) => 'accountingCurrency' in fact.data);
  if (told) return told.data.accountingCurrency === null ? null : text(told.data, 'accountingCurrency');

  return EURO.has(text(facts[0]?.data, 'country')) ? 'EUR' : undefined;
}

function isRecorded(invoice: Fact, stated: Data, { journal }: Given): boolean {
  return ratesOf(invoice, stated, journal).some(
    (fact) => fact.at <= invoice.at && RATE.every((name) => text(fact.data, name) === text(stated, name)),
  );
}

function ratesOf({ tenant, data }: Fact, stated: Data, journal: Given['journal']): readonly Fact[] {
  return journal
    .ofType('exchange_rate.recorded')
    .filter(
      (fact) =>
        fact.tenant === tenant &&
        text(fact.data, 'entity') === text(data, 'entity') &&
        text(fact.data, 'currency') === text(data, 'currency') &&
        text(fact.data, 'accounting') === text(stated, 'currency'),
    );
}

const RATE = ['rate', 'quotation', 'ratedOn', 'source'];

/** The whole takes back the very same; pieces, in their order, what all so far come to less what all before came to. */
function checkNotes(invoice: Fact, notes: readonly Fact[], { report }: Given): void {
  const stated = part(invoice.data, 'accountingTax');
  const { data } = invoice;
  let before = 0n;
  let ordinal = 0;
  for (const note of notes.toSorted((a, b) => whole(a.data, 'ordinal') - whole(b.data, 'ordinal'))) {
    const own = part(note.data, 'accountingTax');
    const wrong = (says: string) => report({ invariant: 'I-11', about: note.id, says });
    const after = before + minor(note.data, 'taxMinor');
    ordinal += 1;
    // Where a note is still on its way, what those after it follow from is not known yet.
    const isNext = !('ordinal' in note.data) || whole(note.data, 'ordinal') === ordinal;
    if (!stated || !own) {
      if (stated || own) wrong('it states its tax in other currencies than its invoice');
      continue;
    }
    if ([...RATE, 'currency'].some((name) => text(own, name) !== text(stated, name)))
      wrong('it is not converted at the rate of its invoice');
    const expected = converted(after, { data, stated }) - converted(before, { data, stated });
    if (isNext && minor(own, 'taxMinor') !== expected)
      wrong('its tax in accounting currency is not what is left of that of its invoice');
    before = after;
  }
}

function converted(tax: bigint, { data, stated }: { readonly data: Data; readonly stated: Data }): bigint {
  const rate = fraction(text(stated, 'rate'));
  const by = text(stated, 'quotation') === 'direct' ? rate : { over: rate.under, under: rate.over };
  const scale = {
    over: 10n ** BigInt(placesOf(text(stated, 'currency'))),
    under: 10n ** BigInt(placesOf(text(data, 'currency'))),
  };

  return rounded(times(times({ over: tax, under: 1n }, by), scale));
}

/** I-12: the printed model says what the fact says. */
function checkPrinted(fact: Fact, given: Given): void {
  const model = printedModel(fact, given);
  if (!model) return;
  const { id, data } = fact;
  const [told, frozen] = [part(data, 'accountingTax'), part(model, 'accountingTax')];
  const isAlike =
    minor(told, 'taxMinor') === minor(frozen, 'taxMinor') &&
    [...RATE, 'currency'].every((name) => text(told, name) === text(frozen, name));
  if (!isAlike)
    given.report({ invariant: 'I-12', about: id, says: 'the printed tax in accounting currency is another' });
}
