/** The sandbox's stand-in for the Union's register of VAT ids: what it says follows from the last digits of the number. */
import * as z from 'zod';
import { sha256Base64Url } from '../../../shared/kernel/hash.ts';
import { type Decision, json, type Visit } from './route.ts';

const Question = z.object({
  countryCode: z.string(),
  vatNumber: z.string(),
  requesterNumber: z.string().optional(),
});

/** Numbers that end like this are not registered. */
const UNREGISTERED = /99(B\d\d)?$/;

/** Numbers that end like this belong to a state whose register does not answer. */
const SILENT = /98(B\d\d)?$/;

/** Answers a question in the words of the register; with a requester the answer has an id. */
export function checkVatNumber({ request }: Visit): Decision {
  const question = Question.safeParse(parsed(request.body));
  if (!question.success) return told({ errorWrappers: [{ error: 'INVALID_INPUT' }] });
  const { vatNumber, requesterNumber } = question.data;
  if (SILENT.test(vatNumber)) return told({ errorWrappers: [{ error: 'MS_UNAVAILABLE' }] });
  const valid = !UNREGISTERED.test(vatNumber);
  const requestIdentifier =
    requesterNumber === undefined ? '' : `SANDBOX${sha256Base64Url(request.body).slice(0, 8)}`;

  return told({ valid, userError: valid ? 'VALID' : 'INVALID', requestIdentifier });
}

function told(body: object): Decision {
  return { answer: json(200, body), changes: [] };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
