import { beforeAll, describe, expect, it } from 'vitest';
import { toItem } from '../../shared/journal/commit.ts';
import type { Commit } from '../../shared/ports.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { foundIn, runAt } from '../kit/metered.ts';
import { type Data, list, part, text } from './books.ts';
import { check } from './check.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse({ start: '2026-04-01T10:00:00.000Z' });
  const { customer } = await openBusiness(house);
  const plan = await made(
    house.post('/v1/plans', {
      name: 'Reading room',
      interval: 'month',
      prices: [{ currency: 'EUR', amount: '30.00' }],
      phases: [{ periods: 1, prices: [{ currency: 'EUR', amount: '10.00' }] }],
      setup: [{ currency: 'EUR', amount: '99.00' }],
    }),
  );
  await house.post(
    '/v1/orders',
    orderOf(customer, { lines: [{ description: 'Reading room', quantity: '1', plan }] }),
  );
  await house.drain();
  await runAt(house, '2026-05-01T10:00:00.000Z');
});

/** What is found wrong once the bills are other ones. */
function foundAfter(change: (bill: Data, index: number) => Data): readonly string[] {
  let index = -1;
  const commits: readonly Commit[] = house.journal.stream.map((commit) => ({
    ...commit,
    facts: commit.facts.map((fact) => {
      if (fact.type !== 'subscription.billed') return fact;
      index += 1;
      return { ...fact, data: change(fact.data as Data, index) }; // facts hold objects
    }),
  }));
  const found = check({
    ...{ items: commits.map(toItem), isOrdered: true, provider: null, log: [], texts: [], canaries: [] },
    ...{ secrets: [], documents: { get: () => undefined }, now: house.clock.now(), isAtRest: true },
    ...{ isFaultless: true, left: 0 },
  });

  return found.map(({ says }) => says);
}

const withLines = (bill: Data, change: (line: Data) => readonly Data[]): Data => ({
  ...bill,
  lines: list(bill, 'lines').flatMap(change),
});
const isOneOff = (line: Data) => text(line, 'kind') === 'one_off';

describe('the bills of a subscription with a phase and a set-up', () => {
  it('are found to be right', async () => {
    expect(await foundIn(house)).toEqual([]);
  });

  it('are found wrong where a phase is charged at another price', () => {
    const found = foundAfter((bill) =>
      withLines(bill, (line) => {
        const sold = part(line, 'sold');
        const price = { ...part(sold, 'price'), amount: '11.00' };
        return [isOneOff(line) ? line : { ...line, sold: { ...sold, price } }];
      }),
    );

    expect(found).toContain('it is not charged the price of its phase');
  });

  it('are found wrong where what is charged once is missing, costs something else or comes twice', () => {
    const missing = foundAfter((bill) => withLines(bill, (line) => (isOneOff(line) ? [] : [line])));
    const dearer = foundAfter((bill) =>
      withLines(bill, (line) => {
        const sold = { ...part(line, 'sold'), quantity: '2' };
        return [isOneOff(line) ? { ...line, sold } : line];
      }),
    );
    const twice = foundAfter((bill) => withLines(bill, (line) => (isOneOff(line) ? [line, line] : [line])));

    expect(missing).toContain('a charge that waited is not on it');
    expect(dearer).toContain('setup is not charged as it was asked for');
    expect(twice).toContain('setup is charged twice, or was never asked for');
  });
});
