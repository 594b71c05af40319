/** What happens in the demo business, day by day; every step may be repeated without effect. */
import * as z from 'zod';
import type { SeedApi } from './api.ts';
import { CUSTOMERS, PLANS, SELLER } from './cast.ts';

/** What the steps hand on: ids by the name that a step gave them, and the day of the local clock. */
export type Plot = { readonly ids: Map<string, string>; readonly today: () => string };

/** One step: on which day, whether the next one waits until everything that follows from it is done. */
export type Step = {
  readonly day: number;
  readonly what: string;
  readonly isAwaited: boolean;
  readonly run: (api: SeedApi, plot: Plot) => Promise<void>;
};

/** How many days it takes. */
export const DAYS = 66;

/** The steps in their order. */
export function plot(): readonly Step[] {
  return [...opening(), ...weeks()];
}

/** The seller, what is sold, to whom, and their cards. */
function opening(): readonly Step[] {
  return [
    make('the seller', 0, { name: 'seller', path: '/v1/legal_entities', body: () => SELLER }, true),
    ...Object.entries(PLANS).map(([name, body]) =>
      make(body.name, 0, { name, path: '/v1/plans', body: () => body }),
    ),
    ...CUSTOMERS.map(({ key, body }) =>
      make(String(body.name), 0, { name: key, path: '/v1/customers', body: () => body }),
    ),
    ...CUSTOMERS.filter(({ card }) => card !== null).map(({ key, card }) => attachCard(key, card ?? '')),
  ];
}

function weeks(): readonly Step[] {
  return [
    order('northgate', 1, [desk('6'), chair('12')]),
    order('lindenhof', 2, [chair('40', { percent: '10' })]),
    order('quay', 4, [{ ...planLine('care'), quantity: '3' }, desk('3')]),
    order('weaver', 6, [
      desk('2'),
      { description: 'Assembly, per hour', quantity: '3.5', unit: 'hour', unit_price: '60.00' },
    ]),
    order('sunfield', 9, [chair('4')]),
    order('elbe', 11, [
      desk('10'),
      { description: 'Cable tray', sku: 'TRAY-1', quantity: '10', unit_price: '18.333333' },
    ]),
    transfer('weaver', 15),
    order('tidewater', 18, [chair('16'), desk('8')], { billing: 'on_fulfilment' }),
    fulfil('tidewater', 24, [{ line: 1, quantity: '10' }]),
    order('atlas', 27, [{ ...planLine('showroom'), quantity: '1' }]),
    fulfil('tidewater', 31, [
      { line: 1, quantity: '6' },
      { line: 2, quantity: '8' },
    ]),
    order('northgate', 38, [chair('2')], {}, 'again'),
    order('lindenhof', 44, [desk('1')], {}, 'mistake'),
    cancel('lindenhof', 45, 'mistake'),
    order('weaver', 52, [chair('6')], {}, 'again'),
    order(
      'elbe',
      64,
      [{ description: 'Meeting table', sku: 'TABLE-8', quantity: '1', unit_price: '1290.00' }],
      {},
      'again',
    ),
  ];
}

type Line = Readonly<Record<string, unknown>>;

const planLine = (plan: keyof typeof PLANS) => ({ description: PLANS[plan].name, plan });

function desk(quantity: string): Line {
  return { description: 'Walnut desk', sku: 'DESK-160', quantity, unit_price: '349.00' };
}

function chair(quantity: string, discount: Line | null = null): Line {
  return { description: 'Task chair', sku: 'CHAIR-2', quantity, unit_price: '189.90', discount };
}

type Post = { readonly name: string; readonly path: string; readonly body: (plot: Plot) => unknown };

function make(what: string, day: number, post: Post, isAwaited = false): Step {
  return {
    day,
    what,
    isAwaited,
    run: async (api, plot) => {
      const body = post.body(plot);
      const made = await api({ method: 'POST', path: post.path, body, idempotencyKey: `seed-${post.name}` });
      if (typeof made.id === 'string') plot.ids.set(post.name, made.id);
    },
  };
}

function attachCard(customer: string, card: string): Step {
  return {
    day: 0,
    what: `a card of ${customer}`,
    isAwaited: false,
    run: async (api, { ids }) => {
      const path = `/v1/customers/${ids.get(customer)}/payment_methods`;
      await api({
        method: 'POST',
        path,
        body: { provider: 'sandbox', payment_method: card },
        idempotencyKey: `seed-card-${customer}`,
      });
    },
  };
}

function order(
  customer: string,
  day: number,
  lines: readonly Line[],
  more: Line = {},
  which = 'first',
): Step {
  const name = `order-${customer}-${which}`;
  const body = ({ ids }: Plot) => ({
    customer: ids.get(customer),
    currency: 'EUR',
    lines: lines.map((line) =>
      typeof line.plan === 'string' ? { ...line, plan: ids.get(line.plan) } : line,
    ),
    ...more,
  });

  return make(`an order of ${customer}`, day, { name, path: '/v1/orders', body }, true);
}

function fulfil(customer: string, day: number, lines: readonly Line[]): Step {
  return {
    day,
    what: `a delivery to ${customer}`,
    isAwaited: true,
    run: async (api, { ids, today }) => {
      const path = `/v1/orders/${ids.get(`order-${customer}-first`)}/fulfilments`;
      await api({
        method: 'POST',
        path,
        body: { lines, delivered_on: today() },
        idempotencyKey: `seed-delivery-${customer}-${day}`,
      });
    },
  };
}

function cancel(customer: string, day: number, which: string): Step {
  return {
    day,
    what: `${customer} cancels`,
    isAwaited: true,
    run: async (api, { ids }) =>
      void (await api({
        method: 'POST',
        path: `/v1/orders/${ids.get(`order-${customer}-${which}`)}/cancel`,
      })),
  };
}

const Owed = z.object({ invoices: z.array(z.string()) });

const Invoice = z.object({
  number: z.string(),
  open: z.object({ amount: z.string(), currency: z.string() }),
});

/** A customer without a card pays the invoice of the first order by bank transfer. */
function transfer(customer: string, day: number): Step {
  return {
    day,
    what: `a bank transfer of ${customer}`,
    isAwaited: true,
    run: async (api, { ids, today }) => {
      const { invoices } = Owed.parse(
        await api({ method: 'GET', path: `/v1/orders/${ids.get(`order-${customer}-first`)}` }),
      );
      const invoice = invoices[0] ?? '';
      const { number, open } = Invoice.parse(await api({ method: 'GET', path: `/v1/invoices/${invoice}` }));
      const body = { invoice, amount: open, received_on: today(), reference: number };
      await api({ method: 'POST', path: '/v1/payments', body, idempotencyKey: `seed-transfer-${customer}` });
    },
  };
}
