/** The receipt of a payment: what was received, and which invoices it paid. */
import { expect, it } from 'vitest';
import { freezeReceipt } from '../../../shared/documents/receipt.ts';
import { DOCUMENT_LANGUAGES, textsFor } from '../../../shared/documents/texts/texts.ts';
import { openBusiness, orderOf, placeAndInvoice } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';
import { INVOICE } from '../../shared/documents/sample.ts';

const ROUTE = '/v1/payments/{payment_id}/receipt';

it('of a settled payment is a PDF behind a link, and records nothing', async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const { invoice } = await placeAndInvoice(house, orderOf(customer));
  const paid = await house.post('/v1/payments', {
    invoice,
    amount: { amount: '50.00', currency: 'EUR' },
    received_on: '2026-11-23',
    reference: 'transfer',
  });
  const early = await house.get(ROUTE, { params: { payment_id: paid.body.id } });
  await house.drain();
  const before = house.journal.stream.length;

  const told = await house.get(ROUTE, { params: { payment_id: paid.body.id } });
  const missing = await house.get(ROUTE, { params: { payment_id: 'pay_00000000000000000000000001' } });

  expect(early.body.code).toBe('payment.in_progress');
  expect(told.status).toBe(200);
  const pdf = await house.ports.documents.get(`previews/${house.tenant}/${told.body.sha256}.pdf`);
  expect(new TextDecoder('latin1').decode(pdf?.slice(0, 5))).toBe('%PDF-');
  expect(missing).toMatchObject({ status: 404, body: { code: 'payment.not_found' } });
  expect(house.journal.stream.slice(before)).toEqual([]);
});

it.each(DOCUMENT_LANGUAGES)(
  'names in %s the invoices and what waits on the account, which sum to what was received',
  (language) => {
    const { texts } = textsFor(language);

    const content = freezeReceipt({
      ...{ language, currency: 'EUR', parties: INVOICE, issueDate: '2026-11-24', receivedOn: '2026-11-23' },
      receivedMinor: 5_000n,
      invoices: [{ number: 'INV-2026-00001', amountMinor: 4_736n }],
      onAccountMinor: 264n,
      paidBackMinor: 0n,
    });

    expect(content.title).toBe(texts.receipt.title);
    expect(content.lines.map(({ net }) => net.value)).toEqual(['47.36', '2.64']);
    expect(content.lines[0]?.description).toContain('INV-2026-00001');
    expect(content).toMatchObject({
      net: { value: '47.36' },
      total: { value: '50.00' },
      taxes: [],
      payment: null,
    });
  },
);
