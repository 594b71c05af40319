/** Woken by issued documents, items brought forward, settled payments and failed refunds; records what they mean for the customer's account. */
import { creditNoteOf } from '../../shared/domain/invoices/crediting.ts';
import { bookingDay } from '../../shared/domain/booking-day.ts';
import { dueMinorOf } from '../../shared/domain/invoices/deducting.ts';
import type { CreditNoteFact, InvoiceFact } from '../../shared/domain/invoices/states.ts';
import type { OpenItemFact } from '../../shared/domain/open-items.ts';
import { payments } from '../../shared/domain/payments.ts';
import { dayReceived } from '../../shared/domain/payments/payment.ts';
import type { PaymentFact, SettledPayment } from '../../shared/domain/payments/payment.ts';
import { STORY_BEGIN } from '../../shared/domain/receivables.ts';
import { itemDiscount } from '../../shared/domain/receivables/discounts.ts';
import { receivedIn } from '../../shared/domain/receivables/post.ts';
import type { Brought } from '../../shared/domain/receivables/account.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { factsOf, load, stateOf } from '../../shared/execute.ts';
import type { Commit, Ports } from '../../shared/ports.ts';
import type { Bringing } from '../../shared/flows/posting.ts';
import { bring, hasTold } from '../../shared/flows/posting.ts';
import { passedOn, replacedBy } from '../../shared/flows/replacing.ts';

type Source = InvoiceFact | OpenItemFact | CreditNoteFact | PaymentFact;
/** `awaits` names the credit note that has to be on the account before, or a customer who paid would be asked again. */
type Post = Omit<Bringing, 'acting'> & { readonly awaits?: string };

async function post(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the fact is not there yet' };
  const acting = actingOn('receivables.post', delivery, ports);
  for (const { awaits, ...wanted } of await postsOf(commit, ports)) {
    if (awaits !== undefined && !(await hasTold(ports.journal, wanted.ref, awaits)))
      return { end: 'wait', reason: `the account does not know ${awaits} yet` };
    const done = await bring(ports.journal, { ...wanted, acting });
    const refused = done.ok ? await passedOn(wanted, { acting, done: done.value }, ports) : done.refusal;
    if (!refused) continue;
    const { code, message: reason } = refused;

    return WAITS.has(code) ? { end: 'wait', reason: code } : { end: 'park', code, reason };
  }

  return DONE;
}

/** Another message has to be worked on first, or others were faster too often. */
const WAITS = new Set(['account.item_unknown', 'account.not_found', 'account.conflict']);

async function postsOf(commit: Commit, ports: Ports): Promise<readonly Post[]> {
  const posts: Post[] = [];
  for (const fact of factsOf<Source>(commit)) {
    if (fact.type === 'invoice.issued') posts.push(await openItem(commit, fact, ports));
    if (fact.type === 'open_item.brought_forward') posts.push(openBroughtItem(commit, fact));
    if (fact.type === 'credit_note.issued') posts.push(await addCredit(commit, fact, ports));
    if (fact.type === 'payment.settled') posts.push(addCash(commit, await paymentAt(commit, ports)));
    if (fact.type === 'refund.failed')
      posts.push(reverseRefund(commit, fact.data.refund, await paymentAt(commit, ports)));
  }

  return posts;
}

async function openItem(
  commit: Commit,
  { data }: Extract<Source, { type: 'invoice.issued' }>,
  ports: Ports,
): Promise<Post> {
  const { account, entity, customer, currency, number, dueDate, issueDate, zone } = data;
  const grossMinor = dueMinorOf(data);
  const brought = broughtBy(commit, {
    ...{ entity, customer, currency, date: issueDate },
    ...(zone !== undefined && { zone }),
  });
  const discount = itemDiscount(data);
  const item = { invoice: commit.id, number, dueDate, grossMinor, ...(discount && { discount }) };
  const ref = { tenant: commit.tenant, id: account };
  if (!data.corrects) return { ref, command: { do: 'open_item', ...brought, ...item } };
  const { tenant } = commit;
  const awaits = creditNoteOf(tenant, data.corrects.invoice, {});
  const replaces = await replacedBy(tenant, data, ports.journal);

  return { ref, awaits, command: { do: 'open_item', ...brought, ...item, replaces } };
}

function openBroughtItem(commit: Commit, { data }: OpenItemFact): Post {
  const { account, entity, customer, currency, number, dueDate, grossMinor, asOf } = data;
  const brought = broughtBy(commit, { entity, customer, currency, date: asOf });

  return {
    ref: { tenant: commit.tenant, id: account },
    command: { do: 'open_item', ...brought, invoice: commit.id, number, dueDate, grossMinor },
  };
}

async function addCredit(
  commit: Commit,
  { data }: Extract<Source, { type: 'credit_note.issued' }>,
  ports: Ports,
): Promise<Post> {
  const {
    account,
    entity,
    customer,
    currency,
    invoice,
    grossMinor,
    prepaid,
    remainder,
    effect,
    correctedBy,
    issueDate,
  } = data;
  const ref = { tenant: commit.tenant, id: account };
  const brought = broughtBy(commit, { entity, customer, currency, date: issueDate });
  // What goes back to prepaid credits never reaches the account.
  const amountMinor = grossMinor - (prepaid?.amountMinor ?? 0n);
  // The account can tell of an invoice only after it was issued.
  const issued = await ports.journal.at({ tenant: commit.tenant, id: invoice }, 1);
  const since = issued?.at ?? STORY_BEGIN;
  const what = { creditNote: commit.id, invoice, amountMinor, remainder, effect, correctedBy };
  const note = { ...what, wasOpened: false } as const;

  return { ref, since, command: { do: 'add_credit', ...brought, ...note, paidBy: [], refundIds: {} } };
}

function addCash(commit: Commit, payment: SettledPayment): Post {
  const { account, entity, customer, currency, invoice, amountMinor } = payment;
  const brought = broughtBy(commit, { entity, customer, currency, date: dayReceived(payment, payment.zone) });

  return {
    ref: { tenant: commit.tenant, id: account },
    command: { do: 'add_cash', ...brought, payment: commit.id, invoice, amountMinor },
  };
}

function reverseRefund(commit: Commit, refundId: string, payment: SettledPayment): Post {
  const { account, entity, customer, currency, refunds } = payment;
  const refund = refunds.find(({ id }) => id === refundId);
  if (!refund) throw new TypeError('a failed refund is known to its payment');
  const { id, amountMinor, source, creditNote, invoice, sourceAt } = refund;
  const brought = broughtBy(commit, {
    entity,
    customer,
    currency,
    date: bookingDay(commit.at, payment.zone),
  });
  const { receivedOn } = receivedIn(sourceAt, dayReceived(payment, payment.zone));
  const isLate = source === 'cash' && receivedOn !== undefined;
  const what = { refund: id, payment: commit.id, source, creditNote, invoice, amountMinor, sourceAt };
  const origin = { ...what, ...(isLate && { receivedOn }) };

  return {
    ref: { tenant: commit.tenant, id: account },
    command: { do: 'reverse_refund', ...brought, origin },
  };
}

function broughtBy(commit: Commit, holder: Omit<Brought, 'at' | 'searched'>): Brought {
  return { ...holder, at: commit.at, searched: null };
}

/** The payment as the commit left it; nearly always the commit carries it. */
async function paymentAt(commit: Commit, ports: Ports): Promise<SettledPayment> {
  const state = stateOf(payments, commit) ?? (await load(ports.journal, payments, commit)).state;
  if (state.status !== 'settled') throw new TypeError('a payment with money is settled');

  return state;
}

export const handler = onQueue('receivables.post', eachOf(post));
