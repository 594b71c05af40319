/**
 * A tenant's test clock: how far its time is ahead of the machine's, and where it stands while it is on the way. During a
 * journey the tenant's time stands still at each instant at which something falls due, so that the work found there
 * carries that instant however long it takes.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { PREFIX } from '../kernel/ids.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import { addToInstant, epochMilliseconds, instantFromEpochMilliseconds } from '../kernel/time.ts';

/** Days that a clock goes forward at once, at most: ten years. */
export const ADVANCE_DAYS_MAX = 3_660;

/** What did not come to a good end on the way is told by name up to this many. */
export const FAILED_SHOWN_MAX = 20;

/** Work that was set aside with a code, or, where the code is null, left behind because it did not end in time. */
export type Failed = { readonly function: string; readonly subject: string; readonly code: string | null };

/** One way from an instant to a later one. */
export type Journey = {
  readonly from: Instant;
  readonly to: Instant;
  /** Instants at which it stopped because something fell due. */
  readonly steps: number;
  /** The first of what did not come to a good end. */
  readonly failed: readonly Failed[];
};

/** A clock's life; `aheadMilliseconds` is against the machine's time. */
export type TestClock =
  | { readonly status: 'none' }
  | (Journey & { readonly status: 'advancing'; readonly standsAt: Instant })
  | (Journey & { readonly status: 'arrived'; readonly aheadMilliseconds: number });

/** What can be asked. `now` is the tenant's time, `machineNow` the machine's. */
export type TestClockCommand =
  | { readonly do: 'advance'; readonly to: Instant; readonly now: Instant }
  | { readonly do: 'step'; readonly at: Instant; readonly failed: readonly Failed[] }
  | { readonly do: 'arrive'; readonly machineNow: Instant; readonly failed: readonly Failed[] };

/** What becomes true. */
export type TestClockFact =
  | {
      readonly type: 'clock.advance_requested';
      readonly data: { readonly from: Instant; readonly to: Instant };
    }
  | {
      readonly type: 'clock.advanced';
      readonly data: { readonly at: Instant; readonly failed: readonly Failed[] };
    }
  | {
      readonly type: 'clock.arrived';
      readonly data: {
        readonly to: Instant;
        readonly aheadMilliseconds: number;
        readonly failed: readonly Failed[];
      };
    };

/** The stage in which time is the machine's. */
const BUSINESS = 'live';

/** Whether tenants of this stage may have a time of their own. */
export function hasTestClocks({ stage }: { readonly stage: string }): boolean {
  return stage !== BUSINESS;
}

/** The id of the one clock that a tenant has. */
export function testClockOf(tenant: string): string {
  return derivedId(PREFIX.testClock, tenant);
}

/** The tenant's time at an instant of the machine's. */
export function tenantTime(clock: TestClock, machineNow: Instant): Instant {
  if (clock.status === 'none') return machineNow;
  if (clock.status === 'advancing') return clock.standsAt;

  return instantFromEpochMilliseconds(epochMilliseconds(machineNow) + clock.aheadMilliseconds);
}

/** The rules of one clock. */
export const testClocks: Decider<TestClock, TestClockCommand, TestClockFact> = {
  name: 'test_clocks',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'advance') return advance(state, command);
    if (state.status !== 'advancing') return ok([]);
    const failed = command.failed.slice(0, FAILED_SHOWN_MAX);
    if (command.do === 'step') {
      const isAhead = command.at > state.standsAt && command.at <= state.to;
      return ok(isAhead ? [{ type: 'clock.advanced', data: { at: command.at, failed } }] : []);
    }
    const { to } = state;
    const aheadMilliseconds = epochMilliseconds(to) - epochMilliseconds(command.machineNow);

    return ok([{ type: 'clock.arrived', data: { to, aheadMilliseconds, failed } }]);
  },
  evolve(state, fact) {
    if (fact.type === 'clock.advance_requested') {
      const { from, to } = fact.data;
      return { status: 'advancing', from, to, standsAt: from, steps: 0, failed: [] };
    }
    if (state.status === 'none') return state;
    const { from, to, steps } = state;
    const failed = together(state.failed, fact.data.failed);
    if (fact.type === 'clock.advanced')
      return { status: 'advancing', from, to, standsAt: fact.data.at, steps: steps + 1, failed };

    return {
      status: 'arrived',
      from,
      to,
      steps,
      failed,
      aheadMilliseconds: fact.data.aheadMilliseconds,
    };
  },
};

/** A repeated request meets the journey that it asked for, under way or at its end. */
function advance(
  state: TestClock,
  { to, now }: TestClockCommand & { readonly do: 'advance' },
): Result<readonly TestClockFact[]> {
  if (state.status !== 'none' && state.to === to) return ok([]);
  if (state.status === 'advancing')
    return refuse('test_clock.in_progress', `The clock is on its way to ${state.to}.`, {
      hint: 'Look at the clock until its status is `arrived`.',
    });
  if (to < now)
    return refuse('test_clock.backwards', `The clock shows ${now} and goes forward only.`, {
      pointer: '#/to',
    });
  if (to > addToInstant(now, { days: ADVANCE_DAYS_MAX }))
    return refuse('test_clock.too_far', `The clock goes ${ADVANCE_DAYS_MAX} days forward at most.`, {
      pointer: '#/to',
      hint: 'Go there in several journeys.',
    });

  return ok([{ type: 'clock.advance_requested', data: { from: now, to } }]);
}

function together(former: readonly Failed[], more: readonly Failed[]): readonly Failed[] {
  const isNew = (one: Failed) =>
    former.every((other) => other.function !== one.function || other.subject !== one.subject);

  return [...former, ...more.filter(isNew)].slice(0, FAILED_SHOWN_MAX);
}
