/** Issued documents: numbered without gap, dated in order, unchanged, and right to the last unit. */
import { categoryOf } from './categories.ts';
import { billsOfInvoice } from './gatherings.ts';
import { dayIn, isWithinUnit, lineNet, minorOf, percentOf } from './arithmetic.ts';
import { type CellOf, explainedNet, reckon, trueUpOf } from './evaluator.ts';
import { type Data, digest, type Fact, list, minor, part, sum, text, whole } from './books.ts';
import { correctedLines } from './corrections.ts';
import { checkCreditNotes } from './credit-notes.ts';
import { checkDeposits, depositShares } from './deposits.ts';
import { isContained, isGross, wrongInGross } from './gross.ts';
import { checkNumbers, ISSUED } from './numbers.ts';
import { withCredits } from './prepaid-lowering.ts';
import { reckonReductions } from './reductions.ts';
import { deliveriesOf } from './obligations.ts';
import type { Given } from './snapshot.ts';

/** I-07 to I-12, I-50. */
export function checkDocuments(given: Given): void {
  const issued = given.journal.ofType(...ISSUED);
  checkNumbers(issued, given);
  for (const document of issued) {
    checkFigures(document, given);
    checkStored(document, given);
  }
  for (const invoice of given.journal.ofType('invoice.issued')) checkPrices(invoice, given);
  checkCreditNotes(given);
  checkDeposits(given);
}

/** Lines and taxes sum to the total, and each tax is the rate on its base, rounded once. */
function checkFigures({ id, data }: Fact, { report }: Given): void {
  const wrong = (says: string) => report({ invariant: 'I-10', about: id, says });
  const nets = Array.isArray(data.netsMinor) ? data.netsMinor.map((net) => BigInt(String(net))) : [];
  const taxes = list(data, 'taxes');
  const whole = part(data, 'reductions') ?? { allowancesMinor: 0n, chargesMinor: 0n };
  const onTop = minor(whole, 'chargesMinor') - minor(whole, 'allowancesMinor');
  if (sum(nets) + onTop !== minor(data, 'netMinor'))
    wrong('lines less allowances, plus charges, are not the net');
  if (sum(taxes.map((tax) => minor(tax, 'baseMinor'))) !== minor(data, 'netMinor'))
    wrong('the bases do not sum to the net');
  if (sum(taxes.map((tax) => minor(tax, 'taxMinor'))) !== minor(data, 'taxMinor'))
    wrong('the taxes do not sum');
  if (minor(data, 'netMinor') + minor(data, 'taxMinor') !== minor(data, 'grossMinor'))
    wrong('net and tax are not the total');
  for (const tax of taxes) {
    const [base, rate, due] = [minor(tax, 'baseMinor'), text(tax, 'rate'), minor(tax, 'taxMinor')];
    // What a piece bears is its exact tax rounded down or up, whatever went before it.
    const isRight = isGross(data)
      ? isContained(due, { gross: base + due, rate, isPiece: 'ordinal' in data })
      : 'ordinal' in data
        ? isWithinUnit(due, base, rate)
        : due === percentOf(base, rate);
    if (!isRight) wrong(`${rate} percent of ${base} is not ${due}`);
  }
  if (new Set(taxes.map((tax) => `${text(tax, 'category')} ${text(tax, 'rate')}`)).size !== taxes.length)
    wrong('a rate is told twice');
}

/** The frozen bytes have their hash and say what the fact says. */
function checkStored({ tenant, id: issued, data }: Fact, { snapshot, report }: Given) {
  if (!snapshot.documents) return;
  const id = `${issued} ${text(data, 'number')}`;
  const hash = text(data, 'content');
  const bytes = snapshot.documents.get(`frozen/${tenant}/${hash}.json`);
  if (!bytes) return report({ invariant: 'I-09', about: id, says: 'its frozen content is missing' });
  if (digest(bytes) !== hash)
    return report({ invariant: 'I-09', about: id, says: 'its frozen content was changed' });
  const frozen = JSON.parse(new TextDecoder().decode(bytes)) as Data; // an object, by its hash
  const content = part(frozen, 'content');
  const currency = text(data, 'currency');
  const figures = [
    ['net', part(content, 'net'), minor(data, 'netMinor')],
    ['tax', part(content, 'tax'), minor(data, 'taxMinor')],
    ['total', part(content, 'total'), minor(data, 'grossMinor')],
  ] as const;
  for (const [name, figure, expected] of figures) {
    if (minorOf({ amount: text(figure, 'value'), currency }) !== expected)
      report({ invariant: 'I-12', about: id, says: `the printed ${name} is another` });
    const digits = text(figure, 'text').replaceAll(/\D/g, '').replace(/^0+/, '');
    const isSaid = digits === String(expected < 0n ? -expected : expected).replace(/^0+/, '');
    if (!isSaid)
      report({ invariant: 'I-12', about: id, says: `the printed ${name} reads ${text(figure, 'text')}` });
  }
  checkExplained({ id, data }, frozen, report);
}

/** Every line is explained, and comes to its net by the explanation alone. */
function checkExplained(
  { id, data }: Pick<Fact, 'id' | 'data'>,
  frozen: Data,
  report: Given['report'],
): void {
  const nets = Array.isArray(data.netsMinor) ? data.netsMinor.map(String) : [];
  for (const [index, line] of list(part(frozen, 'model'), 'lines').entries()) {
    const explanation = part(line, 'explanation');
    if (explanation && String(explainedNet(explanation)) === nets[index]) continue;
    report({ invariant: 'I-10', about: id, says: `line ${index + 1} is not what its explanation comes to` });
  }
}

/** The nets follow from what was agreed: price by price, rate by rate. */
function checkPrices(invoice: Fact, given: Given): void {
  const { journal, report } = given;
  const { tenant, id, data } = invoice;
  if (text(data, 'kind') === 'deposit') {
    checkDepositPrices(invoice, given);
    return;
  }
  const cause = part(data, 'cause');
  const order = text(cause, 'order');
  const agreed = order === '' ? undefined : journal.of(tenant, order)[0]?.data;
  const isVoucher = text(part(agreed, 'credits'), 'voucher') === 'multi_purpose';
  const wanted = (
    order === ''
      ? periodLines(invoice, given)
      : agreedLines(invoice, { order, step: text(cause, 'step') }, journal)
  ).map((line) => (isVoucher ? { ...line, tax: 'voucher' } : line));
  const nets = Array.isArray(data.netsMinor) ? data.netsMinor.map(String) : [];
  checkBasis(
    invoice,
    agreed === undefined ? billsOfInvoice(invoice, given).map((bill) => bill.data) : [agreed],
    report,
  );
  if (!isGross(data) && wanted.map(({ net }) => String(net)).join(' ') !== nets.join(' '))
    report({ invariant: 'I-10', about: id, says: 'the nets do not follow from what was agreed' });
  const rated = withRates(wanted, invoice, given);
  if (!rated) return;
  const bases = basesOf(rated);
  const reckoned = withCredits(data, {
    bases,
    reckoned: reckonReductions(agreed, { bases, currency: text(data, 'currency') }),
  });
  if (isGross(data)) {
    const lines = rated.map(({ net, rate }) => ({ rate, gross: net }));
    for (const says of wrongInGross(data, { lines, byRate: reckoned.byRate }))
      report({ invariant: 'I-10', about: id, says });
    return;
  }
  const told = part(data, 'reductions') ?? { allowancesMinor: 0n, chargesMinor: 0n };
  if (
    minor(told, 'allowancesMinor') !== reckoned.allowances ||
    minor(told, 'chargesMinor') !== reckoned.charges
  )
    report({ invariant: 'I-10', about: id, says: 'its allowances and charges are not what was agreed' });
  for (const tax of list(data, 'taxes')) {
    const category = text(tax, 'category');
    const rate = `${category} ${text(tax, 'rate')}`;
    const base = (bases.get(rate) ?? 0n) + (reckoned.byRate.get(rate) ?? 0n);
    if (base !== minor(tax, 'baseMinor'))
      report({
        invariant: 'I-10',
        about: id,
        says: `the base of ${category} ${text(tax, 'rate')} is ${base}`,
      });
  }
}

function checkBasis({ id, data }: Fact, agreed: readonly Data[], report: Given['report']): void {
  if (agreed.some((each) => isGross(each) !== isGross(data)))
    report({ invariant: 'I-10', about: id, says: 'it is of another price basis than was agreed' });
}

/** A deposit is its share of what the whole order will come to. */
function checkDepositPrices(invoice: Fact, given: Given): void {
  const { journal, report } = given;
  const { tenant, id, data } = invoice;
  const cause = part(data, 'cause');
  const facts = journal.of(tenant, text(cause, 'order'));
  const currency = text(data, 'currency');
  const rated = withRates(orderLines(facts, 'placed', currency), invoice, given);
  if (!rated) return;
  const bases = basesOf(rated);
  const { byRate } = reckonReductions(facts[0]?.data, { bases, currency });
  for (const [rate, more] of byRate) bases.set(rate, (bases.get(rate) ?? 0n) + more);
  const number = Number(text(cause, 'step').replace('deposit-', ''));
  const deposit = list(facts[0]?.data, 'deposits')[number - 1];
  const wanted = depositShares(deposit, { bases, currency, isGross: isGross(data) });
  const told = list(data, 'taxes').map(
    (tax) => `${text(tax, 'category')} ${text(tax, 'rate')} ${minor(tax, 'baseMinor')}`,
  );
  if (told.join() !== [...wanted].map(([rate, { base }]) => `${rate} ${base}`).join())
    report({ invariant: 'I-10', about: id, says: 'it is not the share that was agreed' });
}

function basesOf(lines: readonly Rated[]): Map<string, bigint> {
  const bases = new Map<string, bigint>();
  for (const { rate, net } of lines) bases.set(rate, (bases.get(rate) ?? 0n) + net);

  return bases;
}

type Wanted = { readonly net: bigint; readonly tax: string; readonly supply: string };
type Rated = { readonly net: bigint; readonly rate: string };

/** The lines with the rates that they bear; undefined where those of a country, or what decides a category, is not known here. */
function withRates(lines: readonly Wanted[], invoice: Fact, given: Given): readonly Rated[] | undefined {
  const [seller, supplied] = [sellerAt(invoice, given.journal), suppliedOn(invoice, given)];
  const rated = lines.flatMap((line): Rated[] => {
    const { net, tax, supply } = line;
    const category = tax === 'voucher' ? 'charged' : categoryOf(line, invoice, given);
    if (category === null) return [];
    if (category !== 'charged') return [{ net, rate: `${category} 0` }];
    const place = taxedLike(invoice.data, supply, seller);
    const isKnown =
      RATES[text(place?.data, 'country')] !== undefined || part(place?.data, 'taxRates') !== undefined;

    return isKnown ? [{ net, rate: rateOf(tax, place, supplied) }] : [];
  });

  return rated.length === lines.length ? rated : undefined;
}

/** Those of the order's step, or those that a correction states in their place. */
function agreedLines(
  invoice: Fact,
  of: { readonly order: string; readonly step: string },
  journal: Given['journal'],
): readonly Wanted[] {
  const facts = journal.of(invoice.tenant, of.order);
  const currency = text(invoice.data, 'currency');
  const lines = correctedLines(invoice, journal);
  const [placed] = facts;
  if (lines === undefined || !placed) return orderLines(facts, of.step, currency);

  return orderLines([{ ...placed, data: { ...placed.data, lines } }], 'placed', currency);
}

function orderLines(facts: readonly Fact[], step: string, currency: string): readonly Wanted[] {
  const [placed] = facts;
  const lines = Array.isArray(placed?.data.lines)
    ? (placed.data.lines as readonly (readonly unknown[])[])
    : []; // tuples, as stored
  const net = (line: readonly unknown[], quantity: string): Wanted => {
    const [, , unitPrice, tax, rest] = line as readonly [string, string, string, string, Data | undefined]; // a line that is charged once
    const discount = part(rest, 'discount');
    const less =
      discount && 'percent' in discount
        ? { percent: text(discount, 'percent') }
        : discount
          ? { amount: text(discount, 'amount') }
          : {};
    return { net: lineNet({ quantity, unitPrice, currency, ...less }), tax, supply: supplyOf(rest) };
  };
  if (step === 'placed')
    return lines.filter((line) => line[2] !== null).map((line) => net(line, String(line[1])));
  const delivered = deliveriesOf(facts).get(step)?.data.lines;

  return (Array.isArray(delivered) ? (delivered as readonly (readonly [number, string])[]) : []).flatMap(
    ([number, quantity]) => {
      const line = lines[number - 1];
      return line ? [net(line, quantity)] : [];
    },
  );
}

function periodLines(invoice: Fact, given: Given): readonly Wanted[] {
  return billsOfInvoice(invoice, given).flatMap((bill) =>
    list(bill.data, 'lines').map((line) => ({
      net: billedNet(line, bill.data),
      tax: text(bill.data, 'tax'),
      supply: supplyOf(bill.data),
    })),
  );
}

/** A line reckoned again; what a carry comes to follows from the other lines, and is checked with the subscription. */
function billedNet(line: Data, bill: Data): bigint {
  const sold = part(line, 'sold');
  if (!sold) return minor(line, 'listMinor');
  const repair = part(line, 'repair');
  if (repair) return minor(repair, 'expectedMinor') - minor(repair, 'billedMinor');
  const trueUp = part(line, 'trueUp');
  if (trueUp) return trueUpNet(line, { trueUp, currency: text(bill, 'currency') });
  const back = part(line, 'back');
  const before = part(line, 'credited');
  const usage = part(line, 'usage');
  const { list: listed, discount } = reckon({
    price: part(sold, 'price') ?? {},
    quantity: text(sold, 'quantity'),
    currency: text(bill, 'currency'),
    days: whole(line, 'days'),
    of: whole(line, 'of'),
    back: back ? { list: minor(back, 'listMinor'), discount: minor(back, 'discountMinor') } : null,
    before: before
      ? {
          days: whole(before, 'days'),
          list: minor(before, 'listMinor'),
          discount: minor(before, 'discountMinor'),
        }
      : null,
    cells: usage ? cellsIn(usage) : cellsOfSale(sold),
    ...(usage && {
      usage: { paid: paidIn(usage), former: 'formerMinor' in usage ? minor(usage, 'formerMinor') : 0n },
    }),
  });
  const coupons = sum(list(line, 'coupons').map((use) => minor(use, 'offMinor')));

  return listed - discount - coupons;
}

function trueUpNet(line: Data, { trueUp, currency }: { readonly trueUp: Data; readonly currency: string }) {
  return trueUpOf({
    ...{ amount: text(part(part(line, 'sold'), 'price'), 'amount'), currency },
    ...{ counted: whole(trueUp, 'counted'), of: whole(trueUp, 'of') },
    ...{ spent: minor(trueUp, 'spentMinor'), former: minor(trueUp, 'formerMinor') },
  });
}

function cellsIn(usage: Data): readonly CellOf[] {
  return list(usage, 'cells').map((cell) => ({
    values: Array.isArray(cell.values) ? cell.values.map(String) : null,
    quantity: text(cell, 'quantity'),
  }));
}

/** The one cell of a quantity that is not measured: the values that were agreed on, in the order of the matrix. */
export function cellsOfSale(sold: Data): readonly CellOf[] {
  const names = part(sold, 'price')?.dimensions;
  if (!Array.isArray(names)) return [];
  const values = names.map((name) => text(part(sold, 'dimensions'), String(name)));

  return [{ values, quantity: text(sold, 'quantity') }];
}

function paidIn(usage: Data) {
  const paid = part(usage, 'paid');

  return paid ? { value: text(paid, 'value'), events: whole(paid, 'events') } : null;
}

/** The day of the supply. */
export function suppliedOn(invoice: Fact, { journal }: Given): string {
  const { tenant, data } = invoice;
  const cause = part(data, 'cause');
  const zone = text(journal.of(tenant, text(data, 'entity'))[0]?.data, 'zone');
  const facts = journal.of(tenant, text(cause, 'order'));
  const delivery = deliveriesOf(facts).get(text(cause, 'step'));
  if (delivery) return text(delivery.data, 'on');
  const billed = billsOfInvoice(invoice, { journal }).map((bill) => text(bill.data, 'suppliedOn'));

  return billed.toSorted()[0] ?? dayIn(text(facts[0]?.data, 'at'), zone);
}

/** The rates of the countries that tests sell from or into, by their own law. */
const RATES: Readonly<Record<string, Data>> = {
  DE: { standard: '19', reduced: '7' },
  FR: { standard: '20', reduced: '5.5', second_reduced: '10', super_reduced: '2.1' },
  AT: { standard: '20', reduced: '10', second_reduced: '13' },
  ES: { standard: '21', reduced: '10', super_reduced: '4' },
  DK: { standard: '25' },
  GB: { standard: '20', reduced: '5' },
  XI: { standard: '20', reduced: '5' },
};

/** The seller as it was registered, with the rates that it had given itself before the document. */
function sellerAt({ tenant, data, place }: Fact, journal: Given['journal']): Fact | undefined {
  const [registered, ...later] = journal.of(tenant, text(data, 'entity'));
  const changed = later.findLast(
    (fact) => fact.type === 'legal_entity.tax_changed' && 'taxRates' in fact.data && fact.place < place,
  );

  return registered && changed
    ? { ...registered, data: { ...registered.data, taxRates: changed.data.taxRates } }
    : registered;
}

/** Services, unless it says otherwise. */
function supplyOf(data: Data | undefined): string {
  return text(data, 'supply') || 'services';
}

/** Whose rates hold for a kind of supply: the seller's, or those of the state that it goes to and is taxed in. */
function taxedLike(data: Data, supply: string, seller: Fact | undefined): Fact | undefined {
  const sales = part(data, 'unionSales');
  const row = list(sales, 'rows').find((each) => text(each, 'supply') === supply);
  if (!seller || !row || text(sales, 'rule') === 'below_threshold') return seller;

  return { ...seller, data: { country: text(row, 'country') } };
}

function rateOf(tax: string, seller: Fact | undefined, supplied: string): string {
  if (tax === 'zero') return 'Z 0';
  if (tax === 'exempt') return 'E 0';
  if (tax === 'voucher') return 'O 0';
  const own = part(seller?.data, 'taxRates');
  const country = text(seller?.data, 'country');
  const isLowered = country === 'DE' && supplied >= '2020-07-01' && supplied < '2021-01-01';
  const known = isLowered ? { standard: '16', reduced: '5' } : RATES[country];

  return `S ${text(own ?? known, tax === 'reverse_charge' ? 'standard' : tax)}`;
}
