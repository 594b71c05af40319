/** Bills that wait for others are looked at again after a while, so that whoever never comes keeps no invoice from its customer. */
import { BilledLook } from '../contracts/billed-looks.ts';
import type { Message } from '../contracts/messages.ts';
import type { Ports } from '../ports.ts';
import { GATHER_LOOK_SECONDS, type Look } from './gathering.ts';
import type { Obligation } from './obligation.ts';
import { obligationsOf } from './owing.ts';

/** The news that a message is about, and how often its bills have been looked at again; news itself is the first word of them. */
export function lookedAt(message: Message): { readonly message: Message; readonly look: number } {
  const task = message.kind === 'work' ? BilledLook.safeParse(message.task).data : undefined;
  if (!task) return { message, look: 0 };
  const { tenant, id, trace } = message;
  const { version, look } = task;

  return { message: { kind: 'fact', tenant, id, version, fact: 'subscription.billed', trace }, look };
}

/** The invoices that a commit owes now; where bills of it wait for others, the next look at them is asked for. */
export async function owedNow(
  { commit, look }: Look,
  ports: Pick<Ports, 'journal' | 'clock' | 'queues'>,
): Promise<readonly Obligation[]> {
  const { owed, isOpen } = await obligationsOf({ commit, look }, ports);
  if (isOpen) await lookLater({ commit, look: look + 1 }, ports);

  return owed;
}

async function lookLater({ commit, look }: Look, { queues }: Pick<Ports, 'queues'>): Promise<void> {
  const { tenant, id, version, trace } = commit;
  const task: BilledLook = { version, look };
  const body: Message = { kind: 'work', tenant, id, trace, task };
  const delaySeconds = GATHER_LOOK_SECONDS;
  const unsent = await queues.send([{ to: 'invoices.issue', body: JSON.stringify(body), delaySeconds }]);
  if (unsent.length > 0) throw new Error('the next look was not taken');
}
