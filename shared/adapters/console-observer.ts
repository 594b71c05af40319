/** Log lines and metrics on the standard output, where Lambda and the local cloud pick them up. */
import { epochMilliseconds } from '../kernel/time.ts';
import type { Clock, Observer } from '../ports.ts';
import { bytesOf } from './limits.ts';

/** The namespace of all our metrics. */
export const METRIC_NAMESPACE = 'Countinghouse';

/** Bytes of a line about something that went well. */
export const LINE_BYTES_MAX = 200;

/** Bytes of a line about a fault, which says why. */
export const FAULT_LINE_BYTES_MAX = 1_000;

/** Dimensions that one metric may have; every combination of values is billed. */
export const DIMENSIONS_MAX = 4;

/** What a line may name; anything else is left out, so that nobody logs a body or a person by accident. */
export const LINE_FIELDS: ReadonlySet<string> = new Set([
  'fn',
  'outcome',
  'error',
  'reason',
  'code',
  'status',
  'ms',
  'tenant',
  'id',
  'version',
  'type',
  'cause',
  'trace',
  'provider',
  'attempt',
  'count',
  'failed',
  'worker',
]);

const VALUE_LENGTH_MAX = 300;
/** Texts that may tell who somebody is or open something: mail addresses, IBANs, long numbers, keys. */
const TELLING =
  /[^\s@"<>]{1,64}@[^\s@"<>]{1,255}|\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b|\b\d{9,}\b|\b(?:sk|whsec|key)_[A-Za-z0-9_]{12,}/g;

/** An observer of one stage; `write` gets whole lines and is the standard output unless given. */
export function consoleObserver({ stage, clock, write = toStandardOutput }: ConsoleSettings): Observer {
  return {
    line: (entry) => write(lineOf(entry)),
    metric: (name, value, dimensions) => {
      const named = Object.entries(dimensions).slice(0, DIMENSIONS_MAX);
      write(
        JSON.stringify({
          _aws: {
            Timestamp: epochMilliseconds(clock.now()),
            CloudWatchMetrics: [
              {
                Namespace: METRIC_NAMESPACE,
                // Alarms and the dashboard read the stage's sum; the other set tells where it comes from.
                Dimensions:
                  named.length === 0 ? [['stage']] : [['stage'], ['stage', ...named.map(([key]) => key)]],
                Metrics: [{ Name: name }],
              },
            ],
          },
          ...Object.fromEntries(named.map(([key, text]) => [key, cleaned(text)])),
          stage,
          [name]: value,
        }),
      );
    },
  };
}

/** What a console observer is told. */
export type ConsoleSettings = {
  readonly stage: string;
  readonly clock: Clock;
  readonly write?: (line: string) => void;
};

function toStandardOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Leaves out the last fields of a line that is too long, because the first say which function and how it ended. */
function lineOf(entry: Parameters<Observer['line']>[0]): string {
  const bytesMax = 'error' in entry || 'reason' in entry ? FAULT_LINE_BYTES_MAX : LINE_BYTES_MAX;
  const fields = Object.entries(entry)
    .filter(([key]) => LINE_FIELDS.has(key))
    .map(([key, value]) => [key, typeof value === 'string' ? cleaned(value) : value] as const); // a pair stays a pair
  for (;;) {
    const line = JSON.stringify(Object.fromEntries(fields));
    if (bytesOf(line) <= bytesMax || fields.length === 0) return line;
    fields.pop();
  }
}

function cleaned(text: string): string {
  return text.slice(0, VALUE_LENGTH_MAX).replaceAll(TELLING, '…');
}
