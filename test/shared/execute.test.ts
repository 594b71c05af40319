import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { attempt, create, execute, load, ROUNDS_MAX, stateOf } from '../../shared/execute.ts';
import { Contended } from '../../shared/kernel/contended.ts';
import type { Commit, Journal } from '../../shared/ports.ts';
import { actingAs, JAR, jars } from '../kit/jar.ts';
import { immortal, turnsOf } from '../kit/turns.ts';

const put = (coin: string, more = {}) => ({
  ref: JAR,
  command: { do: 'put' as const, coin },
  acting: actingAs(),
  ...more,
});

async function jarWith(...coins: string[]) {
  const journal = memoryJournal();
  for (const coin of coins) await execute(journal, jars, put(coin));

  return journal;
}

describe('a change', () => {
  it('is one commit with its facts, and from the second version on with the state after them', async () => {
    const journal = await jarWith('penny', 'groat');

    expect(journal.stream.map(({ version, facts, head }) => [version, facts.length, head?.state])).toEqual([
      [1, 1, undefined],
      [2, 1, { coins: ['penny', 'groat'], label: '' }],
    ]);
  });

  it('that finds its effect there writes nothing', async () => {
    const journal = await jarWith('penny');

    const done = await execute(journal, jars, put('penny'));

    expect(done).toEqual({ ok: true, value: { state: { coins: ['penny'], label: '' }, version: 1 } });
    expect(journal.stream).toHaveLength(1);
  });

  it('that is refused writes nothing', async () => {
    const journal = await jarWith();

    const done = await execute(journal, jars, put('forged'));

    expect(done).toMatchObject({ ok: false, refusal: { code: 'jar.refused' } });
    expect(journal.stream).toHaveLength(0);
  });

  it('whose postings do not balance is a fault', async () => {
    const books = {
      entity: 'le',
      currency: 'EUR',
      date: '2026-11-23',
      entries: [{ account: 'bank', amountMinor: 1n }],
    };
    const command = { do: 'put' as const, coin: 'penny', books };

    await expect(execute(memoryJournal(), jars, { ref: JAR, command, acting: actingAs() })).rejects.toThrow(
      'do not balance',
    );
  });

  it('that would make the object too heavy is refused, not a fault', async () => {
    const journal = await jarWith('penny');

    const grown = await execute(journal, jars, put('ü'.repeat(100_000)));
    const made = await create(memoryJournal(), jars, put('x'.repeat(200_000)));

    expect(grown).toMatchObject({ ok: false, refusal: { code: 'object.too_large' } });
    expect(made).toMatchObject({ ok: false, refusal: { code: 'object.too_large' } });
    expect(journal.stream).toHaveLength(1);
  });
});

describe('an expected version', () => {
  it('that is still the newest lets the change pass', async () => {
    const journal = await jarWith('penny');

    expect(await execute(journal, jars, put('groat', { expect: 1 }))).toMatchObject({
      ok: true,
      value: { version: 2 },
    });
  });

  it('that was overtaken refuses the change', async () => {
    const journal = await jarWith('penny', 'groat');

    const done = await execute(journal, jars, put('crown', { expect: 1 }));

    expect(done).toMatchObject({ ok: false, refusal: { code: 'precondition.failed' } });
  });

  it('does not keep a retry from meeting what it did itself', async () => {
    const journal = await jarWith('penny', 'groat');

    const done = await execute(journal, jars, put('groat', { expect: 1 }));

    expect(done).toMatchObject({ ok: true, value: { version: 2 } });
    expect(journal.stream).toHaveLength(2);
  });
});

describe('a stale read', () => {
  it('is never believed when it says that there is nothing to do, or that it cannot be done', async () => {
    const journal = await jarWith('penny', 'groat');
    const lagging: Journal = {
      ...journal,
      latest: async (ref, consistency) =>
        consistency === 'strong' ? journal.latest(ref, 'strong') : undefined,
    };

    const label = await execute(lagging, jars, {
      ref: JAR,
      command: { do: 'label', label: '' },
      acting: actingAs(),
    });
    const repeated = await execute(lagging, jars, put('groat'));

    expect(label).toMatchObject({ ok: true, value: { version: 2 } });
    expect(repeated).toMatchObject({ ok: true, value: { version: 2 } });
    expect(journal.stream).toHaveLength(2);
  });
});

describe('a creation', () => {
  const wanted = (coin: string, fingerprint: string) => ({ ...put(coin), acting: actingAs(fingerprint) });

  it('that comes again is answered from the first commit, whatever happened since', async () => {
    const journal = memoryJournal();
    await create(journal, jars, wanted('penny', 'a'));
    await execute(journal, jars, put('groat'));

    const again = await create(journal, jars, {
      ...wanted('penny', 'a'),
      acting: { ...actingAs('a'), cause: 'retry' },
    });

    expect(again).toMatchObject({
      ok: true,
      value: { replayed: true, version: 1, state: { coins: ['penny'] } },
    });
    expect(journal.stream).toHaveLength(2);
  });

  it('with another request under the same id is refused', async () => {
    const journal = memoryJournal();
    await create(journal, jars, wanted('penny', 'a'));

    const other = await create(journal, jars, wanted('groat', 'b'));

    expect(other).toMatchObject({ ok: false, refusal: { code: 'idempotency.key_reused' } });
  });

  it('that would be refused today is still answered as it was', async () => {
    const journal = memoryJournal();
    await create(journal, jars, wanted('penny', 'a'));

    expect(await create(journal, jars, wanted('forged', 'a'))).toMatchObject({
      ok: true,
      value: { replayed: true },
    });
    expect(await create(memoryJournal(), jars, wanted('forged', 'a'))).toMatchObject({
      refusal: { code: 'jar.refused' },
    });
  });
});

describe('a head', () => {
  it('of an older shape is not read; the facts are folded again', async () => {
    const journal = await jarWith('penny', 'groat', 'crown');
    const newer = { ...jars, headVersion: 2 };
    const newest = journal.stream.at(-1) as Commit;

    expect(stateOf(newer, newest)).toBeUndefined();
    expect(await load(journal, newer, JAR)).toMatchObject({
      version: 3,
      state: { coins: ['penny', 'groat', 'crown'] },
    });
  });

  it('is folded over more commits than one page of history holds', async () => {
    const coins = Array.from({ length: 230 }, (_, index) => `coin ${index}`);
    const journal = await jarWith(...coins);

    expect((await load(journal, { ...jars, headVersion: 2 }, JAR)).state.coins).toEqual(coins);
  });

  it('is not made up from a history with a hole', async () => {
    const journal = await jarWith('penny', 'groat', 'crown');
    const holed: Journal = {
      ...journal,
      history: async (ref, from) => (await journal.history(ref, from)).filter(({ version }) => version !== 2),
    };
    const short: Journal = {
      ...journal,
      history: async (ref, from) => (from > 1 ? [] : (await journal.history(ref, from)).slice(0, 1)),
    };

    await expect(load(holed, { ...jars, headVersion: 2 }, JAR)).rejects.toThrow('hole at version 2');
    await expect(load(short, { ...jars, headVersion: 2 }, JAR)).rejects.toThrow('ends at version 1');
  });
});

describe('under contention', () => {
  it('no update is lost, whatever the order of reads and writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 5 }), async (seed, workers) => {
        const journal = memoryJournal();
        const turns = turnsOf(seed);
        const coins = Array.from({ length: workers }, (_, index) => `coin ${index}`);
        await turns.run(coins.map((coin) => execute(turns.gated(journal, immortal()), jars, put(coin))));

        const { state, version } = await load(journal, jars, JAR);
        expect([...state.coins].sort()).toEqual(coins);
        expect(version).toBe(workers);
        expect(journal.stream.map(({ version: each }) => each)).toEqual(coins.map((_, index) => index + 1));
      }),
      { numRuns: 100, seed: 20261123 },
    );
  });

  it('of several creations under one key, one is made and all are told of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 5 }), async (seed, callers) => {
        const journal = memoryJournal();
        const turns = turnsOf(seed);
        const asked = Array.from({ length: callers }, (_, index) =>
          create(turns.gated(journal, immortal()), jars, {
            ...put('penny'),
            acting: { ...actingAs('a'), trace: `caller ${index}` },
          }),
        );
        await turns.run(asked);

        const told = await Promise.all(asked);
        expect(journal.stream).toHaveLength(1);
        expect(told.filter((one) => one.ok && !one.value.replayed)).toHaveLength(1);
        expect(new Set(told.map((one) => JSON.stringify(one.ok && one.value.state))).size).toBe(1);
      }),
      { numRuns: 50, seed: 20261123 },
    );
  });

  it('an aggregate that is always overtaken is given up after a bounded number of rounds', async () => {
    const journal = memoryJournal();
    let rounds = 0;
    const overtaken: Journal = {
      ...journal,
      append: async (commit) => {
        rounds += 1;
        await execute(journal, jars, put(`rival ${rounds}`));

        return journal.append(commit);
      },
    };

    await expect(execute(overtaken, jars, put('penny'))).rejects.toThrow(Contended);
    expect(rounds).toBe(ROUNDS_MAX);
  });

  it('one round tells who lost it that somebody was faster', async () => {
    const journal = await jarWith('penny');
    const loaded = { state: jars.initial, version: 0, hash: '' };

    expect(await attempt(journal, jars, { ...put('groat'), loaded })).toBeUndefined();
  });
});

it('a put whose answer was lost and that met itself is done, not lost', async () => {
  const journal = memoryJournal();
  const twice: Journal = {
    ...journal,
    append: async (commit) => {
      await journal.append(commit);

      return journal.append(commit);
    },
  };

  const done = await execute(twice, jars, put('penny'));

  expect(done).toMatchObject({ ok: true, value: { version: 1 } });
  expect(journal.stream).toHaveLength(1);
});
