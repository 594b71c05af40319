/** The test clock of a tenant on the wire; stages that do business have none. */
import * as z from 'zod';
import { InstantBody } from './common.ts';
import { GivenInstant } from './given-instant.ts';
import { route } from './route.ts';

/** What is still under way is told by name up to this many. */
export const UNDER_WAY_SHOWN_MAX = 20;

/** Where the clock is to go. */
export const TestClockAdvance = z.strictObject({ to: GivenInstant }).meta({ id: 'TestClockAdvance' });

/** A parsed journey. */
export type TestClockAdvance = z.infer<typeof TestClockAdvance>;

/** Work that has not ended: who does it, and on what. */
const UnderWay = z.strictObject({ function: z.string(), subject: z.string() }).meta({ id: 'TestClockWork' });

/** The clock as answered. */
export const TestClock = z
  .strictObject({
    object: z.literal('test_clock'),
    /** `real`: it was never moved; `advancing`: time stands still at `now` until the work found there is done; `arrived`. */
    status: z.enum(['real', 'advancing', 'arrived']),
    /** The tenant's time. */
    now: InstantBody,
    /** Where the last journey began; null before the first. */
    from: InstantBody.nullable(),
    /** Where it leads, or led. */
    target: InstantBody.nullable(),
    /** Instants at which it has stopped so far because something fell due. */
    steps: z.int(),
    /** Days reached of the days of the whole way. */
    progress: z.strictObject({ days: z.int(), of: z.int() }).meta({ id: 'TestClockProgress' }),
    /** The first of what is still being worked on; empty unless it is advancing. */
    under_way: z.array(UnderWay).max(UNDER_WAY_SHOWN_MAX),
    /** The first of what was set aside on the way, with its code, or did not end in time and was left behind. */
    failed: z.array(UnderWay.extend({ code: z.string().nullable() }).meta({ id: 'TestClockFailure' })),
  })
  .meta({ id: 'TestClock' });

/** A parsed `TestClock`. */
export type TestClock = z.infer<typeof TestClock>;

/**
 * What the walker sends itself: the version of the clock it looks from, the looks before it that found nothing under way,
 * and the epoch millisecond since which it waits.
 */
export const TestClockLook = z.strictObject({ version: z.int(), quiet: z.int(), since: z.int() });

/** A parsed look. */
export type TestClockLook = z.infer<typeof TestClockLook>;

const tag = 'Test clock';

/** The routes of the test clock. */
export const testClockRoutes = {
  advance: route({
    method: 'POST',
    path: '/v1/test_clock/advance',
    summary: "Move the tenant's time forward, and do what falls due on the way",
    tag,
    scope: 'test_clock:write',
    idempotency: 'none',
    body: TestClockAdvance,
    answer: TestClock,
    status: 202,
    refusals: [
      'test_clock.backwards',
      'test_clock.in_progress',
      'test_clock.production',
      'test_clock.too_far',
    ],
  }),
  get: route({
    method: 'GET',
    path: '/v1/test_clock',
    summary: "Show the tenant's time and how far a journey has come",
    tag,
    scope: 'test_clock:write',
    idempotency: 'none',
    answer: TestClock,
    status: 200,
    refusals: ['test_clock.production'],
  }),
};
