/** The pro forma invoice of an order: what would be invoiced, and nothing that an invoice does. */
import { describe, expect, it } from 'vitest';
import { memoryDocuments } from '../../../shared/adapters/memory-documents.ts';
import { freeze } from '../../../shared/documents/freeze.ts';
import { DOCUMENT_LANGUAGES, textsFor } from '../../../shared/documents/texts/texts.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';
import { openMetered } from '../../kit/metered.ts';
import { readPdf } from '../../shared/documents/pdf-reader.ts';
import { INVOICE } from '../../shared/documents/sample.ts';

const ROUTE = '/v1/orders/{order_id}/pro_forma';

async function houseWithOrder(more: Readonly<Record<string, unknown>> = {}) {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const { body } = await house.post('/v1/orders', orderOf(customer, more));
  await house.drain();

  return { house, customer, order: String(body.id) };
}

describe('the pro forma invoice of an order', () => {
  it('is a PDF behind a link, without a number of the series, a fact or a posting', async () => {
    const { house, order } = await houseWithOrder({ billing: 'on_fulfilment' });
    const before = house.journal.stream.length;

    const told = await house.get(ROUTE, { params: { order_id: order } });
    const again = await house.get(ROUTE, { params: { order_id: order } });

    expect(told.status).toBe(200);
    const key = `previews/${house.tenant}/${told.body.sha256}.pdf`;
    const pdf = await house.ports.documents.get(key);
    expect(new TextDecoder('latin1').decode(pdf?.slice(0, 5))).toBe('%PDF-');
    expect(again.body.sha256).toBe(told.body.sha256);
    expect(house.journal.stream.slice(before)).toEqual([]);
    expect((await house.get('/v1/invoices')).body.data).toEqual([]);
  });

  it('is locked no longer than its link opens, so that it can be forgotten', async () => {
    const { house, order } = await houseWithOrder({ billing: 'on_fulfilment' });
    const documents = memoryDocuments();

    const told = await house.ask({ method: 'GET', route: ROUTE, params: { order_id: order } }, { documents });

    const [key = ''] = documents.keys();
    expect(key).toBe(`previews/${house.tenant}/${told.body.sha256}.pdf`);
    expect(documents.lockedUntil(key)).toBe(told.body.expires_at);
  });

  it('says what credits would pay, as its invoice then does, and what they paid afterwards', async () => {
    const { house, customer, order } = await houseWithOrder({ billing: 'on_fulfilment' });
    const grant = { currency: 'EUR', credits: '5', reason: 'Welcome' };
    const params = { customer_id: customer };
    await house.post('/v1/customers/{customer_id}/credit_grants', grant, { params });
    await house.drain();
    const told = await house.get(ROUTE, { params: { order_id: order } });
    const { body: placed } = await house.post('/v1/orders', orderOf(customer));
    await house.drain();
    const after = await house.get(ROUTE, { params: { order_id: placed.id } });
    const printed = async (sha256: string) => {
      const pdf = await house.ports.documents.get(`previews/${house.tenant}/${sha256}.pdf`);
      return readPdf(pdf ?? new Uint8Array()).pages.join(' ');
    };

    expect(await printed(told.body.sha256)).toContain('Paid from prepaid credits');
    expect(await printed(after.body.sha256)).toContain('Paid from prepaid credits');
  });

  it('is refused where there is no order, or its customer was erased', async () => {
    const { house, customer, order } = await houseWithOrder();
    const missing = await house.get(ROUTE, { params: { order_id: 'ord_00000000000000000000000001' } });
    await house.ask({
      method: 'POST',
      route: '/v1/customers/{customer_id}/erase',
      params: { customer_id: customer },
    });
    await house.drain();
    const erased = await house.get(ROUTE, { params: { order_id: order } });

    expect(missing).toMatchObject({ status: 404, body: { code: 'order.not_found' } });
    expect(erased).toMatchObject({ status: 422, body: { code: 'customer.erased' } });
  });

  it('is refused where the order has subscriptions alone', async () => {
    const { house } = await openMetered();
    const [order] = (await house.get('/v1/orders')).body.data;

    const told = await house.get(ROUTE, { params: { order_id: order.id } });

    expect(told).toMatchObject({ status: 422, body: { code: 'order.nothing_to_invoice' } });
  });

  it.each(DOCUMENT_LANGUAGES)(
    'says in %s what it is and is not, and tells no account to pay to',
    (language) => {
      const { texts } = textsFor(language);
      const content = freeze({ ...INVOICE, type: 'pro_forma', bank: null, dueDate: null, language });

      expect(content.title).toBe(texts.title.pro_forma);
      expect(content.numberLabel).not.toBe(texts.number.invoice);
      expect(content.notes).toContain(texts.proForma);
      expect(content).toMatchObject({ terms: texts.noInvoice, payment: null, dueDate: null });
    },
  );
});
