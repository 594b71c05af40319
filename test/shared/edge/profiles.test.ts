import { describe, expect, it } from 'vitest';
import { customers } from '../../../shared/domain/customers.ts';
import { createWithProfile, PROFILE_PROBES_MAX, writeProfile } from '../../../shared/edge/profiles.ts';
import { execute } from '../../../shared/execute.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { twinsAt } from '../../kit/ports.ts';
import { actingAs } from '../../kit/jar.ts';

const REF = { tenant: derivedId('ten', 'one'), id: derivedId('cus', 'one') };
const DATA = { name: 'Example Reader' };

describe('a version of somebody’s data', () => {
  it('that holds the same data is used again, in whatever order it is written', async () => {
    const { profiles } = twinsAt();

    expect(await writeProfile(profiles, { ref: REF, from: 1, data: { a: 1, b: 2 } })).toBe(1);
    expect(await writeProfile(profiles, { ref: REF, from: 1, data: { b: 2, a: 1 } })).toBe(1);
  });

  it('that an abandoned attempt took is passed over', async () => {
    const { profiles } = twinsAt();
    await writeProfile(profiles, { ref: REF, from: 1, data: { name: 'Abandoned' } });

    expect(await writeProfile(profiles, { ref: REF, from: 1, data: DATA })).toBe(2);
    expect(await profiles.get(REF, 1)).toMatchObject({ data: { name: 'Abandoned' } });
  });

  it('is looked for a bounded number of times', async () => {
    const { profiles } = twinsAt();
    for (let version = 1; version <= PROFILE_PROBES_MAX; version += 1)
      await profiles.put({ ...REF, version, data: { version } });

    await expect(writeProfile(profiles, { ref: REF, from: 1, data: DATA })).rejects.toThrow(
      'no free profile version',
    );
  });
});

describe('a registration', () => {
  const wanted = (data: Record<string, unknown>, fingerprint: string) => ({
    ref: REF,
    data,
    command: (profile: number) => ({
      do: 'register' as const,
      kind: 'business' as const,
      country: 'DE',
      language: 'de',
      dueDays: 14,
      metadata: [],
      profile,
      at: actingAs().at,
    }),
    isErased: (state: { status: string }) => state.status === 'erased',
    acting: actingAs(fingerprint),
  });

  it('names the version that was written before it', async () => {
    const twins = twinsAt();

    expect(await createWithProfile(twins, customers, wanted(DATA, 'a'))).toMatchObject({
      ok: true,
      value: { state: { profile: 1 }, replayed: false },
    });
    expect(await twins.profiles.get(REF, 1)).toMatchObject({ data: DATA });
  });

  it('that was answered before, or whose key is another’s, writes nothing', async () => {
    const twins = twinsAt();
    await createWithProfile(twins, customers, wanted(DATA, 'a'));
    const profiles = { ...twins.profiles, put: async () => Promise.reject(new Error('written')) };

    expect(await createWithProfile({ ...twins, profiles }, customers, wanted(DATA, 'a'))).toMatchObject({
      ok: true,
      value: { replayed: true },
    });
    expect(
      await createWithProfile({ ...twins, profiles }, customers, wanted({ name: 'Other' }, 'b')),
    ).toMatchObject({ refusal: { code: 'idempotency.key_reused' } });
  });

  it('overtaken by its own repetition and an erasure takes away what it wrote', async () => {
    const twins = twinsAt();
    const profiles = {
      ...twins.profiles,
      put: async (profile: Parameters<typeof twins.profiles.put>[0]) => {
        await createWithProfile(twins, customers, wanted(DATA, 'a'));
        await execute(twins.journal, customers, { ref: REF, command: { do: 'erase' }, acting: actingAs() });
        await twins.profiles.erase(REF);

        return twins.profiles.put(profile);
      },
    };

    const told = await createWithProfile({ ...twins, profiles }, customers, wanted(DATA, 'a'));

    expect(told).toMatchObject({ ok: true, value: { replayed: true } });
    expect(await twins.profiles.get(REF, 1)).toBeUndefined();
  });
});
