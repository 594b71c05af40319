/** How an account gives money back: from what is unapplied, or by opening again what it had paid. */
import { lesser } from '../../kernel/money.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { cashReleased, refundApproved, refundFailed } from '../ledger.ts';
import type { AccountCommand, AccountFact, OpenAccount, PaidItem } from './account.ts';
import { withdrawnDiscount } from './discounts.ts';
import { after } from './post.ts';
import { REFUND_PARTS_MAX } from './bounds.ts';

type Facts = Result<readonly AccountFact[]>;
type Of<Do extends AccountCommand['do']> = Extract<AccountCommand, { do: Do }>;

/** Promises money back; with the effect `reopen` the debt that it had paid is owed again. */
export function approveRefund(state: OpenAccount, command: Of<'approve_refund'>): Facts {
  const { refund, payment, received, amountMinor, at, date, fingerprint } = command;
  if (state.marks.some(({ id }) => id === refund)) return ok([]);
  if (!command.paidItems.every((part) => isPaid(state, part))) return exceeds(command.effect);
  const released = command.effect === 'reopen' ? releasedBy(state, command) : [];
  const then = after(state, released);
  const cash = then.cash.find((each) => each.payment === payment);
  if (!cash || cash.restMinor < amountMinor) return exceeds(command.effect);

  const origin = {
    refund,
    payment,
    source: 'cash',
    creditNote: null,
    invoice: cash.invoice,
    amountMinor,
    sourceAt: received.at,
  } as const;
  const books = refundApproved({
    entity: state.entity,
    currency: state.currency,
    date,
    amountMinor,
    source: 'cash',
  });

  return ok([...released, { type: 'refund.approved', data: { ...origin, at, fingerprint }, books }]);
}

/** A refund that failed: the money is unapplied again. */
export function reverseRefund(state: OpenAccount, { origin, at, date }: Of<'reverse_refund'>): Facts {
  const { amountMinor, source } = origin;
  const books = refundFailed({ entity: state.entity, currency: state.currency, date, amountMinor, source });

  return ok([{ type: 'refund.reversed', data: { ...origin, at }, books }]);
}

function releasedBy(state: OpenAccount, command: Of<'approve_refund'>): readonly AccountFact[] {
  let leftMinor = command.amountMinor;
  const facts: AccountFact[] = [];
  for (const part of command.paidItems.slice(0, REFUND_PARTS_MAX)) {
    const amountMinor = lesser(part.amountMinor, leftMinor);
    if (amountMinor <= 0n) break;
    leftMinor -= amountMinor;
    facts.push(...releasedFrom(after(state, facts), { part, amountMinor, command }));
  }

  return facts;
}

/** Whether an item is still paid as the story said; somebody may have been faster. */
function isPaid(state: OpenAccount, { amountMinor, item }: PaidItem): boolean {
  const open = state.items.find(({ invoice }) => invoice === item.invoice);

  return !open || open.paidMinor >= amountMinor;
}

function releasedFrom(
  state: OpenAccount,
  release: { readonly part: PaidItem; readonly amountMinor: bigint; readonly command: Of<'approve_refund'> },
): readonly AccountFact[] {
  const { part, amountMinor, command } = release;
  const { invoice } = part.item;
  const isOpen = state.items.some((item) => item.invoice === invoice);
  const book = { entity: state.entity, currency: state.currency, date: command.date, amountMinor };
  const reopened: readonly AccountFact[] = isOpen ? [] : [{ type: 'item.reopened', data: part.item }];

  const released: readonly AccountFact[] = [
    ...reopened,
    {
      type: 'cash.released',
      data: { payment: command.payment, invoice, amountMinor, ...command.received },
      books: cashReleased(book),
    },
  ];

  return [...released, ...withdrawnDiscount(after(state, released), { invoice, date: command.date })];
}

function exceeds(effect: 'unapplied' | 'reopen'): Facts {
  const message =
    effect === 'unapplied'
      ? 'The amount is more than is unapplied of this payment.'
      : 'The amount is more than this payment paid.';

  return refuse('refund.amount_exceeds', message, { pointer: '#/amount' });
}
