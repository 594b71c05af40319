/** How an account takes in a credit note: in the order that its effect says, and then what becomes of the rest. */
import { lesser } from '../../kernel/money.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { CivilDate } from '../../kernel/time.ts';
import { cashReleased, refundApproved } from '../ledger.ts';
import type { CreditEffect, Remainder } from '../invoices/wishes.ts';
import type { Account, AccountCommand, AccountFact, OpenAccount } from './account.ts';
import { discountTakenAlong, withdrawnDiscount } from './discounts.ts';
import { after, applyTo, clearing, oldestDue, openedFor, tooMany } from './post.ts';
import { ALLOCATIONS_MAX, REFUND_PARTS_MAX, UNAPPLIED_MAX } from './bounds.ts';

type AddCredit = Extract<AccountCommand, { do: 'add_credit' }>;
type Step = (state: OpenAccount, command: AddCredit) => readonly AccountFact[];

/**
 * By its effect a credit first lowers what is open on its invoice, goes back first to those who paid it, or stays on the
 * account and touches neither; only a discount that was granted on its invoice it takes along, whatever it does. What is left after that stays there, lowers what else is open, or goes back.
 */
export function addCredit(state: Account, command: AddCredit): Result<readonly AccountFact[]> {
  const { creditNote, invoice, amountMinor, remainder, effect = 'cancel_debt', wasOpened, at } = command;
  const { correctedBy } = command;
  const { facts, opened } = openedFor(state, command);
  const isOpen = opened.items.some((item) => item.invoice === invoice);
  if (!isOpen && !wasOpened)
    return refuse('account.item_unknown', 'The account does not know the invoice of this credit note yet.');
  if (opened.credits.length >= UNAPPLIED_MAX) return tooMany();

  const posted: AccountFact[] = [
    ...facts,
    {
      type: 'credit.added',
      data: {
        creditNote,
        invoice,
        amountMinor,
        remainder,
        at,
        ...(correctedBy !== undefined && { correctedBy }),
      },
    },
  ];
  for (const step of [...STEPS[effect], ...RESTS[restOf(effect, remainder)]])
    posted.push(...step(after(state, posted), command));

  return ok(posted);
}

/** What is left once it went back to those who paid cannot go back to them again; of a balance nothing is left. */
function restOf(effect: CreditEffect, remainder: Remainder): Remainder {
  return effect === 'credit_balance' || effect === remainder ? 'credit' : remainder;
}

const STEPS = {
  cancel_debt: [takenAlong, takenOff, offsetOwn],
  refund: [takenAlong, paidBack, offsetOwn],
  credit_balance: [takenAlong],
} as const satisfies Record<string, readonly Step[]>;

const RESTS = { credit: [], offset: [offsetElsewhere], refund: [paidBack] } as const satisfies Record<
  string,
  readonly Step[]
>;

/** The share of a granted discount was never paid, so the note takes it off the debt before anything goes back. */
function takenAlong(state: OpenAccount, command: AddCredit): readonly AccountFact[] {
  const { creditNote, invoice, date, moved } = command;
  if (moved) return []; // withdrawn as a whole when the payments are taken off
  const owed = discountTakenAlong(state, command);
  if (owed.length === 0) return [];

  return [...owed, ...offsetOn(after(state, owed), { creditNote, invoice, date })];
}

/**
 * Where a corrected invoice replaces its own, what had paid it is taken off it again, so that the payment goes over and not
 * the credit: it can go back to the payer later as any other. Of very many payments the last ones go over as credit.
 */
function takenOff(
  state: OpenAccount,
  { moved, invoice, date, correctedBy }: AddCredit,
): readonly AccountFact[] {
  if (!moved || correctedBy === undefined) return [];
  const { entity, currency } = state;
  const isOpen = state.items.some((item) => item.invoice === invoice);
  const reopened: readonly AccountFact[] = isOpen ? [] : [{ type: 'item.reopened', data: moved.item }];
  const released = moved.parts
    .slice(0, REFUND_PARTS_MAX)
    .map(({ payment, amountMinor, ...received }): AccountFact => {
      const books = cashReleased({ entity, currency, date, amountMinor });
      return {
        type: 'cash.released',
        data: { payment, invoice, amountMinor, ...received, goesTo: correctedBy },
        books,
      };
    });
  const facts = [...reopened, ...released];

  return [...facts, ...withdrawnDiscount(after(state, facts), { invoice, date })];
}

function offsetOwn(state: OpenAccount, { creditNote, invoice, date }: AddCredit): readonly AccountFact[] {
  return offsetOn(state, { creditNote, invoice, date });
}

/** What of a credit note an item takes, and that it is cleared where it is. */
function offsetOn(
  state: OpenAccount,
  of: { readonly creditNote: string; readonly invoice: string; readonly date: CivilDate },
): readonly AccountFact[] {
  const credit = state.credits.find((each) => each.creditNote === of.creditNote);
  const applied = credit ? applyTo(state, credit, of) : [];

  return [...applied, ...clearing(after(state, applied), of.invoice)];
}

/** What a credit note has left lowers what else is open, the oldest due first; the rest stays as credit. */
function offsetElsewhere(state: OpenAccount, { creditNote, date }: AddCredit): readonly AccountFact[] {
  const facts: AccountFact[] = [];
  for (const { invoice } of oldestDue(state.items).slice(0, ALLOCATIONS_MAX)) {
    const now = facts.length === 0 ? state : after(state, facts);
    if (!now.credits.some((each) => each.creditNote === creditNote)) break;
    facts.push(...offsetOn(now, { creditNote, invoice, date }));
  }

  return facts;
}

/** What a credit note has left goes back to those who paid its invoice, never more than they did. */
function paidBack(state: OpenAccount, command: AddCredit): readonly AccountFact[] {
  const { creditNote, invoice, at, date, paidBy, refundIds } = command;
  const facts: AccountFact[] = [];
  let restMinor = state.credits.find((credit) => credit.creditNote === creditNote)?.restMinor ?? 0n;
  for (const part of paidBy.slice(0, REFUND_PARTS_MAX)) {
    const amountMinor = lesser(part.amountMinor, restMinor);
    const refund = refundIds[part.payment];
    if (amountMinor <= 0n || refund === undefined) continue;
    restMinor -= amountMinor;
    const origin = {
      refund,
      payment: part.payment,
      source: 'credit',
      creditNote,
      invoice,
      amountMinor,
      sourceAt: at,
    } as const;
    const books = refundApproved({
      entity: state.entity,
      currency: state.currency,
      date,
      amountMinor,
      source: 'credit',
    });
    facts.push({ type: 'refund.approved', data: { ...origin, at }, books });
  }

  return facts;
}
