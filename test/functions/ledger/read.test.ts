import { describe, expect, test } from 'vitest';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { type Counter, openCounter } from '../../kit/counter.ts';

type Line = {
  role: string;
  account: string;
  debit: { amount: string };
  credit: { amount: string };
  balance: { amount: string };
};
type Entry = { role: string; amount: { amount: string }; fact: string; source: string; legal_entity: string };

async function busy(): Promise<Counter> {
  const counter = await openCounter();
  const invoice = await counter.sell('100.00');
  await counter.sell('50.00');
  await counter.transfer('30.00', { customer: counter.customer });
  await counter.ask('POST /v1/invoices/{invoice_id}/credit_notes', {
    params: { invoice_id: invoice },
    body: { reason: 'goodwill' },
  });
  await counter.line.rest();

  return counter;
}

describe('the trial balance', () => {
  test('sums to zero and agrees with the postings of the journal', async () => {
    const counter = await busy();

    const { body } = await counter.ask('GET /v1/ledger/trial_balance');

    const balances = (body.data as readonly Line[])
      .filter(({ balance }) => balance.amount !== '0.00')
      .map(({ role, balance }) => [role, balance.amount]);
    expect(body.sums).toEqual([{ amount: '0.00', currency: 'EUR' }]);
    expect(Object.fromEntries(balances)).toEqual({
      bank: '30.00',
      provider_clearing: '150.00',
      unapplied_cash: '-30.00',
      unapplied_credit: '-100.00',
      revenue: '-50.00',
    });
    expect(Object.keys(counter.balances()).sort()).toEqual(balances.map(([role]) => role).sort());
  });

  test('states debits and credits apart, in the order of the chart', async () => {
    const counter = await busy();

    const { body } = await counter.ask('GET /v1/ledger/trial_balance');

    const lines = body.data as readonly Line[];
    expect(lines.find(({ role }) => role === 'revenue')).toMatchObject({
      account: '4000',
      debit: { amount: '100.00' },
      credit: { amount: '150.00' },
    });
    expect(lines.map(({ account }) => account)).toEqual(lines.map(({ account }) => account).toSorted());
  });

  test('is one seller’s where one is named, and of nothing before anything happened', async () => {
    const counter = await busy();
    const ask = (query: Record<string, string>) => counter.ask('GET /v1/ledger/trial_balance', { query });

    expect((await ask({ legal_entity: counter.seller })).body.sums).toEqual([
      { amount: '0.00', currency: 'EUR' },
    ]);
    expect((await ask({ from: '2025-01-01', to: '2025-12-31' })).body).toMatchObject({ data: [], sums: [] });
    expect(await ask({ legal_entity: derivedId('le', 'none') })).toMatchObject({
      status: 422,
      body: { code: 'legal_entity.unknown' },
    });
  });

  test('comes as CSV whose figures are numbers', async () => {
    const counter = await busy();

    const told = await counter.line.ask({
      method: 'GET',
      route: '/v1/ledger/trial_balance',
      query: { format: 'csv' },
    });

    expect(told.headers['content-type']).toContain('text/csv');
    const lines = String(told.body).split('\r\n');
    expect(lines[0]).toBe('"account","role","name","currency","debit","credit","balance"');
    expect(lines).toContain('"4000","revenue","Revenue","EUR",100.00,150.00,-50.00');
  });
});

test('a trial balance begins with the books when no day is named, also years later', async () => {
  const counter = await busy();
  counter.line.pass({ days: 800 });

  const { body } = await counter.ask('GET /v1/ledger/trial_balance');
  const tooLong = await counter.ask('GET /v1/ledger/trial_balance', { query: { from: '2015-01-01' } });

  expect(body).toMatchObject({ from: '2026-11-23', sums: [{ amount: '0.00' }] });
  expect((body.data as readonly Line[]).find(({ role }) => role === 'bank')).toMatchObject({
    balance: { amount: '30.00' },
  });
  expect(tooLong).toMatchObject({ status: 422, body: { code: 'ledger.range_too_long' } });
});

test('a trial balance over more than can be read at once asks for a shorter span', async () => {
  const counter = await openCounter(null);
  const { views } = counter.line.ports;
  const { query } = views;
  let rows = 0;
  views.query = async (asked) => {
    if (!asked.pk.includes('#events#2026-11-23#0')) return query(asked);
    const items = Array.from({ length: asked.limit }, () => {
      rows += 1;
      const at = `2026-11-23T${String(rows).padStart(12, '0')}`;
      return { pk: asked.pk, sk: at, version: 1, data: { at, id: 'inv_1', version: 1, facts: [] } };
    });

    return { items, next: 'more' };
  };

  expect(await counter.ask('GET /v1/ledger/trial_balance')).toMatchObject({
    status: 422,
    body: { code: 'ledger.too_many_entries' },
  });
});

describe('the journal', () => {
  test('names for every posting the fact and the object that caused it', async () => {
    const counter = await busy();

    const { body } = await counter.ask('GET /v1/ledger/entries');

    const entries = body.data as readonly Entry[];
    expect(entries[0]).toMatchObject({
      fact: 'invoice.issued',
      role: 'receivables',
      amount: { amount: '100.00' },
      source: expect.stringMatching(/^inv_/),
      legal_entity: counter.seller,
    });
    expect(entries.reduce((sum, { amount }) => sum + Number(amount.amount.replace('.', '')), 0)).toBe(0);
  });

  test('is read page by page without loss or repetition', async () => {
    const counter = await busy();
    const whole = (await counter.ask('GET /v1/ledger/entries')).body.data as readonly Entry[];

    const pages: Entry[] = [];
    let cursor: string | null = '';
    for (let page = 0; page < 100 && cursor !== null; page += 1) {
      const { body } = await counter.ask('GET /v1/ledger/entries', {
        query: { limit: '1', ...(cursor === '' ? {} : { cursor }) },
      });
      pages.push(...(body.data as readonly Entry[]));
      cursor = body.next_cursor as string | null; // as answered
    }

    expect(pages).toEqual(whole);
  });

  test('comes as CSV, one line a posting', async () => {
    const counter = await busy();
    const entries = (await counter.ask('GET /v1/ledger/entries')).body.data as readonly Entry[];

    const told = await counter.line.ask({
      method: 'GET',
      route: '/v1/ledger/entries',
      query: { format: 'csv' },
    });

    expect(String(told.body).trim().split('\r\n')).toHaveLength(entries.length + 1);
    expect(told.headers['content-disposition']).toContain('ledger.csv');
  });

  test.each([
    ['ledger.range_invalid', 422, { from: '2026-02-01', to: '2026-01-01' }],
    ['ledger.range_too_long', 422, { from: '2020-01-01', to: '2026-01-01' }],
    ['cursor.invalid', 400, { cursor: 'made-up' }],
    ['request.invalid', 422, { from: '2026-02-30' }],
    ['request.invalid', 422, { format: 'xml' }],
    ['legal_entity.unknown', 422, { legal_entity: derivedId('le', 'none') }],
  ])('is refused with %s (%i)', async (code, status, query) => {
    const counter = await openCounter(null);

    expect(await counter.ask('GET /v1/ledger/entries', { query })).toMatchObject({ status, body: { code } });
  });

  test('of one tenant shows nothing of another', async () => {
    const [mine, other] = [await busy(), await openCounter(null)];

    expect((await other.ask('GET /v1/ledger/entries')).body).toMatchObject({ data: [] });
    expect(((await mine.ask('GET /v1/ledger/entries')).body.data as readonly Entry[]).length).toBeGreaterThan(
      0,
    );
  });
});

test('the chart shows every account with its number and both names', async () => {
  const counter = await openCounter(null);

  const { body } = await counter.ask('GET /v1/ledger/accounts');

  expect(body.data).toContainEqual({
    role: 'receivables',
    number: '1200',
    kind: 'asset',
    name: { en: 'Trade receivables', de: 'Forderungen aus Lieferungen und Leistungen' },
  });
  expect(
    (await counter.ask('GET /v1/ledger/accounts', { query: { legal_entity: counter.seller } })).body,
  ).toEqual(body);
});
