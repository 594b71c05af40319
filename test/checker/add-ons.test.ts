import { beforeAll, describe, expect, it } from 'vitest';
import { toItem } from '../../shared/journal/commit.ts';
import type { Fact } from '../../shared/execute.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { foundIn } from '../kit/metered.ts';
import type { Data } from './books.ts';
import { check } from './check.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse({ start: '2026-04-01T10:00:00.000Z' });
  const { customer } = await openBusiness(house);
  const terms = { interval: 'month', prices: [{ currency: 'EUR', amount: '30.00' }] };
  const plan = await made(house.post('/v1/plans', { ...terms, name: 'Reading room' }));
  const addOn = await made(house.post('/v1/plans', { ...terms, name: 'Locker', kind: 'add_on' }));
  const lines = [{ description: 'Reading room', quantity: '1', plan }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  const at = { params: { subscription_id: told.body.subscriptions[0] } };
  await house.post('/v1/subscriptions/{subscription_id}/add_ons', { plan: addOn }, { ...at, key: 'add' });
  await house.drain();
  await house.post('/v1/subscriptions/{subscription_id}/pause', undefined, at);
  await house.drain();
});

/** What is found wrong once facts are other ones, or are not there. */
function foundAfter(change: (type: string, data: Data, of: { readonly isAddOn: boolean }) => Data | null) {
  const addOn = house.journal.stream.find(({ facts }) => facts.some(({ data }) => (data as Data).host))?.id;
  const commits = house.journal.stream.map((commit) => ({
    ...commit,
    facts: commit.facts.flatMap((fact: Fact & { readonly v: number }) => {
      const data = change(fact.type, fact.data as Data, { isAddOn: commit.id === addOn }); // facts hold objects
      return data === null ? [] : [{ ...fact, data }];
    }),
  }));
  const found = check({
    ...{ items: commits.map(toItem), isOrdered: true, provider: null, log: [], texts: [], canaries: [] },
    ...{ secrets: [], documents: { get: () => undefined }, now: house.clock.now(), isAtRest: true },
    ...{ isFaultless: true, left: 0 },
  });

  return found.map(({ says }) => says);
}

describe('the add-on of a host that pauses', () => {
  it('is found to be right', async () => {
    expect(await foundIn(house)).toEqual([]);
  });

  it.each<readonly [string, Parameters<typeof foundAfter>[0]]>([
    [
      'it goes on while its host is paused',
      (type, data, { isAddOn }) => (isAddOn && type === 'subscription.paused' ? null : data),
    ],
    ['it differs from its host in currency', (_, data) => (data.host ? { ...data, currency: 'USD' } : data)],
    [
      'it returns to another day of the month than its host',
      (_, data) => (data.host ? { ...data, rhythm: { ...(data.rhythm as Data), anchorDay: 7 } } : data),
    ],
  ])('is found where %s', (says, change) => {
    expect(foundAfter(change)).toContain(says);
  });

  it('is found where it was added and never started, or its id is another one', () => {
    const never = foundAfter((type, data, { isAddOn }) =>
      isAddOn && type === 'subscription.created' ? null : data,
    );
    const other = foundAfter((type, data) =>
      type === 'subscription.add_on_added' ? { ...data, request: { key: 'other', fingerprint: '' } } : data,
    );

    expect(never.some((says) => says.includes('never started'))).toBe(true);
    expect(other.some((says) => says.includes('derives from its request'))).toBe(true);
  });
});
