/** Closing a month: what was reported of it stays, whatever comes late. */
import { describe, expect, test } from 'vitest';
import { series, seriesId } from '../../shared/domain/series.ts';
import { execute } from '../../shared/execute.ts';
import { toItem } from '../../shared/journal/commit.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { check } from '../checker/check.ts';
import { openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const RATES = { tax_rates: { standard: '19', reduced: '7' } };

/** A house that sold a year's reading room for 1,200.00 on New Year's Day; it is February by now. */
async function sold() {
  const house = await openHouse({ start: '2028-01-01T10:00:00.000Z' });
  const business = await openBusiness(house, RATES);
  const prices = [{ currency: 'EUR', amount: '1200.00' }];
  const plan = (await house.post('/v1/plans', { name: 'Reading room', interval: 'year', prices })).body.id;
  const lines = [{ description: 'Reading room', quantity: '1', plan }];
  await house.post('/v1/orders', orderOf(business.customer, { lines }));
  await house.drain();
  house.clock.set('2028-02-03T10:00:00.000Z');

  return { house, ...business };
}

const period = '2028-01';
const change = (house: House, verb: 'close' | 'reopen', body: object, month = period) =>
  house.post(`/v1/ledger/periods/{period}/${verb}`, body, { params: { period: month } });

async function recognised(house: House) {
  await house.wake('ledger.recognise', {});
  await house.drain();
}

/** What is reported of a month: trial balance and journal, without when it was asked. */
async function reportOf(house: House, month = period) {
  const { data, sums } = (await house.get('/v1/ledger/trial_balance', { query: { period: month } })).body;
  const query = { period: month, limit: '100' };

  return { data, sums, entries: (await house.get('/v1/ledger/entries', { query })).body.data };
}

const transfer = (customer: string, received_on: string) => ({
  ...{ customer, amount: { amount: '50.00', currency: 'EUR' }, received_on, reference: 'late' },
});

function violations(house: House) {
  return check({
    items: house.journal.stream.map((commit) => toItem(commit)),
    ...{ isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [], secrets: [] },
    ...{ now: house.clock.now(), isAtRest: true, isFaultless: true, left: 0 },
  });
}

describe('a closed month', () => {
  test('is reported the same before and after facts that belong into it and come late', async () => {
    const { house, entity, customer } = await sold();
    await recognised(house);
    const closed = await change(house, 'close', { legal_entity: entity });
    const before = await reportOf(house);
    house.clock.set('2028-02-04T10:00:00.000Z');
    const paid = await house.post('/v1/payments', transfer(customer, '2028-01-20'));
    await house.drain();

    const late = (await reportOf(house, '2028-02')).entries;
    expect(closed.body).toMatchObject({
      ...{ closed_through: '2028-01-31', open_from: '2028-02-01', final_from: '2028-02-03T10:02:00.000Z' },
      changes: [{ change: 'close', month: period, reason: null }],
    });
    expect(before.entries.length).toBeGreaterThan(0);
    expect(paid.status).toBe(201);
    expect(await reportOf(house)).toEqual(before);
    const moved = { date: '2028-02-01', original_date: '2028-01-20' };
    expect(late).toContainEqual(expect.objectContaining({ ...moved, fact: 'payment.settled' }));
    expect(late).toContainEqual(expect.objectContaining({ ...moved, fact: 'cash.allocated' }));
    expect(violations(house)).toEqual([]);
  });

  test('is opened again with a reason, newest first, and then takes what belongs into it', async () => {
    const { house, entity, customer } = await sold();
    await recognised(house);
    await change(house, 'close', { legal_entity: entity });
    const reopened = await change(house, 'reopen', { legal_entity: entity, reason: 'A late receipt' });
    const again = await change(house, 'reopen', { legal_entity: entity, reason: 'A late receipt' });
    house.clock.set('2028-02-04T10:00:00.000Z');
    await house.post('/v1/payments', transfer(customer, '2028-01-20'));
    await house.drain();

    expect(reopened.body).toMatchObject({
      closed_through: '2027-12-31',
      changes: [{ change: 'close' }, { change: 'reopen', reason: 'A late receipt' }],
    });
    expect(again.body).toEqual(reopened.body);
    expect((await reportOf(house)).entries).toContainEqual(
      expect.objectContaining({ date: '2028-01-20', fact: 'payment.settled' }),
    );
    const shown = await house.get('/v1/ledger/periods', { query: { legal_entity: entity } });
    expect(shown.body).toEqual(reopened.body);
    expect(violations(house)).toEqual([]);
  });

  test('takes opening balances and open items on its first open day, with their own day beside it', async () => {
    const { house, entity, customer } = await sold();
    await recognised(house);
    await change(house, 'close', { legal_entity: entity });
    house.clock.set('2028-02-04T10:00:00.000Z');
    const row = { external_id: 'A', customer, number: 'A', issued_on: '2027-12-01', due_on: '2027-12-31' };
    const { body } = await house.post('/v1/imports', {
      ...{ kind: 'open_items', dry_run: true, legal_entity: entity, as_of: '2027-12-31' },
      rows: [{ ...row, currency: 'EUR', amount: '10.00' }],
    });
    await house.post(
      '/v1/imports/{import_id}/apply',
      { hash: body.hash },
      { params: { import_id: body.id } },
    );
    await house.drain();

    expect((await reportOf(house, '2028-02')).entries).toContainEqual(
      expect.objectContaining({ date: '2028-02-01', original_date: '2027-12-31', role: 'opening_balance' }),
    );
  });
});

describe('closing is refused', () => {
  test('while revenue of the month is not recognised, naming the invoice', async () => {
    const { house, entity } = await sold();
    const told = await change(house, 'close', { legal_entity: entity });
    await recognised(house);

    const [invoice] = (await house.get('/v1/invoices')).body.data;
    expect(told).toMatchObject({ status: 422, body: { code: 'period.recognition_due' } });
    expect(told.body.detail).toContain(invoice.id);
    expect((await change(house, 'close', { legal_entity: entity })).status).toBe(200);
  });

  test('while a document dated in the month has a number and is not issued', async () => {
    const { house, entity } = await sold();
    await recognised(house);
    const id = derivedId('inv', 'interrupted');
    const { ports, tenant } = house;
    await execute(ports.journal, series, {
      ref: { tenant, id: seriesId(tenant, { entity, kind: 'invoice' }) },
      command: { do: 'number', documents: [{ id, content: 'x', issueDate: '2028-01-31' }], finished: [] },
      acting: { actor: 'test', cause: 'test', trace: 'test', at: house.clock.now() },
    });
    const told = await change(house, 'close', { legal_entity: entity });

    expect(told.body).toMatchObject({ code: 'period.documents_unfinished' });
    expect(told.body.detail).toContain(id);
  });

  test.each([
    ['period.not_over', 'close', '2028-02'],
    ['period.unknown', 'close', '2028-13'],
    ['period.not_closed', 'reopen', '2028-01'],
  ] as const)('with %s', async (code, verb, month) => {
    const { house, entity } = await sold();
    const body = { legal_entity: entity, ...(verb === 'reopen' && { reason: 'why' }) };

    expect(await change(house, verb, body, month)).toMatchObject({ status: 422, body: { code } });
  });

  test('and so is opening a month while a later one is closed', async () => {
    const { house, entity } = await sold();
    await recognised(house);
    await change(house, 'close', { legal_entity: entity });

    expect(await change(house, 'reopen', { legal_entity: entity, reason: 'why' }, '2027-12')).toMatchObject({
      body: { code: 'period.closed_after' },
    });
  });

  test('for a seller that is not there', async () => {
    const { house } = await sold();

    expect(await change(house, 'close', { legal_entity: `le_${'0'.repeat(26)}` })).toMatchObject({
      body: { code: 'legal_entity.unknown' },
    });
  });
});
