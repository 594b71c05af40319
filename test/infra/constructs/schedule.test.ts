import { expect, test } from 'vitest';
import { secondsOfRate } from '../../../infra/constructs/schedule.ts';

test.each([
  ['rate(15 minutes)', 900],
  ['rate(1 hour)', 3_600],
  ['rate(2 days)', 172_800],
  ['cron(0 4 * * ? *)', 86_400],
])('a schedule of %s is silent after twice %d seconds', (expression, seconds) => {
  expect(secondsOfRate(expression)).toBe(seconds);
});
