import { sha256Hex } from '../../../shared/kernel/hash.ts';
import { addToInstant } from '../../../shared/kernel/time.ts';
import { behaviourNamed } from './behaviours.ts';
import { behaviourOf } from './charges.ts';
import type { Change, Remembered } from './ledger.ts';
import { type Decision, refused, type SandboxAnswer, type Visit } from './route.ts';

/** How long a key is remembered. After that the same call does the same thing again, as it would at a real provider. */
export const KEY_HOURS = 24;

const KEY_LENGTH_MAX = 255;

/**
 * Runs a call once for its idempotency key: the same request again gets the first answer, another one under the same key
 * 409. A call that was swallowed leaves only its mark, and is done when it comes again. Refusals are not remembered.
 */
export function keyed(visit: Visit, run: () => Decision): Decision {
  const key = visit.request.headers['idempotency-key'] ?? '';
  if (key === '' || key.length > KEY_LENGTH_MAX) {
    return refused(400, 'key.missing', 'A call that moves money names an idempotency key.');
  }
  const id = `${visit.request.path} ${key}`;
  const fingerprint = sha256Hex(visit.request.body);
  const kept = visit.ledger.keys.get(id);
  const known = kept !== undefined && kept.forgottenAt > visit.context.now ? kept : undefined;
  if (known !== undefined && known.fingerprint !== fingerprint) {
    return refused(409, 'key.reused', 'This key belongs to another request.');
  }
  if (known !== undefined && !known.isSwallowed) return replayed(known);
  if (known === undefined && isSwallowed(visit)) {
    const silence = refused(503, 'call.swallowed', 'Nothing was done.');
    return { ...silence, isSilent: true, changes: [mark(visit, { id, fingerprint }, silence.answer)] };
  }

  const decision = run();
  if (decision.changes.length === 0) return decision;
  return { ...decision, changes: [...decision.changes, mark(visit, { id, fingerprint }, decision.answer)] };
}

function replayed(known: Remembered): Decision {
  const headers = { 'content-type': 'application/json', 'idempotent-replayed': 'true' };
  return { answer: { status: known.status, headers, body: known.body }, changes: [] };
}

function mark(
  visit: Visit,
  call: { readonly id: string; readonly fingerprint: string },
  answer: SandboxAnswer,
): Change {
  const value: Remembered = {
    ...call,
    status: answer.status,
    body: answer.body,
    isSwallowed: answer.status !== 200,
    forgottenAt: addToInstant(visit.context.now, { hours: KEY_HOURS }),
  };
  return { put: 'keys', value };
}

function isSwallowed(visit: Visit): boolean {
  if (visit.request.path !== '/charges') return false;

  const behaviour = behaviourOf(visit.ledger, methodIn(visit.request.body));
  return behaviour !== undefined && behaviourNamed(behaviour)?.silence === 'before';
}

function methodIn(body: string): string {
  try {
    const read: unknown = JSON.parse(body);
    const isNamed = typeof read === 'object' && read !== null && 'method' in read;
    return isNamed && typeof read.method === 'string' ? read.method : '';
  } catch {
    return '';
  }
}
