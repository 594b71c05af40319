/** Deferred revenue on the wire: what is not earned yet, and when it will be. */
import * as z from 'zod';
import { CivilDateBody, Currency, id, InstantBody, MoneyBody } from './common.ts';
import { route } from './route.ts';

/** Deferred revenue at the end of a day. */
export const DeferredRevenueQuery = z.strictObject({
  legal_entity: id('legalEntity').optional(),
  /** Today, when left out. */
  as_of: CivilDateBody.optional(),
});

/** A parsed `DeferredRevenueQuery`. */
export type DeferredRevenueQuery = z.infer<typeof DeferredRevenueQuery>;

/**
 * One seller's in one currency. `opening` plus `deferred` less `recognised` and `credited` is `balance`, and `months`,
 * `later` and `undated` sum up to it.
 */
export const DeferredRevenueLine = z
  .strictObject({
    legal_entity: id('legalEntity'),
    currency: Currency,
    /** At the end of the month before. */
    opening: MoneyBody,
    /** Charged since by invoices, for days to come. */
    deferred: MoneyBody,
    /** Earned since, by the days served. */
    recognised: MoneyBody,
    /** Taken back since by credit notes before it was earned. */
    credited: MoneyBody,
    balance: MoneyBody,
    /** What the ledger holds by then: it recognises a month once that is over, so at the end of one it is the balance. */
    posted: MoneyBody,
    /** What will be earned in the rest of this month and in those that follow. */
    months: z.array(
      z.strictObject({ month: z.string().regex(/^\d{4}-\d{2}$/, 'must be a month'), amount: MoneyBody }),
    ),
    /** Behind the last of them. */
    later: MoneyBody,
    /** Credit that a later bill will use. */
    undated: MoneyBody,
  })
  .meta({ id: 'DeferredRevenueLine' });

/** A parsed `DeferredRevenueLine`. */
export type DeferredRevenueLine = z.infer<typeof DeferredRevenueLine>;

/** Deferred revenue by seller and currency. */
export const DeferredRevenue = z
  .strictObject({
    data: z.array(DeferredRevenueLine),
    from: CivilDateBody,
    to: CivilDateBody,
    as_of: InstantBody,
  })
  .meta({ id: 'DeferredRevenue' });

/** The route of deferred revenue. */
export const deferredRevenueRoute = route({
  method: 'GET',
  path: '/v1/ledger/deferred_revenue',
  summary: 'Show what of the invoiced revenue is not earned yet, and in which months it will be',
  tag: 'Ledger',
  scope: 'ledger:read',
  idempotency: 'none',
  query: DeferredRevenueQuery,
  answer: DeferredRevenue,
  status: 200,
  refusals: ['ledger.day_in_future', 'ledger.too_many_entries', 'legal_entity.unknown'],
});
