import { describe, expect, it } from 'vitest';
import { customers } from '../../../shared/domain/customers.ts';
import { legalEntities } from '../../../shared/domain/legal-entities.ts';
import type { SellerDetails } from '../../../shared/domain/legal-entities/states.ts';
import { create, execute } from '../../../shared/execute.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import {
  billed,
  CUSTOMER,
  type Desk,
  desk,
  ENTITY,
  factsIn,
  order,
  publishPlan,
  register,
  TENANT,
  tick,
} from '../billing/desk.ts';

const OPENED = '2026-01-20T10:00:00.000Z';

async function place(at: Desk, plan: string, of: { readonly begin: object; readonly entity?: string }) {
  const line = { description: 'Archive', quantity: '1', plan, subscription: of.begin };
  const answer = await at.call('orders.place', {
    routeKey: 'POST /v1/orders',
    body: JSON.stringify({
      legal_entity: of.entity ?? ENTITY,
      customer: CUSTOMER,
      currency: 'EUR',
      lines: [line],
    }),
    key: JSON.stringify(of),
  });
  await at.settle();
  const [subscription = ''] = (answer.body.subscriptions ?? []) as readonly string[];

  return { ...answer, subscription };
}

const spansOf = (at: Desk, subscription: string) =>
  billed(at, subscription).map(({ start, end }) => `${String(start)}/${String(end)}`);

async function entityIn(at: Desk, zone: string): Promise<string> {
  const [first] = factsIn(at, 'legal_entity.registered');
  const ref = { tenant: TENANT, id: derivedId('le', zone) };
  const details = { ...(first as unknown as SellerDetails), zone }; // as it was registered
  const acting = { actor: 'desk', cause: 'desk', trace: 'desk', at: at.clock.now() };
  await create(at.ports.journal, legalEntities, {
    ref,
    command: { do: 'register', details, at: acting.at },
    acting,
  });

  return ref.id;
}

/** A subscription of every month since 20 January, and a day in February to order another on. */
async function running(body: object = {}) {
  const at = await desk(OPENED);
  const plan = await publishPlan(at, { ...body });
  const [first = ''] = await order(at, [plan]);
  at.clock.set('2026-02-05T10:00:00.000Z');

  return { at, plan, first };
}

describe('a subscription that is aligned to another', () => {
  it('charges the days until the other’s next period by the stub policy, and then ends its periods with it', async () => {
    const { at, plan, first } = await running();

    const { subscription } = await place(at, plan, { begin: { align_to: first } });
    at.clock.set('2026-03-21T10:00:00.000Z');
    await tick(at);

    expect(spansOf(at, subscription)).toEqual([
      '2026-02-05/2026-02-20',
      '2026-02-20/2026-03-20',
      '2026-03-20/2026-04-20',
    ]);
    expect(spansOf(at, first).slice(1)).toEqual(spansOf(at, subscription).slice(1));
    expect(billed(at, subscription)[0]).toMatchObject({ lines: [{ days: 15, of: 31 }] });
  });

  it('meets a longer rhythm in each of its own shorter periods', async () => {
    const { at, first } = await running({ interval: 'quarter' });
    const monthly = await publishPlan(at, {}, 'monthly');

    const { subscription } = await place(at, monthly, { begin: { align_to: first } });

    expect(factsIn(at, 'subscription.created').at(-1)).toMatchObject({
      rhythm: { start: '2026-02-05', anchor: '2026-02-20', anchorDay: 20 },
    });
    expect(spansOf(at, subscription)).toEqual(['2026-02-05/2026-02-20']);
  });

  it('meets a shorter rhythm, and one whose length is no multiple of its own, at the other’s next beginning', async () => {
    const { at, first } = await running({ interval_count: 2 });
    const other = await publishPlan(at, { interval: 'quarter' }, 'quarterly');

    await place(at, other, { begin: { align_to: first } });

    expect(factsIn(at, 'subscription.created').at(-1)).toMatchObject({
      rhythm: { interval: 'quarter', start: '2026-02-05', anchor: '2026-03-20', anchorDay: 20 },
    });
  });

  it('begins on the customer’s billing day, where the order says so', async () => {
    const { at, plan } = await running();
    const ref = { tenant: TENANT, id: CUSTOMER };
    const command = { do: 'change', terms: { billingDay: 31 }, profile: 1 } as const;
    const acting = { actor: 'desk', cause: 'desk', trace: 'desk', at: at.clock.now() };
    await execute(at.ports.journal, customers, { ref, command, acting });

    const { subscription } = await place(at, plan, { begin: { alignment: 'customer' } });

    expect(spansOf(at, subscription)).toEqual(['2026-02-05/2026-02-28']);
  });

  it.each([
    ['subscription.align_unknown', () => ({ align_to: 'sub_0123456789abcdefghjkmnpqrs' })],
    ['customer.billing_day_missing', () => ({ alignment: 'customer' })],
    [
      'subscription.align_other_customer',
      async (at: Desk, plan: string) => {
        const customer = await register(at, 'another');
        const [id = ''] = await order(at, [plan], { key: 'another', customer });
        return { align_to: id };
      },
    ],
    [
      'subscription.align_rhythm',
      async (at: Desk) => {
        const weekly = await publishPlan(at, { interval: 'week' }, 'weekly');
        const [id = ''] = await order(at, [weekly], { key: 'weekly' });
        return { align_to: id };
      },
    ],
  ])('is refused with %s, and nothing is ordered', async (code, begun) => {
    const { at, plan } = await running();
    const begin = await begun(at, plan);

    const answer = await place(at, plan, { begin });

    expect(answer).toMatchObject({ status: 422, body: { code } });
    expect(factsIn(at, 'order.placed').map(({ lines }) => lines)).not.toContainEqual([
      expect.arrayContaining(['Archive']),
    ]);
  });

  it('is refused with subscription.align_other_zone where the seller’s days begin elsewhere', async () => {
    const { at, plan, first } = await running();
    const entity = await entityIn(at, 'Europe/Lisbon');

    const answer = await place(at, plan, { begin: { align_to: first }, entity });

    expect(answer).toMatchObject({ status: 422, body: { code: 'subscription.align_other_zone' } });
  });
});
