import { beforeEach, describe, expect, it } from 'vitest';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { execute } from '../../shared/execute.ts';
import { ok } from '../../shared/kernel/result.ts';
import { BUYER, made, openBusiness, orderOf, SELLER, TAX_NUMBER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const VAT_ID = 'DE136695976';
const NOW = '2026-11-23T09:00:00.000Z';
const MISSING = { status: 422, body: { code: 'legal_entity.tax_id_missing' } };

let house: House;
beforeEach(async () => {
  house = await openHouse();
});

const openWith = (seller: Readonly<Record<string, unknown>>) => openBusiness(house, seller);

const change = (entity: string, body: unknown) =>
  house.ask({
    method: 'PATCH',
    route: '/v1/legal_entities/{legal_entity_id}',
    params: { legal_entity_id: entity },
    body,
  });

const parked = () =>
  house.journal.stream.flatMap(({ facts }) => facts.filter(({ type }) => type === 'message.parked'));

describe('a seller in the Union without VAT id and tax number', () => {
  it.each([
    ['that charges VAT', {}],
    ['that is a small enterprise', { small_business: true }],
    ['that sells to another member state', { address: { ...SELLER.address, country: 'AT' } }],
  ])('is sold nothing for, and is told the remedy: one %s', async (_, more) => {
    const { customer } = await openWith({ tax_number: null, ...more });

    const told = await house.post('/v1/orders', orderOf(customer));

    expect(told).toMatchObject({
      ...MISSING,
      body: {
        errors: [{ pointer: '#/legal_entity' }],
        hint: 'Give it its vat_id or tax_number with PATCH /v1/legal_entities/{legal_entity_id}.',
      },
    });
    await house.drain();
    expect(parked()).toEqual([]);
  });

  it('sells once it has a number', async () => {
    const { customer, entity } = await openWith({ tax_number: null });
    await change(entity, { tax_number: TAX_NUMBER });

    await made(house.post('/v1/orders', orderOf(customer)));
    await house.drain();

    expect((await house.get('/v1/invoices')).body.data).toHaveLength(1);
    expect(parked()).toEqual([]);
  });

  it('sells no credits either', async () => {
    const { customer } = await openWith({ tax_number: null });

    const told = await house.post(
      '/v1/customers/{customer_id}/credit_purchases',
      { currency: 'EUR', credits: '10', rate: '1.00' },
      { params: { customer_id: customer } },
    );

    expect(told).toMatchObject(MISSING);
  });

  it('takes over no subscription of another system', async () => {
    const { customer, entity } = await openWith({ tax_number: null });
    const plan = await made(
      house.post('/v1/plans', {
        name: 'Room',
        interval: 'month',
        prices: [{ currency: 'EUR', amount: '19.90' }],
      }),
    );
    const cells = { external_id: 'S-1', customer, plan, currency: 'EUR', quantity: '2', description: 'Room' };
    const days = { started_on: '2024-01-31', billed_until: '2026-10-31' };

    const told = await house.post('/v1/imports', {
      ...{ kind: 'subscriptions', legal_entity: entity, as_of: '2026-10-31', dry_run: true },
      rows: [{ ...cells, ...days }],
    });

    expect(told.body.rows).toMatchObject([{ status: 'refused', code: 'legal_entity.tax_id_missing' }]);
  });

  it('does not come about by a change that leaves neither', async () => {
    const { entity } = await openWith({ vat_id: VAT_ID });

    expect(await change(entity, { tax_number: null })).toMatchObject({ status: 200 });
    expect(await change(entity, { vat_id: null })).toMatchObject({
      ...MISSING,
      body: { errors: [{ pointer: '#/vat_id' }] },
    });
    expect(await change(entity, { vat_id: null, tax_number: TAX_NUMBER })).toMatchObject({ status: 200 });
  });

  it('of old issues no invoice: the work is parked with rule and remedy, and no number is spent', async () => {
    const { customer, entity } = await openWith({});
    await made(house.post('/v1/orders', orderOf(customer)));
    const unnamed = { type: 'legal_entity.details_changed', data: { taxNumber: null, at: NOW } } as const;
    const command = { do: 'change', change: {}, at: NOW } as const;
    await execute(
      house.ports.journal,
      { ...legalEntities, decide: () => ok([unnamed]) },
      {
        ref: { tenant: house.tenant, id: entity },
        command,
        acting: { actor: 'test', cause: 'test', trace: 'test', at: NOW },
      },
    );

    await house.drain();

    const reason = /CH-SELLER-TAX at BT-31 Give the VAT id or the tax number of the seller\./;
    expect(parked()).toMatchObject([
      { data: { code: 'document.not_compliant', reason: expect.stringMatching(reason) } },
    ]);
    expect((await house.get('/v1/invoices')).body.data).toEqual([]);
  });
});

it('a seller beyond the Union needs neither', async () => {
  const address = { ...SELLER.address, country: 'CH' };
  await made(
    house.post('/v1/legal_entities', {
      ...SELLER,
      address,
      tax_number: null,
      accounting_currency: null,
      tax_rates: { standard: '8.1', reduced: '2.6' },
    }),
  );
  const customer = await made(house.post('/v1/customers', { ...BUYER, address }));

  expect(await house.post('/v1/orders', orderOf(customer))).toMatchObject({ status: 201 });
});
