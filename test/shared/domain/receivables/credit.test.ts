/** What an account does when a corrected invoice replaces one that was paid. */
import { lesser } from '../../../../shared/kernel/money.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type {
  AccountCommand,
  AccountFact,
  OpenAccount,
} from '../../../../shared/domain/receivables/account.ts';
import { openMinorOf } from '../../../../shared/domain/receivables/account.ts';
import { receivedOf, itemIn, paidByOf } from '../../../../shared/domain/receivables/story.ts';
import { accounts } from '../../../../shared/domain/receivables.ts';

const HOLDER = { entity: 'le_1', customer: 'cus_1', currency: 'EUR', date: '2026-11-23', searched: 0 };
const at = (minute: number) => `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`;

/** Plays commands one after the other, as the story tells the credit note who had paid. */
function played(commands: readonly AccountCommand[]) {
  let state = accounts.initial;
  const facts: AccountFact[] = [];
  for (const command of commands) {
    const decided = accounts.decide(state, told(command, facts));
    if (!decided.ok) throw new Error(decided.refusal.code);
    facts.push(...decided.value);
    state = decided.value.reduce(accounts.evolve, state);
  }

  return { state: state as OpenAccount, facts }; // each history opens it
}

function told(command: AccountCommand, facts: readonly AccountFact[]): AccountCommand {
  const item = command.do === 'add_credit' ? itemIn(facts, command.invoice) : undefined;
  if (command.do !== 'add_credit' || !item) return command;
  const parts = paidByOf(facts, command.invoice).map((part) => ({
    ...part,
    ...(receivedOf(facts, part.payment) ?? { at: '' }),
  }));

  return { ...command, ...(parts.length > 0 && { moved: { item, parts } }) };
}

const opened = (
  invoice: string,
  grossMinor: bigint,
  minute: number,
  replaces: readonly string[] = [],
): AccountCommand => ({
  do: 'open_item',
  ...{ ...HOLDER, invoice, number: invoice, dueDate: '2026-12-07', grossMinor, replaces, at: at(minute) },
});

const paid = (
  payment: string,
  invoice: string | null,
  amountMinor: bigint,
  minute: number,
): AccountCommand => ({ do: 'add_cash', ...HOLDER, payment, invoice, amountMinor, at: at(minute) });

const credited = (amountMinor: bigint): AccountCommand => ({
  do: 'add_credit',
  remainder: 'credit',
  ...{ ...HOLDER, creditNote: 'crn_1', invoice: 'inv_1', amountMinor, correctedBy: 'inv_2', at: at(30) },
  ...{ wasOpened: true, paidBy: [], refundIds: {} },
});

const amount = fc.bigInt({ min: 1n, max: 100_000n });

test('whatever was paid on the first invoice pays the corrected one, and only the difference is open', () => {
  fc.assert(
    fc.property(amount, amount, fc.array(amount, { maxLength: 6 }), (first, second, payments) => {
      const { state } = played([
        opened('inv_1', first, 1),
        ...payments.map((minor, index) => paid(`pay_${index}`, 'inv_1', minor, 2 + index)),
        credited(first),
        opened('inv_2', second, 31, ['inv_1']),
      ]);

      const came = payments.reduce((sum, minor) => sum + minor, 0n);
      const open = state.items.reduce((sum, item) => sum + openMinorOf(item), 0n);
      expect(open).toBe(second - lesser(second, came));
      expect(state.cash.reduce((sum, { restMinor }) => sum + restMinor, 0n)).toBe(
        came - lesser(second, came),
      );
      expect(state.credits).toEqual([]);
    }),
  );
});

test('of a payment for nothing in particular goes over what had paid the first invoice, and no more', () => {
  const { state } = played([
    opened('inv_1', 6_000n, 1),
    paid('pay_1', null, 10_000n, 2),
    credited(6_000n),
    opened('inv_2', 9_000n, 31, ['inv_1']),
  ]);

  expect(state.items).toMatchObject([{ invoice: 'inv_2', paidMinor: 6_000n }]);
  expect(state.cash).toEqual([{ payment: 'pay_1', invoice: null, restMinor: 4_000n, at: at(2) }]);
});

test('money that comes for the first invoice between credit and correction waits for the corrected one', () => {
  const { state } = played([
    opened('inv_1', 6_000n, 1),
    credited(6_000n),
    paid('pay_1', 'inv_1', 6_000n, 30),
    opened('inv_2', 5_000n, 31, ['inv_1']),
  ]);

  expect(state).toMatchObject({ items: [], cash: [{ payment: 'pay_1', restMinor: 1_000n }] });
});

test('of more payments than one decision moves, the rest goes over as credit', () => {
  const { state, facts } = played([
    opened('inv_1', 10_000n, 1),
    ...Array.from({ length: 10 }, (_, index) => paid(`pay_${index}`, 'inv_1', 1_000n, 2 + index)),
    credited(10_000n),
    opened('inv_2', 11_000n, 31, ['inv_1']),
  ]);

  expect(facts.filter(({ type }) => type === 'cash.released')).toHaveLength(8);
  expect(state.items).toMatchObject([{ paidMinor: 8_000n, creditedMinor: 2_000n }]);
  expect(state).toMatchObject({ cash: [], credits: [] });
});
