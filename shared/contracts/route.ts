/** A route of the HTTP API as data: who may call it, what it takes, what it answers. The edge and OpenAPI read it. */
import type * as z from 'zod';

/** What a key may do. `admin` includes every scope. */
export const SCOPES = [
  'admin',
  'orders:read',
  'orders:write',
  'customers:read',
  'customers:write',
  'catalog:read',
  'catalog:write',
  'billing:read',
  'billing:write',
  'usage:write',
  'invoices:read',
  'invoices:write',
  'payments:read',
  'payments:write',
  'ledger:read',
  'events:read',
  'test_clock:write',
] as const;

/** One scope. */
export type Scope = (typeof SCOPES)[number];

/** A route. `body` and `query` parse what arrives; `answer` documents what leaves. */
export type Route<Body = unknown, Query = unknown> = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With `{name}` for path parameters. */
  readonly path: string;
  readonly summary: string;
  /** Which noun it belongs to. */
  readonly tag: string;
  /** `public` routes need no key. */
  readonly scope: Scope | 'public';
  /** `required` on a POST that creates or moves money. */
  readonly idempotency: 'required' | 'none';
  readonly body?: z.ZodType<Body>;
  /** Its body or answer is an XML document, not JSON; `body` and `answer` then are texts. */
  readonly xml?: 'body' | 'answer';
  readonly query?: z.ZodType<Query>;
  readonly answer: z.ZodType | null;
  readonly status: 200 | 201 | 202 | 204;
  /** Refusal codes it may answer beside those of the edge. */
  readonly refusals: readonly string[];
};

/** Keeps the types of body and query while checking the shape. */
export function route<Body = undefined, Query = undefined>(
  definition: Route<Body, Query>,
): Route<Body, Query> {
  return definition;
}
