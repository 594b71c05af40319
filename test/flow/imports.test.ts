/** Starting in the middle: what another system left is checked, taken over once, and goes on here. */
import { beforeEach, describe, expect, test } from 'vitest';
import { toItem } from '../../shared/journal/commit.ts';
import { check } from '../checker/check.ts';
import { made, openBusiness } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

let house: House;
let entity: string;
let customer: string;

beforeEach(async () => {
  house = await openHouse();
  ({ entity, customer } = await openBusiness(house));
});

const table = (kind: string, rows: readonly object[], more: object = {}) => ({
  ...{ kind, dry_run: true, legal_entity: entity, as_of: '2026-10-31', rows },
  ...more,
});
const item = (more: object = {}) => ({
  ...{ external_id: 'OP-1', customer, number: 'ALT-77', issued_on: '2026-10-01', due_on: '2026-10-15' },
  ...{ currency: 'EUR', amount: '119.00' },
  ...more,
});
const balanceOf = (external_id: string, account: string, more: object) => ({
  ...{ external_id, account, currency: 'EUR' },
  ...more,
});
const dryRun = (body: object) => house.post('/v1/imports', body);
const apply = (told: { readonly body: { readonly id: string; readonly hash: string } }, hash?: string) =>
  house.post(
    '/v1/imports/{import_id}/apply',
    { hash: hash ?? told.body.hash },
    { params: { import_id: told.body.id } },
  );
const trialBalance = async () => {
  const { body } = await house.get('/v1/ledger/trial_balance');
  const lines = body.data as readonly {
    readonly role: string;
    readonly balance: { readonly amount: string };
  }[];

  return Object.fromEntries(lines.map(({ role, balance }) => [role, balance.amount]));
};
const accountOf = async () => {
  await house.drain();
  const told = await house.get('/v1/customers/{customer_id}/accounts', { params: { customer_id: customer } });

  return told.body.data[0];
};
const codes = (told: { readonly body: { readonly rows: readonly { readonly code: string | null }[] } }) =>
  told.body.rows.map(({ code }) => code);

function violations() {
  return check({
    items: house.journal.stream.map((commit) => toItem(commit)),
    ...{ isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [], secrets: [] },
    ...{ now: house.clock.now(), isAtRest: true, isFaultless: true, left: 0 },
  });
}

describe('open items of another system', () => {
  test('are owed under their own number, against the opening balance, and are no invoice of ours', async () => {
    const checked = await dryRun(table('open_items', [item()]));
    const before = await trialBalance();
    const applied = await apply(checked);

    const account = await accountOf();
    expect(checked.body).toMatchObject({
      status: 'checked',
      rows: [{ row: 1, external_id: 'OP-1', status: 'ready', code: null }],
      totals: [{ currency: 'EUR', rows: 1, debit: '119.00', credit: '0.00', control_sum: '119.00' }],
    });
    expect(before).toEqual({});
    expect(applied.body).toMatchObject({ status: 'applied', rows: [{ status: 'imported' }] });
    expect(account.items).toMatchObject([{ number: 'ALT-77', due_date: '2026-10-15', overdue: true }]);
    expect(await trialBalance()).toEqual({ receivables: '119.00', opening_balance: '-119.00' });
    expect((await house.get('/v1/invoices')).body.data).toEqual([]);
    expect(violations()).toEqual([]);
  });

  test('are paid like any other, by a payment that names them and by an allocation', async () => {
    const applied = await apply(await dryRun(table('open_items', [item()])));
    await house.drain();
    const { object_id: invoice } = applied.body.rows[0];
    const pay = (amount: string, more: object) =>
      house.post('/v1/payments', {
        ...{ amount: { amount, currency: 'EUR' }, received_on: '2026-11-02', reference: 'ALT-77' },
        ...more,
      });
    const named = await pay('19.00', { invoice });
    expect(named).toMatchObject({ status: 201, body: { invoice } });
    expect((await accountOf()).items).toMatchObject([{ open: { amount: '100.00' } }]);

    await pay('100.00', { customer });
    expect((await accountOf()).items).toEqual([]);
    expect(await trialBalance()).toMatchObject({ bank: '119.00', receivables: '0.00' });
    expect(violations()).toEqual([]);
  });

  test('are taken over once, whatever is sent and applied again', async () => {
    const checked = await dryRun(table('open_items', [item()]));
    await apply(checked);
    const again = await apply(checked);
    const second = await dryRun(table('open_items', [item()]));
    const secondTime = await apply(second);

    expect(again.body).toMatchObject({ status: 'applied', rows: [{ status: 'imported' }] });
    expect(second.body.rows).toMatchObject([{ status: 'known', code: null }]);
    expect(secondTime.body.rows).toMatchObject([{ status: 'known' }]);
    expect((await accountOf()).items).toHaveLength(1);
    expect(await trialBalance()).toMatchObject({ receivables: '119.00' });
  });

  test('that fail are told, the others are taken over, and the failed ones come with a second table', async () => {
    const rows = [item(), item({ external_id: 'OP-2', due_on: '31.10.2026' }), item({ external_id: 'OP-1' })];
    const applied = await apply(await dryRun(table('open_items', rows)));
    const rest = await apply(await dryRun(table('open_items', [item(), item({ external_id: 'OP-2' })])));

    expect(applied.body.status).toBe('partly_applied');
    expect(codes(applied)).toEqual([null, 'import.field_invalid', 'import.external_id_repeated']);
    expect(applied.body.rows[1]).toMatchObject({ row: 2, field: 'due_on', status: 'refused' });
    expect(rest.body.rows).toMatchObject([{ status: 'known' }, { status: 'imported' }]);
    expect((await accountOf()).items).toHaveLength(2);
  });

  test('of which two have one external id are refused but for the first, and stay so when it is applied again', async () => {
    const checked = await dryRun(table('open_items', [item(), item({ amount: '7.00' })]));
    const applied = await apply(checked);
    const again = await apply(checked);

    expect(codes(checked)).toEqual([null, 'import.external_id_repeated']);
    expect(applied.body).toMatchObject({ status: 'partly_applied', rows: [{ status: 'imported' }, {}] });
    expect(again).toMatchObject({ status: 200, body: applied.body });
    expect((await accountOf()).items).toMatchObject([{ open: { amount: '119.00' } }]);
  });

  test('are not taken over once the facts behind the dry run have moved on', async () => {
    const [first, second] = [
      await dryRun(table('open_items', [item()])),
      await dryRun(table('open_items', [item()])),
    ];
    await apply(first);

    expect(await apply(second)).toMatchObject({ status: 422, body: { code: 'import.stale' } });
    expect(await apply(first, 'x'.repeat(43))).toMatchObject({ body: { code: 'import.stale' } });
  });

  test('of an invoice in a currency that was withdrawn since are refused by its name: they are owed in another', async () => {
    const checked = await dryRun(table('open_items', [item({ currency: 'BGN', issued_on: '2025-11-03' })]));

    expect(codes(checked)).toEqual(['import.field_invalid']);
    expect(checked.body.rows[0].message).toContain('BGN was withdrawn after 2025-12-31');
  });

  test.each([
    ['import.field_missing', { number: '' }],
    ['import.field_invalid', { amount: '0.00' }],
    ['money.too_precise', { amount: '1.234' }],
    ['money.malformed', { amount: '1,00' }],
    ['customer.unknown', { customer: `cus_${'0'.repeat(26)}` }],
  ])('say with %s why a row cannot be taken over', async (code, more) => {
    expect(codes(await dryRun(table('open_items', [item(more)])))).toEqual([code]);
  });

  test('say when an external id stands for something else already', async () => {
    await apply(await dryRun(table('open_items', [item()])));
    const other = await dryRun(table('open_items', [item({ amount: '120.00' })]));

    expect(codes(other)).toEqual(['import.external_id_used']);
  });
});

describe('opening balances', () => {
  const HEAD = 'external_id;account;currency;debit;credit\r\n';

  test('come as a spreadsheet writes them, balanced, and stand on their accounts', async () => {
    const text = `\ufeff${HEAD}B1;1100;EUR;"500,00";\r\nB2;receivables;EUR;119,00;\r\nB3;2300;EUR;;619,00\r\n`;
    const csv = { text, delimiter: ';', decimal: ',' };
    const checked = await dryRun(table('opening_balances', [], { csv, rows: undefined }));
    await apply(await dryRun(table('open_items', [item()])));
    const applied = await apply(checked);
    await house.drain();

    expect(applied.body).toMatchObject({ status: 'applied' });
    expect(applied.body.totals).toEqual([
      { currency: 'EUR', rows: 3, debit: '619.00', credit: '619.00', control_sum: '0.00' },
    ]);
    // What stays on the opening balance is what the open items lack.
    expect(await trialBalance()).toEqual({
      ...{ bank: '500.00', receivables: '119.00', output_tax: '-619.00', opening_balance: '0.00' },
    });
    expect(violations()).toEqual([]);
  });

  test.each([
    ['import.unbalanced', '1100', '500.00'],
    ['import.account_controlled', 'deferred_revenue', '500.00'],
    ['import.account_unknown', '7777', '500.00'],
    ['import.field_invalid', '1100', '0.00'],
  ])('say with %s what is wrong', async (code, account, debit) => {
    const rows = [balanceOf('B1', account, { debit }), balanceOf('B2', 'output_tax', { credit: '400.00' })];
    const checked = await dryRun(table('opening_balances', rows));

    expect(codes(checked)).toEqual([code, 'import.unbalanced']);
    expect((await apply(checked)).body.status).toBe('partly_applied');
    expect(await trialBalance()).toEqual({});
  });

  test('of which two have one external id do not balance without the second', async () => {
    const rows = [
      balanceOf('B1', '1100', { debit: '500.00' }),
      balanceOf('B1', 'output_tax', { credit: '500.00' }),
    ];
    const checked = await dryRun(table('opening_balances', rows));
    await apply(checked);

    expect(codes(checked)).toEqual(['import.unbalanced', 'import.external_id_repeated']);
    expect(await trialBalance()).toEqual({});
  });
});

describe('running subscriptions', () => {
  const PLAN = { name: 'Reading room', interval: 'month', prices: [{ currency: 'EUR', amount: '19.90' }] };
  const row = (plan: string, more: object = {}) => ({
    ...{ external_id: 'S-1', customer, plan, currency: 'EUR', quantity: '2', description: 'Reading room' },
    ...{ started_on: '2024-01-31', billed_until: '2026-10-31' },
    ...more,
  });

  test('go on with the first period that the other system has not billed, and bill none before it', async () => {
    const plan = await made(house.post('/v1/plans', PLAN));
    const applied = await apply(await dryRun(table('subscriptions', [row(plan)])));
    await house.post('/v1/billing_runs', {});
    await house.drain();

    const id = applied.body.rows[0].object_id;
    const { body } = await house.get('/v1/subscriptions/{subscription_id}', {
      params: { subscription_id: id },
    });
    expect(body).toMatchObject({ status: 'active', order: null, start_date: '2024-01-31', anchor_day: 31 });
    const billed = house.journal.stream.flatMap(({ facts }) =>
      facts.flatMap(({ type, data }) => (type === 'subscription.billed' ? [data] : [])),
    );
    expect(billed).toMatchObject([{ start: '2026-10-31', end: '2026-11-30' }]);
    expect((await house.get('/v1/invoices')).body.data).toHaveLength(1);
    expect(violations()).toEqual([]);
  });

  test('keep the price of a unit that was agreed on, whatever the plan asks', async () => {
    const plan = await made(house.post('/v1/plans', PLAN));
    const applied = await apply(await dryRun(table('subscriptions', [row(plan, { unit_price: '17.5' })])));

    const { body } = await house.get('/v1/subscriptions/{subscription_id}', {
      params: { subscription_id: applied.body.rows[0].object_id },
    });
    expect(body).toMatchObject({ unit_price: '17.5', price_agreed: true, plan_version: 1 });
  });

  test.each([
    ['import.field_invalid', { unit_price: '17,50' }],
    ['import.not_a_period_start', { billed_until: '2026-10-30' }],
    ['import.not_running', { started_on: '2027-01-01', billed_until: '2027-01-01' }],
    ['plan.unknown', { plan: `pln_${'0'.repeat(26)}` }],
    ['plan.currency_missing', { currency: 'USD' }],
  ])('are refused with %s', async (code, more) => {
    const plan = await made(house.post('/v1/plans', PLAN));

    expect(codes(await dryRun(table('subscriptions', [row(plan, more)])))).toEqual([code]);
  });

  test('that are bound to a term are not taken over yet', async () => {
    const plan = await made(house.post('/v1/plans', { ...PLAN, term: { interval: 'year' } }));

    expect(codes(await dryRun(table('subscriptions', [row(plan)])))).toEqual(['import.plan_bound']);
  });

  test('that are add-ons are not taken over by themselves', async () => {
    const plan = await made(house.post('/v1/plans', { ...PLAN, kind: 'add_on' }));

    expect(codes(await dryRun(table('subscriptions', [row(plan)])))).toEqual(['add_on.not_alone']);
  });
});

test.each([
  ['import.as_of_in_future', () => table('open_items', [item()], { as_of: '2027-01-01' })],
  ['import.column_unknown', () => table('open_items', [item({ colour: 'red' })])],
  ['import.column_missing', () => table('open_items', [{ external_id: 'OP-1' }])],
  [
    'import.csv_malformed',
    () => table('open_items', [], { rows: undefined, csv: { text: '"a', delimiter: ';', decimal: ',' } }),
  ],
  [
    'import.rows_too_many',
    () => {
      const text = `external_id\n${'x\n'.repeat(201)}`;
      return table('open_items', [], { rows: undefined, csv: { text, delimiter: ';', decimal: ',' } });
    },
  ],
  ['legal_entity.unknown', () => table('open_items', [item()], { legal_entity: `le_${'0'.repeat(26)}` })],
])('a table is refused with %s', async (code, body) => {
  expect(await dryRun(body())).toMatchObject({ status: 422, body: { code } });
});

test('an import that does not exist is not found', async () => {
  const params = { import_id: `imp_${'0'.repeat(26)}` };

  expect(await house.get('/v1/imports/{import_id}', { params })).toMatchObject({
    status: 404,
    body: { code: 'import.not_found' },
  });
});

test('an import is shown as it stands by now', async () => {
  const checked = await dryRun(table('open_items', [item()]));
  await apply(checked);
  const shown = await house.get('/v1/imports/{import_id}', { params: { import_id: checked.body.id } });

  expect(shown.body).toMatchObject({ status: 'applied', rows: [{ status: 'imported' }] });
});
