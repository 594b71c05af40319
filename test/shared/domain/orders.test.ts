import { expect, test } from 'vitest';
import { DELIVERIES_MAX, deliveredQuantities, fulfilmentOf, orders } from '../../../shared/domain/orders.ts';
import { invoicedSteps } from '../../../shared/domain/orders/invoicing.ts';
import type { Delivery, OrderFact, OrderTerms, PlacedOrder } from '../../../shared/domain/orders/states.ts';
import { toDecimal } from '../../../shared/kernel/rational.ts';
import { given } from '../../kit/decider.ts';

const AT = '2026-11-23T09:00:00.000Z';
const TODAY = '2026-11-23';

const TERMS: OrderTerms = {
  entity: 'le_1',
  customer: 'cus_1',
  profile: 1,
  currency: 'EUR',
  lines: [
    ['Desk', '2', '349.00', 'standard'],
    ['Care plan', '1', null, 'standard', { plan: 'pln_1' }],
  ],
  billing: 'on_fulfilment',
  dueDays: 14,
  language: 'en',
  reference: null,
  metadata: [],
};

const placed = (terms: Partial<OrderTerms> = {}): OrderFact => ({
  type: 'order.placed',
  data: { ...TERMS, ...terms, at: AT },
});

const delivery = (more: Partial<Delivery> = {}): Delivery => ({
  id: 'ful_1',
  lines: [[1, '1']],
  on: TODAY,
  fingerprint: 'request-1',
  ...more,
});

const fulfilled = (more: Partial<Delivery> = {}): OrderFact => ({
  type: 'order.fulfilled',
  data: delivery(more),
});
const fulfil = (more: Partial<Delivery> = {}) =>
  ({ do: 'fulfil', delivery: delivery(more), today: TODAY }) as const;
const cancel = { do: 'cancel', at: AT } as const;

test('an order is placed once', () => {
  const before = given(orders, [placed()]);

  expect(before.when({ do: 'place', terms: TERMS, at: AT })).toEqual([]);
});

test('an order with a plan also says that a subscription was ordered', () => {
  const facts = given(orders).when({ do: 'place', terms: TERMS, at: AT });

  expect(facts.map(({ type }) => type)).toEqual(['order.placed', 'subscription.ordered']);
});

test('an order is cancelled once', () => {
  expect(given(orders, [placed()]).when(cancel)).toEqual([{ type: 'order.cancelled', data: { at: AT } }]);
  expect(given(orders, [placed(), { type: 'order.cancelled', data: { at: AT } }]).when(cancel)).toEqual([]);
});

test('an order that was invoiced whole and delivered in part is not cancelled', () => {
  const before = given(orders, [placed({ billing: 'on_placement' }), fulfilled()]);

  expect(before.refusal(cancel)).toBe('order.already_fulfilled');
});

test('nothing is delivered of a cancelled order', () => {
  const before = given(orders, [placed(), { type: 'order.cancelled', data: { at: AT } }]);

  expect(before.refusal(fulfil())).toBe('order.cancelled');
});

test('nothing is delivered or cancelled of an order that does not exist', () => {
  expect(given(orders).refusal(fulfil())).toBe('order.not_found');
  expect(given(orders).refusal(cancel)).toBe('order.not_found');
});

test('a delivery that is told twice is recorded once', () => {
  const before = given(orders, [placed(), fulfilled()]);

  expect(before.when(fulfil())).toEqual([]);
});

test('a key that told of one delivery does not tell of another', () => {
  const before = given(orders, [placed(), fulfilled()]);

  expect(before.refusal(fulfil({ fingerprint: 'request-2' }))).toBe('idempotency.key_reused');
});

test.each([
  ['in the future', { on: '2026-11-24' }, 'order.delivery_in_future'],
  ['of a line that the order does not have', { lines: [[3, '1']] }, 'order.line_unknown'],
  ['of no line', { lines: [[0, '1']] }, 'order.line_unknown'],
  [
    'that names a line twice',
    {
      lines: [
        [1, '1'],
        [1, '1'],
      ],
    },
    'order.line_repeated',
  ],
  ['of a line that starts a subscription', { lines: [[2, '1']] }, 'order.line_not_delivered'],
  ['of more than was ordered', { lines: [[1, '2.000001']] }, 'order.quantity_exceeded'],
  ['of nothing', { lines: [[1, '0']] }, 'order.quantity_exceeded'],
] as const)('a delivery %s is refused', (_, more, code) => {
  expect(given(orders, [placed()]).refusal(fulfil(more))).toBe(code);
});

test('what was delivered before counts', () => {
  const before = given(orders, [placed(), fulfilled({ lines: [[1, '1.5']] })]);

  expect(before.refusal(fulfil({ id: 'ful_2', lines: [[1, '0.6']] }))).toBe('order.quantity_exceeded');
  expect(before.refusal(fulfil({ id: 'ful_2', lines: [[1, '0.5']] }))).toBe('none');
});

test('an order has a bounded number of deliveries', () => {
  const many = Array.from({ length: DELIVERIES_MAX }, (_, index) =>
    fulfilled({ id: `ful_${index}`, lines: [[1, '0.000001']] }),
  );

  expect(given(orders, [placed(), ...many]).refusal(fulfil({ id: 'ful_last' }))).toBe(
    'order.fulfilments_max',
  );
});

test('an order is delivered when every line that can be is', () => {
  const half = placedOrder([placed(), fulfilled()]);
  const whole = placedOrder([placed(), fulfilled({ lines: [[1, '2']] })]);

  expect(fulfilmentOf(placedOrder([placed()]))).toBe('none');
  expect(fulfilmentOf(half)).toBe('partial');
  expect(fulfilmentOf(whole)).toBe('complete');
  expect(deliveredQuantities(half).map((quantity) => toDecimal(quantity, 6))).toEqual(['1', '0']);
});

test('an order owes an invoice when placed, or one for each delivery', () => {
  expect(invoicedSteps(placedOrder([placed({ billing: 'on_placement' })]))).toEqual(['placed']);
  expect(invoicedSteps(placedOrder([placed(), fulfilled()]))).toEqual(['ful_1']);
});

test('an order of plans alone owes no invoice of its own', () => {
  const plans = placed({
    billing: 'on_placement',
    lines: [['Care plan', '1', null, 'standard', { plan: 'pln_1' }]],
  });

  expect(invoicedSteps(placedOrder([plans]))).toEqual([]);
});

function placedOrder(facts: readonly OrderFact[]): PlacedOrder {
  const { state } = given(orders, facts);
  if (state.status === 'none') throw new Error('the facts place an order');

  return state;
}
