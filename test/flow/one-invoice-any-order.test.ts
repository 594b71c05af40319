import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededNumbers } from '../../shared/adapters/memory-system.ts';
import type { InvoiceData } from '../../shared/domain/invoices/states.ts';
import { addToInstant } from '../../shared/kernel/time.ts';
import type { Ports } from '../../shared/ports.ts';
import type { FunctionName } from '../../shared/topology.ts';
import { BUYER, made, orderOf, SELLER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const HELD: readonly FunctionName[] = [
  'subscriptions.start',
  'billing.bill',
  'billing.plan',
  'invoices.issue',
];
const STARTS = '2026-01-31T10:00:00.000Z';
const MONTHS = ['2026-02-28T10:00:00.000Z', '2026-03-31T10:00:00.000Z', '2026-06-01T10:00:00.000Z'];

/** What goes wrong: every so-manyeth write fails before or after it was made, until so many have. */
type Trouble = { readonly seed: number; readonly every: number; readonly most: number };

const CALM: Trouble = { seed: 0, every: 1, most: 0 };

/** A journal whose writes of subscriptions, gatherings and invoices fail now and then. */
function failing({ seed, every, most }: Trouble) {
  const next = seededNumbers(seed + 1);
  let left = most;

  return (ports: Ports): Partial<Ports> => ({
    journal: {
      ...ports.journal,
      append: async (commit) => {
        const isHit = left > 0 && /^(?:sub|ros|gth|inv|ser)_/.test(commit.id) && next() % every === 0;
        if (!isHit) return ports.journal.append(commit);
        left -= 1;
        if (next() % 2 === 0) await ports.journal.append(commit);
        throw new Error('the worker died');
      },
    },
  });
}

/** Lets everything happen, function by function in an order that the seed says, each message perhaps twice. */
async function shuffled(house: House, { seed, most }: Trouble): Promise<void> {
  const next = seededNumbers(seed + 7);
  for (let step = 0; most > 0 && step < 12; step += 1) {
    await house.drain(HELD.filter(() => next() % 2 === 0));
    house.letters.sort(() => (next() % 2 === 0 ? 1 : -1));
    const [first] = house.letters;
    if (first && next() % 3 === 0) house.letters.push({ ...first, receives: 0 });
  }
  // What failed out of many comes again by itself half a minute later, long before the others wait for it no more.
  for (let minute = 0; minute <= most; minute += 1) {
    await house.drain();
    house.clock.set(addToInstant(house.clock.now(), { minutes: 1 }));
  }
  await house.drain();
}

/** Three subscriptions in advance and one in arrears of one customer, behind by some months at the end. */
async function history(trouble: Trouble) {
  const house = await openHouse({ start: STARTS, around: failing(trouble) });
  await made(house.post('/v1/legal_entities', SELLER));
  const buyer = await made(house.post('/v1/customers', { ...BUYER, invoice_grouping: 'by_billing_day' }));
  const prices = [{ currency: 'EUR', amount: '30.00' }];
  const plans = await Promise.all(
    [{}, { charge: 'in_arrears' }, { interval: 'quarter' }].map((rest, index) =>
      made(
        house.post(
          '/v1/plans',
          { name: `Plan ${index}`, interval: 'month', prices, ...rest },
          { key: `${index}` },
        ),
      ),
    ),
  );
  const lines = [0, 0, 1, 2].map((index) => ({ description: 'Room', quantity: '1', plan: plans[index] }));
  await house.post('/v1/orders', orderOf(buyer, { lines }), { key: 'order' });
  await shuffled(house, trouble);
  for (const [index, month] of MONTHS.entries()) {
    house.clock.set(month);
    await house.wake('billing.run', {});
    await shuffled(house, { ...trouble, seed: trouble.seed + index });
  }

  return house;
}

/** Every invoice by its id: what it is for and comes to. */
function invoicesOf(house: House) {
  const issued = house.journal.stream.flatMap(({ id, facts }) =>
    facts.flatMap(({ type, data }) => (type === 'invoice.issued' ? [{ id, data: data as InvoiceData }] : [])),
  );

  return issued
    .map(({ id, data }) => `${id} ${JSON.stringify(data.cause)} ${data.netsMinor.join()} ${data.grossMinor}`)
    .sort();
}

describe('bills that fall due together', () => {
  it('are the same invoices whatever fails, comes twice or in another order', async () => {
    const calm = await history(CALM);
    const expected = invoicesOf(calm);
    expect(expected).toHaveLength(5);

    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(10_000),
          every: fc.integer({ min: 2, max: 6 }),
          most: fc.integer({ min: 1, max: 6 }),
        }),
        async (trouble) => {
          const house = await history(trouble);
          expect(house.dead).toEqual([]);
          expect(invoicesOf(house)).toEqual(expected);
        },
      ),
      { numRuns: 12, examples: [[{ seed: 9997, every: 4, most: 4 }]] },
    );
  }, 60_000);
});
