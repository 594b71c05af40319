/** Prepaid credits, from the grant to the books; the independent checker looks at the whole journal after each story. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { bookedIn } from '../kit/booked.ts';
import { found } from '../kit/found.ts';
import { made, openBusiness } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { readPdf } from '../shared/documents/pdf-reader.ts';
import { travel } from '../functions/test_clock/journeys.ts';

const GRANTS = '/v1/customers/{customer_id}/credit_grants';
const GRANT = { currency: 'EUR', credits: '30', reason: 'Welcome' };
const EUR = (amount: string) => ({ amount, currency: 'EUR' });

let house: House;
let customer: string;

beforeEach(async () => {
  house = await openHouse();
  ({ customer } = await openBusiness(house, { vat_id: 'DE129273398', email: 'billing@nordlicht.example' }));
});

afterEach(async () => {
  expect(await found(house)).toEqual([]);
});

const params = () => ({ customer_id: customer });

async function grant(more: object = {}, key?: string): Promise<string> {
  const id = await made(house.post(GRANTS, { ...GRANT, ...more }, { params: params(), ...(key && { key }) }));
  await house.drain();

  return id;
}

/** Sells something for 100.00 and 19 % on it; answers the invoice. */
async function sell(more: object = {}): Promise<string> {
  const lines = [{ description: 'Desk', quantity: '1', unit_price: '100.00' }];
  const told = await house.post('/v1/orders', { customer, currency: 'EUR', lines, ...more });
  await house.drain();

  return told.body.invoices[0];
}

const invoiceOf = async (id: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;
const balance = async () =>
  (await house.get('/v1/customers/{customer_id}/prepaid_balances', { params: params() })).body.data[0];

async function credit(invoice: string, body: object = { reason: 'returned' }) {
  const told = await house.post('/v1/invoices/{invoice_id}/credit_notes', body, {
    params: { invoice_id: invoice },
  });
  await house.drain();

  return told;
}

const books = () => bookedIn(house.journal.stream);

describe('a credit grant', () => {
  it('lowers what is owed of the next invoice, and not its tax', async () => {
    await grant();
    const invoice = await sell();

    expect(await invoiceOf(invoice)).toMatchObject({
      ...{ total: EUR('119.00'), tax: EUR('19.00'), prepaid: EUR('30.00'), due: EUR('89.00') },
      ...{ open: EUR('89.00'), payment_status: 'open' },
    });
    expect(await balance()).toMatchObject({ balance: EUR('0.00'), grants: [] });
    expect(books()).toEqual({
      ...{ receivables: 8_900n, promotional_credits: 3_000n },
      ...{ revenue: -10_000n, output_tax: -1_900n },
    });
  });

  it('that pays the whole invoice settles it, and nobody is charged', async () => {
    await grant({ credits: '200' });
    const invoice = await sell();

    expect(await invoiceOf(invoice)).toMatchObject({ due: EUR('0.00'), payment_status: 'paid' });
    expect(await balance()).toMatchObject({ balance: EUR('81.00') });
    const types = house.journal.stream.flatMap(({ facts }) => facts.map(({ type }) => type));
    expect(types).toContain('invoice.settled');
    expect(types).not.toContain('payment.intended');
  });

  it('is worth its credits at their rate, rounded once: 17.9699999999999988631316 at 1 is 17.97 everywhere', async () => {
    const told = await house.post(
      GRANTS,
      { ...GRANT, credits: '17.9699999999999988631316' },
      { params: params() },
    );
    await house.drain();
    const before = await balance();
    const invoice = await sell();

    expect(told.body).toMatchObject({ credits: '17.9699999999999988631316', amount: EUR('17.97') });
    expect(before).toMatchObject({ balance: EUR('17.97') });
    expect(await invoiceOf(invoice)).toMatchObject({ prepaid: EUR('17.97'), due: EUR('101.03') });
  });

  it('is printed below the total in the language of the document, and is BT-113 of its XML', async () => {
    await grant();
    const invoice = await sell({ language: 'de' });
    const { body } = await house.get('/v1/invoices/{invoice_id}/xml', {
      params: { invoice_id: invoice },
      query: { format: 'cii' },
    });
    const bytes = await house.ports.documents.get(`documents/${house.tenant}/${invoice}.pdf`);

    const read = readEInvoice(String(body));
    expect(read).toMatchObject({
      ok: true,
      value: { findings: [], invoice: { totals: { prepaidMinor: 3_000n, dueMinor: 8_900n } } },
    });
    expect(readPdf(bytes ?? new Uint8Array()).pages.join(' ')).toContain('Bezahlt mit Guthaben');
  });

  it('of a request that comes again is granted once, and its key serves no other request', async () => {
    const first = await grant({}, 'the same');
    await sell();
    const again = await house.post(GRANTS, GRANT, { params: params(), key: 'the same' });
    const other = await house.post(
      GRANTS,
      { ...GRANT, credits: '31' },
      { params: params(), key: 'the same' },
    );

    expect(again.body.id).toBe(first);
    expect(other.body.code).toBe('idempotency.key_reused');
    expect(await balance()).toMatchObject({ balance: EUR('0.00') });
  });

  it.each([
    ['worth nothing', { credits: '0.001' }, 'prepaid.worth_nothing'],
    [
      'that expires before it is valid',
      { valid_from: '2026-12-01', expires_on: '2026-12-01' },
      'prepaid.expires_before_valid',
    ],
    [
      'that has expired already',
      { valid_from: '2026-01-01', expires_on: '2026-06-01' },
      'prepaid.expires_in_past',
    ],
    [
      'beyond what can be reckoned',
      { credits: '999999999999', rate: '999999999999' },
      'order.amount_too_large',
    ],
  ])('%s is refused', async (_, more, code) => {
    const told = await house.post(GRANTS, { ...GRANT, ...more }, { params: params() });

    expect(told).toMatchObject({ status: 422, body: { code } });
  });

  it('for nobody, and the balances of nobody, are not found', async () => {
    const nobody = { params: { customer_id: customer.replace(/.{4}$/, '0000') } };

    expect((await house.post(GRANTS, GRANT, nobody)).body.code).toBe('customer.not_found');
    expect((await house.get('/v1/customers/{customer_id}/prepaid_balances', nobody)).status).toBe(404);
  });
});

describe('several grants', () => {
  it('are used by priority, then by the day on which they expire, then by age, and the history tells so', async () => {
    const late = await grant({ credits: '10' });
    const soon = await grant({ credits: '10', expires_on: '2026-12-31' });
    const first = await grant({ credits: '10', priority: 1 });
    const ahead = await grant({ credits: '10', priority: 0, valid_from: '2027-01-01' });
    const lines = [{ description: 'Desk', quantity: '1', unit_price: '25.00', tax: 'zero' }];
    const invoice = await sell({ lines });

    const told = await balance();
    expect(told.history[0]).toMatchObject({
      ...{ kind: 'consumed', invoice, amount: EUR('-25.00'), balance: EUR('15.00') },
      grants: [
        { credit_grant: first, amount: EUR('-10.00') },
        { credit_grant: soon, amount: EUR('-10.00') },
        { credit_grant: late, amount: EUR('-5.00') },
      ],
    });
    expect(told.grants.map((each: { credit_grant: string }) => each.credit_grant)).toEqual([late, ahead]);
  });

  it('pay two invoices that are issued at once no more than there is', async () => {
    await grant({ credits: '150' });
    const lines = [{ description: 'Desk', quantity: '1', unit_price: '100.00', tax: 'zero' }];
    const order = { customer, currency: 'EUR', lines };
    const told = [await house.post('/v1/orders', order)];
    await house.drain(['invoices.issue']);
    told.push(await house.post('/v1/orders', order));
    await house.drain(['invoices.issue']);
    const letters = house.letters.filter(({ to }) => to === 'invoices.issue');
    await Promise.all(
      letters.map(({ body }) =>
        house.wake('invoices.issue', {
          Records: [{ messageId: body, body, attributes: { ApproximateReceiveCount: '1' } }],
        }),
      ),
    );
    await house.drain();

    const invoices = await Promise.all(told.map(({ body }) => invoiceOf(body.invoices[0])));
    expect(letters).toHaveLength(2);
    expect(invoices.map(({ prepaid }) => prepaid.amount).toSorted()).toEqual(['100.00', '50.00']);
  });
});

describe('a credit note', () => {
  it('brings the credits of its invoice back to their grant, and the rest to the account', async () => {
    await grant();
    const invoice = await sell();
    await credit(invoice);

    expect(await balance()).toMatchObject({ balance: EUR('30.00') });
    expect(await invoiceOf(invoice)).toMatchObject({ open: EUR('0.00'), payment_status: 'credited' });
    expect(books()).toEqual({});
  });

  it('on a part brings its share back, and the last one brings the last cent', async () => {
    await grant({ credits: '10' });
    const invoice = await sell();
    const third = { reason: 'returned', lines: [{ line: 1, amount: '33.33' }] };
    await credit(invoice, third);
    const after = (await balance()).balance;
    await credit(invoice, third);
    await credit(invoice, { reason: 'returned', lines: [{ line: 1, amount: '33.34' }] });

    expect(after).toEqual(EUR('3.33'));
    expect(await balance()).toMatchObject({ balance: EUR('10.00') });
    expect(books()).toEqual({});
  });

  it('is the way to put an invoice right that credits paid: a corrected one is refused', async () => {
    await grant();
    const invoice = await sell();
    const body = { lines: [{ line: 1, unit_price: '90.00' }] };
    const told = await house.post('/v1/invoices/{invoice_id}/correct', body, {
      params: { invoice_id: invoice },
    });

    expect(told.body.code).toBe('correction.with_credits');
  });
});

describe('credit that is unused', () => {
  it('lapses at the start of its day where the seller is, without a posting', async () => {
    await grant({ expires_on: '2026-12-01' });
    house.clock.set('2026-11-30T22:59:00.000Z');
    await house.wake('prepaid.expire', {});
    await house.drain();
    const before = (await balance()).balance;
    house.clock.set('2026-11-30T23:00:00.000Z');
    await house.wake('prepaid.expire', {});
    await house.drain();

    expect(before).toEqual(EUR('30.00'));
    expect(await balance()).toMatchObject({
      balance: EUR('0.00'),
      history: [{ kind: 'expired' }, { kind: 'granted' }],
    });
    expect(books()).toEqual({});
  });

  it('lapses on a journey of the test clock as well', async () => {
    await grant({ expires_on: '2026-12-01' });
    await travel(house, '2026-12-05T09:00:00.000Z');

    const [lapsed] = (await balance()).history;
    expect(lapsed).toMatchObject({ kind: 'expired', at: '2026-11-30T23:00:00.000Z' });
  });

  it('is no longer used on the day on which it expires, though nobody has let it lapse yet', async () => {
    await grant({ expires_on: '2026-12-01' });
    house.clock.set('2026-12-01T09:00:00.000Z');
    const invoice = await sell();

    expect(await invoiceOf(invoice)).toMatchObject({ prepaid: EUR('0.00') });
  });

  it('is taken away on request, once; of what was used nothing is left to take', async () => {
    const id = await grant();
    const used = await grant({ credits: '5', priority: 0 });
    await sell({ lines: [{ description: 'Pen', quantity: '1', unit_price: '5.00', tax: 'zero' }] });
    const route = `${GRANTS}/{credit_grant_id}/void`;
    const ask = (credit_grant_id: string) =>
      house.post(route, undefined, { params: { ...params(), credit_grant_id } });
    const told = await ask(id);
    const again = await ask(id);

    expect(told.body).toMatchObject({ credit_grant: id, amount: EUR('30.00') });
    expect(again.body).toEqual(told.body);
    expect((await ask(used)).body.code).toBe('prepaid.nothing_left');
    expect((await ask(id.replace(/.{4}$/, '0000'))).body.code).toBe('credit_grant.not_found');
    expect(await balance()).toMatchObject({ balance: EUR('0.00') });
  });
});

it('what a credit note brings back to a grant that was taken away can be taken away, too', async () => {
  const id = await grant();
  const invoice = await sell({
    lines: [{ description: 'Pen', quantity: '1', unit_price: '20.00', tax: 'zero' }],
  });
  const ask = () =>
    house.post(`${GRANTS}/{credit_grant_id}/void`, undefined, {
      params: { ...params(), credit_grant_id: id },
    });
  const first = await ask();
  await credit(invoice);

  const [second, again] = [await ask(), await ask()];

  expect(first.body).toMatchObject({ amount: EUR('10.00') });
  expect(second.body).toMatchObject({ amount: EUR('20.00') });
  expect(again.body).toEqual(second.body);
  expect(await balance()).toMatchObject({ balance: EUR('0.00') });
});

describe('the bill of a subscription', () => {
  it('is paid from credits month by month until they are used up', async () => {
    await grant({ credits: '50' });
    const prices = [{ currency: 'EUR', amount: '20.00' }];
    const plan = await made(house.post('/v1/plans', { name: 'Room', interval: 'month', prices }));
    const line = { description: 'Room', quantity: '1', plan };
    await made(house.post('/v1/orders', { customer, currency: 'EUR', lines: [line] }));
    await house.drain();
    await travel(house, '2027-01-25T09:00:00.000Z');

    const consumed = (await balance()).history.filter((each: { kind: string }) => each.kind === 'consumed');
    expect(consumed.map((each: { amount: unknown }) => each.amount)).toEqual([
      EUR('-2.40'),
      EUR('-23.80'),
      EUR('-23.80'),
    ]);
  });
});

it('a message that comes again after its invoice was issued takes nothing of what was granted since', async () => {
  await grant({ credits: '1' });
  await sell();
  const lines = [{ description: 'Desk', quantity: '1', unit_price: '100.00' }];
  await house.post('/v1/orders', { customer, currency: 'EUR', lines });
  await house.drain(['invoices.issue']);
  const [letter] = house.letters.filter(({ to }) => to === 'invoices.issue');
  await house.drain();
  await grant();
  const body = letter?.body ?? '';
  await house.wake('invoices.issue', {
    Records: [{ messageId: '1', body, attributes: { ApproximateReceiveCount: '1' } }],
  });

  expect(letter).toBeDefined();
  expect(await balance()).toMatchObject({ balance: EUR('30.00') });
});

describe('credits that a worker kept before it died', () => {
  /** The letter that asks for the invoice of an order, of which a worker kept credits and then died. */
  async function keptAndDied(): Promise<string> {
    await grant();
    const lines = [{ description: 'Desk', quantity: '1', unit_price: '100.00' }];
    await house.post('/v1/orders', { customer, currency: 'EUR', lines });
    await house.drain(['invoices.issue']);
    const body = house.letters.find(({ to }) => to === 'invoices.issue')?.body ?? '';
    const { journal } = house.ports;
    const append: typeof journal.append = async (commit) => {
      if (commit.id.startsWith('ppr_')) throw new Error('died');
      return journal.append(commit);
    };
    await wake(body, { receives: 1, journal: { ...journal, append } });

    return body;
  }

  const wake = (
    body: string,
    of: { readonly receives: number; readonly journal: House['ports']['journal'] },
  ) =>
    house.wake(
      'invoices.issue',
      { Records: [{ messageId: '1', body, attributes: { ApproximateReceiveCount: String(of.receives) } }] },
      { journal: of.journal },
    );

  /** A journal whose reads that may lag know the seller as it was before it gave credits. */
  function lagging(): House['ports']['journal'] {
    const { journal } = house.ports;
    const latest: typeof journal.latest = (ref, consistency) =>
      ref.id.startsWith('le_') && consistency === 'eventual'
        ? journal.at(ref, 1)
        : journal.latest(ref, consistency);

    return { ...journal, latest };
  }

  it('are stated by the next one, whose first read of the seller may lag', async () => {
    const body = await keptAndDied();

    await wake(body, { receives: 2, journal: lagging() });
    await house.drain();

    expect(books()).toMatchObject({ promotional_credits: 3_000n });
  });

  it('come back where somebody else has issued the invoice without them', async () => {
    const body = await keptAndDied();

    await wake(body, { receives: 1, journal: lagging() });
    await wake(body, { receives: 2, journal: lagging() });
    await house.drain();

    expect(await balance()).toMatchObject({ balance: EUR('30.00') });
  });
});
