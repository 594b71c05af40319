import { beforeAll, describe, expect, it } from 'vitest';
import { made, SUPPLIER, agreedWith } from '../../kit/goods.ts';
import type { House } from '../../kit/house.ts';
import { billed, named, partners } from '../../kit/self-billed.ts';

const ROUTE = '/v1/self_billed_invoices/{self_billed_invoice_id}';

describe('self-billed invoices', () => {
  let house: House;
  let suppliers: readonly string[];
  let ids: readonly string[];
  beforeAll(async () => {
    const first = await partners();
    house = first.house;
    const other = await made(house.post('/v1/customers', { ...SUPPLIER, name: 'Other Agency KG' }));
    const quick = { ...agreedWith(other), due_days: 3 };
    const agreement = await made(house.post('/v1/self_billing_agreements', quick));
    suppliers = [first.supplier, other];
    ids = [
      await billed(house, first.agreement),
      await billed(house, agreement),
      await billed(house, first.agreement),
      await billed(house, agreement),
    ];
    const [paid = '', objected = ''] = ids;
    const transfer = { amount: { amount: '297.50', currency: 'EUR' }, paid_on: '2026-11-23', reference: 'x' };
    await house.post(`${ROUTE}/payments`, transfer, { params: named(paid) });
    await house.post(`${ROUTE}/objection`, { objected_on: '2026-11-23' }, { params: named(objected) });
    await house.drain();
  });

  const numbersOf = async (route: string, query = {}) => {
    const { body } = await house.get(route, { query });
    const numbers: string[] = body.data.map((row: { number: string }) => row.number.slice(-1)).sort();

    return numbers.join('');
  };

  it.each([
    ['all', () => ({}), '1234'],
    ['those of a supplier', () => ({ supplier: suppliers[0] }), '13'],
    ['those of another buyer', () => ({ legal_entity: 'le_00000000000000000000000000' }), ''],
    ['the open ones', () => ({ state: 'open' }), '234'],
    ['the settled ones', () => ({ state: 'settled' }), '1'],
    ['the ones objected to', () => ({ state: 'objected' }), '2'],
    ['the open ones of a supplier', () => ({ state: 'open', supplier: suppliers[0] }), '3'],
  ])('are listed: %s', async (_, query, numbers) => {
    expect(await numbersOf('/v1/self_billed_invoices', query())).toBe(numbers);
  });

  it.each([
    ['/v1/self_billed_invoices', { state: 'open' }],
    ['/v1/payables', {}],
  ])('of %s are told page by page, each once', async (route, query) => {
    const told: string[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < 4; page += 1) {
      const asked = { ...query, limit: '1', ...(cursor !== null && { cursor }) };
      const { body } = await house.get(route, { query: asked });
      told.push(...body.data.map((row: { number: string }) => row.number));
      cursor = body.next_cursor;
      if (cursor === null) break;
    }
    const elsewhere = await house.get(route, {
      query: { ...query, supplier: suppliers[1] ?? '', cursor: 'x' },
    });

    expect(told.toSorted()).toEqual(['SB-2026-00002', 'SB-2026-00003', 'SB-2026-00004']);
    expect(elsewhere.body.code).toBe('cursor.invalid');
  });

  it('are owed in the order in which they are due, until they are paid', async () => {
    const all = await house.get('/v1/payables');
    const rows = all.body.data as {
      due_date: string;
      open: { amount: string };
      objected_on: string | null;
    }[];

    expect(rows.map(({ due_date }) => due_date)).toEqual(['2026-11-26', '2026-11-26', '2026-12-07']);
    expect(rows.every(({ open }) => open.amount === '297.50')).toBe(true);
    expect(rows.filter(({ objected_on }) => objected_on !== null)).toHaveLength(1);
    expect(await numbersOf('/v1/payables', { due_by: '2026-11-30' })).toBe('24');
    expect(await numbersOf('/v1/payables', { supplier: suppliers[0] })).toBe('3');
  });
});
