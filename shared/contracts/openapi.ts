/** The route that describes all the others; apart from them, so that serving it does not load every contract. */
import * as z from 'zod';
import { route } from './route.ts';

/** The route of the description. */
export const apiRoutes = {
  describe: route({
    method: 'GET',
    path: '/openapi.json',
    summary: 'Describe this API as OpenAPI 3.1',
    tag: 'API',
    scope: 'public',
    idempotency: 'none',
    answer: z.record(z.string(), z.unknown()),
    status: 200,
    refusals: [],
  }),
};
