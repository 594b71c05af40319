/** Invoices that replace each other: what came for one of them is for the last. */
import { invoices } from '../domain/invoices.ts';
import { REVISIONS_MAX } from '../domain/invoices/correcting.ts';
import type { Invoice, InvoiceData } from '../domain/invoices/states.ts';
import { paymentOfAttempt, payments } from '../domain/payments.ts';
import { ATTEMPTS_MAX, isTerminal } from '../domain/payments/payment.ts';
import { accounts } from '../domain/receivables.ts';
import type { Account, OpenAccount } from '../domain/receivables/account.ts';
import type { Acting, Done } from '../execute.ts';
import { execute, load } from '../execute.ts';
import { derivedId } from '../kernel/hash.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { AggregateRef, Journal, Ports } from '../ports.ts';
import { type Bringing, hasTaken } from './posting.ts';

/** The invoices that one replaces, the latest first. */
export async function replacedBy(
  tenant: string,
  { corrects }: Pick<InvoiceData, 'corrects'>,
  journal: Journal,
): Promise<readonly string[]> {
  const replaced: string[] = [];
  for (let next = corrects; next && replaced.length < REVISIONS_MAX; ) {
    replaced.push(next.invoice);
    const { state } = await load(journal, invoices, { tenant, id: next.invoice });
    next = state.status === 'none' ? undefined : state.corrects;
  }

  return replaced;
}

/** The last of the invoices that replace one, itself where none does; `none` where it is not issued yet. */
export async function lastRevision(
  ref: { readonly tenant: string; readonly id: string },
  journal: Journal,
): Promise<{ readonly id: string; readonly state: Invoice }> {
  let { id } = ref;
  let { state } = await load(journal, invoices, ref);
  for (let revision = 0; revision < REVISIONS_MAX; revision += 1) {
    if (state.status === 'none' || state.correctedBy === undefined) break;
    id = state.correctedBy;
    ({ state } = await load(journal, invoices, { tenant: ref.tenant, id }));
  }

  return { id, state };
}

/**
 * A payment for an invoice that was replaced before it came goes to the one that replaces it, where that is open; where it
 * is not yet, it takes what lies there when it is opened. Answers a refusal that is worth another try.
 */
export async function passedOn(
  { ref, command }: Pick<Bringing, 'ref' | 'command'>,
  of: { readonly acting: Acting; readonly done: Done<Account> | 'known' },
  { journal }: Pick<Ports, 'journal'>,
): Promise<Refusal | undefined> {
  if (command.do !== 'add_cash' || command.invoice === null) return undefined;
  const { state } = of.done === 'known' ? await load(journal, accounts, ref) : of.done;
  const isLeft = state.status === 'open' && state.cash.some(({ payment }) => payment === command.payment);
  if (!isLeft) return undefined;
  const { id: invoice } = await lastRevision({ tenant: ref.tenant, id: command.invoice }, journal);
  if (invoice === command.invoice) return undefined;
  const { payment: from, date } = command;
  const allocation = derivedId('req', ref.tenant, from, invoice);
  const passed = await execute(journal, accounts, {
    ref,
    command: { do: 'allocate', allocation, from, invoice, amountMinor: null, date },
    acting: of.acting,
  });

  return passed.ok || PASSED.has(passed.refusal.code) ? undefined : passed.refusal;
}

/** It is done already, or comes to pass when the invoice is opened. */
const PASSED = new Set(['account.item_not_open', 'account.nothing_unapplied']);

/**
 * Whether money for one of these invoices may still be on its way: an attempt that is not decided, or one that brought
 * money which the account has not taken in. Whoever paid is not charged again meanwhile.
 */
export async function isUnderWay(
  account: AggregateRef,
  { state, replaced }: { readonly state: OpenAccount; readonly replaced: readonly string[] },
  journal: Journal,
): Promise<boolean> {
  const { tenant } = account;
  for (const invoice of replaced) {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const ref = { tenant, id: paymentOfAttempt(tenant, invoice, attempt) };
      const { state: payment } = await load(journal, payments, ref);
      if (payment.status === 'none') break;
      if (!isTerminal(payment.status)) return true;
      if (payment.status !== 'settled') continue;
      if (!(await hasTaken(journal, account, { state, payment: ref.id, madeAt: payment.at }))) return true;
    }
  }

  return false;
}
