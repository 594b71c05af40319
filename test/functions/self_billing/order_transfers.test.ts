import { describe, expect, it } from 'vitest';
import { TRANSFERS_MAX } from '../../../shared/contracts/payables.ts';
import type { Asked } from '../../kit/self-billed.ts';
import { billed, named, partners } from '../../kit/self-billed.ts';

const ROUTE = '/v1/payables/credit_transfers';
const INVOICE = '/v1/self_billed_invoices/{self_billed_invoice_id}';
const IBAN = 'DE02120300000000202051';

/** A house with an account to pay from, whose supplier has one, and two invoices that are due on the seventh. */
async function owing(asked: Asked = {}) {
  const seller = { iban: IBAN, ...asked.seller };
  const supplier = { bank_account: { iban: IBAN }, ...asked.supplier };
  const house = await partners({ ...asked, seller, supplier });
  const ids = [await billed(house.house, house.agreement), await billed(house.house, house.agreement)];
  const order = (query = {}) =>
    house.house.get(ROUTE, { query: { legal_entity: house.entity, due_by: '2026-12-07', ...query } });

  return { ...house, ids, order };
}

describe('an order to the bank', () => {
  it('pays what is open of each invoice that is due, to the account of its supplier', async () => {
    const { house, ids, order } = await owing();
    const transfer = { amount: { amount: '97.50', currency: 'EUR' }, paid_on: '2026-11-23', reference: 'x' };
    await house.post(`${INVOICE}/payments`, transfer, { params: named(ids[0] ?? '') });
    await house.drain();

    const { status, body, headers } = await order();

    expect([status, headers['content-type']]).toEqual([200, 'application/xml; charset=utf-8']);
    expect(body).toContain('<NbOfTxs>2</NbOfTxs><CtrlSum>497.50</CtrlSum>');
    expect(body).toContain('<EndToEndId>SB-2026-00001</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">200.00<');
    expect(body).toContain('<ReqdExctnDt><Dt>2026-11-23</Dt></ReqdExctnDt>');
  });

  it('leaves out what the supplier objects to, and what is not due yet', async () => {
    const { house, ids, order } = await owing();
    await house.post(`${INVOICE}/objection`, { objected_on: '2026-11-23' }, { params: named(ids[0] ?? '') });
    await house.drain();

    const due = await order({ execute_on: '2026-12-01' });
    const early = await order({ due_by: '2026-12-06' });

    expect(due.body).toContain('<NbOfTxs>1</NbOfTxs>');
    expect(due.body).toContain('<Dt>2026-12-01</Dt>');
    expect([early.status, early.body.code]).toEqual([422, 'payables.nothing_due']);
  });

  it.each([
    ['from no account', { seller: { iban: null } }, {}, 'payables.account_missing'],
    ['to no account', { supplier: { bank_account: null } }, {}, 'payables.account_missing'],
    ['on a day that has passed', {}, { execute_on: '2026-11-22' }, 'payables.day_passed'],
    ['of nobody', {}, { legal_entity: 'le_00000000000000000000000000' }, 'legal_entity.unknown'],
  ])('is not written %s', async (_, asked, query, code) => {
    const { order } = await owing(asked);

    const told = await order(query);

    expect([told.status, told.body.code]).toEqual([422, code]);
  });

  it('is not written where it would leave some out', async () => {
    const { house, supplier, entity, order } = await owing();
    const row = { number: 'SB-1', customer: supplier, entity, currency: 'EUR', issueDate: '2026-11-23' };
    const data = { ...row, dueDate: '2026-11-30', grossMinor: 1n, openMinor: 1n, objectedOn: null };
    for (let index = 0; index <= TRANSFERS_MAX; index += 1) {
      const sk = `2026-11-30#sbi_${String(index).padStart(26, '0')}`;
      await house.ports.views.put({ pk: `${house.tenant}#payables#0`, sk, version: 1, data });
    }

    const told = await order();

    expect([told.status, told.body.code]).toEqual([422, 'payables.too_many']);
  });

  it('is not written in another currency than euro', async () => {
    const { house, entity, agreement } = await partners({
      seller: { currency: 'CZK', accounting_currency: 'CZK', iban: IBAN },
    });
    await billed(house, agreement, { currency: 'CZK' });

    const told = await house.get(ROUTE, { query: { legal_entity: entity, due_by: '2026-12-31' } });

    expect([told.status, told.body.code]).toEqual([422, 'payables.not_in_euro']);
  });
});
