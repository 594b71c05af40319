import { expect, it } from 'vitest';
import { HISTORY_PAGE_MAX } from '../../../shared/adapters/limits.ts';
import { memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import { accounts, STORY_BEGIN } from '../../../shared/domain/receivables.ts';
import { STORY_COMMITS_MAX, storyOf } from '../../../shared/flows/posting.ts';
import type { Commit, Journal } from '../../../shared/ports.ts';

const REF = { tenant: 'ten_1', id: 'acc_1' };
const AT = '2026-11-23T09:00:00.000Z';
const HOLDER = { entity: 'le_1', customer: 'cus_1', currency: 'EUR' };
const STATE = { ...HOLDER, status: 'open', items: [], cash: [], credits: [], marks: [] };

/** An account of so many commits, each with a fact and the head. */
function accountOf(length: number): Journal {
  const commitAt = (version: number): Commit => ({
    ...REF,
    ...{ version, at: AT, actor: 'test', cause: 'test', trace: 'test', hash: '' },
    facts: [{ type: 'cash.released', v: 1, data: { version } }],
    head: { v: accounts.headVersion, state: { ...STATE, forgotten: { count: version, until: AT } } },
  });

  return {
    ...memoryJournal(),
    latest: async () => commitAt(length),
    at: async (_: unknown, version: number) => commitAt(version),
    history: async (_: unknown, from: number) =>
      Array.from({ length: Math.min(HISTORY_PAGE_MAX, length - from + 1) }, (__, place) =>
        commitAt(from + place),
      ),
  };
}

it('the story of an account with thousands of invoices is told whole, in order', async () => {
  const length = STORY_COMMITS_MAX;

  const { facts, version } = await storyOf(accountOf(length), REF, STORY_BEGIN);

  expect(version).toBe(length);
  expect(facts).toHaveLength(length);
  expect(facts.at(-1)).toMatchObject({ data: { version: length } });
});

it('one that is longer yet is a fault that says so, and not an answer with something left out', async () => {
  await expect(storyOf(accountOf(STORY_COMMITS_MAX + 1), REF, STORY_BEGIN)).rejects.toThrow('too long');
});
