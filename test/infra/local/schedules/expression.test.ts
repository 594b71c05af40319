import { describe, expect, test } from 'vitest';
import { parseExpression } from '../../../../infra/local/schedules/expression.ts';

const next = (expression: string, after: string) => {
  const at = parseExpression(expression)(Date.parse(after));

  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('a schedule', () => {
  test.each([
    ['rate(15 minutes)', '2026-01-31T10:07:00Z', '2026-01-31T10:15:00.000Z'],
    ['rate(1 hour)', '2026-01-31T10:00:00Z', '2026-01-31T11:00:00.000Z'],
    ['rate(1 day)', '2026-01-31T10:00:00Z', '2026-02-01T00:00:00.000Z'],
    ['cron(0 6 * * ? *)', '2026-01-31T06:00:00Z', '2026-02-01T06:00:00.000Z'],
    ['cron(30 8 ? * MON-FRI *)', '2026-11-20T09:00:00Z', '2026-11-23T08:30:00.000Z'],
    ['cron(0/15 10 * * ? *)', '2026-01-31T10:16:00Z', '2026-01-31T10:30:00.000Z'],
    ['cron(0 0 L * ? *)', '2028-02-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['cron(0 12 29 2 ? *)', '2026-03-01T00:00:00Z', '2028-02-29T12:00:00.000Z'],
    ['at(2026-12-24T18:00:00)', '2026-01-01T00:00:00Z', '2026-12-24T18:00:00.000Z'],
  ])('%s after %s falls due at %s', (expression, after, due) => {
    expect(next(expression, after)).toBe(due);
  });

  test('that lies in the past never falls due again', () => {
    expect(next('at(2020-01-01T00:00:00)', '2026-01-01T00:00:00Z')).toBeUndefined();
    expect(next('cron(0 0 1 1 ? 2020)', '2026-01-01T00:00:00Z')).toBeUndefined();
  });

  test.each(['every(1 hour)', 'rate(0 minutes)', 'rate(1 fortnight)', 'cron(0 6 * *)', 'cron(61 6 * * ? *)'])(
    '%s is refused',
    (expression) => {
      expect(() => parseExpression(expression)).toThrow();
    },
  );
});
