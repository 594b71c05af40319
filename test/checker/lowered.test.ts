import { beforeAll, describe, expect, it } from 'vitest';
import { toItem } from '../../shared/journal/commit.ts';
import type { StoredFact } from '../../shared/ports.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { foundIn, runAt } from '../kit/metered.ts';
import { type Data, list, part } from './books.ts';
import { check } from './check.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse({ start: '2026-04-11T10:00:00.000Z' });
  const { customer } = await openBusiness(house);
  const planAt = (amount: string) =>
    made(
      house.post('/v1/plans', {
        ...{ name: `Reading room at ${amount}`, interval: 'month', prices: [{ currency: 'EUR', amount }] },
        rules: { negative_change: 'credit_note' },
      }),
    );
  const lines = [{ description: 'Reading room', quantity: '1', plan: await planAt('60.00') }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  house.clock.set('2026-04-26T10:00:00.000Z');
  const params = { subscription_id: told.body.subscriptions[0] };
  const body = { plan: await planAt('30.00') };
  await house.post('/v1/subscriptions/{subscription_id}/change', body, { params });
  await house.drain();
  await runAt(house, '2026-05-04T10:00:00.000Z');
});

type Spoil = (data: Data) => Data | undefined;

/** What is found wrong once the facts of a type are other ones, or gone. */
function foundAfter(type: string, spoil: Spoil): readonly string[] {
  const spoiled = (fact: StoredFact): readonly StoredFact[] => {
    if (fact.type !== type) return [fact];
    const data = spoil(fact.data as Data); // facts hold objects
    return data ? [{ ...fact, data }] : [];
  };
  const commits = house.journal.stream.map((commit) => ({ ...commit, facts: commit.facts.flatMap(spoiled) }));
  const found = check({
    ...{ items: commits.map(toItem), isOrdered: true, provider: null, log: [], texts: [], canaries: [] },
    ...{ secrets: [], documents: { get: () => undefined }, now: house.clock.now(), isAtRest: true },
    ...{ isFaultless: true, left: 0 },
  });

  return found.map(({ says }) => says);
}

const withSettlement =
  (change: (settlement: Data) => Data | undefined): Spoil =>
  (data) => {
    const { settlement: _, ...rest } = data;
    const spoiled = change(part(data, 'settlement') ?? {});
    return spoiled ? { ...rest, settlement: spoiled } : rest;
  };
const withNotes = (change: (note: Data) => Data) =>
  withSettlement((settlement) => ({ ...settlement, notes: list(settlement, 'notes').map(change) }));

describe('a change that gives 30.00 back by a credit note', () => {
  it('is found to be right', async () => {
    expect(await foundIn(house)).toEqual([]);
  });

  it.each<[says: string, when: string, type: string, spoil: Spoil]>([
    [
      'credit notes take back 2900, the change gives back 3000',
      'a note is of another amount',
      'subscription.changed',
      withNotes((note) => ({ ...note, lines: [{ line: 1, netMinor: 2_900n }] })),
    ],
    [
      'inv_of_others is not an invoice of its own',
      'a note is of an invoice of others',
      'subscription.changed',
      withNotes((note) => ({ ...note, invoice: 'inv_of_others' })),
    ],
    [
      '9000 is given back by a change, 6000 was charged',
      'more is given back than was charged',
      'subscription.changed',
      withSettlement((settlement) => ({
        ...settlement,
        lines: list(settlement, 'lines').map((line) => ({ ...line, listMinor: -9_000n })),
        notes: list(settlement, 'notes').map((note) => ({ ...note, lines: [{ line: 1, netMinor: 9_000n }] })),
      })),
    ],
    [
      'it gives back by a credit note, though it is to carry forward',
      'its rules want no credit note',
      'subscription.created',
      (data) => ({ ...data, rules: { changeDay: 'new', stacking: 'chained' } }),
    ],
    [
      'the charge from 2026-04-26 to 2026-05-11 is billed 2 times',
      'the days are charged, and nothing is given back',
      'subscription.changed',
      withSettlement(() => undefined),
    ],
    [
      'it carries forward what is to be given back by a credit note',
      'its bill carries forward',
      'subscription.billed',
      (bill) =>
        typeof bill.change === 'number'
          ? { ...bill, lines: [...list(bill, 'lines'), { kind: 'credit' }, { kind: 'carried' }] }
          : bill,
    ],
  ])('is found wrong (%s) where %s', (says, _, type, spoil) => {
    expect(foundAfter(type, spoil)).toContain(says);
  });

  it('is found wrong where its invoice is not asked, or asked twice', () => {
    const never = foundAfter('invoice.credit_requested', () => undefined);
    const elsewhere = foundAfter('deferral.ended', () => undefined);

    expect(never.some((says) => says.endsWith('was not asked to give anything back'))).toBe(true);
    expect(elsewhere.some((says) => says.includes('still deferred after the end of its service'))).toBe(true);
  });
});
