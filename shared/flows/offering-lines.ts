/** The lines of an order, with what they take over from the plans and products that they name. */
import type { NewOrder } from '../contracts/orders.ts';
import { readBegin } from '../domain/answers/orders.ts';
import { storeLine } from '../domain/orders.ts';
import type { OrderLine, OrderTerms, StoredLine } from '../domain/orders/states.ts';
import { isTooPrecise } from '../domain/billing/coupons.ts';
import { refusedCommitment } from '../domain/plans/commitment.ts';
import type { PlanOffer } from '../domain/plans/offer.ts';
import { refusedAmount } from '../domain/pricing/check.ts';
import { perUnit } from '../domain/pricing/models.ts';
import { refusedPhases } from '../domain/pricing/phases.ts';
import { productOffer, products } from '../domain/products.ts';
import { refusedStart } from '../domain/subscriptions/start.ts';
import { load } from '../execute.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { type Instant, localDate } from '../kernel/time.ts';
import type { Journal } from '../ports.ts';
import { offerAt } from './offering.ts';

/** To whom lines are offered, and when; `zone` is the seller's. */
type Offered = {
  readonly tenant: string;
  readonly entity: string;
  readonly zone: string;
  readonly currency: string;
  /** In which the order is priced. */
  readonly priceBasis: 'net' | 'gross';
  readonly at: Instant;
};

/** The lines as they are stored; whatever could keep one from being billed is refused, with a pointer into the order. */
export async function offeredLines(
  lines: NewOrder['lines'],
  of: Offered,
  journal: Journal,
): Promise<Result<OrderTerms['lines']>> {
  const stored: StoredLine[] = [];
  for (const [index, { unit_price, subscription, product, ...line }] of lines.entries()) {
    const pointer = `#/lines/${index}`;
    const begin = readBegin(subscription, `${pointer}/subscription`);
    if (!begin.ok) return begin;
    const asked = { ...line, unitPrice: unit_price ?? null, begin: begin.value };
    const taken = await takenOver({ ...asked, product }, { ...of, pointer }, journal);
    if (!taken.ok) return taken;
    const { description = '' } = line; // only a line with a product or a plan, whose name is taken, may leave it out
    stored.push(storeLine({ ...asked, description, ...taken.value }));
  }

  return ok(stored);
}

type Asked = Pick<OrderLine, 'quantity' | 'sku' | 'unit' | 'unitPrice' | 'plan' | 'begin'> & {
  readonly description?: string | undefined;
  readonly product: string | undefined;
};
type Place = Offered & { readonly pointer: string };

async function takenOver(
  { plan, product, ...line }: Asked,
  of: Place,
  journal: Journal,
): Promise<Result<Partial<OrderLine>>> {
  if (plan !== null) return lineOfPlan({ ...line, plan }, of, journal);
  if (product === undefined) return ok({});
  const taken = await lineOfProduct({ ...line, product }, of, journal);

  return taken.ok ? ok({ ...taken.value, product }) : taken;
}

/**
 * The tax class and supply that a line of an order takes from its plan, and its name where it has no other. Refuses, at the line, a plan that is not sold so, a quantity that has
 * no amount at one of its prices, and a first day too far away.
 */
async function lineOfPlan(
  {
    plan,
    quantity,
    begin,
    description,
  }: Pick<Asked, 'quantity' | 'begin' | 'description'> & { readonly plan: string },
  of: Place,
  journal: Journal,
): Promise<Result<Pick<OrderLine, 'description' | 'tax' | 'supply'>>> {
  const { tenant, currency, at, zone } = of;
  const offer = await offerAt(journal, { tenant, id: plan }, { ...of, agreedPrice: begin?.agreedPrice });
  if (!offer.ok) return refusedAt(`${of.pointer}/plan`, offer);
  if ((offer.value.priceBasis ?? 'net') !== of.priceBasis)
    return refuse('order.price_basis_differs', 'The prices of an order and of its plans have one basis.', {
      pointer: `${of.pointer}/plan`,
      hint: 'Name the `price_basis` of the plan, or order it by itself.',
    });
  const refused =
    refusedPhases(offer.value, { quantity, currency, dimensions: begin?.dimensions }) ??
    refusedStart(begin?.startsOn ?? null, localDate(at, zone));
  if (refused) return refusedAt(`${of.pointer}/plan`, refused);
  const unkept = refusedPromise(begin, { offer: offer.value, currency });
  if (unkept) return refusedAt(`${of.pointer}/subscription/minimum_spend`, unkept);
  const unfit = begin?.coupons?.findIndex((coupon) => isTooPrecise(coupon, currency)) ?? -1;
  if (unfit >= 0)
    return refuse('coupon.amount_too_precise', `The amount has more decimals than ${currency}.`, {
      pointer: `${of.pointer}/subscription/coupons/${unfit}/off/amount`,
    });
  if (refusedActivation(begin, offer.value))
    return refuse('subscription.activation_unfit', 'This cannot begin with its first payment.', {
      pointer: `${of.pointer}/subscription/activation`,
      hint: 'It needs a plan charged in advance, without a trial or a minimum spend, and an invoice of its own.',
    });
  const { name, tax, supply = 'services' } = offer.value;

  return ok({ description: description ?? name, tax, supply });
}

/** Whether no bill of its own would be made at its start for a first payment to pay. */
function refusedActivation(begin: OrderLine['begin'], offer: PlanOffer): boolean {
  if (begin?.activation?.on !== 'first_payment') return false;
  const { trialDays, addOnTo, grouping, group, minimum } = begin;
  const isShared = addOnTo !== undefined || grouping === 'by_billing_day' || group !== undefined;
  const hasTrial = (trialDays ?? offer.trialDays) > 0;

  return isShared || hasTrial || offer.charge !== 'in_advance' || Boolean(minimum ?? offer.minimum);
}

/** Why a minimum cannot be promised for a plan in a currency, or undefined. */
function refusedPromise(
  begin: OrderLine['begin'],
  { offer, currency }: { readonly offer: PlanOffer; readonly currency: string },
) {
  const minimum = begin?.minimum;
  if (!minimum) return undefined;

  return (
    refusedCommitment(minimum, { plan: offer, at: '' }) ??
    refusedAmount(perUnit(minimum.amount), { quantity: '1', currency })
  );
}

/** A line that names a product, as far as it says itself what it sells. */
type LineOfProduct = Pick<OrderLine, 'sku' | 'unit' | 'unitPrice'> & {
  readonly product: string;
  readonly description?: string | undefined;
};

/**
 * What a line of an order takes over from the newest version of its product: whatever it does not say itself. Refuses, at the line,
 * what `productOffer` does, and with `product.currency_missing` where neither of both has a price.
 */
async function lineOfProduct(
  { product, description, sku, unit, unitPrice }: LineOfProduct,
  of: Place,
  journal: Journal,
): Promise<Result<Pick<OrderLine, 'description' | 'sku' | 'unit' | 'unitPrice' | 'tax' | 'supply'>>> {
  const { state } = await load(journal, products, { tenant: of.tenant, id: product });
  const offer = productOffer(state, of);
  if (!offer.ok) return refusedAt(`${of.pointer}/product`, offer);
  const { name, tax, supply } = offer.value;
  const price = unitPrice ?? offer.value.unitPrice;
  if (price === null)
    return refuse('product.currency_missing', `This product has no price in ${of.currency}.`, {
      pointer: `${of.pointer}/product`,
      hint: 'Name a unit_price, or publish a version with a price in that currency.',
    });
  const own = { sku: sku ?? offer.value.sku, unit: unit ?? offer.value.unit };

  return ok({ description: description ?? name, ...own, unitPrice: price, tax, supply });
}

function refusedAt(pointer: string, { refusal }: { readonly refusal: Refusal }) {
  return refuse(refusal.code, refusal.message, { ...refusal, pointer });
}
