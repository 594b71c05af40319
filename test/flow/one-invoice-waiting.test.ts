import { describe, expect, it } from 'vitest';
import { RECEIVES_MAX } from '../../shared/edge/queue.ts';
import { GATHER_LOOKS_MAX, GATHER_MINUTES_MAX } from '../../shared/flows/gathering.ts';
import { joinRoster } from '../../shared/flows/rosters.ts';
import { toItem } from '../../shared/journal/commit.ts';
import { addToInstant } from '../../shared/kernel/time.ts';
import { wiringOf } from '../../shared/topology.ts';
import { check } from '../checker/check.ts';
import { BUYER, made, orderOf, SELLER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const MAY = '2026-05-01T10:00:00.000Z';

/** Two subscriptions of one customer; in May the first is billed, and the second is not yet. */
async function waiting() {
  const house = await openHouse({ start: '2026-04-01T10:00:00.000Z' });
  const entity = await made(house.post('/v1/legal_entities', SELLER));
  const buyer = await made(house.post('/v1/customers', { ...BUYER, invoice_grouping: 'by_billing_day' }));
  const prices = [{ currency: 'EUR', amount: '30.00' }];
  const plans = await Promise.all(
    [1, 2].map((each) =>
      made(house.post('/v1/plans', { name: `Room ${each}`, interval: 'month', prices }, { key: `${each}` })),
    ),
  );
  const lines = plans.map((plan) => ({ description: 'Room', quantity: '1', plan }));
  const { body } = await house.post('/v1/orders', orderOf(buyer, { lines }));
  await house.drain();
  house.clock.set(MAY);

  return { house, entity, buyer, plans, subscriptions: body.subscriptions as string[] };
}

async function billedAlone(house: House, plan: string | undefined) {
  await house.post('/v1/billing_runs', { only: { plan } });
  await house.drain();
}

async function halfAnHour(house: House) {
  house.clock.set(addToInstant(MAY, { minutes: GATHER_MINUTES_MAX }));
  await house.drain();
}

const issued = (house: House) =>
  house.journal.stream.flatMap(({ id, facts }) =>
    facts.some(({ type }) => type === 'invoice.issued') ? [id] : [],
  );

async function netsOf(house: House) {
  const { body } = await house.get('/v1/invoices');
  const nets = await Promise.all(
    issued(house).map(async (id) => {
      const told = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } });
      return told.body.net.amount as string;
    }),
  );
  expect(body.data).toHaveLength(nets.length);

  return nets;
}

function violations(house: House) {
  return check({
    items: house.journal.stream.map((commit) => toItem(commit)),
    ...{ isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [], secrets: [] },
    ...{ now: house.clock.now(), isAtRest: true, isFaultless: true, left: 0 },
  });
}

const ask = (house: House, subscription: string | undefined, verb: string, body?: object) =>
  house.post(`/v1/subscriptions/{subscription_id}/${verb}`, body, {
    params: { subscription_id: subscription ?? '' },
  });

describe('a bill that waits for another to share an invoice with', () => {
  it('has it at once, when the other is billed because it is cancelled', async () => {
    const { house, plans, subscriptions } = await waiting();
    await billedAlone(house, plans[0]);
    expect(issued(house)).toHaveLength(1);

    await ask(house, subscriptions[1], 'cancel', { at: 'now' });
    await house.drain();

    expect(await netsOf(house)).toEqual(['60.00', '60.00']);
    expect(violations(house)).toEqual([]);
  });

  it('has it once the other is billed, which owes what has begun although it is paused by then', async () => {
    const { house, plans, subscriptions } = await waiting();
    await billedAlone(house, plans[0]);

    await ask(house, subscriptions[1], 'pause');
    await house.wake('billing.run', {});
    await house.drain();

    expect(await netsOf(house)).toEqual(['60.00', '60.00']);
    expect(violations(house)).toEqual([]);
  });

  it('has one of its own within half an hour, when nobody bills the other', async () => {
    const { house, plans } = await waiting();
    await billedAlone(house, plans[0]);
    house.clock.set(addToInstant(MAY, { minutes: 20 }));
    await house.drain();
    expect(issued(house)).toHaveLength(1);

    await halfAnHour(house);
    expect(await netsOf(house)).toEqual(['60.00', '30.00']);

    await house.wake('billing.run', {});
    await house.drain();
    expect(await netsOf(house)).toEqual(['60.00', '30.00', '30.00']);
    expect(violations(house)).toEqual([]);
  });

  it('has it although the messages about it were lost, when the journal is swept', async () => {
    const { house, plans } = await waiting();
    await billedAlone(house, plans[0]);
    house.letters.length = 0;
    house.clock.set(addToInstant(MAY, { hours: 12 }));

    await house.wake('journal.sweep', {});
    await house.drain();

    expect(await netsOf(house)).toEqual(['60.00', '30.00']);
  });

  it('has it although much has happened to its subscription since', async () => {
    const { house, plans, subscriptions } = await waiting();
    await billedAlone(house, plans[0]);
    for (let each = 0; each < 11; each += 1) {
      await ask(house, subscriptions[0], 'pause');
      await ask(house, subscriptions[0], 'resume');
    }

    await halfAnHour(house);

    expect(await netsOf(house)).toEqual(['60.00', '30.00']);
  });

  it('is looked at a bounded number of times', async () => {
    const { house, plans } = await waiting();
    const looks = () => house.letters.filter(({ body }) => body.includes('"look"'));
    await billedAlone(house, plans[0]);
    for (let look = 1; look <= GATHER_LOOKS_MAX; look += 1) {
      expect(looks()).toHaveLength(1);
      // Whose clock stands still is not kept waiting either.
      house.letters.splice(0, house.letters.length, ...looks().map((letter) => ({ ...letter, due: 0 })));
      await house.drain();
    }

    expect(looks()).toEqual([]);
    expect(await netsOf(house)).toEqual(['60.00', '30.00']);
  });
});

describe('a subscription that joined and never started', () => {
  it('is waited for for half an hour, and by nobody after that', async () => {
    const { house, entity, buyer } = await waiting();
    const acting = { actor: 'test', cause: 'test', trace: 'test', at: house.clock.now() };
    const of = { entity, customer: buyer, currency: 'EUR' };
    const never = { ...of, tenant: house.tenant, subscriptions: ['sub_neverstarted'], acting };
    await joinRoster(never, house.ports);

    await house.wake('billing.run', {});
    await house.drain();
    expect(issued(house)).toHaveLength(1);
    await halfAnHour(house);
    expect(await netsOf(house)).toEqual(['60.00', '60.00']);

    house.clock.set('2026-06-01T10:00:00.000Z');
    await house.wake('billing.run', {});
    await house.drain();
    expect(await netsOf(house)).toEqual(['60.00', '60.00', '60.00']);
  });
});

describe('what is taken back of a bill that waits', () => {
  it.each(['credit_notes.issue', 'ledger.recognise'] as const)(
    'is not set aside by %s before that is invoiced',
    (name) => {
      // A queue hands out again after six times the time that its function may take.
      const patience = (RECEIVES_MAX - 1) * 6 * wiringOf(name).timeoutSeconds;

      expect(patience).toBeGreaterThan(GATHER_MINUTES_MAX * 60);
    },
  );
});
