import { describe, expect, it } from 'vitest';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import type { Commit } from '../../../shared/ports.ts';
import { compareViews } from '../../../shared/flows/rebuilding.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

const ALL = { since: 'all' };

/** A house in which the news of an order reached nobody. */
async function deafHouse() {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  await house.drain();
  const told = await house.post('/v1/orders', orderOf(customer));
  await house.drain(['invoices.issue']);
  house.letters.splice(0);

  return { house, invoice: told.body.invoices[0] as string };
}

const sweep = (house: House, tick: object, instead = {}) => house.wake('journal.sweep', tick, instead);
const isIssued = async (house: House, id: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).status === 200;

describe('a sweep', () => {
  it('sends again what has had no consequence, and the consequence follows', async () => {
    const { house, invoice } = await deafHouse();
    await house.drain();
    expect(await isIssued(house, invoice)).toBe(false);

    await sweep(house, ALL);
    await house.drain();

    expect(await isIssued(house, invoice)).toBe(true);
  });

  it('finds nothing of an order that was invoiced', async () => {
    const { house } = await deafHouse();
    await sweep(house, ALL);
    await house.drain();
    house.ports.queues.send = async (messages) => {
      expect(messages.filter(({ to }) => to === 'invoices.issue')).toEqual([]);
      return [];
    };

    await sweep(house, ALL);
  });

  it('leaves alone what is young, and what is older than it looks back', async () => {
    const { house, invoice } = await deafHouse();

    await sweep(house, {});
    await house.drain();
    expect(await isIssued(house, invoice)).toBe(false);

    house.clock.advance({ days: 4 });
    await sweep(house, {});
    await house.drain();
    expect(await isIssued(house, invoice)).toBe(false);

    await sweep(house, { since: '2026-11-23T00:00:00.000Z' });
    await house.drain();
    expect(await isIssued(house, invoice)).toBe(true);
  });

  it('writes the rows that the projector missed', async () => {
    const { house } = await deafHouse();
    await house.drain();
    const views = memoryViews();

    const told = await sweep(house, ALL, { views });

    expect(told).toMatchObject({ projected: expect.any(Number) });
    expect(await compareViews(views, house.ports.views, 0)).toMatchObject({ count: 0 });
    expect(await sweep(house, ALL, { views })).toMatchObject({ projected: 0 });
  });

  it('heals all others before it says that one could not be healed', async () => {
    const { house, invoice } = await deafHouse();
    const broken: Commit = {
      ...(house.journal.stream[0] as Commit),
      facts: [{ type: 'order.eaten', v: 1, data: {} }],
      id: 'ord_broken',
    };
    const { journal } = house.ports;
    const scan: typeof journal.scan = async (segment, after) => {
      const page = await journal.scan(segment, after);

      return { ...page, items: [broken, ...page.items] };
    };

    await expect(sweep(house, ALL, { journal: { ...journal, scan } })).rejects.toThrow('could not be swept');
    for (const message of (
      house.ports.queues as unknown as { outbox: { drain(): { to: string; body: string }[] } }
    ).outbox.drain()) {
      house.letters.push({ ...message, to: message.to as 'invoices.issue', due: 0, receives: 0 });
    }
    await house.drain();

    expect(await isIssued(house, invoice)).toBe(true);
    expect(house.observer.lines).toContainEqual(
      expect.objectContaining({ outcome: 'fault', id: 'ord_broken' }),
    );
  });

  it('of a span that is no instant is a fault, not an empty sweep', async () => {
    const { house } = await deafHouse();

    await expect(sweep(house, { since: 'yesterday' })).rejects.toThrow('since');
  });

  it('measures whether the books balance and the numbers are whole', async () => {
    const { house } = await deafHouse();
    await sweep(house, ALL);
    await house.drain();
    await sweep(house, ALL);

    const last = (name: string) => house.observer.metrics.findLast((metric) => metric.name === name)?.value;
    expect([last('LedgerImbalance'), last('NumberGap')]).toEqual([0, 0]);
  });
});
