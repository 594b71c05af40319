import { expect, test } from 'vitest';
import { readableShards } from '../../../../infra/local/mappings/stream.ts';

test('a shard is read only after the one that it grew out of', () => {
  const shards = [
    { ShardId: 'a' },
    { ShardId: 'b', ParentShardId: 'a' },
    { ShardId: 'c', ParentShardId: 'gone' },
  ];

  const before = readableShards(shards, () => false);
  const after = readableShards(shards, (id) => id === 'a');

  expect(before).toEqual(['a', 'c']);
  expect(after).toEqual(['b', 'c']);
});
