/** Drafting of deposit invoices: a share of the order's total, taxed as the total is (Directive 2006/112/EC, Art. 65). */
import { allocate, formatMoney, fromRational, money, parseMoney, toRational } from '../../kernel/money.ts';
import { fromDecimal, multiply, rational, roundHalfAwayFromZero } from '../../kernel/rational.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { saleWords, soldInWords } from '../billing/sale-words.ts';
import { draftOrder } from '../drafting.ts';
import { explainPrintedLine } from '../explaining.ts';
import { depositSteps } from '../orders/invoicing.ts';
import type { Deposit, PlacedOrder } from '../orders/states.ts';
import type { TaxSubtotal } from '../tax.ts';
import { isTaxedThere } from '../tax/union-sales.ts';
import type { Draft, DraftFrame, DraftLine } from './draft.ts';
import { finish } from './sums.ts';

type OrderFrame = DraftFrame & { readonly id: string };

/**
 * The invoice of a deposit, by its number: the share of each VAT rate in the order's total, as one line, net of its tax unless
 * the order's prices contain it. A total that no net comes to at a rate is met within one minor unit, one with its tax exactly.
 */
export function draftDeposit(
  order: PlacedOrder,
  of: OrderFrame & { readonly number: number },
): Result<Draft> {
  const whole = draftOrder(order, { ...of, delivery: null });

  return whole.ok ? shareOf(whole.value, { ...of, order }) : whole;
}

/** Drafts the whole order and its deposits once: the whole, or the first refusal of what could not be invoiced later. */
export function refusedDraft(order: PlacedOrder, of: OrderFrame): Result<Draft> {
  const whole = draftOrder(order, { ...of, delivery: null });
  if (!whole.ok) return whole;
  const { deposits = [] } = order;
  if (deposits.length > 0 && isMixed(whole.value)) return mixed();
  let leftMinor = whole.value.grossMinor;
  for (const index of deposits.keys()) {
    const pointer = `#/deposits/${index}`;
    const draft = shareOf(whole.value, { ...of, order, number: index + 1 });
    if (!draft.ok) return refuse(draft.refusal.code, draft.refusal.message, { ...draft.refusal, pointer });
    const { grossMinor, taxes } = draft.value;
    leftMinor -= grossMinor;
    if (grossMinor <= 0n || leftMinor < 0n)
      return refuse(
        'order.deposit_out_of_range',
        'A deposit is more than nothing, and all of them are no more than the total of the order.',
        { pointer },
      );
    // Nobody owes tax on what is paid before goods leave for another member state, so there is nothing to invoice.
    if (taxes.some(({ category }) => category === 'K'))
      return refuse(
        'order.deposit_untaxed',
        'A deposit on goods that go to another member state is not invoiced (Directive 2006/112/EC, Art. 67).',
        { pointer },
      );
  }

  return whole;
}

/**
 * Whether a rate is that of a sale which stands in a return of the one-stop shop, and of another that stands in another row of it
 * or in none: a deposit has one line for each rate, which can tell one of them only. What is taxed at home stands in no return,
 * so that below the threshold nothing is mixed. The threshold may be passed before the deposit is invoiced, or before its
 * final invoice is: an order is therefore asked twice, as it would be taxed now and as it would be beyond the threshold.
 */
function isMixed({ lines, taxes }: Draft): boolean {
  return taxes.some(({ category, rate }) => {
    const own = lines.filter((line) => line.category === category && line.rate === rate);
    return new Set(own.map(returnRowOf)).size > 1;
  });
}

/** The row of a return that a line stands in; empty where it is taxed at home. */
function returnRowOf(line: DraftLine): string {
  const sale = line.taxed?.unionSale;

  return sale && isTaxedThere([line]) ? `${sale.to} ${sale.supply}` : '';
}

function mixed() {
  return refuse(
    'order.deposit_mixed',
    'A deposit cannot tell goods from services, or member states, that share a VAT rate.',
    { pointer: '#/deposits', hint: 'Place them as orders of their own, or leave the deposits out.' },
  );
}

function shareOf(
  whole: Draft,
  of: OrderFrame & { readonly order: PlacedOrder; readonly number: number },
): Result<Draft> {
  const { order, number } = of;
  const deposit = order.deposits?.[number - 1];
  if (!deposit) return refuse('order.not_found', 'The order has no such deposit.');
  const amount = grossOf(deposit, whole);
  if (!amount.ok) return amount;
  const weights = whole.taxes.map(({ baseMinor, taxMinor }) => atLeastZero(baseMinor + taxMinor));
  const isNothing = weights.every((weight) => weight === 0n);
  const shares = isNothing ? [] : allocate(amount.value, weights).map(({ minor }) => minor);
  const cause = { order: of.id, step: depositSteps(order)[number - 1] ?? '' };
  const lines = whole.taxes.flatMap((tax, index) => {
    const share = shares[index] ?? 0n;
    const minor = whole.priceBasis === 'gross' ? share : netOf(share, tax.rate);
    return minor > 0n ? [depositLine(minor, { tax, whole, cause })] : [];
  });
  const { dueDays = order.dueDays } = deposit;
  const { reductions: _, taxPoint: __, ...rest } = whole;

  return finish(
    lines,
    { ...rest, cause, kind: 'deposit', sharesOf: whole.lines, supplyDate: null },
    { suppliedOn: whole.issueDate, dueDays },
  );
}

function grossOf(deposit: Deposit, { grossMinor, currency }: Draft) {
  if ('amount' in deposit) {
    const amount = parseMoney(deposit.amount, currency);
    return amount.ok
      ? amount
      : refuse('order.amount_too_precise', 'The amount has more decimals than the currency.');
  }
  const total = toRational(money(grossMinor, currency));

  return ok(
    fromRational(multiply(multiply(total, fromDecimal(deposit.percent)), rational(1n, 100n)), currency),
  );
}

/** Net of a total with tax, rounded half away from zero. */
function netOf(grossMinor: bigint, rate: string): bigint {
  const { n, d } = fromDecimal(rate);

  return roundHalfAwayFromZero(rational(grossMinor * 100n * d, 100n * d + n));
}

function depositLine(
  netMinor: bigint,
  of: { readonly tax: TaxSubtotal; readonly whole: Draft; readonly cause: Draft['cause'] },
): DraftLine {
  const { whole, cause } = of;
  const { category, rate } = of.tax;
  const { currency, language } = whole;
  const sold = whole.lines.filter((line) => line.category === category && line.rate === rate);
  const taxed = sold[0]?.taxed;
  const line = {
    // What is paid for has to be told before it is supplied, too (Directive 2006/112/EC, Art. 226 (6)).
    description: `${saleWords(language).deposit}: ${soldInWords(sold, language)}`,
    quantity: '1',
    unit: null,
    unitPrice: formatMoney(money(netMinor, currency)),
    discountMinor: 0n,
    netMinor,
    period: null,
    ...{ category, rate },
    ...(taxed && { taxed }),
  };

  return { ...line, explanation: explainPrintedLine(line, { currency, cause }) };
}

function atLeastZero(minor: bigint): bigint {
  return minor > 0n ? minor : 0n;
}
