import { expect, it } from 'vitest';
import { BUYER, made } from '../../kit/goods.ts';
import { failuresOf, openHouse, queueEventOf } from '../../kit/house.ts';

async function houseWithReader() {
  const house = await openHouse();
  const id = await made(house.post('/v1/customers', BUYER));
  const ref = { tenant: house.tenant, id };
  const erase = (instead = {}) =>
    house.ask(
      { method: 'POST', route: '/v1/customers/{customer_id}/erase', params: { customer_id: id } },
      instead,
    );

  return { house, ref, erase };
}

it('personal data is deleted though the request that erased it died after the fact', async () => {
  const { house, ref, erase } = await houseWithReader();
  const dying = { ...house.ports.profiles, erase: async () => Promise.reject(new Error('died')) };

  const told = await erase({ profiles: dying });
  const left = await house.ports.profiles.get(ref, 1);
  await house.drain();

  expect([told.status, left?.data.name]).toEqual([500, BUYER.name]);
  expect(await house.ports.profiles.get(ref, 1)).toBeUndefined();
});

it('nothing is deleted of a customer whom the journal does not call erased', async () => {
  const { house, ref } = await houseWithReader();
  const forged = { kind: 'fact', ...ref, version: 1, fact: 'customer.erased', trace: 't' };

  const answer = await house.wake('customers.forget', queueEventOf([JSON.stringify(forged)]));

  expect(failuresOf(answer)).toEqual(['m1']);
  expect(await house.ports.profiles.get(ref, 1)).toBeDefined();
});
