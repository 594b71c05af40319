import { expect, it } from 'vitest';
import { FALLING_DUE } from '../../../shared/flows/falling-due.ts';
import { FUNCTION_NAMES, wiringOf } from '../../../shared/topology.ts';

/** Looks at what was recorded, and waits for no instant. */
const WITHOUT_INSTANT = ['journal.sweep'];

it('a journey of the test clock stops for every schedule that looks for work', () => {
  const scheduled = FUNCTION_NAMES.filter((name) => (wiringOf(name).schedules ?? []).length > 0);

  expect(FALLING_DUE.map(({ by }) => by).toSorted()).toEqual(
    scheduled.filter((name) => !WITHOUT_INSTANT.includes(name)).toSorted(),
  );
});

it('and for every question that a message puts off elsewhere', () => {
  const putOff = FUNCTION_NAMES.filter((name) => wiringOf(name).later);

  expect(putOff).not.toEqual([]);
  for (const name of putOff) expect(FALLING_DUE.map(({ by }) => by)).toContain(name);
});
