/** The kinds of steps that the demo business is made of; every one may be repeated without effect. */
import * as z from 'zod';
import type { SeedApi } from './api.ts';
import { PLANS } from './cast.ts';

/** What the steps hand on: ids by the name that a step gave them, and the day of the local clock. */
export type Plot = { readonly ids: Map<string, string>; readonly today: () => string };

/** One step: on which day, whether the next one waits until everything that follows from it is done. */
export type Step = {
  readonly day: number;
  readonly what: string;
  readonly isAwaited: boolean;
  readonly run: (api: SeedApi, plot: Plot) => Promise<void>;
};

/** A line of an order; a plan goes by its name here. */
export type Line = Readonly<Record<string, unknown>>;

type Post = { readonly name: string; readonly path: string; readonly body: (plot: Plot) => unknown };

/** Posts something that gets an id. */
export function make(what: string, day: number, post: Post, isAwaited = false): Step {
  return {
    day,
    what,
    isAwaited,
    run: async (api, plot) => {
      const body = post.body(plot);
      const made = await api({ method: 'POST', path: post.path, body, idempotencyKey: `seed-${post.name}` });
      if (typeof made.id === 'string') plot.ids.set(post.name, made.id);
      if (Array.isArray(made.subscriptions)) plot.ids.set(`${post.name}-subscription`, made.subscriptions[0]);
    },
  };
}

/** A card of the sandbox, which behaves as its name says. */
export function attachCard(customer: string, card: string, day = 0): Step {
  return {
    day,
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

/** An order; `which` tells apart those of one customer. */
export function order(
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

/** A line that begins a subscription. */
export function planLine(plan: keyof typeof PLANS, quantity: string, begin: Line = {}): Line {
  return { description: PLANS[plan].name, plan, quantity, subscription: begin };
}

/** Delivers part of an order. */
export function fulfil(
  customer: string,
  day: number,
  lines: readonly { readonly line: number; readonly quantity: string }[],
  which = 'first',
): Step {
  return {
    day,
    what: `a delivery to ${customer}`,
    isAwaited: true,
    run: async (api, { ids, today }) => {
      const path = `/v1/orders/${ids.get(`order-${customer}-${which}`)}/fulfilments`;
      await api({
        method: 'POST',
        path,
        body: { lines, delivered_on: today() },
        idempotencyKey: `seed-delivery-${customer}-${day}`,
      });
    },
  };
}

/** Cancels an order. */
export function cancel(customer: string, day: number, which: string): Step {
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

/** Asks something of the subscription that a customer's order began. */
export function subscription(
  customer: string,
  day: number,
  asked: { readonly verb: 'change' | 'pause' | 'resume' | 'cancel'; readonly body?: Line },
  which = 'plan',
): Step {
  return {
    day,
    what: `${customer}: ${asked.verb}`,
    isAwaited: true,
    run: async (api, { ids }) => {
      const path = `/v1/subscriptions/${ids.get(`order-${customer}-${which}-subscription`)}/${asked.verb}`;
      const key = `seed-${asked.verb}-${customer}-${day}`;
      await api({ method: 'POST', path, body: asked.body, idempotencyKey: key });
    },
  };
}

/** What a customer printed by this day of the local clock. */
export function usage(customer: string, day: number, pages: readonly string[], which = 'plan'): Step {
  return {
    day,
    what: `prints of ${customer}`,
    isAwaited: false,
    run: async (api, { ids, today }) => {
      const owner = ids.get(`order-${customer}-${which}-subscription`);
      const events = pages.map((quantity, place) => ({
        id: `print-${customer}-${day}-${place}`,
        subscription: owner,
        meter: 'pages',
        at: `${today()}T0${place}:00:00.000Z`,
        quantity,
      }));
      await api({ method: 'POST', path: '/v1/usage_events', body: { events } });
    },
  };
}

const Accounts = z.object({
  data: z.array(
    z.object({
      items: z.array(
        z.object({
          invoice: z.string(),
          number: z.string(),
          due_date: z.string(),
          open: z.object({ amount: z.string(), currency: z.string() }),
        }),
      ),
    }),
  ),
});

/** A customer without a card pays by bank transfer whatever is due by then. */
export function transfer(customer: string, day: number): Step {
  return {
    day,
    what: `a bank transfer of ${customer}`,
    isAwaited: false,
    run: async (api, { ids, today }) => {
      const path = `/v1/customers/${ids.get(customer)}/accounts`;
      const { data } = Accounts.parse(await api({ method: 'GET', path }));
      for (const { invoice, number, open } of data.flatMap(({ items }) => items)) {
        if (Number(open.amount) === 0) continue;
        const body = { invoice, amount: open, received_on: today(), reference: number };
        const key = `seed-transfer-${invoice}`;
        await api({ method: 'POST', path: '/v1/payments', body, idempotencyKey: key });
      }
    },
  };
}
