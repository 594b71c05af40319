/** How the seed speaks to the API: every call must succeed, and repeating it changes nothing. */
import * as z from 'zod';
import { apiClient, type ApiRequest } from '../client.ts';
import { StartFailure } from '../failure.ts';

/** Calls the API; answers the parsed body. */
export type SeedApi = (request: ApiRequest) => Promise<Readonly<Record<string, unknown>>>;

/** Makes the caller. It throws a StartFailure with what the API said when it refuses. */
export function seedApi(url: string, apiKey: string): SeedApi {
  const call = apiClient(url, apiKey);

  return async (request) => {
    const { status, body } = await call(request);
    const parsed = z.record(z.string(), z.unknown()).safeParse(body);
    if (status >= 200 && status < 300) return parsed.success ? parsed.data : {};
    // An interrupted seed did this on another day, so with another body: it is done.
    if (parsed.success && parsed.data.code === 'idempotency.key_reused') return {};

    throw new StartFailure(
      `The seed failed at ${request.method} ${request.path}: ${status} ${JSON.stringify(body)}`,
    );
  };
}
