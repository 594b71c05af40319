/**
 * Prices that include the tax (Directive 98/6/EC, Art. 2 (a): the selling price of consumers is final). The tax of a category
 * and rate is contained in the sum of what is taxed so: gross × rate ÷ (100 + rate), rounded once; the net is what is left.
 * Where no tax is due (exempt, reverse charge, export), the rate is 0 and the agreed price is the net.
 */
import { exponentOf } from '../../kernel/currencies.ts';
import { divide, fromDecimal, rational, toDecimal } from '../../kernel/rational.ts';
import { explainContained } from '../explaining/contained.ts';
import { isPercentOf, type ReductionShare } from '../reductions.ts';
import { type TaxRate, type TaxSubtotal, taxContained, taxSubtotals } from '../tax.ts';
import type { DraftLine } from './draft.ts';

/** An amount with the tax it contains; what is taken off is negative. */
export type GrossPart = TaxRate & { readonly grossMinor: bigint };

/**
 * The net of each part, in their order, and the taxes; of each category and rate the nets sum to the base. Of a credit note
 * among several, `before` is what the earlier ones took: its tax is that of all with it less that of all before, so that
 * the notes that take back everything sum to the very tax of the invoice.
 */
export function netsOfGross(
  parts: readonly GrossPart[],
  before: readonly GrossPart[] = [],
): {
  readonly netsMinor: readonly bigint[];
  readonly taxes: readonly TaxSubtotal[];
} {
  const netsMinor = parts.map(() => 0n);
  const taxes = grossSums(parts).map(({ category, rate, baseMinor: grossMinor }) => {
    const earlier = grossSums(before).find((sum) => sum.category === category && sum.rate === rate);
    const beforeMinor = earlier?.baseMinor ?? 0n;
    const taxMinor = taxContained(beforeMinor + grossMinor, rate) - taxContained(beforeMinor, rate);
    const members = parts.flatMap((part, index) =>
      part.category === category && part.rate === rate ? [{ index, grossMinor: part.grossMinor }] : [],
    );
    for (const { index, netMinor } of spread(members, { rate, baseMinor: grossMinor - taxMinor }))
      netsMinor[index] = netMinor;

    return { category, rate, baseMinor: grossMinor - taxMinor, taxMinor };
  });

  return { netsMinor, taxes };
}

function grossSums(parts: readonly GrossPart[]) {
  return taxSubtotals(parts.map(({ grossMinor, ...rate }) => ({ ...rate, netMinor: grossMinor })));
}

type Member = { readonly index: number; readonly grossMinor: bigint };

/** Each gets its exact net rounded down; the units that are missing go one each to the largest remainders, the earlier first. */
function spread(members: readonly Member[], of: { readonly rate: string; readonly baseMinor: bigint }) {
  const { n, d } = fromDecimal(of.rate);
  const [over, under] = [100n * d, 100n * d + n];
  const parts = members.map(({ index, grossMinor }) => {
    const rest = (((grossMinor * over) % under) + under) % under;

    return { index, netMinor: (grossMinor * over - rest) / under, rest };
  });
  const missing = Number(of.baseMinor - parts.reduce((sum, { netMinor }) => sum + netMinor, 0n));
  const favoured = new Set(
    parts
      .toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
      .slice(0, missing)
      .map(({ index }) => index),
  );

  return parts.map(({ index, netMinor }) => ({
    index,
    netMinor: favoured.has(index) ? netMinor + 1n : netMinor,
  }));
}

/** Priced lines and shares whose amounts still contain the tax, as what a document says of them: net, with the gross beside it. */
export function withoutTax(
  of: { readonly lines: readonly DraftLine[]; readonly reductions: readonly ReductionShare[] },
  currency: string,
) {
  const { lines, reductions } = of;
  const { netsMinor, taxes } = netsOfGross([
    ...lines.map(({ category, rate, netMinor }) => ({ category, rate, grossMinor: netMinor })),
    ...reductions.map(({ category, rate, isCharge, amountMinor }) => ({
      ...{ category, rate },
      grossMinor: isCharge ? amountMinor : -amountMinor,
    })),
  ]);
  const netLines = lines.map((line, index) => lineWithout(line, netsMinor[index] ?? 0n, currency));
  const bases = new Map(
    taxSubtotals(netLines).map(({ category, rate, baseMinor }) => [`${category} ${rate}`, baseMinor]),
  );
  const netShares = reductions.map((share, index) => {
    const netMinor = netsMinor[lines.length + index] ?? 0n;
    const baseMinor = bases.get(`${share.category} ${share.rate}`) ?? 0n;

    return shareWithout(share, { amountMinor: netMinor < 0n ? -netMinor : netMinor, baseMinor });
  });

  return { lines: netLines, reductions: netShares, taxes };
}

/** The net price is what the net of the line comes to by unit, so that price times quantity is that net again. */
export function lineWithout(line: DraftLine, netMinor: bigint, currency: string): DraftLine {
  const { unitPrice, discountMinor, rate, quantity, netMinor: amountMinor } = line;
  const reducedMinor = discountMinor - taxContained(discountMinor, rate);
  const gross = { unitPrice, discountMinor, amountMinor };

  return {
    ...line,
    unitPrice: isUntaxed(rate) ? unitPrice : netPrice(netMinor + reducedMinor, quantity, currency),
    discountMinor: reducedMinor,
    netMinor,
    gross,
    ...(line.explanation && {
      explanation: explainContained(line.explanation, { amountMinor, netMinor, rate }),
    }),
  };
}

function shareWithout(
  share: ReductionShare,
  of: { readonly amountMinor: bigint; readonly baseMinor: bigint },
): ReductionShare {
  const { percent, amountMinor } = share;
  const isTold = percent !== null && isPercentOf(of.amountMinor, of.baseMinor, percent);

  return { ...share, ...of, percent: isTold ? percent : null, grossMinor: amountMinor };
}

/** Places that Peppol's two hundredths between a line and quantity × price (R120) ask for, in any currency. */
const PLACES_MIN = 2;

/** As many places as it takes for the quantity to bring no error of half a minor unit. */
export function netPrice(listMinor: bigint, quantity: string, currency: string): string {
  const exponent = exponentOf(currency) ?? 0;
  const many = fromDecimal(quantity);
  if (many.n === 0n) return '0';
  const list = rational(listMinor, 10n ** BigInt(exponent));
  const whole = (quantity.split('.')[0] ?? '').length;

  return toDecimal(divide(list, many), Math.max(exponent, PLACES_MIN) + whole + 1);
}

function isUntaxed(rate: string): boolean {
  return fromDecimal(rate).n === 0n;
}
