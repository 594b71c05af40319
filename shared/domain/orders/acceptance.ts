/** What an order must be, beyond its parts, to be taken. */
import { refuse } from '../../kernel/result.ts';
import { reductionPointer } from '../reductions.ts';
import type { OrderTerms, PlacedOrder } from './states.ts';

/** Bytes of an order's terms; what is delivered of it later must fit into the same item. */
export const TERMS_BYTES_MAX = 120_000;

/** Why the order of so many bytes cannot be taken, or undefined. An amount on a line or the document cannot be shared between deliveries. */
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

  const fixed = fixedPointer(terms);
  if (terms.billing === 'on_fulfilment' && fixed !== undefined) {
    return refuse(
      'order.reduction_not_divisible',
      'An order that is invoiced by delivery takes allowances and charges in percent only.',
      { pointer: fixed },
    );
  }

  return bytes <= TERMS_BYTES_MAX
    ? undefined
    : refuse('order.too_large', 'The texts of this order are too long together; place several orders.', {
        pointer: '#/lines',
      });
}

/** Where the first allowance or charge is that is an amount. */
function fixedPointer({ reductions = [] }: OrderTerms): string | undefined {
  const index = reductions.findIndex((reduction) => 'amount' in reduction);

  return index === -1 ? undefined : reductionPointer(reductions, index);
}

/** The order as it will stand once it is placed. */
export function asPlaced(terms: OrderTerms, at: string): PlacedOrder {
  return { ...terms, status: 'placed', placedAt: at, cancelledAt: null, deliveries: [] };
}
