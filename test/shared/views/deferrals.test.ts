import { describe, expect, it } from 'vitest';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import type { DeferralCommand, DeferralFact, DeferredData } from '../../../shared/domain/deferrals.ts';
import { deferrals } from '../../../shared/domain/deferrals.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import type { Commit, ViewRow } from '../../../shared/ports.ts';
import { DEFERRAL_SHARDS, deferralRows, dueDeferrals } from '../../../shared/views/deferrals.ts';

const ID = derivedId('dfr', 'one');
const DATA = {
  entity: 'le_1',
  currency: 'EUR',
  issueDate: '2028-01-01',
  zone: 'UTC',
  lines: [{ line: 1, netMinor: 600n, period: { start: '2028-01-01', end: '2028-03-01' } }],
};

/** The rows of each version of a deferral that is opened and then looked at at these instants. */
function rowsOfVersions(
  instants: readonly string[],
  data: DeferredData = DATA,
): readonly (readonly ViewRow[])[] {
  return rowsAfter(
    data,
    instants.map((at) => ({ do: 'recognise', at })),
  );
}

function rowsAfter(data: DeferredData, later: readonly DeferralCommand[]): readonly (readonly ViewRow[])[] {
  const all: DeferralFact[] = [];
  const commands: readonly DeferralCommand[] = [{ do: 'open', invoice: 'inv_1', data }, ...later];

  return commands.map((command, index) => {
    const told = deferrals.decide(fold(deferrals, all), command);
    const facts = told.ok ? told.value : [];
    all.push(...facts);
    const commit = { tenant: 'ten_1', id: ID, version: index + 1, at: '2028-02-01T00:00:01.000Z', facts };
    return deferralRows(commit as unknown as Commit, fold(deferrals, all)); // the parts that rows are made of
  });
}

async function dueAt(rows: readonly ViewRow[], now: string) {
  const views = memoryViews();
  for (const row of rows) await views.put(row);
  const pages = await Promise.all(
    Array.from({ length: DEFERRAL_SHARDS }, (_, shard) => dueDeferrals(views, { shard, now, limit: 10 })),
  );

  return pages.flatMap(({ items }) => items.map(({ data }) => data));
}

describe('the rows of a deferral', () => {
  it('stand under the end of its service, and under the instant from which its next revenue is due', () => {
    const [opened = []] = rowsOfVersions([]);

    expect(opened.map(({ sk }) => sk)).toEqual([`2028-03-01#${ID}`, `2028-02-01T00:00:00.000Z#ten_1#${ID}`]);
  });

  it('say that it is due from that instant on, until the month is recognised, in whichever order they are written', async () => {
    const [opened = [], recognised = []] = rowsOfVersions(['2028-02-01T00:00:00.000Z']);

    expect(await dueAt(opened, '2028-01-31T23:59:59.999Z')).toEqual([]);
    expect(await dueAt(opened, '2028-02-01T00:00:00.000Z')).toMatchObject([{ deferral: ID, open: true }]);
    for (const rows of [
      [...opened, ...recognised],
      [...recognised, ...opened],
    ])
      expect(await dueAt(rows, '2028-02-02T00:00:00.000Z')).toMatchObject([{ open: false }]);
  });

  it('leave nothing due behind the last day served', async () => {
    const rows = rowsOfVersions(['2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z']).flat();

    const due = await dueAt(rows, '2029-01-01T00:00:00.000Z');
    expect(due).toMatchObject([{ open: false }, { open: false }]);
  });

  it('of a credit that no day earns stand behind all days', () => {
    const held = { ...DATA, lines: [{ line: 1, netMinor: 5n, period: null }] } as unknown as typeof DATA; // no period
    const [rows = []] = rowsOfVersions([], held);

    expect(rows.map(({ sk }) => sk)).toEqual([`9999-12-31#${ID}`]);
  });

  it('are none before it is opened', () => {
    expect(deferralRows({} as Commit, { status: 'none' })).toEqual([]);
  });

  it('move to the end of the subscription, so that a credit no day earns is not read for ever', () => {
    const lines = [...DATA.lines, { line: 2, netMinor: 5n, period: null }];
    const end = { subscription: 'sub_1', on: '2028-03-01', lines: [2] };
    const [opened = [], ended = []] = rowsAfter({ ...DATA, lines }, [{ do: 'end', end }]);

    expect(opened[0]?.sk).toBe(`9999-12-31#${ID}`);
    expect(ended.slice(0, 2)).toMatchObject([
      { sk: `2028-03-02#${ID}` },
      { sk: `9999-12-31#${ID}`, data: { lines: [] } },
    ]);
    expect(ended[1]?.expiresAt).toBeGreaterThan(0);
  });
});
