/** What every profile store promises, whatever it is kept in. */
import { describe, expect, test } from 'vitest';
import { LimitExceeded, PROFILE_BYTES_MAX, PROFILE_VERSIONS_MAX } from '../../shared/adapters/limits.ts';
import type { Profile, Profiles } from '../../shared/ports.ts';

const CUSTOMER = { tenant: 'ten_a', id: 'cus_1' };

/** Runs the contract against fresh profiles that `make` gives. */
export function profilesContract(name: string, make: () => Promise<Profiles>): void {
  describe(`the profiles in ${name}`, () => {
    keeping(make);
    erasing(make);
  });
}

function keeping(make: () => Promise<Profiles>): void {
  test('a version is read as it was put, and versions do not replace one another', async () => {
    const profiles = await make();
    await profiles.put(profileOf(1, 'Muster GmbH'));
    await profiles.put(profileOf(2, 'Muster AG'));

    expect(await profiles.get(CUSTOMER, 1)).toEqual(profileOf(1, 'Muster GmbH'));
    expect(await profiles.get(CUSTOMER, 2)).toEqual(profileOf(2, 'Muster AG'));
    expect(await profiles.get(CUSTOMER, 3)).toBeUndefined();
    expect(await profiles.get({ tenant: 'ten_b', id: 'cus_1' }, 1)).toBeUndefined();
  });

  test('a version is written once', async () => {
    const profiles = await make();
    await profiles.put(profileOf(1, 'first'));

    await profiles.put(profileOf(1, 'second'));

    expect(await profiles.get(CUSTOMER, 1)).toEqual(profileOf(1, 'first'));
  });

  test('a profile that is too heavy, or one version too many, is refused', async () => {
    const profiles = await make();

    await expect(profiles.put(profileOf(1, 'x'.repeat(PROFILE_BYTES_MAX)))).rejects.toThrow(LimitExceeded);
    await expect(profiles.put(profileOf(PROFILE_VERSIONS_MAX + 1, 'x'))).rejects.toThrow(LimitExceeded);
  });
}

function erasing(make: () => Promise<Profiles>): void {
  test('erasing takes every version of one and nothing of another', async () => {
    const profiles = await make();
    const other = { ...profileOf(1, 'other'), id: 'cus_11' };
    await profiles.put(other);
    for (let version = 1; version <= 25; version += 1) await profiles.put(profileOf(version, 'name'));

    await profiles.erase(CUSTOMER);

    for (let version = 1; version <= 25; version += 1)
      expect(await profiles.get(CUSTOMER, version)).toBeUndefined();
    expect(await profiles.get(other, 1)).toEqual(other);
  });

  test('erasing what is gone changes nothing', async () => {
    const profiles = await make();
    await profiles.put(profileOf(1, 'name'));
    await profiles.erase(CUSTOMER);

    await profiles.erase(CUSTOMER);

    expect(await profiles.get(CUSTOMER, 1)).toBeUndefined();
  });
}

function profileOf(version: number, name: string): Profile {
  return { ...CUSTOMER, version, data: { name, address: ['Weg 1', 'Wien'], none: null } };
}
