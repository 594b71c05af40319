/** Why an order or a delivery is turned down: everything that could stop its invoice later is refused at the door. */

/** Codes that placing an order may answer. */
export const PLACING_REFUSALS: readonly string[] = [
  'customer.unknown',
  'customer.erased',
  'legal_entity.unknown',
  'legal_entity.ambiguous',
  'plan.unknown',
  'plan.currency_missing',
  'price.quantity_beyond_tiers',
  'price.cell_missing',
  'subscription.start_out_of_range',
  'subscription.align_unknown',
  'subscription.align_other_customer',
  'subscription.align_other_zone',
  'subscription.align_rhythm',
  'customer.billing_day_missing',
  'plan.not_sold_by_entity',
  'tax.rate_unknown',
  'tax.categories_do_not_mix',
  'order.amount_too_precise',
  'order.discount_exceeds_line',
  'order.amount_too_large',
  'order.too_large',
  'order.discount_not_divisible',
  'order.allowance_exceeds_net',
  'order.reduction_not_divisible',
  'order.deposit_out_of_range',
  'order.deposit_untaxed',
  'invoice.negative',
];

/** Codes that recording a delivery may answer. */
export const FULFILLING_REFUSALS: readonly string[] = [
  'order.not_found',
  'order.cancelled',
  'order.line_unknown',
  'order.line_repeated',
  'order.quantity_exceeded',
  'order.line_not_delivered',
  'order.fulfilments_max',
  'order.delivery_in_future',
  'invoice.negative',
  'tax.rate_unknown',
  'idempotency.key_reused',
];
