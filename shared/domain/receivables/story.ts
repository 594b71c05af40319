/** What an account's whole story says that its head no longer does. */
import type { AccountFact, OpenItem, PaidItem, PaidPart, Received, RefundOrigin } from './account.ts';
import { paidItem } from './discounts.ts';
import { reversalOf } from './evolve.ts';

/** Whether the story tells of a source: an invoice, a payment, a credit note, a refund or its reversal. */
export function tellsOf(story: readonly AccountFact[], source: string): boolean {
  return story.some((fact) => sourceIn(fact) === source);
}

/** When the money of a payment was brought and came, as the account remembers it; undefined where it was not. */
export function receivedOf(story: readonly AccountFact[], payment: string): Received | undefined {
  for (const fact of story) {
    if (fact.type !== 'cash.added' || fact.data.payment !== payment) continue;
    const { at, receivedOn } = fact.data;
    return { at, ...(receivedOn !== undefined && { receivedOn }) };
  }

  return undefined;
}

/** The refund that was approved under this id, if it was. */
export function approvedRefund(
  story: readonly AccountFact[],
  refund: string,
): Extract<AccountFact, { type: 'refund.approved' }>['data'] | undefined {
  const found = story.find((fact) => fact.type === 'refund.approved' && fact.data.refund === refund);

  return found?.type === 'refund.approved' ? found.data : undefined;
}

/** What was applied under the id of one request to allocate. */
export function allocatedBy(
  story: readonly AccountFact[],
  allocation: string,
): Extract<AccountFact, { type: 'cash.allocated' | 'credit.offset' }> | undefined {
  for (const fact of story) {
    if (fact.type !== 'cash.allocated' && fact.type !== 'credit.offset') continue;
    if (fact.data.allocation === allocation) return fact;
  }

  return undefined;
}

/** By which payments an invoice is paid and how much of each can still go back, the latest payment first. */
export function paidByOf(story: readonly AccountFact[], invoice: string): readonly PaidPart[] {
  const parts = new Map<string, bigint>();
  const add = (payment: string, amountMinor: bigint) =>
    parts.set(payment, (parts.get(payment) ?? 0n) + amountMinor);
  for (const fact of story) {
    if (fact.type === 'cash.allocated' && fact.data.invoice === invoice)
      add(fact.data.payment, fact.data.amountMinor);
    if (fact.type === 'cash.released' && fact.data.invoice === invoice)
      add(fact.data.payment, -fact.data.amountMinor);
    if (fact.type === 'refund.approved' && isCreditOf(fact.data, invoice))
      add(fact.data.payment, -fact.data.amountMinor);
    if (fact.type === 'refund.reversed' && isCreditOf(fact.data, invoice))
      add(fact.data.payment, fact.data.amountMinor);
  }

  return [...parts]
    .map(([payment, amountMinor]) => ({ payment, amountMinor }))
    .filter(({ amountMinor }) => amountMinor > 0n)
    .reverse();
}

/** The items that a payment paid and how much of each can be released, the latest first. The story is the whole one. */
export function paidItemsOf(story: readonly AccountFact[], payment: string): readonly PaidItem[] {
  const invoices = new Set(
    story.flatMap((fact) =>
      fact.type === 'cash.allocated' && fact.data.payment === payment ? [fact.data.invoice] : [],
    ),
  );

  return [...invoices].reverse().flatMap((invoice) => {
    const amountMinor = paidByOf(story, invoice).find((part) => part.payment === payment)?.amountMinor ?? 0n;
    const item = itemIn(story, invoice);

    return item && amountMinor > 0n ? [{ amountMinor, item }] : [];
  });
}

/** An item as its facts leave it, whether it is open or not. */
export function itemIn(story: readonly AccountFact[], invoice: string): OpenItem | undefined {
  let item: OpenItem | undefined;
  for (const fact of story) {
    if (fact.type === 'item.opened' && fact.data.invoice === invoice)
      item = { ...fact.data, paidMinor: 0n, creditedMinor: 0n };
    else if (item) item = movedBy(fact, item);
  }

  return item;
}

function movedBy(fact: AccountFact, item: OpenItem): OpenItem {
  const { creditedMinor, discountedMinor = 0n } = item;
  if (!('invoice' in fact.data) || fact.data.invoice !== item.invoice) return item;
  switch (fact.type) {
    case 'cash.allocated':
      return paidItem(item, fact.data);
    case 'cash.released':
      return paidItem(item, { amountMinor: -fact.data.amountMinor });
    case 'credit.offset':
      return { ...item, creditedMinor: creditedMinor + fact.data.amountMinor };
    case 'discount.taken':
      return { ...item, discountedMinor: discountedMinor + fact.data.amountMinor };
    case 'discount.withdrawn':
      return { ...item, discountedMinor: discountedMinor - fact.data.amountMinor };
    default:
      return item;
  }
}

function isCreditOf(data: RefundOrigin, invoice: string): boolean {
  return data.source === 'credit' && data.invoice === invoice;
}

function sourceIn(fact: AccountFact): string | undefined {
  switch (fact.type) {
    case 'item.opened':
      return fact.data.invoice;
    case 'cash.added':
      return fact.data.payment;
    case 'credit.added':
      return fact.data.creditNote;
    case 'refund.approved':
      return fact.data.refund;
    case 'refund.reversed':
      return reversalOf(fact.data.refund);
    case 'account.opened':
    case 'item.cleared':
    case 'item.reopened':
    case 'cash.allocated':
    case 'credit.offset':
    case 'discount.taken':
    case 'discount.withdrawn':
    case 'cash.released':
      return undefined;
  }
}
