/** A German seller in the one-stop shop: what was returned with a deposit is taken back where its sale turns out to be taxed at home. */
import { describe, expect, test } from 'vitest';
import { found, foundInReturns } from '../kit/found.ts';
import { ADDRESS, made } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { openShop } from '../kit/union-shop.ts';

const euro = (amount: string) => ({ amount, currency: 'EUR' });

const CHAIR = { description: 'Reading chair', quantity: '1', unit_price: '100.00', supply: 'goods' };
const COURSE = { description: 'Course', quantity: '1', unit_price: '100.00', supply: 'electronic' };
const FITTING = { description: 'Fitting', quantity: '1', unit_price: '200.00', supply: 'services' };

/** A house with a seller in the one-stop shop and a consumer in Denmark, who has paid half of an order in advance by 23 November. */
async function paidHalf(lines: readonly object[], half: string, more: object = {}) {
  const house = await openHouse();
  const { entity } = await openShop(house, { oss_from: '2026-01-01' });
  const address = { ...ADDRESS, postal_code: '1050', city: 'Copenhagen', country: 'DK' };
  const customer = await made(
    house.post('/v1/customers', { name: 'Eksempel Læser', kind: 'consumer', address }),
  );
  const terms = { billing: 'on_fulfilment', deposits: [{ percent: '50' }], currency: 'EUR' };
  const { body: order } = await house.post('/v1/orders', { customer, lines, ...terms, ...more });
  await house.drain();
  const money = { amount: euro(half), received_on: '2026-11-23', reference: 'Deposit' };
  await house.post('/v1/payments', { ...money, invoice: order.invoices[0] });
  await house.drain();

  return { house, entity, customer, order: order.id as string };
}

type Shop = Awaited<ReturnType<typeof paidHalf>>;

async function deliver({ house, order }: Shop, line: number, day: string) {
  house.clock.set(`${day}T09:00:00.000Z`);
  const body = { lines: [{ line, quantity: '1' }], delivered_on: day };
  const told = await house.post('/v1/orders/{order_id}/fulfilments', body, { params: { order_id: order } });
  expect(told.status).toBe(201);
  await house.drain();
}

const change = (house: House, route: string, params: Record<string, string>, body: object) =>
  house.ask({ method: 'PATCH', route, params, body });

/** Two items of evidence for another country than the address. */
const placed = ({ house, customer }: Shop, country: string) =>
  change(
    house,
    '/v1/customers/{customer_id}',
    { customer_id: customer },
    {
      place_evidence: [
        { kind: 'ip_geolocation', country, given_by: 'third_party' },
        { kind: 'bank', country, given_by: 'third_party' },
      ],
    },
  );

const leaveOneStopShop = ({ house, entity }: Shop) =>
  change(house, '/v1/legal_entities/{legal_entity_id}', { legal_entity_id: entity }, { oss_from: null });

/** The returns of these quarters, which the independent checker makes as well. */
async function returnsOf({ house, entity }: Shop, ...periods: readonly string[]) {
  const told = [];
  for (const period of periods)
    told.push((await house.get('/v1/tax/oss_return', { query: { legal_entity: entity, period } })).body);
  expect(foundInReturns(house, told)).toEqual([]);
  expect(await found(house)).toEqual([]);

  return told;
}

const DENMARK = { country: 'DK', rate: '25', taxable: euro('50.00'), tax: euro('12.50') };
const GOODS = { ...DENMARK, kind: 'goods' };
const SERVICES = { ...DENMARK, kind: 'services' };
const TAKEN_BACK = { period: '2026-Q4', country: 'DK', taxable: euro('-50.00'), tax: euro('-12.50') };

describe('a deposit that was returned for Denmark in 2026-Q4 is taken back as a correction of that quarter', () => {
  test('where evidence moves the sale to the state of the seller', async () => {
    const shop = await paidHalf([COURSE], '62.50');
    await placed(shop, 'DE');
    await deliver(shop, 1, '2027-05-10');
    const [deposit, final] = await returnsOf(shop, '2026-Q4', '2027-Q2');

    expect(deposit).toMatchObject({ supplies: [SERVICES], corrections: [], documents: 1 });
    expect(final).toMatchObject({ supplies: [], corrections: [TAKEN_BACK], documents: 1 });
    expect(final.total).toEqual(euro('-12.50'));
    expect(foundInReturns(shop.house, [{ ...final, corrections: [] }])).toHaveLength(1);
  });

  test('to the cent, where prices contain the VAT and less was paid than asked for', async () => {
    const shop = await paidHalf([COURSE], '33.33', { price_basis: 'gross' });
    await placed(shop, 'DE');
    await deliver(shop, 1, '2027-05-10');
    const [deposit, final] = await returnsOf(shop, '2026-Q4', '2027-Q2');

    expect(deposit.total).toEqual(euro('10.00'));
    // 40.00 less 13.33, which a credit note takes back, and 10.00 less 3.33.
    expect(final.corrections).toMatchObject([{ taxable: euro('-40.00'), tax: euro('-10.00') }]);
  });

  test('where the seller has left the one-stop shop and is below the threshold', async () => {
    const shop = await paidHalf([CHAIR], '62.50');
    await leaveOneStopShop(shop);
    await deliver(shop, 1, '2027-05-10');
    const [deposit, final] = await returnsOf(shop, '2026-Q4', '2027-Q2');

    expect(deposit).toMatchObject({ supplies: [GOODS], corrections: [], documents: 1 });
    expect(final).toMatchObject({ supplies: [], corrections: [TAKEN_BACK], documents: 1 });
  });

  test('where evidence moves the sale to a third state, which has the whole of it', async () => {
    const shop = await paidHalf([COURSE], '62.50');
    await placed(shop, 'FR');
    await deliver(shop, 1, '2027-05-10');
    const [, final] = await returnsOf(shop, '2026-Q4', '2027-Q2');
    const whole = {
      country: 'FR',
      kind: 'services',
      rate: '20',
      taxable: euro('100.00'),
      tax: euro('20.00'),
    };

    expect(final).toMatchObject({ supplies: [whole], corrections: [TAKEN_BACK], documents: 1 });
    expect(final.balances).toEqual([
      { country: 'DK', tax: euro('-12.50') },
      { country: 'FR', tax: euro('20.00') },
    ]);
  });

  test('where the goods were delivered before, and the last delivery is of a service at home', async () => {
    const shop = await paidHalf([CHAIR, FITTING], '181.50');
    await deliver(shop, 1, '2027-02-10');
    await deliver(shop, 2, '2027-05-10');
    const [, goods, final] = await returnsOf(shop, '2026-Q4', '2027-Q1', '2027-Q2');
    const whole = { ...GOODS, taxable: euro('100.00'), tax: euro('25.00') };

    expect(goods).toMatchObject({ supplies: [whole], corrections: [] });
    expect(final).toMatchObject({ supplies: [], corrections: [TAKEN_BACK] });
  });
});

describe('while the return of 2026-Q4 is still to be made', () => {
  test('the deposit and what takes it back come to nothing in it', async () => {
    const shop = await paidHalf([COURSE], '62.50');
    await placed(shop, 'DE');
    await deliver(shop, 1, '2027-01-20');
    const [deposit, final] = await returnsOf(shop, '2026-Q4', '2027-Q1');

    expect(deposit).toMatchObject({ supplies: [], corrections: [], documents: 2 });
    expect(final).toMatchObject({ supplies: [], corrections: [], documents: 0 });
  });

  test('a final invoice for a third state is in two returns', async () => {
    const shop = await paidHalf([COURSE], '62.50');
    await placed(shop, 'FR');
    await deliver(shop, 1, '2027-01-20');
    const [deposit, final] = await returnsOf(shop, '2026-Q4', '2027-Q1');

    expect(deposit).toMatchObject({ supplies: [], documents: 2 });
    expect(final).toMatchObject({ supplies: [{ country: 'FR', tax: euro('20.00') }], documents: 1 });
  });
});
