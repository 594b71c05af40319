import type * as z from 'zod';
import { InvariantViolation } from '../../kernel/invariant.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../http.ts';

/** How long one call to a provider may take, in milliseconds. */
export const PROVIDER_TIMEOUT_MILLISECONDS = 10_000;

/** A provider that could not be understood or reached where no outcome can carry it: ask or try again later. */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault';
}

/** What became of a call: an answer with its parsed JSON, or a reason why nothing certain is known. */
export type CallResult =
  | {
      readonly answered: true;
      readonly status: number;
      readonly body: unknown;
      readonly at: string | undefined;
    }
  | { readonly answered: false; readonly reason: string };

/** Makes one call and never throws for the world's faults: silence, a broken answer and no JSON are all "not answered". */
export async function call(http: HttpClient, request: HttpRequest): Promise<CallResult> {
  let response: HttpResponse;
  try {
    response = await http(request);
  } catch (error) {
    // A fault of our own program is no silence of the provider.
    if (error instanceof InvariantViolation) throw error;
    return { answered: false, reason: 'provider.no_answer' };
  }

  return parsed(response);
}

function parsed(response: HttpResponse): CallResult {
  try {
    const body: unknown = JSON.parse(response.text);
    return { answered: true, status: response.status, body, at: response.headers.date };
  } catch {
    return { answered: false, reason: `provider.answer_malformed_${response.status}` };
  }
}

/** The answer of a call that must succeed, parsed; anything else is a `ProviderFault` that names the step and no content. */
export function required<T>(result: CallResult, schema: z.ZodType<T>, step: string): T {
  if (!result.answered) throw new ProviderFault(`${step}: ${result.reason}`);
  if (result.status < 200 || result.status > 299) {
    throw new ProviderFault(`${step}: the provider answered ${result.status}`);
  }

  const answer = schema.safeParse(result.body);
  if (!answer.success) throw new ProviderFault(`${step}: the answer is malformed`, { cause: answer.error });
  return answer.data;
}
