/** Makes the OpenAPI document from the routes. `npm run openapi` writes it; a test fails while the written one differs. */
import { writeFileSync } from 'node:fs';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { API_ROUTES } from '../../../shared/contracts/api.ts';
import { Problem } from '../../../shared/contracts/problem.ts';
import { ANSWER_HEADERS, operationOf, sharedResponses } from './openapi-operation.ts';

/** Where the document lies. */
export const DOCUMENT_FILE = new URL('../../../shared/contracts/openapi.json', import.meta.url);

/** The document's text, as it is committed. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), null, 1)}\n`;
}

/** The whole API as one document. */
export function openApiDocument() {
  const used = new Set(API_ROUTES.map(({ route }) => route.tag));

  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Countinghouse',
      version: '1',
      summary: 'Serverless order-to-cash: from the accepted order to money in the bank and closed books.',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'Wherever this document was served from' }],
    tags: TAGS.filter(({ name }) => used.has(name)),
    security: [{ bearer: [] }],
    paths: pathsOf(),
    components: {
      schemas: { Problem },
      responses: sharedResponses(),
      headers: { ...ANSWER_HEADERS },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key `sk_<stage>_…`. Each operation names the scope that the key must have; `admin` has them all.',
        },
      },
    },
  });
}

function pathsOf(): ZodOpenApiPathsObject {
  const byPath = Map.groupBy(API_ROUTES, ({ route }) => route.path);

  return Object.fromEntries(
    [...byPath].map(([path, named]) => [
      path,
      Object.fromEntries(named.map((each) => [each.route.method.toLowerCase(), operationOf(each)])),
    ]),
  );
}

const DESCRIPTION = [
  'Amounts are decimal strings with their currency. Instants are UTC, civil dates are `YYYY-MM-DD`, periods are `[start, end)`.',
  'Keys are always present in answers; `null` stands for nothing. Unknown fields and query parameters are refused.',
  '',
  'A POST that creates or moves money takes an `Idempotency-Key`: the same request again gets the first answer with',
  '`Idempotency-Replayed: true`, another request under that key is refused. A single object carries its version as `ETag`;',
  '`If-Match` makes a change conditional on it. Lists follow the journal with a small delay and say as of when; `next_cursor`',
  'leads to the next page and is opaque.',
  '',
  'Every refusal is `application/problem+json` with a stable `code`. What the gateway itself answers (413 above its own limit,',
  '429, 503) is not.',
].join('\n');

const TAGS = [
  { name: 'Tenant', description: 'The tenant, its legal entities (sellers) and its API keys.' },
  { name: 'Customers', description: 'Who buys. Personal data can be erased; issued documents stay.' },
  { name: 'Catalog', description: 'Plans with recurring prices. A published version never changes.' },
  { name: 'Orders', description: 'What was ordered and what of it was delivered.' },
  { name: 'Subscriptions', description: 'Begin with an order line that names a plan.' },
  { name: 'Billing', description: 'Runs that bill what subscriptions owe. Running twice changes nothing.' },
  { name: 'Invoices', description: 'Issued by themselves once an order or a period owes them.' },
  { name: 'Credit notes', description: 'Take an invoice back as a whole.' },
  { name: 'Payments', description: 'Attempts by a provider, bank transfers, refunds.' },
  { name: 'Payment methods', description: "A customer's saved methods. Card data never passes here." },
  {
    name: 'Accounts',
    description: 'Open items, unapplied cash and credit per customer, seller and currency.',
  },
  { name: 'Ledger', description: 'Chart of accounts, journal, trial balance.' },
  { name: 'Events', description: 'Everything that became true, oldest first.' },
  { name: 'Webhooks', description: 'What payment providers call.' },
  { name: 'API', description: 'This document.' },
];

if (import.meta.main) {
  writeFileSync(DOCUMENT_FILE, openApiText());
  console.log('shared/contracts/openapi.json is written.');
}
