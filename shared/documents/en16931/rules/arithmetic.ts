/** Sums, lines and the tax: computed again from the lines up, with no tolerance but the one rounding of each step. */
import { exponentOf } from '../../../kernel/currencies.ts';
import { formatMoney } from '../../../kernel/money.ts';
import { isCurrency } from '../../../kernel/currencies.ts';
import { divideRounded } from '../../../kernel/rational.ts';
import type { SemanticInvoice, SemanticLine, SemanticSubtotal, SemanticTax } from '../model.ts';
import type { Report } from './reporting.ts';

/**
 * How the tax is reckoned where a document does not tell its grosses: the rate on the net, as our own are then, or either so
 * or contained in the gross, as what others wrote may be.
 */
export type TaxMethod = 'net' | 'either';

/** Checks every amount that follows from others. */
export function checkArithmetic(invoice: SemanticInvoice, report: Report, method: TaxMethod): void {
  const show = (minor: bigint) =>
    isCurrency(invoice.currency) ? formatMoney({ minor, currency: invoice.currency }) : minor.toString();
  const expect: Expect = (rule, field, [given, computed]) => {
    if (given !== computed) report(rule, field, `${show(given)} ≠ ${show(computed)}`);
  };
  const scale = 10n ** BigInt(exponentOf(invoice.currency) ?? 2);
  invoice.lines.forEach((line, index) => {
    expect('CH-LINE-NET', `BG-25[${index + 1}]/BT-131`, [line.netMinor, lineNet(line, scale)]);
  });
  checkTotals(invoice, expect);
  checkSubtotals(invoice, method, { expect, report });
}

type Expect = (rule: string, field: string, amounts: readonly [given: bigint, computed: bigint]) => void;

function lineNet(line: SemanticLine, scale: bigint): bigint {
  const { n, d } = exactOf(line, scale);

  return divideRounded(n, d) + reducedBy(line);
}

/**
 * Whether a line is within two hundredths of quantity × price less its reductions, which Peppol asks for in any currency
 * (PEPPOL-EN16931-R120): where a unit has no hundredths, rounding to it may miss them.
 */
export function isNearLine(line: SemanticLine, currency: string): boolean {
  const scale = 10n ** BigInt(exponentOf(currency) ?? 2);
  const { n, d } = exactOf(line, scale);
  const off = (line.netMinor - reducedBy(line)) * d - n;

  return (off < 0n ? -off : off) * 100n <= 2n * scale * d;
}

/** Quantity × price in minor units. */
function exactOf(line: SemanticLine, scale: bigint): { readonly n: bigint; readonly d: bigint } {
  const quantity = scaled(line.quantity);
  const price = scaled(line.price);
  const per =
    line.priceQuantity === null || line.priceQuantity === '0' ? { n: 1n, d: 1n } : scaled(line.priceQuantity);
  const n = quantity.n * price.n * per.d * scale;
  const d = quantity.d * price.d * per.n;

  return d < 0n ? { n: -n, d: -d } : { n, d };
}

function reducedBy({ reductions }: SemanticLine): bigint {
  return reductions.reduce(
    (sum, { isCharge, amountMinor }) => (isCharge ? sum + amountMinor : sum - amountMinor),
    0n,
  );
}

/** A canonical decimal as a fraction; it need not be in lowest terms. */
function scaled(decimal: string): { readonly n: bigint; readonly d: bigint } {
  const point = decimal.indexOf('.');
  if (point === -1) return { n: BigInt(decimal), d: 1n };

  return {
    n: BigInt(decimal.slice(0, point) + decimal.slice(point + 1)),
    d: 10n ** BigInt(decimal.length - point - 1),
  };
}

function checkTotals({ totals, lines, reductions, taxes }: SemanticInvoice, expect: Expect): void {
  let [allowances, charges] = [0n, 0n];
  for (const { isCharge, amountMinor } of reductions) {
    if (isCharge) charges += amountMinor;
    else allowances += amountMinor;
  }
  const { netMinor, taxMinor, grossMinor } = totals;
  const sumOfLines = lines.reduce((sum, line) => sum + line.netMinor, 0n);
  const sumOfTaxes = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0n);
  expect('BR-CO-10', 'BT-106', [totals.linesMinor, sumOfLines]);
  expect('BR-CO-11', 'BT-107', [totals.allowancesMinor, allowances]);
  expect('BR-CO-12', 'BT-108', [totals.chargesMinor, charges]);
  expect('BR-CO-13', 'BT-109', [netMinor, totals.linesMinor - totals.allowancesMinor + totals.chargesMinor]);
  expect('BR-CO-14', 'BT-110', [taxMinor, sumOfTaxes]);
  expect('BR-CO-15', 'BT-112', [grossMinor, netMinor + taxMinor]);
  expect('BR-CO-16', 'BT-115', [totals.dueMinor, grossMinor - totals.prepaidMinor + totals.roundingMinor]);
}

type Asked = { readonly expect: Expect; readonly report: Report };

function checkSubtotals(invoice: SemanticInvoice, method: TaxMethod, { expect, report }: Asked): void {
  const bases = basesOf(invoice);
  const seen = new Set<string>();
  invoice.taxes.forEach((tax, index) => {
    const key = keyOf(tax);
    const field = `BG-23[${index + 1}]`;
    if (seen.has(key)) report('CH-VAT-GROUPS', field, key);
    seen.add(key);
    expect('CH-VAT-BASE', `${field}/BT-116`, [tax.baseMinor, bases.get(key) ?? 0n]);
    const grossMinor = invoice.grossesMinor?.[index];
    if (grossMinor !== undefined) expect('CH-VAT-GROSS', field, [tax.baseMinor + tax.taxMinor, grossMinor]);
    if (!isPieceOfTax(invoice, tax, { grossMinor, method }))
      expect('CH-VAT-EXACT', `${field}/BT-117`, [tax.taxMinor, exactTax(tax, { grossMinor, method })]);
  });
  for (const key of bases.keys()) if (!seen.has(key)) report('CH-VAT-GROUPS', 'BG-23', key);
  if (invoice.taxes.length === 0) report('BR-CO-18', 'BG-23', '');
}

/**
 * Credit notes that take an invoice back in pieces bear what is left of its tax. As round(a + b) - round(a) is b rounded down
 * or up, whatever a was, the exact tax of the piece is missed by less than one unit, and by nothing where it needs no rounding.
 * How much went before is not told in a document, so no closer bound can be drawn from it alone.
 */
function isPieceOfTax(
  { type, preceding }: SemanticInvoice,
  { baseMinor, rate, taxMinor }: SemanticSubtotal,
  { grossMinor, method }: Reckoned,
): boolean {
  if ((type !== '381' && type !== '261') || preceding.length === 0) return false;
  const { n, d } = scaled(rate ?? '0');
  const unit = 100n * d;
  const onNet = isWithin(taxMinor * unit - baseMinor * n, unit);
  if (grossMinor === undefined && (onNet || method === 'net' || n < 0n)) return onNet;
  const gross = grossMinor ?? baseMinor + taxMinor;

  return isWithin(taxMinor * (unit + n) - gross * n, unit + n);
}

function isWithin(off: bigint, unit: bigint): boolean {
  return -unit < off && off < unit;
}

function basesOf({ lines, reductions }: SemanticInvoice): ReadonlyMap<string, bigint> {
  const bases = new Map<string, bigint>();
  const add = (tax: SemanticTax, minor: bigint) => {
    const key = keyOf(tax);
    bases.set(key, (bases.get(key) ?? 0n) + minor);
  };
  for (const line of lines) add(line, line.netMinor);
  for (const each of reductions) add(each, each.isCharge ? each.amountMinor : -each.amountMinor);

  return bases;
}

function keyOf({ category, rate }: SemanticTax): string {
  return rate === null ? category : `${category} ${rate} %`;
}

/** From what a tax follows: the gross that it is contained in, where that is told. */
type Reckoned = { readonly grossMinor: bigint | undefined; readonly method: TaxMethod };

function exactTax({ baseMinor, taxMinor, rate }: SemanticSubtotal, of: Reckoned): bigint {
  if (of.grossMinor !== undefined) return taxContained(of.grossMinor, rate ?? '0');
  const onNet = taxOn(baseMinor, rate ?? '0');
  const isContained = taxMinor === taxContained(baseMinor + taxMinor, rate ?? '0');

  return of.method === 'either' && isContained ? taxMinor : onNet;
}

function taxContained(grossMinor: bigint, rate: string): bigint {
  const { n, d } = scaled(rate);

  // What is read may state any rate, even one below nothing.
  return n < 0n ? 0n : divideRounded(grossMinor * n, d * 100n + n);
}

function taxOn(baseMinor: bigint, rate: string): bigint {
  const { n, d } = scaled(rate);

  return divideRounded(baseMinor * n, d * 100n);
}
