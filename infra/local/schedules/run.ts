/** Fires schedules as the local clock reaches them, in real time or in a jump. */
import type { ScheduleSpec } from '../template/wakers.ts';
import { type Expression, parseExpression } from './expression.ts';

/** A schedule as it stands. */
export type ScheduleState = {
  readonly name: string;
  readonly expression: string;
  readonly nextAt: number | null;
  readonly lastAt: number | null;
};

/** The schedules of the app as they run. */
export type Schedules = {
  readonly list: () => readonly ScheduleState[];
  /** The earliest time at which one falls due. */
  readonly nextDue: () => number | undefined;
  /** Fires every schedule that fell due since the last call, each once, for its last due time; answers how many. */
  readonly advanceTo: (now: number) => Promise<number>;
  /** Fires one by its name at once; false when there is none. */
  readonly fire: (name: string) => Promise<boolean>;
};

/** Starts counting at `now`. `wake` invokes a target and bears its failures. */
export function makeSchedules(
  specs: readonly ScheduleSpec[],
  now: number,
  wake: (spec: ScheduleSpec, input: unknown) => Promise<void>,
): Schedules {
  const entries = specs.map(
    (spec): Entry => ({ spec, next: parseExpression(spec.expression), lastAt: null }),
  );
  let firedUntil = now;
  const fire = async (entry: Entry, at: number) => {
    entry.lastAt = at;
    await wake(entry.spec, inputOf(entry.spec, at));
  };

  return {
    list: () =>
      entries.map(({ spec: { name, expression }, next, lastAt }) => ({
        name,
        expression,
        nextAt: next(firedUntil) ?? null,
        lastAt,
      })),
    nextDue: () => earliest(entries.map(({ next }) => next(firedUntil))),
    advanceTo: async (to) => {
      const due = entries.map((entry) => ({ entry, at: lastDue(entry.next, firedUntil, to) }));
      firedUntil = Math.max(firedUntil, to);
      const firing = due.flatMap(({ entry, at }) => (at === undefined ? [] : [fire(entry, at)]));
      await Promise.all(firing);

      return firing.length;
    },
    fire: async (name) => {
      const entry = entries.find(({ spec }) => spec.name === name);
      if (entry) await fire(entry, firedUntil);

      return entry !== undefined;
    },
  };
}

type Entry = { readonly spec: ScheduleSpec; readonly next: Expression; lastAt: number | null };

/** More ticks than this between two steps are not counted through; the last of them counts. */
const TICKS_MAX = 10_000;

function lastDue(next: Expression, from: number, to: number): number | undefined {
  let last: number | undefined;
  let at = next(from);
  for (let count = 0; at !== undefined && at <= to && count < TICKS_MAX; count += 1) {
    last = at;
    at = next(at);
  }

  return last;
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);

  return known.length === 0 ? undefined : Math.min(...known);
}

/** EventBridge Scheduler writes its attributes into the input; without one it sends an event of its own. */
function inputOf(spec: ScheduleSpec, at: number): unknown {
  const time = new Date(at).toISOString().replace('.000', '');
  if (spec.input === null) return { source: 'aws.scheduler', 'detail-type': 'Scheduled Event', time };
  const text = spec.input
    .replaceAll('<aws.scheduler.scheduled-time>', time)
    .replaceAll('<aws.scheduler.schedule-arn>', spec.name)
    .replaceAll('<aws.scheduler.execution-id>', String(at))
    .replaceAll('<aws.scheduler.attempt-number>', '1');

  return JSON.parse(text);
}
