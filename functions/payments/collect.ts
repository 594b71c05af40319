/** Woken by an opened item; claims the first attempt on its invoice, charges the saved method, records what is said. */
import { customers } from '../../shared/domain/customers.ts';
import type { Customer } from '../../shared/domain/customers/states.ts';
import { invoices } from '../../shared/domain/invoices.ts';
import type { Attempt } from '../../shared/domain/payments/payment.ts';
import { accounts } from '../../shared/domain/receivables.ts';
import type { Account, AccountFact, OpenAccount } from '../../shared/domain/receivables/account.ts';
import { openMinorOf } from '../../shared/domain/receivables/account.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import type { Acting } from '../../shared/execute.ts';
import { factsOf, load, loadEnough } from '../../shared/execute.ts';
import { ask, charge, claim } from '../../shared/flows/collecting.ts';
import { isUnderWay } from '../../shared/flows/replacing.ts';
import { isId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';

async function collect(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the fact is not there yet' };
  const acting = actingOn('payments.collect', delivery, ports);
  for (const fact of factsOf<AccountFact>(commit)) {
    // What another system left open may be under way there: nobody but a person asks for it here.
    if (fact.type !== 'item.opened' || isId('openItem', fact.data.invoice)) continue;
    const done = await collectItem(
      commit,
      { invoice: fact.data.invoice, replaces: fact.data.replaces ?? [], version: commit.version, acting },
      ports,
    );
    if (done && !done.ok) return { end: 'park', code: done.refusal.code, reason: done.refusal.message };
  }

  return DONE;
}

/** Nothing is done where nothing is open any more, or where the customer has saved no method: then a page or a transfer pays. */
async function collectItem(
  ref: AggregateRef,
  of: {
    readonly invoice: string;
    readonly replaces: readonly string[];
    readonly version: number;
    readonly acting: Acting;
  },
  ports: Ports,
): Promise<Result<unknown> | undefined> {
  const account = await accountSince(of.version, ref, ports);
  if (account.status === 'none') return undefined;
  const payer = { tenant: ref.tenant, id: account.customer };
  const customer = await loadEnough(ports.journal, customers, { ref: payer, isEnough: hasMethod });
  const attempt = attemptOn(account, customer, { account: ref.id, invoice: of.invoice, at: of.acting.at });
  if (!attempt) return undefined;
  // What was announced to be debited from a bank account is not charged in another way by itself.
  if (await isDebited({ tenant: ref.tenant, id: of.invoice }, customer, ports)) return undefined;
  // Should it fail, that is as a charge that is declined: somebody has to ask for the next one.
  if (await isUnderWay(ref, { state: account, replaced: of.replaces }, ports.journal)) return undefined;

  const claimed = await claim(ports, { tenant: ref.tenant, attempt, acting: of.acting });
  if (!claimed.ok) return claimed;
  if (claimed.value.isOurs) return charge(ports, claimed.value, of.acting);
  // Claimed before and still only intended: whoever claimed it may have called the provider, so it is asked first. Once
  // it was asked in vain the next question has its time, which is the resolver's.
  const { status, asking } = claimed.value.payment;
  if (status === 'intended' && asking === null) return ask(ports, claimed.value, of.acting);

  return undefined;
}

async function isDebited(invoice: AggregateRef, customer: Customer, { journal }: Ports): Promise<boolean> {
  if (customer.status === 'none' || !customer.hadMandate) return false;
  const { state } = await load(journal, invoices, invoice);

  return state.status !== 'none' && state.directDebit === true;
}

/** A read that lags may miss a method that was just saved; that there is none is believed of a strong read. */
function hasMethod(customer: Customer): boolean {
  return customer.status === 'active' && customer.method !== null;
}

/** The account no older than the news of it. What is paid in the same moment may still be charged, and becomes unapplied cash. */
async function accountSince(version: number, ref: AggregateRef, ports: Ports): Promise<Account> {
  const eventual = await load(ports.journal, accounts, ref, 'eventual');

  return (eventual.version >= version ? eventual : await load(ports.journal, accounts, ref)).state;
}

function attemptOn(
  account: OpenAccount,
  customer: Customer,
  of: { readonly account: string; readonly invoice: string; readonly at: string },
): (Attempt & { readonly invoice: string }) | undefined {
  const item = account.items.find(({ invoice }) => invoice === of.invoice);
  const method = customer.status === 'active' ? customer.method : null;
  if (!item || !method) return undefined;

  return {
    entity: account.entity,
    customer: account.customer,
    account: of.account,
    invoice: of.invoice,
    number: item.number,
    attempt: 1,
    channel: 'automatic',
    provider: method.provider,
    method: { id: method.id, customer: method.providerCustomer },
    amountMinor: openMinorOf(item),
    currency: account.currency,
    ...(account.zone !== undefined && { zone: account.zone }),
    request: '',
    at: of.at,
  };
}

export const handler = onQueue('payments.collect', eachOf(collect));
