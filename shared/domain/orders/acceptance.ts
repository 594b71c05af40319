/** What an order must be, beyond its parts, to be taken. */
import { refuse } from '../../kernel/result.ts';
import type { OrderTerms, PlacedOrder } from '../orders.ts';

/** Bytes of an order's terms; what is delivered of it later must fit into the same item. */
export const TERMS_BYTES_MAX = 120_000;

/** Why the order of so many bytes cannot be taken, or undefined. An amount off a line cannot be shared between its deliveries. */
export function flawOf(terms: OrderTerms, bytes: number) {
  const isDivisible =
    terms.billing === 'on_placement' ||
    terms.lines.every(([, , , , rest]) => !rest?.discount || 'percent' in rest.discount);
  if (!isDivisible) {
    return refuse(
      'order.discount_not_divisible',
      'An order that is invoiced by delivery takes discounts in percent only.',
      { pointer: '#/lines' },
    );
  }

  return bytes <= TERMS_BYTES_MAX
    ? undefined
    : refuse('order.too_large', 'The texts of this order are too long together; place several orders.', {
        pointer: '#/lines',
      });
}

/** The order as it will stand once it is placed. */
export function asPlaced(terms: OrderTerms, at: string): PlacedOrder {
  return { ...terms, status: 'placed', placedAt: at, cancelledAt: null, deliveries: [] };
}
