import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import { execute } from '../../../shared/execute.ts';
import {
  chainHash,
  COMMIT_BYTES_MAX,
  type CommitItem,
  fromItem,
  seal,
  sealAndWeigh,
  toItem,
} from '../../../shared/journal/commit.ts';
import { actingAs, JAR, jars } from '../../kit/jar.ts';

const bare = { ...JAR, version: 1, facts: [{ type: 'tenant.created', v: 1, data: {} }], ...actingAs() };

async function chain(length: number): Promise<readonly CommitItem[]> {
  const journal = memoryJournal();
  for (let index = 0; index < length; index += 1) {
    await execute(journal, jars, {
      ref: JAR,
      command: { do: 'put', coin: `coin ${index}` },
      acting: actingAs(),
    });
  }

  return journal.stream.map(toItem);
}

/** The first version whose hash does not follow from what stands before it, or 0. */
function firstBreak(items: readonly CommitItem[]): number {
  let former = '';
  for (const { pk, sk, body, hash } of items) {
    if (chainHash(former, pk, sk, body) !== hash) return sk;
    former = hash;
  }

  return 0;
}

it('a commit is read as it was written', () => {
  const commit = seal(bare, '');

  expect(fromItem(toItem(commit))).toEqual(commit);
});

it('a chain that nobody touched has no break', async () => {
  expect(firstBreak(await chain(5))).toBe(0);
});

it('any flipped bit anywhere in an item breaks the chain', async () => {
  const items = await chain(4);

  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 6 }), (which, where, bit) => {
      const index = which % items.length;
      const item = items[index] as CommitItem;
      const place = where % item.body.length;
      const flipped = String.fromCharCode(item.body.charCodeAt(place) ^ (1 << bit));
      const body = item.body.slice(0, place) + flipped + item.body.slice(place + 1);

      expect(firstBreak(items.with(index, { ...item, body }))).toBe(item.sk);
    }),
    { numRuns: 300, seed: 20261123 },
  );
});

it('a version left out, put twice, or moved to another aggregate breaks the chain', async () => {
  const items = await chain(4);
  const [first, second, third] = items as [CommitItem, CommitItem, CommitItem];

  expect(firstBreak([first, third])).toBe(3);
  expect(firstBreak([first, { ...second, sk: 3 }])).toBe(3);
  expect(firstBreak([first, { ...second, pk: second.pk.replace('prk', 'ord') }])).toBe(2);
});

it('a body that is JSON and yet no commit is not read', () => {
  for (const body of ['5', 'null', '[]', '{}', '{"facts":{}}', '{"facts":[]}', '"facts"']) {
    expect(() => fromItem({ pk: 'ten_a#ord_b', sk: 1, body, hash: '' })).toThrow(SyntaxError);
  }
});

it('the weight of a commit is that of its body in UTF-8', () => {
  const weight = (label: string) =>
    sealAndWeigh({ ...bare, facts: [{ type: 'tenant.created', v: 1, data: { label } }] }, '').bytes;

  expect(weight('ü'.repeat(COMMIT_BYTES_MAX / 2)) - weight('u'.repeat(COMMIT_BYTES_MAX / 2))).toBe(
    COMMIT_BYTES_MAX / 2,
  );
});
