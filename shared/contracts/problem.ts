/** Errors on the wire: RFC 9457 problem details with a stable code, the request's id and pointers to fields. */
import * as z from 'zod';

/** `application/problem+json`. */
export const Problem = z
  .strictObject({
    type: z.string().meta({ description: 'A link to what the code means' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), message: z.string() })),
    hint: z.string().nullable(),
  })
  .meta({ id: 'Problem' });

/** A parsed problem. */
export type Problem = z.infer<typeof Problem>;
