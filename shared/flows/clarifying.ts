/** Documents that the profile of their customer keeps from being issued: they take the newest one, or wait for a better one. */
import { customers } from '../domain/customers.ts';
import type { AwaitingFact } from '../domain/exchange-rates.ts';
import { type Acting, execute, load } from '../execute.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';
import { askForCheck, type Sale } from './buying.ts';
import { handOver } from './converting.ts';
import type { Obligation } from './obligation.ts';

/** What another VAT id, name or address may put right. */
const CLARIFIABLE: ReadonlySet<string> = new Set([
  'tax.vat_id_unchecked',
  'tax.buyer_vat_id_missing',
  'document.not_compliant',
]);

/**
 * Prepares a document by the profile that its order named, and where that keeps it from being issued, by the newest. What could be
 * issued is never touched by a later change.
 */
export async function preparedByNewest<Done>(
  obligation: Obligation,
  prepare: (obligation: Obligation) => Promise<Result<Done>>,
  { journal }: Pick<Ports, 'journal'>,
): Promise<{ readonly obligation: Obligation; readonly done: Result<Done> }> {
  const done = await prepare(obligation);
  if (done.ok || !CLARIFIABLE.has(done.refusal.code)) return { obligation, done };
  const { sale } = obligation;
  const { state } = await load(journal, customers, { tenant: sale.tenant, id: sale.customer });
  if (state.status !== 'active' || state.profile <= sale.profile) return { obligation, done };
  const renewed = { ...obligation, sale: { ...sale, profile: state.profile } };

  return { obligation: renewed, done: await prepare(renewed) };
}

type Refused = {
  readonly sale: Sale;
  readonly waiting: AwaitingFact;
  readonly acting: Acting;
  /** Whether the message comes for the last time. */
  readonly isLast: boolean;
};

/**
 * Whether a refused document comes again by itself, as the register is asked about its VAT id. What does not, or not once more, is
 * remembered with the customer.
 */
export async function askedOfCustomer(
  { code }: Refusal,
  of: Refused,
  ports: Pick<Ports, 'journal' | 'queues'>,
): Promise<boolean> {
  const isAsked = code === 'tax.vat_id_unchecked';
  if (CLARIFIABLE.has(code) && (!isAsked || of.isLast)) await awaitClarification(of, ports);
  if (isAsked) await askForCheck(of.sale, { trace: of.acting.trace, waiting: of.waiting }, ports);

  return isAsked;
}

/** Remembers that a document waits; one whose customer was put right in the meantime is handed over again at once. */
async function awaitClarification(
  { sale, waiting, acting }: Refused,
  ports: Pick<Ports, 'journal' | 'queues'>,
): Promise<void> {
  const { tenant, customer: id, profile } = sale;
  const command = { do: 'await_clarification', waiting } as const;
  const done = await execute(ports.journal, customers, { ref: { tenant, id }, command, acting });
  if (!done.ok || done.value.state.status !== 'active' || done.value.state.profile <= profile) return;
  await handOver([waiting], { tenant, trace: acting.trace }, ports);
}
