/** A test clock as it is answered. */
import type { TestClock as Answered } from '../../contracts/test-clocks.ts';
import { daysBetween, type Instant } from '../../kernel/time.ts';
import { tenantTime, type TestClock } from '../test-clocks.ts';

/** A piece of work: who does it, and on what. */
type Work = { readonly function: string; readonly subject: string };

/** The answer at an instant of the machine's, with what is under way. */
export function answerTestClock(clock: TestClock, machineNow: Instant, underWay: readonly Work[]): Answered {
  const now = tenantTime(clock, machineNow);
  const isNew = clock.status === 'none';

  return {
    object: 'test_clock',
    status: isNew ? 'real' : clock.status,
    now,
    from: isNew ? null : clock.from,
    target: isNew ? null : clock.to,
    steps: isNew ? 0 : clock.steps,
    progress: isNew ? { days: 0, of: 0 } : progressOf(clock),
    under_way: [...underWay],
    failed: isNew ? [] : [...clock.failed],
  };
}

function progressOf(clock: Exclude<TestClock, { status: 'none' }>) {
  const reached = clock.status === 'advancing' ? clock.standsAt : clock.to;
  const days = (until: Instant) => daysBetween(clock.from.slice(0, 10), until.slice(0, 10));

  return { days: days(reached), of: days(clock.to) };
}
