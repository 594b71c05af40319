/** An invoice paid early less its cash discount, then taken back in pieces: the customer has back what was paid, and no discount is left. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import { accounts } from '../../shared/domain/receivables.ts';
import type { Account, AccountCommand, AccountFact } from '../../shared/domain/receivables/account.ts';
import { itemDiscount } from '../../shared/domain/receivables/discounts.ts';
import { itemIn } from '../../shared/domain/receivables/story.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { containedIn, percentOf } from '../checker/arithmetic.ts';
import { sum } from '../checker/books.ts';
import type { Figures } from './figures.ts';
import { ENTITY, INVOICE_NUMBER, type IssuedInvoice } from './issuing.ts';
import type { Discounted } from './sale.ts';

const AT = '2026-11-23T12:00:00.000Z';
const INVOICE = derivedId('inv', 'proof');

/** Tells whether there was a discount to grant: of very little there is none. */
export function settleEarly(
  { draft }: IssuedInvoice,
  { terms, effect }: Discounted,
  notes: readonly Figures[],
): boolean {
  const { currency, customer, issueDate, dueDate, taxes, grossMinor } = draft;
  const discount = itemDiscount({ issueDate, taxes, discount: terms });
  const off = percentOf(grossMinor, terms.steps[0]?.percent ?? '0');
  const paid = grossMinor - off;
  if (!discount || off <= 1n || paid <= 0n) return false;
  const frame = { entity: ENTITY, customer, currency, at: AT, date: issueDate, searched: null };
  const account = openAccount();
  const item = { invoice: INVOICE, number: INVOICE_NUMBER, dueDate, grossMinor, discount };
  account.ask({ do: 'open_item', ...frame, ...item });
  account.ask({ do: 'add_cash', ...frame, payment: 'pay_1', invoice: INVOICE, amountMinor: paid });
  assertGranted(account.facts, off);

  let takenBackMinor = 0n;
  for (const [index, { grossMinor: amountMinor }] of notes.entries()) {
    const cleared = itemIn(account.facts, INVOICE);
    account.ask({
      ...{ do: 'add_credit', ...frame, creditNote: `crn_${index}`, invoice: INVOICE, amountMinor },
      ...{ remainder: 'credit', effect, wasOpened: true, paidBy: [], refundIds: {} },
      ...(cleared?.discountedMinor && { discounted: { item: cleared, takenBackMinor } }),
    });
    takenBackMinor += amountMinor;
  }
  assertUndone(account, paid);

  return true;
}

function openAccount() {
  let state: Account = accounts.initial;
  const facts: AccountFact[] = [];

  return {
    facts,
    get state() {
      return state;
    },
    ask(command: AccountCommand) {
      const decided = accounts.decide(state, command);
      holds(decided.ok, decided.ok ? '' : decided.refusal.code);
      facts.push(...decided.value);
      state = decided.value.reduce(accounts.evolve, state);
    },
  };
}

function assertGranted(facts: readonly AccountFact[], off: bigint): void {
  const [taken] = facts.flatMap((fact) => (fact.type === 'discount.taken' ? [fact.data] : []));
  holds(taken, 'who pays early keeps the discount');
  deepStrictEqual(taken.amountMinor, off);
  deepStrictEqual(sum(taken.shares.map(({ baseMinor, taxMinor }) => baseMinor + taxMinor)), off);
  for (const { rate, baseMinor, taxMinor } of taken.shares)
    deepStrictEqual(taxMinor, containedIn(baseMinor + taxMinor, rate));
}

/** Nothing is owed, no discount is booked, not even a unit of its tax, and what was paid is the customer's. */
function assertUndone({ state, facts }: ReturnType<typeof openAccount>, paid: bigint): void {
  holds(state.status === 'open');
  deepStrictEqual([state.items, state.cash], [[], []]);
  deepStrictEqual(sum(state.credits.map(({ restMinor }) => restMinor)), paid);
  const left = new Map<string, bigint>();
  for (const { account, amountMinor } of facts.flatMap((fact) => ('books' in fact ? fact.books.entries : [])))
    left.set(account, (left.get(account) ?? 0n) + amountMinor);
  deepStrictEqual([left.get('cash_discounts') ?? 0n, left.get('output_tax') ?? 0n], [0n, 0n]);
}
