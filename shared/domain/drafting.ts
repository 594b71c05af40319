/** Drafting: from what was agreed to the priced and taxed lines of an invoice. Pure; refuses whatever cannot be invoiced. */
import type { Result } from '../kernel/result.ts';
import { localDate } from '../kernel/time.ts';
import type { Draft, DraftFrame } from './drafting/draft.ts';
import { type LineInput, linesOf, priceLines } from './drafting/lines.ts';
import { finish } from './drafting/sums.ts';
import type { Delivery, PlacedOrder } from './orders/states.ts';
import { decideVoucher } from './prepaid/selling.ts';
import { kindOfDelivery, kindOfPlaced } from './orders/invoicing.ts';
import { shareReductions } from './reductions.ts';

/** A step of an order, and its lines where a correction says other ones. */
type OrderStep = { readonly delivery: Delivery | null; readonly lines?: readonly LineInput[] };

/** The invoice of an order's step: all one-off lines when placed, or what one delivery holds. */
export function draftOrder(
  order: PlacedOrder,
  of: DraftFrame & OrderStep & { readonly id: string },
): Result<Draft> {
  const { seller, delivery } = of;
  const supplyDate = delivery?.on ?? localDate(order.placedAt, seller.zone);
  const { currency, deliverTo, arrivesIn } = order;
  const cause = { order: of.id, step: delivery?.id ?? 'placed' };
  const isVoucher = order.credits?.voucher === 'multi_purpose';
  const priced = priceLines(of.lines ?? linesOf(order, delivery), {
    ...of,
    ...(isVoucher && { decide: decideVoucher }),
    ...{ currency, deliverTo, arrivesIn, supplyDate, cause },
  });
  if (!priced.ok) return priced;
  const shares = shareReductions(order.reductions ?? [], { lines: priced.value, currency });
  if (!shares.ok) return shares;
  const kind = delivery === null ? kindOfPlaced(order) : kindOfDelivery(order, delivery.id);

  const agreed = {
    cause,
    ...(kind && { kind }),
    customer: order.customer,
    profile: order.profile,
    currency: order.currency,
    language: order.language,
    reference: order.reference,
    ...deliveredTo(order, of),
    ...(order.priceBasis && { priceBasis: order.priceBasis }),
    ...(order.discount && { discount: order.discount }),
    ...(shares.value.length > 0 && { reductions: shares.value }),
    supplyDate,
    issueDate: localDate(of.now, seller.zone),
  };

  return finish(priced.value, agreed, { suppliedOn: supplyDate, dueDays: order.dueDays });
}

/** Where the goods went, as far as documents tell it. */
function deliveredTo({ deliverTo, arrivesIn }: PlacedOrder, { buyer }: Pick<DraftFrame, 'buyer'>) {
  const isToOtherPart = arrivesIn !== undefined && buyer !== undefined && arrivesIn !== buyer.country;

  return { deliverTo: deliverTo ?? null, ...(isToOtherPart && { isToOtherPart }) };
}
