import { beforeAll, expect, test } from 'vitest';
import { historyIn } from '../world/modes.ts';
import { snapshotOf } from '../world/snapshot.ts';
import { check } from './check.ts';
import type { Snapshot } from './snapshot.ts';
import { CANARY, TAMPERINGS } from './tampering.ts';

/** Healthy histories, one of which holds whatever is to be spoiled. */
const HEALTHY = 60;

const snapshots: Snapshot[] = [];

beforeAll(async () => {
  for (let seed = 1; seed <= HEALTHY; seed += 1) {
    snapshots.push({ ...(await snapshotOf(await historyIn('calm', seed))), canaries: [CANARY] });
  }
}, 120_000);

test('healthy histories are found healthy', () => {
  expect(snapshots.flatMap(check)).toEqual([]);
});

/** Spoils that leave some snapshots healthy: what is gone there was not needed, or was the end of its aggregate. */
const HARMLESS_IN_SOME = new Set([
  'a line costs another sum than was agreed',
  'an allowance is another than was agreed',
  'a payment is still under way',
  'a webhook that was stored changed nothing',
  'a cancelled order kept its invoice',
  'an invoice was not told that it is cleared',
  'a version is missing',
]);

test.each(TAMPERINGS)('%s is broken when %s', (invariant, what, tamper) => {
  const spoiled = snapshots.flatMap((snapshot) => tamper(snapshot) ?? []);

  const caught = spoiled.filter((snapshot) =>
    check(snapshot).some((violation) => violation.invariant === invariant),
  );

  expect(spoiled.length).toBeGreaterThan(0);
  expect(caught.length).toBeGreaterThanOrEqual(HARMLESS_IN_SOME.has(what) ? 1 : spoiled.length);
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
