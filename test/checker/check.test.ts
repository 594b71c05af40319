import { beforeAll, expect, test } from 'vitest';
import { historyIn } from '../world/modes.ts';
import { snapshotOf } from '../world/snapshot.ts';
import { check, type Snapshot } from './check.ts';
import { CANARY, TAMPERINGS } from './tampering.ts';

/** Healthy histories, one of which holds whatever is to be spoiled. */
const HEALTHY = 40;

const snapshots: Snapshot[] = [];

beforeAll(async () => {
  for (let seed = 1; seed <= HEALTHY; seed += 1) {
    snapshots.push({ ...(await snapshotOf(await historyIn('calm', seed))), canaries: [CANARY] });
  }
}, 120_000);

test('healthy histories are found healthy', () => {
  expect(snapshots.flatMap(check)).toEqual([]);
});

test.each(TAMPERINGS)('%s is broken when %s', (invariant, _, tamper) => {
  const spoiled = snapshots.flatMap((snapshot) => tamper(snapshot) ?? []);

  const caught = spoiled.filter((snapshot) =>
    check(snapshot).some((violation) => violation.invariant === invariant),
  );

  if (process.env.SHARES) console.log(invariant, _, caught.length, '/', spoiled.length);
  expect(caught.length).toBeGreaterThan(0);
});

test('every invariant that is checked has something that breaks it', () => {
  const named = new Set(TAMPERINGS.map(([invariant]) => invariant));

  expect(named.size).toBeGreaterThanOrEqual(33);
});

test('whatever is changed in an item of the journal is noticed', () => {
  const [snapshot] = snapshots;
  const items = snapshot?.items ?? [];

  const unnoticed = items.filter((item, index) => {
    const place = Math.floor(item.body.length / 2);
    const body = `${item.body.slice(0, place)}~${item.body.slice(place + 1)}`;
    const spoiled = items.map((each, other) => (other === index ? { ...each, body } : each));
    return (
      snapshot !== undefined &&
      !check({ ...snapshot, items: spoiled }).some(({ invariant }) => invariant === 'I-14')
    );
  });

  expect(unnoticed).toEqual([]);
});
