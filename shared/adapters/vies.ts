/**
 * VIES, the register of VAT ids of the European Commission, by its REST interface. It passes each question on to the state
 * that gave the id, so it is often busy or silent: all of that is `unavailable`, and only a plain no is `invalid`.
 */
import * as z from 'zod';
import type { TaxIdAnswer, TaxIdRegistry } from '../ports.ts';
import type { HttpClient } from './http.ts';
import { HttpFault } from './http.ts';

/** How long one question may take, in milliseconds; states answer slowly. */
export const VIES_TIMEOUT_MILLISECONDS = 10_000;

const NOTHING_KNOWN: TaxIdAnswer = { answer: 'unavailable', consultation: null };

/** The register at an address. */
export function viesRegistry(of: { readonly http: HttpClient; readonly baseUrl: string }): TaxIdRegistry {
  return {
    async check({ vatId, requester }) {
      const told = await ask(of, bodyOf(vatId, requester));
      // A requester that the register does not know must not keep us from the answer; only the id of it is lost.
      if (requester !== null && told?.userError === 'INVALID_REQUESTER_INFO')
        return answerOf(await ask(of, bodyOf(vatId, null)));

      return answerOf(told);
    },
  };
}

const Told = z.object({
  valid: z.boolean().optional(),
  userError: z.string().optional(),
  requestIdentifier: z.string().nullish(),
  errorWrappers: z.array(z.object({ error: z.string() })).optional(),
});

type Told = z.infer<typeof Told>;

function bodyOf(vatId: string, requester: string | null) {
  return {
    countryCode: prefixOf(vatId),
    vatNumber: vatId.slice(2),
    ...(requester !== null && {
      requesterMemberStateCode: prefixOf(requester),
      requesterNumber: requester.slice(2),
    }),
  };
}

/** The register knows Greece as EL. */
function prefixOf(vatId: string): string {
  const prefix = vatId.slice(0, 2);

  return prefix === 'GR' ? 'EL' : prefix;
}

async function ask(
  { http, baseUrl }: { readonly http: HttpClient; readonly baseUrl: string },
  body: object,
): Promise<Told | undefined> {
  try {
    const { text } = await http({
      method: 'POST',
      url: `${baseUrl}/check-vat-number`,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      timeoutMilliseconds: VIES_TIMEOUT_MILLISECONDS,
    });
    const parsed = Told.safeParse(JSON.parse(text));

    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof HttpFault || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Words of the register that are a plain no. */
const NO = new Set([undefined, '', 'INVALID', 'INVALID_INPUT']);

function answerOf(told: Told | undefined): TaxIdAnswer {
  if (!told || told.errorWrappers || told.valid === undefined) return NOTHING_KNOWN;
  const consultation = told.requestIdentifier || null;
  if (told.valid) return { answer: 'valid', consultation };

  return NO.has(told.userError) ? { answer: 'invalid', consultation } : NOTHING_KNOWN;
}
