/** The periods of a seller's books on the wire: closed month by month, opened again with a reason. */
import * as z from 'zod';
import { CivilDateBody, id, InstantBody, unprintedText } from './common.ts';
import { route } from './route.ts';

/** A month, `2026-10`. */
export const MonthBody = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month YYYY-MM')
  .meta({ example: '2026-10' });

/** Whose books are closed. */
export const PeriodClose = z.strictObject({ legal_entity: id('legalEntity') }).meta({ id: 'PeriodClose' });

/** A parsed `PeriodClose`. */
export type PeriodClose = z.infer<typeof PeriodClose>;

/** Whose books are opened again, and why. */
export const PeriodReopening = z
  .strictObject({ legal_entity: id('legalEntity'), reason: unprintedText(300) })
  .meta({ id: 'PeriodReopening' });

/** A parsed `PeriodReopening`. */
export type PeriodReopening = z.infer<typeof PeriodReopening>;

/** Whose periods are shown. */
export const PeriodsQuery = z.strictObject({ legal_entity: id('legalEntity') });

/** A parsed `PeriodsQuery`. */
export type PeriodsQuery = z.infer<typeof PeriodsQuery>;

/** The periods of a seller. */
export const Periods = z
  .strictObject({
    legal_entity: id('legalEntity'),
    /** All days up to this one are closed; null where none is. */
    closed_through: CivilDateBody.nullable(),
    /** The first day on which something can be posted; null where every day is open. */
    open_from: CivilDateBody.nullable(),
    /** From then on the figures of the closed months are final: what was under way when they were closed has ended. */
    final_from: InstantBody.nullable(),
    /** The latest changes, newest last; the journal holds all, with who made them. */
    changes: z.array(
      z.strictObject({
        change: z.enum(['close', 'reopen']),
        month: MonthBody,
        reason: z.string().nullable(),
        at: InstantBody,
      }),
    ),
  })
  .meta({ id: 'Periods' });

/** A parsed `Periods`. */
export type Periods = z.infer<typeof Periods>;

const tag = 'Ledger';

/** The routes of periods. */
export const periodRoutes = {
  periods: route({
    method: 'GET',
    path: '/v1/ledger/periods',
    summary: 'Show through which day the books are closed',
    tag,
    scope: 'ledger:read',
    idempotency: 'none',
    query: PeriodsQuery,
    answer: Periods,
    status: 200,
    refusals: ['legal_entity.unknown'],
  }),
  close: route({
    method: 'POST',
    path: '/v1/ledger/periods/{period}/close',
    summary:
      'Close a month and all before it: what belongs there and comes later is posted on the first open day',
    tag,
    scope: 'admin',
    idempotency: 'none',
    body: PeriodClose,
    answer: Periods,
    status: 200,
    refusals: [
      'legal_entity.unknown',
      'period.unknown',
      'period.not_over',
      'period.recognition_due',
      'period.documents_unfinished',
    ],
  }),
  reopen: route({
    method: 'POST',
    path: '/v1/ledger/periods/{period}/reopen',
    summary: 'Open the month that was closed last again',
    tag,
    scope: 'admin',
    idempotency: 'none',
    body: PeriodReopening,
    answer: Periods,
    status: 200,
    refusals: ['legal_entity.unknown', 'period.unknown', 'period.not_closed', 'period.closed_after'],
  }),
};
