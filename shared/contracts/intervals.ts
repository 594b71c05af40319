/** What times are counted in, on the wire. */
import * as z from 'zod';

/** What a period of a plan is counted in. */
export const Interval = z
  .enum(['day', 'week', 'month', 'quarter', 'half_year', 'year'])
  .meta({ id: 'Interval' });

/** Intervals that one period may be made of. */
export const INTERVAL_COUNT_MAX = 36;
