import { expect, test } from 'vitest';
import { ROLES } from '../../../shared/domain/ledger/roles.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { type Counter, openCounter } from '../../kit/counter.ts';

const renumber = (counter: Counter, body: Record<string, unknown>) =>
  counter.ask('PATCH /v1/ledger/accounts', { body: { legal_entity: counter.seller, ...body } });

test('a seller that keeps another chart sees its own numbers in chart, journal and trial balance', async () => {
  const counter = await openCounter();
  await counter.sell('100.00');

  const answered = await renumber(counter, { numbers: { revenue: '8400', receivables: '1400' } });

  const query = { legal_entity: counter.seller };
  const balance = await counter.ask('GET /v1/ledger/trial_balance', { query });
  const own = await counter.ask('GET /v1/ledger/accounts', { query });
  expect(answered).toMatchObject({ status: 200, headers: { etag: '"1"' } });
  expect(own.body).toEqual(answered.body);
  expect(balance.body.data).toContainEqual(expect.objectContaining({ role: 'revenue', account: '8400' }));
  expect((await counter.ask('GET /v1/ledger/accounts')).body.data).toContainEqual(
    expect.objectContaining({ role: 'revenue', number: '4000' }),
  );
});

test('every account of the chart can have another number', async () => {
  const counter = await openCounter(null);
  const numbers = Object.fromEntries(ROLES.map((role, index) => [role, `7${100 + index}`]));

  const { body } = await renumber(counter, { numbers });

  const kept = (body.data as readonly { role: string; number: string }[]).map((each) => [
    each.role,
    each.number,
  ]);
  expect(Object.fromEntries(kept)).toEqual(numbers);
});

test.each([
  ['chart.number_repeated', { numbers: { revenue: '1100' } }],
  ['legal_entity.unknown', { legal_entity: derivedId('le', 'none'), numbers: {} }],
  ['request.invalid', { numbers: { revenue: '=1+1' } }],
  ['request.invalid', { numbers: { petty_cash: '1' } }],
])('renumbering is refused with %s', async (code, body) => {
  const counter = await openCounter(null);

  expect(await renumber(counter, body)).toMatchObject({ status: 422, body: { code } });
});
