import { beforeEach, describe, expect, test } from 'vitest';
import { draftInUnion } from '../../../shared/flows/placing-sales.ts';
import { draftOrder } from '../../../shared/domain/drafting.ts';
import { legalEntities } from '../../../shared/domain/legal-entities.ts';
import { orders } from '../../../shared/domain/orders.ts';
import { load } from '../../../shared/execute.ts';
import { made } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';
import { goodsFor, openShop, sell } from '../../kit/union-shop.ts';

let house: House;
let shop: { entity: string; consumer: string; atHome: string };

beforeEach(async () => {
  house = await openHouse();
  shop = await openShop(house);
});

const threshold = async (query: Readonly<Record<string, string>> = {}) =>
  (await house.get('/v1/tax/oss_threshold', { query: { legal_entity: shop.entity, ...query } })).body;

const creditOf = async (invoice: string) => {
  const params = { invoice_id: invoice };
  await house.post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned' }, { params });
  await house.drain();
};

const countedFacts = () =>
  house.journal.stream.flatMap(({ facts }) => facts.filter(({ type }) => type.startsWith('union_')));

const taxOf = (invoice: { taxes: readonly { rate: string; tax: { amount: string } }[] }) =>
  invoice.taxes.map(({ rate, tax }) => `${rate} % ${tax.amount}`);

describe('the threshold of 10,000 EUR for consumers in other member states', () => {
  test('keeps sales at the German rate until one goes beyond, which bears the French rate as a whole', async () => {
    const taxes = [];
    for (const price of ['4000.00', '4500.00', '2000.00', '100.00'])
      taxes.push(...taxOf(await sell(house, shop.consumer, price)));

    expect(taxes).toEqual(['19 % 760.00', '19 % 855.00', '20 % 400.00', '20 % 20.00']);
  });

  test('is told with what is counted, and warns from 8,000 EUR on', async () => {
    await sell(house, shop.consumer, '7999.99');
    expect(await threshold()).toMatchObject({
      counted: { amount: '7999.99', currency: 'EUR' },
      warnings: [],
    });
    expect(house.observer.metrics.some(({ name }) => name === 'OssThresholdNear')).toBe(false);

    await sell(house, shop.consumer, '0.01');
    expect(await threshold()).toEqual({
      ...{ object: 'oss_threshold', legal_entity: shop.entity, year: 2026, documents: 2 },
      ...{
        threshold: { amount: '10000.00', currency: 'EUR' },
        counted: { amount: '8000.00', currency: 'EUR' },
      },
      ...{ passed_by: null, registered_from: null, rule: 'below_threshold', warnings: ['threshold_near'] },
      as_of: house.clock.now(),
    });
    expect(house.observer.metrics.some(({ name }) => name === 'OssThresholdNear')).toBe(true);
  });

  test('names the invoice that passed it, and holds for the year after', async () => {
    const { id } = await sell(house, shop.consumer, '10000.01');

    expect(await threshold()).toMatchObject({
      ...{ passed_by: id, rule: 'threshold_passed', warnings: ['threshold_near', 'not_registered'] },
    });
    expect(await threshold({ year: '2027' })).toMatchObject({
      ...{ counted: { amount: '0.00' }, rule: 'preceding_year_passed', warnings: ['not_registered'] },
    });
    expect(await threshold({ year: '2028' })).toMatchObject({ rule: 'below_threshold', warnings: [] });
    const query = { legal_entity: shop.entity, period: '2026-Q4' };
    expect((await house.get('/v1/tax/oss_return', { query })).body).toMatchObject({
      ...{ documents: 1, balances: [{ country: 'FR', tax: { amount: '2000.00' } }] },
      warnings: ['still_open', 'not_registered'],
    });
  });

  test('is lowered by a credit note, and each document is counted once however often it is told', async () => {
    const { id } = await sell(house, shop.consumer, '9000.00');
    await creditOf(id);
    expect(await threshold()).toMatchObject({ counted: { amount: '0.00' }, documents: 2 });

    const facts = countedFacts().length;
    for (const commit of house.journal.stream.filter(({ facts: [fact] }) =>
      ['order.placed', 'invoice.credit_requested'].includes(fact?.type ?? ''),
    )) {
      const [first] = commit.facts;
      const to = first?.type === 'order.placed' ? 'invoices.issue' : 'credit_notes.issue';
      const { tenant, version, trace } = commit;
      const message = { kind: 'fact', tenant, id: commit.id, version, fact: first?.type, trace };
      await house.ports.queues.send([{ to, body: JSON.stringify(message) }]);
    }
    await house.drain();
    expect(countedFacts()).toHaveLength(facts);
  });

  test('takes the difference of a corrected invoice, which stays with the rule of the first', async () => {
    const { id } = await sell(house, shop.consumer, '6000.00');
    const correct = async (unit_price: string, invoice: string) => {
      const body = { lines: [{ line: 1, unit_price }] };
      const params = { invoice_id: invoice };
      const told = await house.post('/v1/invoices/{invoice_id}/correct', body, { params });
      await house.drain();
      return (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: told.body.id } })).body;
    };

    const lower = await correct('5000.00', id);
    expect(taxOf(lower)).toEqual(['19 % 950.00']);
    expect(await threshold()).toMatchObject({ counted: { amount: '5000.00' }, passed_by: null });
    await sell(house, shop.consumer, '5000.01');
    expect(taxOf(await correct('4000.00', lower.id))).toEqual(['19 % 760.00']);
  });

  test('takes each of many sales at the same time once, and lets exactly one pass', async () => {
    const ids = [];
    for (let count = 0; count < 8; count += 1)
      ids.push(await made(house.post('/v1/orders', goodsFor(shop.consumer, '1500.00'))));
    const { tenant } = house;
    const { state: seller } = await load(house.ports.journal, legalEntities, { tenant, id: shop.entity });
    if (seller.status === 'none') throw new Error('there is a seller');
    const drafted = await Promise.all(
      ids.map(async (id) => {
        const { state: order } = await load(house.ports.journal, orders, { tenant, id });
        if (order.status === 'none') throw new Error('there is an order');
        const buyer = { kind: 'consumer', country: 'FR', vatId: null } as const;
        const acting = { actor: 'test', cause: id, trace: 'trace', at: house.clock.now() };
        const waiting = { id, version: 1, fact: 'order.placed' };
        return draftInUnion(
          (decide) => draftOrder(order, { id, delivery: null, seller, buyer, decide, now: acting.at }),
          { tenant, entity: shop.entity, seller, counting: { id, acting, waiting } },
          house.ports,
        );
      }),
    );

    const rules = drafted.map((each) => (each.ok ? each.value.unionSales?.rule : each.refusal.code));
    expect(rules.filter((rule) => rule === 'below_threshold')).toHaveLength(6);
    expect(rules.filter((rule) => rule === 'threshold_passed')).toHaveLength(2);
    expect(await threshold()).toMatchObject({ counted: { amount: '10500.00' }, documents: 7 });
  });

  test('costs a sale at home, a business abroad and a registered seller nothing', async () => {
    await sell(house, shop.atHome, '100.00');
    const params = { legal_entity_id: shop.entity };
    const body = { oss_from: '2026-01-01' };
    await house.ask({ method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}', params, body });
    const french = await sell(house, shop.consumer, '20000.00');

    expect(taxOf(french)).toEqual(['20 % 4000.00']);
    expect(countedFacts()).toEqual([]);
    expect(await threshold()).toMatchObject({
      rule: 'registered',
      registered_from: '2026-01-01',
      warnings: [],
    });
  });

  test('counts what is sold in dollars at the rate of its day, for which the invoice waits where it is missing', async () => {
    const order = { ...goodsFor(shop.consumer, '12500.00'), currency: 'USD', billing: 'on_fulfilment' };
    const id = await made(house.post('/v1/orders', order));
    const delivery = { lines: [{ line: 1, quantity: '1' }], delivered_on: '2026-11-23' };
    await house.post('/v1/orders/{order_id}/fulfilments', delivery, { params: { order_id: id } });
    await house.drain();
    expect(await threshold()).toMatchObject({ documents: 0 });

    const rate = { currency: 'USD', date: '2026-11-23', rate: '1.25', quotation: 'indirect', source: 'ECB' };
    await house.post('/v1/exchange_rates', rate);
    await house.drain();
    expect(await threshold()).toMatchObject({
      ...{ counted: { amount: '10000.00' }, documents: 1, passed_by: null, rule: 'threshold_passed' },
    });
  });

  test('tells a seller that accounts in another currency that only euros are counted', async () => {
    const address = { line1: 'Ulica 1', postal_code: '00-001', city: 'Warszawa', country: 'PL' };
    const seller = {
      name: 'Przyklad',
      address,
      zone: 'Europe/Warsaw',
      currency: 'PLN',
      vat_id: 'PL5260250274',
    };
    const polish = await made(house.post('/v1/legal_entities', seller));

    expect(await threshold({ legal_entity: polish })).toMatchObject({ warnings: ['euro_only'] });
    const rate = {
      legal_entity: polish,
      date: '2026-11-23',
      rate: '4.25',
      quotation: 'indirect',
      source: 'ECB',
    };
    const into = { ...rate, accounting_currency: 'EUR' };
    const told = await house.post('/v1/exchange_rates', { ...into, currency: 'PLN' });
    expect(told.body).toMatchObject({ currency: 'PLN', accounting_currency: 'EUR' });
    const euro = await house.post('/v1/exchange_rates', { ...into, currency: 'EUR' });
    expect(euro.body).toMatchObject({ code: 'exchange_rate.same_currency' });
  });

  test('is shown in a pro forma without being counted', async () => {
    const order = await made(house.post('/v1/orders', goodsFor(shop.consumer, '10000.01')));
    const told = await house.get('/v1/orders/{order_id}/pro_forma', { params: { order_id: order } });

    expect(told.status).toBe(200);
    expect(countedFacts()).toEqual([]);
  });

  test('refuses an order that could not be taxed beyond it', async () => {
    const own = { standard: '19', reduced: '7', second_reduced: '5' };
    const params = { legal_entity_id: shop.entity };
    const body = { tax_rates: own };
    await house.ask({ method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}', params, body });
    const danish = {
      ...{ name: 'Eksempel', kind: 'consumer' },
      address: { line1: 'Vej 1', postal_code: '1050', city: 'Copenhagen', country: 'DK' },
    };
    const told = await house.post('/v1/orders', {
      ...goodsFor(shop.consumer, '10.00', { tax: 'second_reduced' }),
      customer: danish,
    });

    expect(told.body).toMatchObject({ code: 'tax.rate_unknown' });
  });

  test('is not told of a seller that is not there', async () => {
    const told = await threshold({ legal_entity: 'le_00000000000000000000000000' });

    expect(told).toMatchObject({ code: 'legal_entity.unknown' });
  });
});
