/** What the API tells of orders: from the state to the wire. */
import type { Fulfilment } from '../../contracts/fulfilments.ts';
import type { NewOrder, Order as OrderBody, OrderRow } from '../../contracts/orders.ts';
import type { SubscriptionBegin as BeginBody } from '../../contracts/subscription-begin.ts';
import { type Rational, toDecimal } from '../../kernel/rational.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { deliveredQuantities, fulfilmentOf, orderLines, subscriptionOfLine } from '../orders.ts';
import { depositSteps, invoicedSteps, invoiceOfOrder } from '../orders/invoicing.ts';
import type { Delivery, Deposit, OrderLine, OrderTerms, PlacedOrder } from '../orders/states.ts';
import { priceLine } from '../pricing.ts';
import { reductionSums, shareReductions } from '../reductions.ts';
import type { PriceBasis } from '../tax.ts';
import { territoryOf } from '../tax/territories.ts';
import type { SubscriptionBegin } from '../subscriptions/start.ts';
import { readAgreedMinimum } from './promises.ts';
import { amountInBasis } from './in-basis.ts';
import { readPrice } from './prices.ts';

const PLACES = 6;

/** An order as answered. */
export function answerOrder(tenant: string, id: string, order: PlacedOrder): OrderBody {
  const lines = orderLines(order);
  const delivered = deliveredQuantities(order);

  return {
    id,
    object: 'order',
    status: order.status,
    fulfilment: fulfilmentOf(order),
    legal_entity: order.entity,
    customer: order.customer,
    currency: order.currency,
    price_basis: order.priceBasis ?? 'net',
    lines: lines.map((line, index) => answerLine(line, { index, delivered: delivered[index], order })),
    ...answerReductions(order),
    ...amountInBasis(orderTotal(order), order),
    billing: order.billing,
    payment_terms_days: order.dueDays,
    discount_terms: [...(order.discount?.steps ?? [])],
    discount_grace_days: order.discount?.graceDays ?? 0,
    language: order.language as OrderBody['language'], // was parsed by the same enum at intake
    reference: order.reference,
    deliver_to_country: order.deliverTo ?? null,
    deliver_to_territory: order.arrivesIn ?? null,
    metadata: Object.fromEntries(order.metadata),
    invoices: invoicedSteps(order).map((step) => invoiceOfOrder(tenant, id, step)),
    deposits: depositSteps(order).map((step, index) => ({
      ...answerDeposit(order.deposits?.[index]),
      invoice: invoiceOfOrder(tenant, id, step),
    })),
    subscriptions: lines.flatMap((line, index) =>
      line.plan === null ? [] : [subscriptionOfLine(tenant, id, index + 1)],
    ),
    placed_at: order.placedAt,
    cancelled_at: order.cancelledAt,
  };
}

function answerLine(
  line: OrderLine,
  of: { readonly index: number; readonly delivered: Rational | undefined; readonly order: OrderTerms },
): OrderBody['lines'][number] {
  return {
    line: of.index + 1,
    description: line.description,
    sku: line.sku,
    quantity: line.quantity,
    fulfilled_quantity: toDecimal(of.delivered ?? { n: 0n, d: 1n }, PLACES),
    unit: line.unit,
    unit_price: line.unitPrice,
    discount: line.discount,
    tax: line.tax,
    supply: line.supply,
    plan: line.plan,
    product: line.product ?? null,
    ...(line.plan === null
      ? amountInBasis(amountOf(line, of.order.currency), of.order)
      : { net: null, gross: null }),
  };
}

/** A delivery as answered. */
export function answerDelivery(
  tenant: string,
  id: string,
  of: { readonly order: PlacedOrder; readonly delivery: Delivery },
): Fulfilment {
  const { order, delivery } = of;

  return {
    id: delivery.id,
    object: 'fulfilment',
    order: id,
    lines: delivery.lines.map(([line, quantity]) => ({ line, quantity })),
    delivered_on: delivery.on,
    invoice: order.billing === 'on_fulfilment' ? invoiceOfOrder(tenant, id, delivery.id) : null,
  };
}

/** An order in a list, from what its row holds. */
export function answerOrderRow(
  id: string,
  row: Pick<PlacedOrder, 'status' | 'customer' | 'currency' | 'reference' | 'placedAt'> & {
    readonly fulfilment: 'none' | 'partial' | 'complete';
    readonly netMinor: bigint;
    readonly priceBasis?: PriceBasis;
  },
): OrderRow {
  return {
    id,
    object: 'order',
    status: row.status,
    fulfilment: row.fulfilment,
    customer: row.customer,
    ...amountInBasis(row.netMinor, row),
    reference: row.reference,
    placed_at: row.placedAt,
  };
}

/** All one-off lines less allowances, plus charges, in minor units and in the basis of the prices. */
export function orderTotal(order: Pick<PlacedOrder, 'lines' | 'currency' | 'reductions'>): bigint {
  const { currency, reductions = [] } = order;
  const netMinor = orderLines(order).reduce((sum, line) => sum + amountOf(line, currency), 0n);
  // How it is taxed does not change the sum, so the lines are one.
  const shares = shareReductions(reductions, {
    lines: [{ category: 'S', rate: '0', netMinor }],
    currency,
  });
  if (!shares.ok) return netMinor;
  const { allowancesMinor, chargesMinor } = reductionSums(shares.value);

  return netMinor - allowancesMinor + chargesMinor;
}

/** The allowances and charges of a request, in the form that is stored; nothing where there are none. */
function readReductions(body: Pick<NewOrder, 'allowances' | 'charges'>): Pick<OrderTerms, 'reductions'> {
  const reductions = [
    ...body.allowances.map(({ reason_code: code, ...rest }) => ({ isCharge: false, code, ...rest })),
    ...body.charges.map(({ reason_code: code, ...rest }) => ({ isCharge: true, code, ...rest })),
  ];

  return reductions.length === 0 ? {} : { reductions };
}

/** What a request says beyond its lines, in the form that is stored; nothing where it says nothing. */
export function readConditions(
  body: Parameters<typeof readReductions>[0] & Parameters<typeof readDeposits>[0] & DiscountBody,
): Pick<OrderTerms, 'reductions' | 'deposits' | 'discount'> {
  return { ...readReductions(body), ...readDeposits(body), ...readDiscount(body) };
}

/** Where goods go, in the form that is stored; of a postcode only what tax asks of it is kept. */
export function readDelivery(body: Pick<NewOrder, 'deliver_to_country' | 'deliver_to_postal_code'>) {
  const { deliver_to_country: country, deliver_to_postal_code: postalCode } = body;
  if (country === null) return {};
  const arrivesIn = postalCode !== null && territoryOf({ country, postalCode });

  return { deliverTo: country, ...(arrivesIn && { arrivesIn }) };
}

type DiscountBody = Pick<NewOrder, 'discount_terms' | 'discount_grace_days'>;

function readDiscount(body: DiscountBody): Pick<OrderTerms, 'discount'> {
  const { discount_terms: steps, discount_grace_days: graceDays } = body;
  if (steps.length === 0) return {};

  return { discount: { steps, ...(graceDays > 0 && { graceDays }) } };
}

/** The deposits of a request, in the form that is stored; nothing where there are none. */
function readDeposits({ deposits }: Pick<NewOrder, 'deposits'>): Pick<OrderTerms, 'deposits'> {
  const stored = deposits.map(({ payment_terms_days: dueDays, ...share }) => ({
    ...share,
    ...(dueDays !== undefined && { dueDays }),
  }));

  return stored.length === 0 ? {} : { deposits: stored };
}

function answerDeposit(deposit: Deposit | undefined) {
  return {
    percent: deposit && 'percent' in deposit ? deposit.percent : null,
    amount: deposit && 'amount' in deposit ? deposit.amount : null,
  };
}

function answerReductions({ reductions = [] }: OrderTerms): Pick<OrderBody, 'allowances' | 'charges'> {
  const bodies = (wanted: boolean) =>
    reductions.flatMap(({ isCharge, code, ...rest }) =>
      isCharge === wanted ? [{ ...rest, reason_code: code }] : [],
    );

  return {
    allowances: bodies(false),
    charges: bodies(true) as OrderBody['charges'], // the codes were parsed by the same enum at intake
  };
}

function amountOf(line: OrderLine, currency: string): bigint {
  if (line.unitPrice === null) return 0n;
  const priced = priceLine({
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    discount: line.discount,
    currency,
  });

  return priced.ok ? priced.value.netMinor : 0n;
}

/** How a subscription begins, as an order's line says. Refuses an agreed price as `readPrice` does. */
export function readBegin(body: BeginBody | null, at: string): Result<SubscriptionBegin | null> {
  if (body === null) return ok(null);
  const { start_on, alignment, align_to, add_on_to, anchor_day, trial_days, dimensions } = body;
  const { agreed_price, invoice_grouping, invoice_group, minimum_spend, coupons } = body;
  const price = agreed_price && readPrice(agreed_price, `${at}/agreed_price`);
  if (price && !price.ok) return price;

  return ok({
    startsOn: start_on ?? null,
    alignment,
    anchorDay: anchor_day ?? null,
    trialDays: trial_days ?? null,
    ...(align_to !== undefined && { alignTo: align_to }),
    ...(add_on_to !== undefined && { addOnTo: add_on_to }),
    ...(invoice_grouping && { grouping: invoice_grouping }),
    ...(invoice_group !== undefined && { group: invoice_group }),
    ...(dimensions && { dimensions }),
    ...(price && { agreedPrice: price.value }),
    ...(coupons.length > 0 && {
      coupons: coupons.map(({ name, off, periods }) => ({ name, off, left: periods ?? null })),
    }),
    ...(minimum_spend && { minimum: readAgreedMinimum(minimum_spend) }),
    ...activationOf(body),
  });
}

function activationOf({
  activation,
  activation_limit_hours: limitHours,
}: BeginBody): Pick<SubscriptionBegin, 'activation'> {
  if (activation === 'at_start') return {};

  return { activation: activation === 'by_hand' ? { on: 'hand' } : { on: 'first_payment', limitHours } };
}
