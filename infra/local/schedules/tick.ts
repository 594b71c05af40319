/** Lets schedules fall due in real time. */
import type { LocalClock } from '../clock.ts';
import type { Schedules } from './run.ts';

const LOOK_AGAIN_MILLISECONDS = 500;

/** Starts looking at the clock; the answer ends it and waits for ticks under way. */
export function startTicking(schedules: Schedules, clock: LocalClock): () => Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  const timer = setInterval(() => {
    const due = schedules.nextDue();
    if (due === undefined || due > clock.now()) return;
    const firing: Promise<unknown> = schedules.advanceTo(clock.now()).finally(() => underWay.delete(firing));
    underWay.add(firing);
  }, LOOK_AGAIN_MILLISECONDS);

  return async () => {
    clearInterval(timer);
    await Promise.all(underWay);
  };
}
