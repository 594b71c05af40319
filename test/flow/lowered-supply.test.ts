/** Plans that want a credit note where a change charges less than it gives back, through the front door, proved by the checker. */
import { describe, expect, it } from 'vitest';
import { SubscriptionPreview } from '../../shared/contracts/subscription-changes.ts';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { found } from '../kit/found.ts';
import { BUYER, made, orderOf, SELLER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { readPdf } from '../shared/documents/pdf-reader.ts';

const SUBSCRIPTION = '/v1/subscriptions/{subscription_id}';
const RULES = { negative_change: 'credit_note' };
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const planOf = (amount: string, more: object = {}) => ({
  ...{ name: `Reading room at ${amount}`, interval: 'month', rules: RULES },
  ...{ prices: [{ currency: 'EUR', amount }], ...more },
});

async function subscribed(
  plan: object,
  of: {
    readonly start?: string;
    readonly order?: object;
    readonly buyer?: object;
    readonly count?: number;
  } = {},
) {
  const { start = '2026-04-01T10:00:00.000Z', order = {}, buyer = {}, count = 1 } = of;
  const house = await openHouse({ start });
  await made(house.post('/v1/legal_entities', SELLER));
  const customer = await made(house.post('/v1/customers', { ...BUYER, ...buyer }));
  const id = await made(house.post('/v1/plans', plan));
  const line = { description: 'Reading room', quantity: '1', plan: id };
  const lines = Array.from({ length: count }, () => line);
  const told = await house.post('/v1/orders', orderOf(customer, { lines, ...order }));
  await house.drain();
  const subscription = (told.body.subscriptions as string[]).at(-1) ?? '';

  return { house, plan: id, subscription, at: { params: { subscription_id: subscription } } };
}

type Begun = Awaited<ReturnType<typeof subscribed>>;

const smaller = (house: House, amount = '30.00', more: object = {}) =>
  made(house.post('/v1/plans', planOf(amount, more)));

/** The documents of a kind with all that is shown of them, by their numbers. */
async function documents(house: House, kind: 'invoice' | 'credit_note') {
  const { data } = (await house.get(`/v1/${kind}s`)).body as { data: { id: string }[] };
  const shown = data.map(({ id }) =>
    house.get(`/v1/${kind}s/{${kind}_id}`, { params: { [`${kind}_id`]: id } }),
  );

  return (await Promise.all(shown))
    .map(({ body }) => body)
    .toSorted((one, other) => (one.number < other.number ? -1 : 1));
}

async function changed({ house, at }: Begun, on: string, change: object, key?: string) {
  house.clock.set(`${on}T10:00:00.000Z`);
  const told = await house.post(`${SUBSCRIPTION}/change`, change, { ...at, ...(key && { key }) });
  await house.drain();

  return told;
}

async function pay(house: House, invoice: string, amount: string) {
  await house.post('/v1/payments', {
    ...{ invoice, amount: eur(amount), received_on: '2026-04-01', reference: 'transfer' },
  });
  await house.drain();
}

async function runAt(house: House, instant: string): Promise<void> {
  house.clock.set(instant);
  for (const name of ['billing.run', 'ledger.recognise'] as const) {
    await house.wake(name, {});
    await house.drain();
  }
}

/** What an account holds, as a credit. */
const held = (house: House, account: string) =>
  house.journal.stream
    .flatMap(({ facts }) => facts.flatMap(({ books }) => books?.entries ?? []))
    .reduce((sum, entry) => (entry.account === account ? sum - entry.amountMinor : sum), 0n);

/** The lines of their invoices that credit notes take something off. */
const creditedLines = (house: House) =>
  house.journal.stream
    .flatMap(({ facts }) => facts)
    .flatMap(({ type, data }) =>
      type === 'credit_note.issued' ? [(data as { lines: readonly number[] }).lines] : [],
    );

const reconciled = async ({ house, at }: Begun) =>
  (await house.get(`${SUBSCRIPTION}/reconciliation`, at)).body;

/** Moves all subscribers to a new version of their plan from their next period on. */
async function moved(house: House, plan: string, version: object): Promise<void> {
  const of = { plan_id: plan };
  await house.post('/v1/plans/{plan_id}/versions', version, { params: of });
  const open = await house.post('/v1/plans/{plan_id}/migrations', { to_version: 2 }, { params: of });
  await house.drain();
  const params = { ...of, migration_id: open.body.id };
  const { body } = await house.get('/v1/plans/{plan_id}/migrations/{migration_id}', { params });
  await house.post('/v1/plans/{plan_id}/migrations/{migration_id}/apply', { agreed: body.hash }, { params });
  await house.drain();
}

describe('60 a month that becomes 30 with ten of thirty days left, where the plan wants a credit note', () => {
  it('shows the note before, and takes 20 and its tax off the invoice that charged them, once', async () => {
    const begun = await subscribed(planOf('60.00'));
    const { house, at } = begun;
    const [first] = await documents(house, 'invoice');
    await pay(house, first.id, '71.40');
    const plan = await smaller(house);
    house.clock.set('2026-04-21T10:00:00.000Z');

    const shown = await house.post(`${SUBSCRIPTION}/preview`, { plan }, at);
    const { preview } = SubscriptionPreview.parse(shown.body);
    const body = { plan, preview };
    const told = await changed(begun, '2026-04-21', body, 'once');
    const again = await changed(begun, '2026-04-21', body, 'once');

    expect(shown.body).toMatchObject({
      bill: { lines: [{ rule: 'part_of_period', net: eur('10.00') }], net: eur('10.00') },
      credit_lines: [
        {
          ...{ rule: 'credit_for_unused', net: eur('-20.00') },
          period: { start: '2026-04-21', end: '2026-05-01' },
        },
      ],
      credit_notes: [{ invoice: first.id, lines: [{ line: 1, net: eur('20.00'), gross: null }] }],
    });
    expect([told.status, again.status, again.body]).toEqual([200, 200, told.body]);
    const notes = await documents(house, 'credit_note');
    expect(notes).toMatchObject([
      {
        ...{ invoice: first.id, reason: 'subscription_changed', remainder: 'offset' },
        ...{ lines: [{ net: eur('20.00') }], total: eur('23.80') },
        taxes: [{ rate: '19', base: eur('20.00'), tax: eur('3.80') }],
      },
    ]);
    const [, second] = await documents(house, 'invoice');
    expect(second).toMatchObject({ lines: [{ net: eur('10.00') }], total: eur('11.90') });
    expect(await found(house)).toEqual([]);
    expect(house.dead).toEqual([]);
  });

  it('prints and writes the note as a credit note that names its invoice', async () => {
    const begun = await subscribed(planOf('60.00'));
    const { house } = begun;
    await changed(begun, '2026-04-21', { plan: await smaller(house) });

    const [invoice] = await documents(house, 'invoice');
    const [note] = await documents(house, 'credit_note');
    const params = { credit_note_id: note.id };
    const xml = await house.get('/v1/credit_notes/{credit_note_id}/xml', {
      params,
      query: { format: 'cii' },
    });
    const read = readEInvoice(String(xml.body));
    const pdf = await house.ports.documents.get(`documents/${house.tenant}/${note.id}.pdf`);
    const page = readPdf(pdf ?? new Uint8Array()).pages.join(' ');

    expect(read).toMatchObject({
      ok: true,
      value: { findings: [], invoice: { type: '381', preceding: [{ number: invoice.number }] } },
    });
    for (const words of [note.number, invoice.number, '23.80']) expect(page).toContain(words);
  });

  it('lowers what is open of that invoice where nobody has paid it', async () => {
    const begun = await subscribed(planOf('60.00'));
    const { house } = begun;
    await changed(begun, '2026-04-21', { plan: await smaller(house) });

    expect((await documents(house, 'invoice')).map(({ open }) => open)).toEqual([eur('47.60'), eur('11.90')]);
  });

  it('is charged 30 for May, with nothing carried forward, and earns 40 and 10 in April', async () => {
    const begun = await subscribed(planOf('60.00'));
    const { house } = begun;
    await changed(begun, '2026-04-21', { plan: await smaller(house) });
    await runAt(house, '2026-05-01T10:00:00.000Z');

    expect((await documents(house, 'invoice')).map(({ total }) => total)).toEqual(
      ['71.40', '11.90', '35.70'].map(eur),
    );
    expect([held(house, 'revenue'), held(house, 'deferred_revenue')]).toEqual([5_000n, 3_000n]);
    const told = await reconciled(begun);
    expect(told).toMatchObject({ difference: eur('0.00'), expected: eur('80.00') });
    expect(told.bills.map((bill: { kind: string; billed: unknown }) => [bill.kind, bill.billed])).toEqual([
      ['period', eur('30.00')],
      ['change', eur('10.00')],
      ['credit', eur('-20.00')],
      ['period', eur('60.00')],
    ]);
    expect(await found(house)).toEqual([]);
  });
});

describe('a plan that wants a credit note where a change charges less', () => {
  it('earns what was used by the day of the change, though its period ends a month later', async () => {
    const begun = await subscribed(planOf('60.00'), { start: '2026-04-11T10:00:00.000Z' });
    const { house } = begun;
    await changed(begun, '2026-04-26', { plan: await smaller(house) });
    await runAt(house, '2026-05-02T10:00:00.000Z');

    // 15 days of 60.00 for 30, and 5 of the 15 that 30.00 for 30 are charged for.
    expect([held(house, 'revenue'), held(house, 'deferred_revenue')]).toEqual([3_500n, 1_000n]);
    expect(await found(house)).toEqual([]);
  });

  it('gives a year back that becomes months on its first day', async () => {
    const begun = await subscribed(planOf('2399.95', { interval: 'year' }));
    const { house } = begun;
    await changed(begun, '2026-04-01', { plan: await smaller(house, '249.95') });

    const notes = await documents(house, 'credit_note');
    const invoices = await documents(house, 'invoice');
    expect(notes).toMatchObject([{ lines: [{ net: eur('2399.95') }], invoice: invoices[0].id }]);
    expect(invoices[1]).toMatchObject({ lines: [{ net: eur('249.95') }] });
    expect(await reconciled(begun)).toMatchObject({ difference: eur('0.00'), expected: eur('249.95') });
    expect(await found(house)).toEqual([]);
  });

  it('has a note for each change of a period, and one for its end', async () => {
    const begun = await subscribed(planOf('60.00'));
    const { house, at } = begun;
    await changed(begun, '2026-04-11', { plan: await smaller(house, '45.00') });
    await changed(begun, '2026-04-16', { quantity: '2' });
    await changed(begun, '2026-04-21', { plan: await smaller(house, '15.00') });
    await changed(begun, '2026-04-26', { quantity: '1' });
    await house.post(`${SUBSCRIPTION}/cancel`, { at: 'now' }, at);
    await house.drain();

    const notes = await documents(house, 'credit_note');
    const nets = notes.map(({ reason, lines }) => `${reason} ${lines[0].net.amount}`);
    // 20 of 30 days of 60; 10 of 30 of 90, of which the newest invoice asked for 22.50; 5 of 30 of 30; at the end 5 of 30 of 15.
    expect(nets.toSorted()).toEqual([
      'subscription_cancelled 2.50',
      'subscription_changed 22.50',
      'subscription_changed 40.00',
      'subscription_changed 5.00',
      'subscription_changed 7.50',
    ]);
    expect((await reconciled(begun)).difference).toEqual(eur('0.00'));
    expect(await found(house)).toEqual([]);
    expect(house.dead).toEqual([]);
  });

  it('takes the gross off where its prices contain the tax', async () => {
    const begun = await subscribed(planOf('119.00', { price_basis: 'gross' }), {
      order: { price_basis: 'gross' },
    });
    const { house, at } = begun;
    const plan = await smaller(house, '59.50', { price_basis: 'gross' });
    house.clock.set('2026-04-16T10:00:00.000Z');
    const preview = await house.post(`${SUBSCRIPTION}/preview`, { plan }, at);
    await changed(begun, '2026-04-16', { plan });

    expect(preview.body.credit_notes).toMatchObject([{ lines: [{ net: null, gross: eur('59.50') }] }]);
    expect(await documents(house, 'credit_note')).toMatchObject([
      { taxes: [{ base: eur('50.00'), tax: eur('9.50') }], total: eur('59.50') },
    ]);
    expect(await found(house)).toEqual([]);
  });

  it('takes it off the lines that are its own where several share the invoice', async () => {
    const begun = await subscribed(planOf('60.00'), {
      ...{ count: 3, buyer: { invoice_grouping: 'by_billing_day' } },
    });
    const { house } = begun;
    await changed(begun, '2026-04-21', { plan: await smaller(house) });

    const [note] = await documents(house, 'credit_note');
    const [invoice] = await documents(house, 'invoice');
    expect(invoice.lines).toHaveLength(3);
    expect([note.invoice, note.lines[0].net]).toEqual([invoice.id, eur('20.00')]);
    expect(creditedLines(house)).toEqual([[3]]);
    expect(await found(house)).toEqual([]);
  });

  it('carries forward where a minimum spend is promised, or its plan says nothing else', async () => {
    const minimum_spend = {
      ...{ interval: 'month', amounts: [{ currency: 'EUR', amount: '10.00' }] },
    };
    for (const more of [{ minimum_spend }, { rules: {} }]) {
      const begun = await subscribed(planOf('60.00', more));
      const { house, at } = begun;
      const plan = await smaller(house, '30.00', more);
      house.clock.set('2026-04-21T10:00:00.000Z');
      const preview = await house.post(`${SUBSCRIPTION}/preview`, { plan }, at);
      await changed(begun, '2026-04-21', { plan });

      expect(preview.body).toMatchObject({ bill: { net: eur('0.00') }, credit_lines: [], credit_notes: [] });
      expect(await documents(house, 'credit_note')).toEqual([]);
      expect(await found(house)).toEqual([]);
    }
  });

  it('binds its subscribers in whatever version of it they are', async () => {
    const begun = await subscribed(planOf('60.00'));
    const { house, plan, at } = begun;
    await moved(house, plan, planOf('90.00', { rules: {} }));
    await runAt(house, '2026-05-01T10:00:00.000Z');
    await changed(begun, '2026-05-17', { plan: await smaller(house, '31.00') });

    expect((await house.get(SUBSCRIPTION, at)).body).toMatchObject({ unit_price: '31.00' });
    expect(await documents(house, 'credit_note')).toMatchObject([{ lines: [{ net: eur('43.55') }] }]);
    expect(await found(house)).toEqual([]);
  });

  it('says so of itself', async () => {
    const { house, plan } = await subscribed(planOf('60.00'));
    const shown = await house.get('/v1/plans/{plan_id}', { params: { plan_id: plan } });

    expect(shown.body.rules).toMatchObject(RULES);
  });
});
