/** How a message that cannot be worked on is set aside for a person, under a name that tells which it was. */
import type { SQSRecord } from 'aws-lambda';
import type { Message } from '../contracts/messages.ts';
import { sha256Base64Url } from '../kernel/hash.ts';
import type { Ports } from '../ports.ts';
import type { FunctionName } from '../topology.ts';
import type { Outcome } from './delivery.ts';
import { park, SYSTEM_TENANT } from './park.ts';
import { noteSetAside } from './tenant-time.ts';

/** A message, what it is about, and who worked on it. */
export type Worked = {
  readonly name: FunctionName;
  readonly message: Message;
  readonly subject: string;
  readonly ports: Ports;
};

/** Records which message was set aside and why; what waited until its last receive has waited in vain. */
export async function setAside(
  { name, message, subject: about, ports }: Worked,
  outcome: Exclude<Outcome, { readonly end: 'done' }>,
): Promise<void> {
  const code = outcome.end === 'park' ? outcome.code : 'message.waited_in_vain';
  const own = message.kind === 'fact' ? `${about}:${message.fact}` : about;
  const subject = outcome.end === 'park' ? (outcome.subject ?? own) : own;
  const { tenant, trace } = message;
  await park(name, { tenant, subject, trace, code, reason: outcome.reason }, ports);
  await noteSetAside(name, { tenant, subject, code }, ports);
}

/** Records that a body was no message; answers true, because it need not come again. */
export async function parkMalformed(name: FunctionName, record: SQSRecord, ports: Ports): Promise<boolean> {
  const subject = sha256Base64Url(record.body);
  const trace = record.messageId;
  const reason = 'The body is not a message of this system.';
  await park(name, { tenant: SYSTEM_TENANT, subject, trace, code: 'message.malformed', reason }, ports);

  return true;
}
