/** The messages a commit sends: one for each function that one of its facts wakes. */
import type { Message as MessageBody } from '../contracts/messages.ts';
import { encode } from '../journal/codec.ts';
import type { Commit, Message } from '../ports.ts';
import { FUNCTION_NAMES, type FunctionName, wiringOf } from '../topology.ts';

/** A commit travels inside its message up to this many characters; beyond, the receiver reads the journal. */
export const CARRIED_COMMIT_MAX = 32_000;

/** One message a function, however many of the commit's facts wake it; the first such fact is named. */
export function messagesOf(commit: Commit): readonly Message[] {
  const woken = new Map<string, { readonly fact: string; readonly delaySeconds: number }>();
  for (const { type } of commit.facts) {
    for (const { to, delaySeconds } of WOKEN_BY.get(type) ?? [])
      if (!woken.has(to)) woken.set(to, { fact: type, delaySeconds });
  }
  if (woken.size === 0) return [];
  const text = encode(commit);
  const carried = text.length <= CARRIED_COMMIT_MAX ? { commit: text } : {};
  const { tenant, id, version, trace } = commit;

  return [...woken].map(([to, { fact, delaySeconds }]) => {
    const body: MessageBody = { kind: 'fact', tenant, id, version, fact, trace, ...carried };

    return { to, body: JSON.stringify(body), ...(delaySeconds > 0 ? { delaySeconds } : {}) };
  });
}

/** The functions that a fact wakes, each with the delay of its message. */
const WOKEN_BY = new Map<string, { to: FunctionName; delaySeconds: number }[]>();
for (const to of FUNCTION_NAMES) {
  const { facts = [], later } = wiringOf(to);
  for (const fact of facts) wake(fact, { to, delaySeconds: 0 });
  for (const fact of later?.facts ?? []) wake(fact, { to, delaySeconds: later?.delaySeconds ?? 0 });
}

function wake(fact: string, target: { to: FunctionName; delaySeconds: number }): void {
  WOKEN_BY.set(fact, [...(WOKEN_BY.get(fact) ?? []), target]);
}
