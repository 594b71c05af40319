/** Prepaid credits of an invoice that is drafted more than once: what is kept for it and not stated by it goes back. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import type { SellerDetails } from '../../shared/domain/legal-entities/states.ts';
import { execute, load } from '../../shared/execute.ts';
import type { Ports } from '../../shared/ports.ts';
import { found } from '../kit/found.ts';
import { made, openBusiness } from '../kit/goods.ts';
import { failuresOf, type House, openHouse, queueEventOf } from '../kit/house.ts';

const EUR = (amount: string) => ({ amount, currency: 'EUR' });

let house: House;
let customer: string;
let entity: string;

beforeEach(async () => {
  said = [];
  house = await openHouse();
  ({ customer, entity } = await openBusiness(house, { tax_number: '37/123/45678' }));
});

/** What the checker has to say of a story that is broken on purpose. */
let said: readonly string[] = [];

afterEach(async () => {
  expect([...new Set((await found(house)).map(({ invariant }) => invariant))]).toEqual(said);
});

const params = () => ({ customer_id: customer });

async function grant(credits: string, seller = entity): Promise<void> {
  const body = { legal_entity: seller, currency: 'EUR', credits, reason: 'Welcome' };
  await made(house.post('/v1/customers/{customer_id}/credit_grants', body, { params: params() }));
  await house.drain(['invoices.issue']);
}

/** Orders a desk for 100.00 and 19 % on it, and holds the message that owes its invoice. */
async function order(seller = entity) {
  const lines = [{ description: 'Desk', quantity: '1', unit_price: '100.00' }];
  const told = await house.post('/v1/orders', { legal_entity: seller, customer, currency: 'EUR', lines });
  await house.drain(['invoices.issue']);
  const letter = house.letters.find(({ to }) => to === 'invoices.issue');

  return { invoice: told.body.invoices[0], event: queueEventOf([letter?.body ?? '']) };
}

const invoiceOf = async (id: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;
const balance = async () =>
  (await house.get('/v1/customers/{customer_id}/prepaid_balances', { params: params() })).body.data[0];

async function sellerOf(id: string): Promise<SellerDetails> {
  const { state } = await load(house.ports.journal, legalEntities, { tenant: house.tenant, id });
  if (state.status === 'none') throw new Error('there is no such seller');

  return state;
}

/** The documents of the house, which do something else before a document is frozen. */
function whenFrozen(first: () => Promise<void>): Partial<Ports> {
  const { documents } = house.ports;

  return {
    documents: {
      ...documents,
      get: documents.get,
      put: async (...given: Parameters<typeof documents.put>) => {
        await first();
        return documents.put(...given);
      },
    },
  };
}

it('an invoice that is drafted for less the next time states less, and the rest is usable again', async () => {
  await grant('110');
  const { invoice, event } = await order();
  const broken = whenFrozen(() => Promise.reject(new Error('the store is away')));
  const failed = failuresOf(await house.wake('invoices.issue', event, broken));
  const kept = (await balance()).balance;
  await house.ask({
    ...{ method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}' },
    ...{ params: { legal_entity_id: entity }, body: { small_business: true }, key: 'exempt' },
  });
  await house.drain();

  expect([failed, kept]).toEqual([['m1'], EUR('0.00')]);
  expect(await invoiceOf(invoice)).toMatchObject({ total: EUR('100.00'), prepaid: EUR('100.00') });
  expect(await balance()).toMatchObject({
    balance: EUR('10.00'),
    history: [{ kind: 'released', amount: EUR('10.00') }, { kind: 'consumed' }, { kind: 'granted' }],
  });
});

it('a document that breaks a rule takes no credits', async () => {
  // An invoice is owed, and set aside.
  said = ['I-02', 'I-05'];
  const details = { ...(await sellerOf(entity)), iban: 'DE89370400440532013001' };
  const id = entity.replace(/.{4}$/, '0000');
  await execute(house.ports.journal, legalEntities, {
    ref: { tenant: house.tenant, id },
    command: { do: 'register', details, at: house.clock.now() },
    acting: { actor: 'test', cause: 'test', trace: 'test', at: house.clock.now() },
  });
  await grant('10', id);
  await order(id);
  await house.drain();

  expect(await balance()).toMatchObject({ balance: EUR('10.00'), history: [{ kind: 'granted' }] });
});

it('an invoice that is drafted for more the next time is paid by more', async () => {
  const { invoice, event } = await order();
  await grant('10');
  await house.wake(
    'invoices.issue',
    event,
    whenFrozen(() => Promise.reject(new Error('the store is away'))),
  );
  await grant('20');
  await house.drain();

  expect(await invoiceOf(invoice)).toMatchObject({ prepaid: EUR('30.00') });
  expect(await balance()).toMatchObject({ balance: EUR('0.00') });
});

/** A delivery that stops where its document is frozen, until it is let go. */
async function heldDelivery(event: unknown) {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  const earlier = house.wake(
    'invoices.issue',
    event,
    whenFrozen(() => held),
  );
  await new Promise(setImmediate);

  return { earlier, go };
}

it('credits that are first granted between two deliveries of one message are not lost where the earlier is numbered', async () => {
  const { invoice, event } = await order();
  const { earlier, go } = await heldDelivery(event);
  await grant('30');
  const kept: unknown[] = [];
  const meanwhile = whenFrozen(async () => {
    kept.push((await balance()).balance);
    go();
    await earlier;
  });
  await house.wake('invoices.issue', event, meanwhile);
  await house.drain();

  expect(kept).toEqual([EUR('0.00')]);
  expect(await invoiceOf(invoice)).toMatchObject({ prepaid: EUR('0.00'), due: EUR('119.00') });
  expect(await balance()).toMatchObject({ balance: EUR('30.00') });
});

it('a delivery that dies before it gave back what was not stated is finished by the next', async () => {
  const { invoice, event } = await order();
  const { earlier, go } = await heldDelivery(event);
  await grant('30');
  await house.wake(
    'invoices.issue',
    event,
    whenFrozen(async () => {
      go();
      await earlier;
      throw new Error('gone');
    }),
  );
  const kept = (await balance()).balance;
  await house.drain();

  expect(kept).toEqual(EUR('0.00'));
  expect(await invoiceOf(invoice)).toMatchObject({ prepaid: EUR('0.00') });
  expect(await balance()).toMatchObject({ balance: EUR('30.00') });
});
