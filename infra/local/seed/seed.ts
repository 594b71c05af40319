/** Makes the demo business through the API, as anybody would, over some months that the local clock runs through. */
import type { Cloud } from '../running-cloud.ts';
import { jump } from '../schedules/jump.ts';
import { seedApi } from './api.ts';
import type { Business } from './business.ts';
import { DAYS, plot } from './plot.ts';
import type { Plot } from './steps.ts';
import { tenantOf } from './tenant.ts';

/** What the seed works with; `progress` is told after every step. */
export type SeedOptions = {
  readonly cloud: Cloud;
  readonly business: Business;
  readonly progress: (done: number, of: number, what: string) => void;
};

/** How many days before the real present the demo business begins. */
export const SEED_DAYS = DAYS;

/** Makes it, or goes on where an interrupted seed stopped; at the end the clock shows the real time again. */
export function seedBusiness(options: SeedOptions): Promise<void> {
  return options.cloud.clock.hurry(() => live(options));
}

async function live({ cloud, business, progress }: SeedOptions): Promise<void> {
  const { apiKey } = await tenantOf(cloud, business, 'Harbour Office Furniture');
  const api = seedApi(cloud.url, apiKey);
  const found: Plot = { ids: new Map(), today: () => new Date(cloud.clock.now()).toISOString().slice(0, 10) };
  const startedAt = cloud.clock.now();
  const steps = plot();
  for (const [index, step] of steps.entries()) {
    progress(index, steps.length, step.what);
    await reachDay(cloud, startedAt, step.day);
    await step.run(api, found);
    if (step.isAwaited) await cloud.quiet.wait(QUIET_SECONDS_MAX);
  }
  await reachDay(cloud, startedAt, DAYS);
  await jump(Math.max(Date.now(), cloud.clock.now()), cloud, DAY_SECONDS);
  business.write({ isComplete: true, customer: found.ids.get('northgate') ?? null });
  progress(steps.length, steps.length, 'done');
}

const QUIET_SECONDS_MAX = 30;
const DAY_SECONDS = 86_400;
const MONTH_SECONDS = 31 * DAY_SECONDS;

/**
 * A seed that goes on after an interruption has passed some of its days already. Most falls due on the first day of a
 * month: the clock stops there, and goes past all other days at once.
 */
async function reachDay(cloud: Cloud, startedAt: number, day: number): Promise<void> {
  const at = Math.min(startedAt + day * DAY_SECONDS * 1000, Date.now());
  for (let first = firstOfMonthAfter(cloud.clock.now()); first < at; first = firstOfMonthAfter(first))
    await jump(first, cloud, MONTH_SECONDS);
  if (at > cloud.clock.now()) await jump(at, cloud, MONTH_SECONDS);
}

/** Noon in UTC, so that it is the first of the month in the seller's zone too, and not at its very beginning. */
function firstOfMonthAfter(milliseconds: number): number {
  const day = new Date(milliseconds);
  const first = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1, 12);

  return first > milliseconds ? first : Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1, 12);
}
