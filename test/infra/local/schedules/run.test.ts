import { expect, test } from 'vitest';
import { makeSchedules } from '../../../../infra/local/schedules/run.ts';
import { stepFor } from '../../../../infra/local/schedules/jump.ts';

const at = (text: string) => Date.parse(text);

test('a schedule that fell due several times since the last look fires once, for the last time', async () => {
  const woken: unknown[] = [];
  const spec = {
    name: 'hourly',
    expression: 'rate(1 hour)',
    targetArn: 'x',
    input: '{"at":"<aws.scheduler.scheduled-time>"}',
  };
  const schedules = makeSchedules(
    [spec],
    at('2026-01-01T00:30:00Z'),
    async (_, input) => void woken.push(input),
  );

  const fired = await schedules.advanceTo(at('2026-01-01T05:10:00Z'));
  const again = await schedules.advanceTo(at('2026-01-01T05:20:00Z'));

  expect([fired, again]).toEqual([1, 0]);
  expect(woken).toEqual([{ at: '2026-01-01T05:00:00Z' }]);
  expect(schedules.nextDue()).toBe(at('2026-01-01T06:00:00Z'));
});

test('a longer jump takes longer steps, so that a year is no matter of hours', () => {
  const day = 86_400;

  expect([
    stepFor(3_600),
    stepFor(7 * day),
    stepFor(31 * day),
    stepFor(90 * day),
    stepFor(3_650 * day),
  ]).toEqual([900, 3_600, 21_600, day, 7 * day]);
});
