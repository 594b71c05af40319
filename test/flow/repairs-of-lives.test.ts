/** Repairs of subscriptions that went on meanwhile: paused, suspended, changed, ended, credited by hand. */
import { afterEach, describe, expect, it } from 'vitest';
import { SubscriptionReconciliation } from '../../shared/contracts/reconciliations.ts';
import { formerRules } from '../kit/former-rules.ts';
import { BUYER, made, orderOf, SELLER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { billedLines, CALLS, foundIn, METERED, runAt, use } from '../kit/metered.ts';

const SUBSCRIPTION = '/v1/subscriptions/{subscription_id}';

let house: House;

afterEach(async () => {
  expect(house.dead).toEqual([]);
  expect(await foundIn(house)).toEqual([]);
});

type Wrong = { readonly minor: bigint; readonly kind?: string; readonly start?: string };

/** A month at 20.00 of which the first bill was wrong; the rules are mended behind the first due day that is given. */
async function billedWrong(
  { minor, kind, start = '2026-04-01T10:00:00.000Z' }: Wrong,
  {
    plan = {},
    quantity = '1',
    until,
  }: { plan?: object; quantity?: string; until?: () => Promise<void> } = {},
) {
  const { rules, around } = formerRules(minor, kind);
  house = await openHouse({ start, around });
  await made(house.post('/v1/legal_entities', SELLER));
  const customer = await made(house.post('/v1/customers', BUYER));
  const prices = [{ currency: 'EUR', amount: '20.00' }];
  const id = await made(
    house.post('/v1/plans', { name: 'Reading room', interval: 'month', prices, ...plan }),
  );
  const lines = [{ description: 'Reading room', quantity, plan: id }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  await until?.();
  rules.areMended = true;
  const subscription = String(told.body.subscriptions[0]);
  const at = { params: { subscription_id: subscription } };
  const ask = async (step: string, body?: object) => {
    const answer = await house.post(`${SUBSCRIPTION}/${step}`, body, at);
    await house.drain();
    expect([step, answer.status]).toEqual([step, expect.toSatisfy((status: number) => status < 300)]);
    return answer;
  };

  return {
    ...{ house, subscription, plan: id, ask },
    difference: async () =>
      SubscriptionReconciliation.parse((await house.get(`${SUBSCRIPTION}/reconciliation`, at)).body)
        .difference.amount,
  };
}

const on = (day: string) => `${day}T10:00:00.000Z`;
const totals = async (kind: 'invoices' | 'credit_notes') =>
  (await house.get(`/v1/${kind}`)).body.data
    .map(({ total, number }: { total: { amount: string }; number: string }) => `${number} ${total.amount}`)
    .sort()
    .map((line: string) => line.split(' ')[1]);

async function creditByHand(line: number, amount: string): Promise<void> {
  const { data } = (await house.get('/v1/invoices')).body as { data: { id: string; number: string }[] };
  const [first] = data.toSorted((one, other) => (one.number < other.number ? -1 : 1));
  const body = { reason: 'goodwill', remainder: 'credit', lines: [{ line, amount }] };
  const params = { invoice_id: first?.id ?? '' };
  expect((await house.post('/v1/invoices/{invoice_id}/credit_notes', body, { params })).status).toBe(202);
  await house.drain();
}

describe('April at 15.00 instead of 20.00', () => {
  it('gives back of a suspension what the right price would have', async () => {
    const life = await billedWrong({ minor: -500n });
    house.clock.set(on('2026-04-11'));
    await life.ask('suspend', { reason: 'Unpaid' });
    house.clock.set(on('2026-04-21'));
    await life.ask('reinstate');
    for (const day of ['2026-05-01', '2026-06-01']) await runAt(house, on(day));

    // Ten of thirty days of 20.00.
    expect(billedLines(life)[1]).toEqual([
      ['credit', '2026-04-11', '2026-04-21', '1', '-667'],
      ['whole', '2026-05-01', '2026-06-01', '1', '2000'],
      ['repair', '2026-04-01', '2026-05-01', '1', '500'],
    ]);
    expect(await life.difference()).toBe('0.00');
  });

  it('is put right behind a pause that began its periods anew', async () => {
    const life = await billedWrong({ minor: -500n });
    house.clock.set(on('2026-04-10'));
    await life.ask('pause');
    await runAt(house, on('2026-05-01'));
    house.clock.set(on('2026-05-12'));
    await life.ask('resume');
    await runAt(house, '2026-05-12T11:00:00.000Z');

    expect(billedLines(life).at(-1)?.at(-1)).toEqual(['repair', '2026-04-01', '2026-05-01', '1', '500']);
    expect(await life.difference()).toBe('0.00');
  });

  it('a change behind the repair gives back the days of the right price', async () => {
    const life = await billedWrong({ minor: -500n });
    house.clock.set(on('2026-04-10'));
    await life.ask('reconciliation');
    house.clock.set(on('2026-04-16'));
    await life.ask('change', { quantity: '2' });

    expect(billedLines(life).at(-1)).toEqual([
      ['credit', '2026-04-16', '2026-05-01', '1', '-1000'],
      ['part', '2026-04-16', '2026-05-01', '2', '2000'],
    ]);
    expect(await life.difference()).toBe('0.00');
  });

  it('the charges of an end carry it where no period is left to', async () => {
    const life = await billedWrong({ minor: -500n });
    await life.ask('cancel', { at: 'period_end' });
    await life.ask('charges', { description: 'Key not returned', quantity: '1', unit_amount: '9.00' });
    await runAt(house, on('2026-05-01'));

    expect(
      billedLines(life)
        .at(-1)
        ?.map(([kind, , , , minor]) => [kind, minor]),
    ).toEqual([
      ['one_off', '900'],
      ['repair', '500'],
    ]);
    expect(await life.difference()).toBe('0.00');
  });

  it('bears the tax of the month that it is for', async () => {
    const life = await billedWrong({ minor: -500n, start: '2020-06-15T10:00:00.000Z' });
    house.clock.set(on('2020-06-20'));
    await life.ask('reconciliation');

    expect(await totals('invoices')).toEqual(['17.85', '5.95']);
  });
});

describe('April at 27.00 instead of 20.00', () => {
  it('an end behind the repair gives back what was charged, and no cent more', async () => {
    const life = await billedWrong({ minor: 700n });
    await life.ask('reconciliation');
    await life.ask('cancel', { at: 'now', credit: 'offset' });
    await life.ask('reconciliation');

    expect(await totals('credit_notes')).toEqual(['32.13']);
    expect((await totals('invoices'))[0]).toBe('32.13');
    expect(await life.difference()).toBe('0.00');
  });

  it('is given back of an invoice that was paid for, not of one that credit had paid', async () => {
    const life = await billedWrong(
      { minor: 700n },
      {
        quantity: '10',
        until: async () => {
          const { data } = (await house.get('/v1/subscriptions')).body;
          house.clock.set(on('2026-04-02'));
          const params = { subscription_id: data[0].id };
          await house.post(`${SUBSCRIPTION}/change`, { quantity: '1' }, { params });
          await house.drain();
          await runAt(house, on('2026-05-01'));
        },
      },
    );
    await life.ask('cancel', { at: 'period_end' });
    await runAt(house, on('2026-06-01'));
    await life.ask('reconciliation');

    expect(await life.difference()).toBe('0.00');
  });
});

describe('an end that gave back 7.00 instead of 10.00', () => {
  const ended = async () => {
    const until = async () => {
      house.clock.set(on('2026-04-16'));
      const params = { subscription_id: (await house.get('/v1/subscriptions')).body.data[0].id };
      await house.post(`${SUBSCRIPTION}/cancel`, { at: 'now', credit: 'credit' }, { params });
      await house.drain();
    };
    return billedWrong({ minor: -300n, kind: 'end' }, { until });
  };

  it('gives back the rest where somebody asks', async () => {
    const life = await ended();
    expect(await life.difference()).toBe('-3.00');
    await life.ask('reconciliation');

    expect(await totals('credit_notes')).toEqual(['8.33', '3.57']);
    expect(await life.difference()).toBe('0.00');
  });

  it('gives nothing back twice where somebody has credited the rest by hand', async () => {
    const life = await ended();
    await creditByHand(1, '3.00');
    await life.ask('reconciliation');

    expect(await totals('credit_notes')).toEqual(['8.33', '3.57']);
    expect(await life.difference()).toBe('0.00');
  });
});

describe('a fee of 17.00 instead of 10.00 beside usage', () => {
  const wrong = { minor: 700n, start: '2026-01-01T09:00:00.000Z' };

  it('is given back though somebody credited the usage by hand', async () => {
    let subscription = '';
    const life = await billedWrong(wrong, {
      plan: METERED,
      until: async () => {
        subscription = (await house.get('/v1/subscriptions')).body.data[0].id;
        house.clock.set(on('2026-01-21'));
        await use({ house, subscription }, ['2026-01-20T10:00:00.000Z', '200']);
        await runAt(house, on('2026-02-01'));
      },
    });
    await creditByHand(2, '10.00');
    await runAt(house, on('2026-03-01'));

    expect(billedLines(life).at(-1)?.at(-1)).toEqual(['repair', '2026-01-01', '2026-02-01', '1', '-700']);
  });
});

describe('usage that was billed at 4.00 instead of 5.00', () => {
  it('comes to what it must where more of it is told of late', async () => {
    const plan = { ...METERED, meters: [CALLS] };
    const life = await billedWrong(
      { minor: -100n, kind: 'usage', start: '2026-01-01T09:00:00.000Z' },
      {
        plan,
        until: async () => {
          const subscription = (await house.get('/v1/subscriptions')).body.data[0].id;
          house.clock.set(on('2026-01-21'));
          await use({ house, subscription }, ['2026-01-20T10:00:00.000Z', '100']);
          await runAt(house, on('2026-02-01'));
        },
      },
    );
    house.clock.set(on('2026-02-03'));
    await use(life, ['2026-01-25T10:00:00.000Z', '20']);
    for (const day of ['2026-03-01', '2026-04-01']) await runAt(house, on(day));

    const ofUsage = billedLines(life)
      .flat()
      .filter(([kind]) => kind !== 'whole')
      .reduce((sum, [, , , , minor]) => sum + BigInt(String(minor)), 0n);
    expect(ofUsage).toBe(600n);
    expect(await life.difference()).toBe('0.00');
  });
});
