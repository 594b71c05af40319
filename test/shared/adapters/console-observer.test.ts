import { expect, test } from 'vitest';
import {
  consoleObserver,
  FAULT_LINE_BYTES_MAX,
  LINE_BYTES_MAX,
  METRIC_NAMESPACE,
} from '../../../shared/adapters/console-observer.ts';
import { memoryClock } from '../../../shared/adapters/memory-system.ts';

test('a line is one JSON object of the fields that may be named', () => {
  const { observer, lines } = written();

  observer.line({ fn: 'orders.place', outcome: '201', ms: 12, body: 'secret', email: 'someone@example.org' });

  expect(lines).toEqual(['{"fn":"orders.place","outcome":"201","ms":12}']);
});

test('a line about something that went well stays short, and says first who and how', () => {
  const { observer, lines } = written();

  observer.line({
    fn: 'orders.place',
    outcome: '201',
    ms: 12,
    tenant: 't'.repeat(90),
    id: 'ü'.repeat(90),
    trace: 'x',
  });

  expect(Buffer.byteLength(lines[0] ?? '')).toBeLessThanOrEqual(LINE_BYTES_MAX);
  expect(lines[0]).toContain('{"fn":"orders.place","outcome":"201","ms":12');
});

test('a line about a fault says why, within its bound', () => {
  const { observer, lines } = written();

  observer.line({
    fn: 'orders.place',
    outcome: 'fault',
    error: 'TypeError',
    reason: '"\\'.repeat(1_000),
    trace: 'x'.repeat(900),
  });

  expect(Buffer.byteLength(lines[0] ?? '')).toBeLessThanOrEqual(FAULT_LINE_BYTES_MAX);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ error: 'TypeError' });
});

test.each([
  ['a mail address', 'no customer jane.doe+x@example.org here', 'no customer … here'],
  ['an IBAN', 'cannot pay to DE89370400440532013000', 'cannot pay to …'],
  ['a long number', 'the card 4242424242424242 is refused', 'the card … is refused'],
  ['a key', 'bad key sk_test_abcdefghijklmnop', 'bad key …'],
])('a reason that holds %s is told without it', (_, reason, told) => {
  const { observer, lines } = written();

  observer.line({ error: 'Error', reason });

  expect(lines).toEqual([JSON.stringify({ error: 'Error', reason: told })]);
});

test('ids and amounts of ordinary size are told', () => {
  const { observer, lines } = written();
  const entry = {
    fn: 'payments.settle',
    outcome: 'ok',
    tenant: 'ten_01jdp6kz',
    id: 'pay_7zzxkq2m4n5p6r7s8t9v0w1x2y',
    count: 12_345,
  };

  observer.line(entry);

  expect(lines).toEqual([JSON.stringify(entry)]);
});

test('a metric is an embedded metric of the stage, and of its origin', () => {
  const { observer, lines } = written();

  observer.metric('ParkedMessages', 2, { worker: 'invoices.issue' });

  expect(JSON.parse(lines[0] ?? '')).toEqual({
    _aws: {
      Timestamp: Date.parse('2026-03-01T09:00:00.000Z'),
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [['stage'], ['stage', 'worker']],
          Metrics: [{ Name: 'ParkedMessages' }],
        },
      ],
    },
    worker: 'invoices.issue',
    stage: 'test',
    ParkedMessages: 2,
  });
});

function written() {
  const lines: string[] = [];
  const clock = memoryClock('2026-03-01T09:00:00.000Z');

  return { lines, observer: consoleObserver({ stage: 'test', clock, write: (line) => lines.push(line) }) };
}
