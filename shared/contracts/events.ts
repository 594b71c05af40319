/** The event log on the wire, shaped like a CloudEvents 1.0 envelope. */
import * as z from 'zod';
import { CivilDateBody, InstantBody, ListQuery } from './common.ts';
import { route } from './route.ts';

/** Something that became true. `data` is the fact as recorded; amounts are in minor units under names ending in `Minor`. */
export const Event = z
  .strictObject({
    id: z.string(),
    specversion: z.literal('1.0'),
    type: z.string().meta({ example: 'invoice.issued' }),
    time: InstantBody,
    subject: z.string(),
    dataversion: z.int(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' });

/** Events of a span of days, oldest first. */
export const EventQuery = ListQuery.extend({
  from: CivilDateBody.optional(),
  to: CivilDateBody.optional(),
  type: z.string().max(60).optional(),
});

/** A parsed query. */
export type EventQuery = z.infer<typeof EventQuery>;

/** A page of events. */
export const EventList = z
  .strictObject({ data: z.array(Event), next_cursor: z.string().nullable(), as_of: InstantBody })
  .meta({ id: 'EventList', description: 'Oldest first; lags behind the journal by a moment' });

/** The routes of events. */
export const eventRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/events',
    summary: 'List what happened, oldest first',
    tag: 'Events',
    scope: 'events:read',
    idempotency: 'none',
    query: EventQuery,
    answer: EventList,
    status: 200,
    refusals: ['cursor.invalid'],
  }),
};
