/** What a credit note does to the debt and to the money, by the caller's choice: an invoice of 100.00, and what is left. */
import { describe, expect, it, test } from 'vitest';
import { found } from '../kit/found.ts';
import { type Counter, openCounter } from '../kit/counter.ts';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

async function sold(paid: string | null) {
  const counter = await openCounter(null);
  const invoice = await counter.sell('100.00');
  const payment = paid && String((await counter.transfer(paid, { invoice })).body.id);

  return { counter, invoice, payment };
}

async function credit(counter: Counter, invoice: string, of: Readonly<Record<string, unknown>>) {
  const { amount, ...more } = of;
  const body = { reason: 'goodwill', ...more, lines: [{ line: 1, amount }] };
  const told = await counter.ask('POST /v1/invoices/{invoice_id}/credit_notes', {
    params: { invoice_id: invoice },
    body,
  });
  await counter.line.rest();

  return told;
}

function amountIn(money: unknown): string | undefined {
  return (money as { amount: string } | undefined)?.amount; // as the API tells money
}

async function standing(counter: Counter, invoice: string) {
  const account = await counter.account();
  const { open } = await counter.showInvoice(invoice);
  const refunds = counter.facts('refund.approved').map(({ amountMinor }) => BigInt(String(amountMinor)));

  return {
    due: amountIn(open),
    credit: amountIn(account?.unapplied_credit),
    refunded: refunds.reduce((sum, each) => sum + each, 0n),
  };
}

const proved = ({ journal, line }: Counter) => found({ journal, ports: line.ports, clock: line.ports.clock });

describe('a credit note on an invoice of 100.00', () => {
  it.each([
    ['unpaid, 10.00 to cancel debt', null, { amount: '10.00' }, '90.00', '0.00', 0n],
    [
      'unpaid, 10.00 to the balance',
      null,
      { amount: '10.00', effect: 'credit_balance' },
      '100.00',
      '10.00',
      0n,
    ],
    ['unpaid, 10.00 as a refund', null, { amount: '10.00', effect: 'refund' }, '90.00', '0.00', 0n],
    ['paid, 10.00 to cancel debt', '100.00', { amount: '10.00' }, '0.00', '10.00', 0n],
    ['paid, 10.00 as a refund', '100.00', { amount: '10.00', effect: 'refund' }, '0.00', '0.00', 1_000n],
    ['paid 60.00, 30.00 to cancel debt', '60.00', { amount: '30.00' }, '10.00', '0.00', 0n],
    [
      'paid 60.00, 30.00 as a refund',
      '60.00',
      { amount: '30.00', effect: 'refund' },
      '40.00',
      '0.00',
      3_000n,
    ],
    [
      'paid 60.00, 80.00 as a refund',
      '60.00',
      { amount: '80.00', effect: 'refund' },
      '20.00',
      '0.00',
      6_000n,
    ],
    [
      'paid 60.00, 50.00 to cancel debt and the rest back',
      '60.00',
      { amount: '50.00', remainder: 'refund' },
      '0.00',
      '0.00',
      1_000n,
    ],
  ])('%s', async (_, paid, body, due, balance, refunded) => {
    const { counter, invoice } = await sold(paid);

    await credit(counter, invoice, body);

    expect(await standing(counter, invoice)).toEqual({ due, credit: balance, refunded });
    expect(await proved(counter)).toEqual([]);
  });

  it('pays back never more than was paid, however many of them there are', async () => {
    const { counter, invoice } = await sold('60.00');

    for (const amount of ['50.00', '40.00']) await credit(counter, invoice, { amount, effect: 'refund' });

    expect(await standing(counter, invoice)).toEqual({ due: '10.00', credit: '0.00', refunded: 6_000n });
    expect(await proved(counter)).toEqual([]);
  });

  it('pays back once what a payment paid, and leaves on the account what credit had paid', async () => {
    const { counter, invoice } = await sold('50.00');
    const other = await counter.sell('50.00');
    const note = await credit(counter, other, { amount: '50.00', effect: 'credit_balance' });
    await counter.ask('POST /v1/customers/{customer_id}/allocations', {
      params: { customer_id: counter.customer },
      body: { credit_note: note.body.id, invoice },
    });
    await counter.transfer('50.00', { invoice: other });

    await credit(counter, invoice, { amount: '100.00', effect: 'refund', remainder: 'refund' });

    expect(await standing(counter, invoice)).toEqual({ due: '0.00', credit: '50.00', refunded: 5_000n });
    expect(await proved(counter)).toEqual([]);
  });

  it('says its effect, and refuses to give back what it leaves on the account', async () => {
    const { counter, invoice } = await sold('100.00');

    const { body } = await credit(counter, invoice, { amount: '10.00', effect: 'refund' });
    const refused = await credit(counter, invoice, {
      ...{ amount: '10.00', effect: 'credit_balance', remainder: 'refund' },
    });

    const params = { credit_note_id: String(body.id) };
    expect((await counter.ask('GET /v1/credit_notes/{credit_note_id}', { params })).body).toMatchObject({
      effect: 'refund',
    });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/remainder' }] } });
  });
});

test('a refund alone of 10.00 makes 10.00 due again', async () => {
  const { counter, invoice, payment } = await sold('100.00');

  await counter.refund(String(payment), { effect: 'reopen', amount: eur('10.00') });

  expect(await standing(counter, invoice)).toEqual({ due: '10.00', credit: '0.00', refunded: 1_000n });
});

test('a credit of 20.00 applied to a later charge of 100.00 leaves 80.00 due', async () => {
  const { counter, invoice } = await sold(null);
  const note = await credit(counter, invoice, { amount: '20.00', effect: 'credit_balance' });
  const later = await counter.sell('100.00');

  await counter.ask('POST /v1/customers/{customer_id}/allocations', {
    params: { customer_id: counter.customer },
    body: { invoice: later, credit_note: String(note.body.id) },
  });
  await counter.line.rest();

  expect(await standing(counter, later)).toMatchObject({ due: '80.00', credit: '0.00' });
  expect(await standing(counter, invoice)).toMatchObject({ due: '100.00' });
  expect(await proved(counter)).toEqual([]);
});
