/** Wakes whoever asks a provider about payments whose next question is due. */
import type { Instant } from '../kernel/time.ts';
import type { Message } from '../ports.ts';
import type { DuePayment } from '../views/payments.ts';

/** The wake-up for a payment whose question is due by now; none for another. */
export function questionsDue({ tenant, payment, dueAt }: DuePayment, now: Instant): readonly Message[] {
  if (dueAt === null || dueAt > now) return [];

  return [
    {
      to: 'payments.resolve',
      body: JSON.stringify({ kind: 'work', tenant, id: payment, trace: payment, task: {} }),
    },
  ];
}
