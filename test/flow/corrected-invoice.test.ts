/** Correcting an invoice: it is taken back and stated anew in one step, and whoever paid it is not asked again. */
import { describe, expect, it } from 'vitest';
import { type Counter, openCounter } from '../kit/counter.ts';
import { found } from '../kit/found.ts';

const CORRECT = 'POST /v1/invoices/{invoice_id}/correct';

async function correct(counter: Counter, invoice: string, body: unknown, key?: string) {
  const told = await counter.ask(CORRECT, {
    params: { invoice_id: invoice },
    body,
    ...(key === undefined ? {} : { key }),
  });
  await counter.line.rest();

  return told;
}

const priced = (price: string) => ({ lines: [{ line: 1, unit_price: price }] });
const proved = ({ journal, line }: Counter) => found({ journal, ports: line.ports, clock: line.ports.clock });

function amountIn(money: unknown): string | undefined {
  return (money as { amount: string } | undefined)?.amount; // as the API tells money
}

async function standing(counter: Counter, invoice: string) {
  const { open, paid, credited, payment_status: status } = await counter.showInvoice(invoice);
  const account = await counter.account();

  return {
    ...{ status, open: amountIn(open), paid: amountIn(paid), credited: amountIn(credited) },
    cash: amountIn(account?.unapplied_cash),
    credit: amountIn(account?.unapplied_credit),
  };
}

describe('an invoice of 100.00 that is corrected', () => {
  it.each([
    ['unpaid, to 80.00', null, '80.00', { status: 'open', open: '80.00', paid: '0.00', cash: '0.00' }],
    ['paid, to 100.00', '100.00', '100.00', { status: 'paid', open: '0.00', paid: '100.00', cash: '0.00' }],
    [
      'paid, to 130.00',
      '100.00',
      '130.00',
      { status: 'partly_paid', open: '30.00', paid: '100.00', cash: '0.00' },
    ],
    ['paid, to 70.00', '100.00', '70.00', { status: 'paid', open: '0.00', paid: '70.00', cash: '30.00' }],
    [
      'paid in part, to 50.00',
      '60.00',
      '50.00',
      { status: 'paid', open: '0.00', paid: '50.00', cash: '10.00' },
    ],
    [
      'overpaid, to 110.00',
      '125.00',
      '110.00',
      { status: 'paid', open: '0.00', paid: '110.00', cash: '15.00' },
    ],
  ])('%s: the payment goes over, and the books hold', async (_, paid, price, expected) => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    if (paid) await counter.transfer(paid, { invoice });

    const { body } = await correct(counter, invoice, priced(price));

    expect(await standing(counter, String(body.id))).toMatchObject({ ...expected, credit: '0.00' });
    expect(await standing(counter, invoice)).toMatchObject({
      status: 'credited',
      open: '0.00',
      credited: '100.00',
    });
    expect(await proved(counter)).toEqual([]);
  });

  it('names the invoice that it replaces, under a number of its own, and is named by it', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');

    const { status, body } = await correct(counter, invoice, { reference: 'PO 4711' });

    const corrected = await counter.showInvoice(String(body.id));
    const original = await counter.showInvoice(invoice);
    expect(status).toBe(202);
    expect(corrected).toMatchObject({ corrects: invoice, corrected_by: null, kind: 'plain' });
    expect(original).toMatchObject({
      corrects: null,
      corrected_by: body.id,
      credit_notes: [body.credit_note],
    });
    expect(corrected.number).not.toBe(original.number);
    expect(await proved(counter)).toEqual([]);
  });

  it('states the customer as kept by now, and leaves the first document as it was', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    const printed = async (id: string) => {
      const [fact] = counter.facts('invoice.issued').filter((each) => each.id === id);
      const keys = [...counter.documents.keys()].filter((key) => key.includes(String(fact?.content)));
      const bytes = await counter.documents.get(keys[0] ?? '');
      return new TextDecoder().decode(bytes);
    };
    const before = await printed(invoice);
    await counter.line.ask({
      method: 'PATCH',
      route: '/v1/customers/{customer_id}',
      params: { customer_id: counter.customer },
      body: { name: 'Renamed Buyers' },
    });

    const { body } = await correct(counter, invoice, {});

    expect(await printed(String(body.id))).toContain('Renamed Buyers');
    expect(await printed(invoice)).toBe(before);
  });

  it('is done once under one key, and refused a second time under another', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');

    const first = await correct(counter, invoice, priced('90.00'), 'the same');
    const again = await correct(counter, invoice, priced('90.00'), 'the same');
    const reused = await correct(counter, invoice, priced('91.00'), 'the same');
    const second = await correct(counter, invoice, priced('80.00'));

    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(reused.body).toMatchObject({ code: 'idempotency.key_reused' });
    expect(second.body).toMatchObject({ code: 'correction.made_already' });
    expect(counter.facts('invoice.issued')).toHaveLength(2);
  });
});
