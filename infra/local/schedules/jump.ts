/** Moves the clock forward in steps, so that what falls due on the way happens on the way. */
import type { LocalClock } from '../clock.ts';
import type { Quiet } from '../quiet.ts';
import type { Schedules } from './run.ts';

/** What a jump came to. */
export type Jump = {
  readonly from: string;
  readonly to: string;
  readonly steps: number;
  readonly step_seconds: number;
  readonly fired: number;
  readonly is_quiet: boolean;
};

/** A jump goes this far at most. */
export const JUMP_DAYS_MAX = 3_660;

/** More steps than this and the steps become longer; a schedule fires once in a step, as schedules only wake. */
const STEPS_MAX = 200;
const STEP_SECONDS = [900, 3_600, 21_600, 86_400, 604_800] as const;
const QUIET_SECONDS_MAX = 60;

/** What a jump moves. */
export type Movable = { readonly clock: LocalClock; readonly schedules: Schedules; readonly quiet: Quiet };

/** Moves to the target, waiting at each step until the work that it caused is done; the steps fit the distance. */
export function jump(to: number, by: Movable, step?: number): Promise<Jump> {
  return by.clock.hurry(() => move(to, by, step));
}

async function move(to: number, by: Movable, step?: number): Promise<Jump> {
  const from = by.clock.now();
  const stepSeconds = step ?? stepFor((to - from) / 1000);
  let at = from;
  let steps = 0;
  let fired = 0;
  let isQuiet = true;
  while (at < to) {
    const next = nextStop({ to, stepSeconds, schedules: by.schedules });
    by.clock.moveTo(next);
    fired += await by.schedules.advanceTo(next);
    isQuiet = await by.quiet.wait(QUIET_SECONDS_MAX);
    at = next;
    steps += 1;
  }

  return { from: iso(from), to: iso(at), steps, step_seconds: stepSeconds, fired, is_quiet: isQuiet };
}

/** The step that keeps their number within bounds. */
export function stepFor(seconds: number): number {
  return STEP_SECONDS.find((step) => seconds / step <= STEPS_MAX) ?? 604_800;
}

/** Stops lie on whole steps since 1970, where schedules fall due, and never where nothing does. */
function nextStop({
  to,
  stepSeconds,
  schedules,
}: {
  to: number;
  stepSeconds: number;
  schedules: Schedules;
}): number {
  const due = schedules.nextDue();
  if (due === undefined || due > to) return to;
  const step = stepSeconds * 1000;

  return Math.min(to, Math.ceil(due / step) * step);
}

function iso(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString();
}
