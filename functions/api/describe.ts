/** Woken by GET /openapi.json; answers the committed document, which tests hold equal to the routes. Records nothing. */
import document from '../../shared/contracts/openapi.json' with { type: 'json' };
import { apiRoutes } from '../../shared/contracts/openapi.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { sha256Base64Url } from '../../shared/kernel/hash.ts';
import { ok } from '../../shared/kernel/result.ts';

const TEXT = JSON.stringify(document);
const HEADERS = { 'cache-control': 'public, max-age=300', etag: `"${sha256Base64Url(TEXT).slice(0, 22)}"` };

export const handler = onHttp('api.describe', [
  endpoint(apiRoutes.describe, async () => ok({ body: TEXT, headers: HEADERS })),
]);
