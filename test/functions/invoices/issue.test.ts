import { describe, expect, it } from 'vitest';
import type { InvoiceData } from '../../../shared/domain/invoices/states.ts';
import { encode } from '../../../shared/journal/codec.ts';
import type { Ports } from '../../../shared/ports.ts';
import { BUYER, LINE, openBusiness, orderOf, TAX_NUMBER } from '../../kit/goods.ts';
import { failuresOf, type House, openHouse, queueEventOf } from '../../kit/house.ts';

const show = async (house: House, id: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;

const PLAN = { name: 'Reading room', interval: 'month', prices: [{ currency: 'EUR', amount: '19.90' }] };

function numbersIn(house: House): readonly string[] {
  const facts = house.journal.stream.flatMap((commit) => commit.facts);

  return facts
    .filter(({ type }) => type === 'invoice.issued')
    .map(({ data }) => (data as InvoiceData).number);
}

function parkedIn(house: House) {
  return house.journal.stream
    .flatMap((commit) => commit.facts)
    .filter(({ type }) => type === 'message.parked')
    .map(({ data }) => data as { code: string; worker: string });
}

/** The messages to the function that wait, as one batch. */
async function batchFor(house: House): Promise<readonly string[]> {
  await house.drain(['invoices.issue']);

  return house.letters.filter(({ to }) => to === 'invoices.issue').map(({ body }) => body);
}

async function ordered(house: House, customer: unknown, more = {}): Promise<string> {
  return (await house.post('/v1/orders', orderOf(customer, more))).body.invoices[0];
}

/** The ports of a worker that dies at a call. */
const dyingAt = (house: House, which: (call: string, id: string) => boolean): Partial<Ports> => ({
  journal: {
    ...house.ports.journal,
    append: async (commit) => {
      if (which('append', commit.id)) throw new Error('died');
      return house.ports.journal.append(commit);
    },
  },
});

describe('invoices', () => {
  it('are numbered without a gap for a whole batch at once', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    for (let index = 0; index < 12; index += 1) await ordered(house, customer);

    await house.drain();

    expect([...numbersIn(house)].sort()).toEqual(
      Array.from({ length: 12 }, (_, index) => `INV-2026-${String(index + 1).padStart(5, '0')}`),
    );
    const manifests = house.journal.stream.filter(({ id }) => id.startsWith('ser_'));
    expect(manifests).toHaveLength(1);
  });

  it('are dated and numbered in the year of the seller’s calendar', async () => {
    const house = await openHouse({ start: '2026-12-31T23:30:00.000Z' });
    const { customer } = await openBusiness(house);

    const id = await ordered(house, customer);
    await house.drain();

    expect(await show(house, id)).toMatchObject({
      number: 'INV-2027-00001',
      issue_date: '2027-01-01',
      due_date: '2027-01-15',
    });
  });

  it('of a batch over New Year begin each year at one', async () => {
    const house = await openHouse({ start: '2026-12-31T22:30:00.000Z' });
    const { customer } = await openBusiness(house);
    const old = await ordered(house, customer);
    await house.drain();

    house.clock.advance({ hours: 1 });
    const next = await ordered(house, customer);
    await house.drain();

    expect([(await show(house, old)).number, (await show(house, next)).number]).toEqual([
      'INV-2026-00001',
      'INV-2027-00001',
    ]);
  });

  it('bear the month of their day in the zone of the seller, and go on counting in the next one', async () => {
    const house = await openHouse({ start: '2023-09-30T21:50:00.000Z' });
    const paris = { zone: 'Europe/Paris', invoice_numbers: 'FA-{year}{month}-{number:3}' };
    const { customer } = await openBusiness(house, paris);
    const september = await ordered(house, customer);
    await house.drain();

    house.clock.advance({ minutes: 80 });
    const october = await ordered(house, customer);
    await house.drain();

    expect([(await show(house, september)).number, (await show(house, october)).number]).toEqual([
      'FA-202309-001',
      'FA-202310-002',
    ]);
  });

  it('of nothing to pay are issued, and are paid', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);

    const id = await ordered(house, customer, { lines: [{ ...LINE, unit_price: '0' }] });
    await house.drain();

    expect(await show(house, id)).toMatchObject({
      total: { amount: '0.00' },
      open: { amount: '0.00' },
      payment_status: 'paid',
      overdue: false,
    });
    expect(house.dead).toEqual([]);
  });

  it.each([
    ['JPY', '19', '38', '7', '45'],
    ['KWD', '1.2345', '2.469', '0.469', '2.938'],
    ['EUR', '0.000000000001', '0.00', '0.00', '0.00'],
    ['EUR', '0.123456789012', '0.25', '0.05', '0.30'],
  ])('in %s at %s are reckoned in its own smallest unit', async (currency, unit_price, net, tax, total) => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const rate = { currency, date: '2026-11-23', rate: '0.5', source: 'ECB' };
    if (currency !== 'EUR') await house.post('/v1/exchange_rates', rate);

    const id = await ordered(house, customer, { currency, lines: [{ ...LINE, unit_price }] });
    await house.drain();

    expect(await show(house, id)).toMatchObject({
      net: { amount: net },
      tax: { amount: tax },
      total: { amount: total, currency },
    });
  });

  it('bear each tax rounded once for its rate', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const line = (unit_price: string, tax: string) => ({ description: tax, quantity: '1', unit_price, tax });
    const lines = [
      line('0.03', 'standard'),
      line('0.03', 'standard'),
      line('0.03', 'standard'),
      line('1.00', 'reduced'),
      line('1.00', 'zero'),
    ];

    const id = await ordered(house, customer, { lines });
    await house.drain();

    const { taxes, total } = await show(house, id);
    expect(
      taxes.map((tax: { rate: string; base: { amount: string }; tax: { amount: string } }) => [
        tax.rate,
        tax.base.amount,
        tax.tax.amount,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['19', '0.09', '0.02'],
        ['7', '1.00', '0.07'],
        ['0', '1.00', '0.00'],
      ]),
    );
    expect(total.amount).toBe('2.18');
  });
});

describe('a message that comes twice', () => {
  it('numbers nothing twice, in one batch or in two at once', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    await ordered(house, customer);
    const [body = ''] = await batchFor(house);

    await Promise.all([
      house.wake('invoices.issue', queueEventOf([body, body])),
      house.wake('invoices.issue', queueEventOf([body])),
    ]);
    await house.drain();

    expect(numbersIn(house)).toEqual(['INV-2026-00001']);
  });

  it('packed, in any order, after a worker that died between its invoices, numbers each once', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.push(await ordered(house, customer));
    const [body = '', ...more] = await batchFor(house);
    const { facts } = JSON.parse(body);
    const reversed = JSON.stringify({ kind: 'facts', facts: facts.toReversed() });

    await house.wake(
      'invoices.issue',
      queueEventOf([body]),
      dyingAt(house, (_, id) => id === ids[2]),
    );
    await house.wake('invoices.issue', queueEventOf([reversed, body], 2));
    await house.drain();

    expect(more).toEqual([]);
    expect(facts).toHaveLength(5);
    expect([...numbersIn(house)].sort()).toEqual(ids.map((_, index) => `INV-2026-0000${index + 1}`));
    expect(house.journal.stream.filter(({ id }) => id.startsWith('ser_'))).toHaveLength(1);
  });

  it('after the customer was erased finds its invoice and is not parked', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    await ordered(house, customer);
    const [body = ''] = await batchFor(house);
    await house.wake('invoices.issue', queueEventOf([body]));
    await house.ask({
      method: 'POST',
      route: '/v1/customers/{customer_id}/erase',
      params: { customer_id: customer },
    });

    const answer = await house.wake('invoices.issue', queueEventOf([body]));

    expect(failuresOf(answer)).toEqual([]);
    expect(parkedIn(house)).toEqual([]);
  });
});

describe('a worker that died', () => {
  it('after the manifest and before the invoice is finished by the next, though the customer is erased meanwhile', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const id = await ordered(house, customer);
    const [body = ''] = await batchFor(house);
    const died = await house.wake(
      'invoices.issue',
      queueEventOf([body]),
      dyingAt(house, (_, which) => which === id),
    );
    await house.ask({
      method: 'POST',
      route: '/v1/customers/{customer_id}/erase',
      params: { customer_id: customer },
    });

    const answer = await house.wake('invoices.issue', queueEventOf([body], 2));

    expect(failuresOf(died)).toEqual(['m1']);
    expect(failuresOf(answer)).toEqual([]);
    expect(parkedIn(house)).toEqual([]);
    expect(await show(house, id)).toMatchObject({ number: 'INV-2026-00001' });
  });

  it('on New Year’s Eve leaves no gap when the message comes again in the new year', async () => {
    const house = await openHouse({ start: '2026-12-31T22:59:00.000Z' });
    const { customer } = await openBusiness(house);
    const id = await ordered(house, customer);
    const [body = ''] = await batchFor(house);
    await house.wake(
      'invoices.issue',
      queueEventOf([body]),
      dyingAt(house, (_, which) => which === id),
    );

    house.clock.advance({ hours: 1 });
    await house.wake('invoices.issue', queueEventOf([body], 2));

    expect(await show(house, id)).toMatchObject({ number: 'INV-2026-00001', issue_date: '2026-12-31' });
    expect(house.journal.stream.filter(({ id: each }) => each.startsWith('ser_'))).toHaveLength(1);
  });
});

describe('what cannot be invoiced', () => {
  it('does not take with it what else its commit owes', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const plan = (await house.post('/v1/plans', PLAN)).body.id;
    const lines = [{ description: 'Reading room', quantity: '1', plan }];
    await house.post('/v1/orders', orderOf(customer, { lines }));
    await house.drain(['invoices.issue']);
    const billed = house.journal.stream.find(({ facts }) =>
      facts.some(({ type }) => type === 'subscription.billed'),
    );
    if (!billed) throw new Error('nothing was billed');
    const [fact] = billed.facts.filter(({ type }) => type === 'subscription.billed');
    const stranger = {
      ...(fact?.data as object),
      invoice: `inv_${'0'.repeat(26)}`,
      customer: `cus_${'0'.repeat(26)}`,
    };
    const both = { ...billed, facts: [{ ...fact, data: stranger }, fact] };
    const { tenant, id, version } = billed;
    const news = {
      kind: 'fact',
      tenant,
      id,
      version,
      fact: 'subscription.billed',
      trace: 't',
      commit: encode(both),
    };

    await house.wake('invoices.issue', queueEventOf([JSON.stringify(news)]));

    expect(parkedIn(house)).toMatchObject([{ code: 'customer.erased' }]);
    expect(numbersIn(house)).toEqual(['INV-2026-00001']);
  });

  it('is parked with its reason, and the rest of the batch is issued', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const lost = (await house.post('/v1/customers', BUYER)).body.id;
    await ordered(house, lost);
    await ordered(house, customer);
    const bodies = await batchFor(house);
    await house.ask({
      method: 'POST',
      route: '/v1/customers/{customer_id}/erase',
      params: { customer_id: lost },
    });

    const answer = await house.wake('invoices.issue', queueEventOf(bodies));

    expect(failuresOf(answer)).toEqual([]);
    expect(parkedIn(house)).toMatchObject([{ code: 'customer.erased', worker: 'invoices.issue' }]);
    expect(numbersIn(house)).toEqual(['INV-2026-00001']);
  });

  it('because of one series does not hold up another seller’s', async () => {
    const house = await openHouse();
    const { customer, entity } = await openBusiness(house);
    const other = (
      await house.post('/v1/legal_entities', {
        name: 'Other',
        address: BUYER.address,
        tax_number: TAX_NUMBER,
        zone: 'UTC',
        currency: 'EUR',
      })
    ).body.id;
    const broken = await ordered(house, customer, { legal_entity: entity });
    const good = await ordered(house, customer, { legal_entity: other });
    const bodies = await batchFor(house);

    const answer = await house.wake(
      'invoices.issue',
      queueEventOf(bodies),
      dyingAt(house, (_, id) => id === broken),
    );

    expect(failuresOf(answer)).toEqual([]);
    expect(await show(house, good)).toMatchObject({ number: 'INV-2026-00001' });
    await house.drain();
    expect(await show(house, broken)).toMatchObject({ number: 'INV-2026-00001' });
    expect(house.observer.lines).toContainEqual(
      expect.objectContaining({ outcome: 'fault', reason: 'died' }),
    );
  });

  it('for its seller is not there is parked', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    await ordered(house, customer);
    const bodies = await batchFor(house);
    const { journal } = house.ports;
    const sellerless = {
      journal: {
        ...journal,
        latest: async (ref: { tenant: string; id: string }, consistency: 'eventual' | 'strong') =>
          ref.id.startsWith('le_') ? undefined : journal.latest(ref, consistency),
      },
    };

    await house.wake('invoices.issue', queueEventOf(bodies), sellerless);

    expect(parkedIn(house)).toMatchObject([{ code: 'legal_entity.unknown' }]);
  });

  it('today because the clock of another is ahead comes again', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    house.clock.set('2026-11-24T00:00:30.000Z');
    await ordered(house, customer);
    await house.drain();
    await ordered(house, customer);
    const bodies = await batchFor(house);

    house.clock.set('2026-11-23T22:59:30.000Z');
    const early = await house.wake('invoices.issue', queueEventOf(bodies));
    house.clock.set('2026-11-23T23:00:30.000Z');
    const later = await house.wake('invoices.issue', queueEventOf(bodies, 2));

    expect([failuresOf(early), failuresOf(later)]).toEqual([['m1'], []]);
    expect(numbersIn(house)).toEqual(['INV-2026-00001', 'INV-2026-00002']);
  });
});

it('a commit without an order or a period owes nothing', async () => {
  const house = await openHouse();
  const { entity } = await openBusiness(house);
  const news = {
    kind: 'fact',
    tenant: house.tenant,
    id: entity,
    version: 1,
    fact: 'order.placed',
    trace: 't',
  };

  const answer = await house.wake('invoices.issue', queueEventOf([JSON.stringify(news)]));

  expect(failuresOf(answer)).toEqual([]);
  expect(numbersIn(house)).toEqual([]);
});

it('a commit that cannot be read yet is waited for', async () => {
  const house = await openHouse();
  const news = {
    kind: 'fact',
    tenant: house.tenant,
    id: `ord_${'0'.repeat(26)}`,
    version: 1,
    fact: 'order.placed',
    trace: 't',
  };

  expect(failuresOf(await house.wake('invoices.issue', queueEventOf([JSON.stringify(news)])))).toEqual([
    'm1',
  ]);
});
