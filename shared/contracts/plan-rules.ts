/** The rules of a plan on the wire: what good sellers do in different ways. */
import * as z from 'zod';

/** Days before the anchor that may be merged into the first period. */
export const STUB_DAYS_MAX = 366;

/** Where good sellers differ; each subscription keeps the rules that it began with. */
export const PlanRules = z
  .strictObject({
    /** Days before the anchor: charged by the day, free, or billed together with the first period. */
    stub_before_anchor: z.enum(['charge', 'free', 'merge']).default('charge'),
    /** With `merge`: as many days before the anchor, or more, are charged by themselves; left out, however many there are. */
    stub_merged_below_days: z.int().min(2).max(STUB_DAYS_MAX).nullable().default(null),
    /** To whom the day of a change belongs: to the new terms, to the old, or to both; always to the new where nothing is divided. */
    proration_edge: z.enum(['new', 'old', 'both']).default('new'),
    /**
     * What parts of a period are measured in: its days, months that count thirty days each, or `none`: the price is for a period however
     * short it is, charged to what is sold when it begins, and nothing of it is given back.
     */
    proration_unit: z.enum(['day', 'month30', 'none']).default('day'),
    /** Whether days on which the service is suspended are charged all the same. */
    suspension_billed: z.enum(['yes', 'no']).default('no'),
    /**
     * What becomes of the rest where a change gives back more than it charges: the next bills are lowered by it, or all that it gives
     * back is taken off the invoices that charged it by credit notes. A promised minimum spend is always carried forward.
     */
    negative_change: z.enum(['carry_forward', 'credit_note']).default('carry_forward'),
    /** Whether a coupon takes its part of what earlier ones left, or of the list amount. */
    coupon_stacking: z.enum(['chained', 'original']).default('chained'),
  })
  .meta({ id: 'PlanRules' });
