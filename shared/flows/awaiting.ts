/** From the first payment of a subscription, or the want of it, to its activation or its end. */
import { subscriptions } from '../domain/subscriptions.ts';
import type { Invoice } from '../domain/invoices/states.ts';
import { accounts } from '../domain/receivables.ts';
import { type Acting, execute, load } from '../execute.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import type { AggregateRef, Journal, Ports } from '../ports.ts';
import { courseOf } from './attempting.ts';
import { lastRevision, replacedBy } from './replacing.ts';

type Acted = { readonly tenant: string; readonly acting: Acting };

/** Activates the subscription that waited for an invoice to be paid; one that does not wait is left as it is. */
export async function activatePaid(
  invoice: Invoice,
  { tenant, acting }: Acted,
  { journal }: Pick<Ports, 'journal'>,
): Promise<Refusal | undefined> {
  const subscription = waitingFor(invoice);
  if (subscription === undefined || !isPaid(invoice)) return undefined;
  const done = await execute(journal, subscriptions, {
    ref: { tenant, id: subscription },
    command: { do: 'conclude_payment', isPaid: true, at: acting.at },
    acting,
  });

  return done.ok ? undefined : done.refusal;
}

/** The subscription whose first period an invoice is of, which is what one may wait for. */
export function waitingFor(invoice: Invoice): string | undefined {
  if (invoice.status === 'none' || !('subscription' in invoice.cause)) return undefined;

  return 'period' in invoice.cause && invoice.cause.period === 0 ? invoice.cause.subscription : undefined;
}

/** What is only taken back was not paid. */
function isPaid(invoice: Invoice): boolean {
  return invoice.status !== 'none' && invoice.settledBy !== null && invoice.settledBy !== 'credited';
}

/**
 * Ends a subscription whose limit has passed, unless its invoice was paid after all, or a payment is in process or brought
 * money that the account has not taken in yet: then whoever tells how that ended comes here again, or tells that it is paid.
 */
export async function concludeWait(
  ref: AggregateRef,
  { acting, now }: { readonly acting: Acting; readonly now: Instant },
  { journal }: Pick<Ports, 'journal'>,
): Promise<void> {
  const { state } = await load(journal, subscriptions, ref);
  if (state.status !== 'incomplete' || !state.awaited || state.awaited.until > now) return;
  const bill = state.awaited.bill?.invoice;
  const last = bill === undefined ? undefined : await lastRevision({ ...ref, id: bill }, journal);
  // Nobody can pay what is not issued: the next look finds it.
  if (last?.state.status === 'none') return;
  const paid = last !== undefined && isPaid(last.state);
  if (last && !paid && (await isInProcess(ref.tenant, last, journal))) return;
  const command = { do: 'conclude_payment', isPaid: paid, at: now } as const;
  const done = await execute(journal, subscriptions, { ref, command, acting });
  if (!done.ok) throw new Error(`${ref.id}: ${done.refusal.code}`);
}

/** A page that the customer was shown holds nothing up: who pays on it later is given that as credit. */
async function isInProcess(
  tenant: string,
  { id, state: invoice }: { readonly id: string; readonly state: Invoice },
  journal: Journal,
): Promise<boolean> {
  if (invoice.status === 'none') return false;
  const { state: account } = await load(journal, accounts, { tenant, id: invoice.account });
  if (account.status === 'none') return true;
  for (const each of [id, ...(await replacedBy(tenant, invoice, journal))]) {
    const course = await courseOf(journal, { tenant, invoice: each, request: '', account });
    if (course.ok && 'met' in course.value && course.value.met.payment.status !== 'action_required')
      return true;
  }
  const isOpen = account.items.some((item) => item.invoice === id);

  // What is cleared is about to be told to the invoice, and with it here.
  return !isOpen && invoice.settledBy === null;
}
