import { describe, expect, test } from 'vitest';
import type { AccountCommand, AccountFact } from '../../../shared/domain/receivables/account.ts';
import { accountId, accounts } from '../../../shared/domain/receivables.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { given } from '../../kit/decider.ts';
import { OPEN_ITEMS_MAX, UNAPPLIED_MAX } from '../../../shared/domain/receivables/bounds.ts';

const HOLDER = { entity: 'le_1', customer: 'cus_1', currency: 'EUR' };

/** Instants in the order of their numbers. */
const at = (minute: number) => `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`;

const brought = (minute: number) => ({ ...HOLDER, at: at(minute), date: '2026-11-23', searched: null });

const open = (
  invoice: string,
  grossMinor: bigint,
  rest: { minute?: number; dueDate?: string } = {},
): AccountCommand => ({
  do: 'open_item',
  ...brought(rest.minute ?? 0),
  invoice,
  number: `INV-${invoice}`,
  dueDate: rest.dueDate ?? '2026-12-07',
  grossMinor,
});

const cash = (
  payment: string,
  amountMinor: bigint,
  rest: { invoice?: string; minute?: number } = {},
): AccountCommand => ({
  do: 'add_cash',
  ...brought(rest.minute ?? 1),
  payment,
  invoice: rest.invoice ?? null,
  amountMinor,
});

const credit = (
  creditNote: string,
  amountMinor: bigint,
  rest: Partial<Extract<AccountCommand, { do: 'add_credit' }>> = {},
): AccountCommand => ({
  do: 'add_credit',
  ...brought(2),
  creditNote,
  invoice: 'inv_1',
  amountMinor,
  remainder: 'credit',
  wasOpened: false,
  paidBy: [],
  refundIds: {},
  ...rest,
});

const refund = (
  amountMinor: bigint,
  rest: Partial<Extract<AccountCommand, { do: 'approve_refund' }>> = {},
): AccountCommand => ({
  do: 'approve_refund',
  refund: 'ref_1',
  payment: 'pay_1',
  effect: 'unapplied',
  amountMinor,
  received: { at: at(1) },
  paidItems: [],
  at: at(5),
  date: '2026-11-24',
  fingerprint: 'print',
  ...rest,
});

/** Runs commands one after the other, as messages would. */
function story(...commands: readonly AccountCommand[]): readonly AccountFact[] {
  const facts: AccountFact[] = [];
  for (const command of commands) {
    const decided = accounts.decide(fold(accounts, facts), command);
    if (!decided.ok) throw new Error(decided.refusal.code);
    facts.push(...decided.value);
  }

  return facts;
}

/** A fact as one line: what happened to what, and how much. */
function told(facts: readonly AccountFact[]): readonly string[] {
  return facts
    .filter(({ type }) => type !== 'account.opened')
    .map(({ type, data }) => {
      const { payment, creditNote, invoice, amountMinor, by } = data as Record<string, unknown>;
      const parts = [type, creditNote ?? payment, invoice, by, amountMinor];

      return parts.filter((part) => part !== undefined && part !== null).join(' ');
    });
}

function openAccount(facts: readonly AccountFact[]) {
  const { state } = given(accounts, facts);
  if (state.status === 'none') throw new Error('the account is not open');

  return state;
}

test('an account is named by seller, customer and currency, and by nothing else', () => {
  expect(accountId('ten_1', HOLDER)).toBe(accountId('ten_1', { ...HOLDER }));
  expect(accountId('ten_1', HOLDER)).not.toBe(accountId('ten_2', HOLDER));
  expect(accountId('ten_1', HOLDER)).not.toBe(accountId('ten_1', { ...HOLDER, currency: 'USD' }));
});

describe('an issued invoice', () => {
  test('opens the account and an item on it', () => {
    const facts = given(accounts).when(open('inv_1', 11_900n));

    expect(facts.map(({ type }) => type)).toEqual(['account.opened', 'item.opened']);
  });

  test('is opened once, however often it is told', () => {
    expect(given(accounts, story(open('inv_1', 11_900n))).when(open('inv_1', 11_900n))).toEqual([]);
  });

  test('of nothing is cleared at once', () => {
    expect(told(story(open('inv_1', 0n)))).toEqual(['item.opened inv_1', 'item.cleared inv_1 paid']);
  });

  test('is refused when the account holds too many open ones', () => {
    const many = story(
      ...Array.from({ length: OPEN_ITEMS_MAX }, (_, index) => open(`inv_${index + 10}`, 1n)),
    );

    expect(given(accounts, many).refusal(open('inv_1', 1n))).toBe('account.items_too_many');
  });
});

describe('cash', () => {
  test('for an invoice pays it and clears it', () => {
    const before = story(open('inv_1', 11_900n));

    const facts = given(accounts, before).when(cash('pay_1', 11_900n, { invoice: 'inv_1' }));

    expect(told(facts)).toEqual([
      'cash.added pay_1 inv_1 11900',
      'cash.allocated pay_1 inv_1 11900',
      'item.cleared inv_1 paid',
    ]);
  });

  test('that is too little leaves the rest open', () => {
    const state = openAccount(story(open('inv_1', 11_900n), cash('pay_1', 5_000n, { invoice: 'inv_1' })));

    expect(state.items).toMatchObject([{ invoice: 'inv_1', paidMinor: 5_000n, creditedMinor: 0n }]);
  });

  test('that is too much stays unapplied and clears no later item by itself', () => {
    const state = openAccount(
      story(open('inv_1', 100n), cash('pay_1', 150n, { invoice: 'inv_1' }), open('inv_2', 50n)),
    );

    expect(state.cash).toMatchObject([{ payment: 'pay_1', restMinor: 50n }]);
    expect(state.items).toMatchObject([{ invoice: 'inv_2', paidMinor: 0n }]);
  });

  test('for none in particular pays the oldest due first', () => {
    const before = story(
      open('inv_1', 100n, { dueDate: '2026-12-31' }),
      open('inv_2', 100n, { dueDate: '2026-12-01' }),
    );

    const facts = given(accounts, before).when(cash('pay_1', 150n));

    expect(told(facts).slice(1)).toEqual([
      'cash.allocated pay_1 inv_2 100',
      'item.cleared inv_2 paid',
      'cash.allocated pay_1 inv_1 50',
    ]);
  });

  test('for none in particular pays items that are due on one day in the order of their numbers', () => {
    const before = story(open('inv_2', 100n), open('inv_1', 100n));

    expect(told(given(accounts, before).when(cash('pay_1', 150n))).slice(1)).toEqual([
      'cash.allocated pay_1 inv_1 100',
      'item.cleared inv_1 paid',
      'cash.allocated pay_1 inv_2 50',
    ]);
  });

  test('that comes before its invoice waits for it', () => {
    const facts = story(cash('pay_1', 100n, { invoice: 'inv_1' }), open('inv_1', 100n));

    expect(told(facts)).toEqual([
      'cash.added pay_1 inv_1 100',
      'item.opened inv_1',
      'cash.allocated pay_1 inv_1 100',
      'item.cleared inv_1 paid',
    ]);
  });

  test('for an invoice that is paid already stays unapplied', () => {
    const state = openAccount(
      story(
        open('inv_1', 100n),
        cash('pay_1', 100n, { invoice: 'inv_1' }),
        cash('pay_2', 100n, { invoice: 'inv_1', minute: 2 }),
      ),
    );

    expect(state.cash).toMatchObject([{ payment: 'pay_2', restMinor: 100n }]);
  });

  test('is taken in once, also when nothing of it is left', () => {
    const paid = story(open('inv_1', 100n), cash('pay_1', 100n, { invoice: 'inv_1' }));

    expect(given(accounts, paid).when(cash('pay_1', 100n, { invoice: 'inv_1' }))).toEqual([]);
  });

  test('is refused when too many payments lie unapplied', () => {
    const many = story(...Array.from({ length: UNAPPLIED_MAX }, (_, index) => cash(`pay_${index + 10}`, 1n)));

    expect(given(accounts, many).refusal(cash('pay_1', 1n))).toBe('account.unapplied_too_many');
    expect(given(accounts, [...many, ...story(open('inv_1', 1n))]).refusal(credit('crn_1', 1n))).toBe('none');
  });
});

describe('a credit note', () => {
  test('lowers what is open on its invoice and clears it', () => {
    const facts = given(accounts, story(open('inv_1', 100n))).when(credit('crn_1', 100n));

    expect(told(facts)).toEqual([
      'credit.added crn_1 inv_1 100',
      'credit.offset crn_1 inv_1 100',
      'item.cleared inv_1 credited',
    ]);
  });

  test('on an invoice paid in part clears it by both and keeps the rest as credit', () => {
    const before = story(open('inv_1', 100n), cash('pay_1', 40n, { invoice: 'inv_1' }));

    const facts = given(accounts, before).when(credit('crn_1', 100n));

    expect(told(facts)).toEqual([
      'credit.added crn_1 inv_1 100',
      'credit.offset crn_1 inv_1 60',
      'item.cleared inv_1 mixed',
    ]);
    expect(openAccount([...before, ...facts]).credits).toMatchObject([
      { creditNote: 'crn_1', restMinor: 40n },
    ]);
  });

  test('goes back to those who had paid, when it is to be refunded', () => {
    const before = story(open('inv_1', 100n), cash('pay_1', 100n, { invoice: 'inv_1' }));
    const wish = {
      remainder: 'refund',
      wasOpened: true,
      paidBy: [{ payment: 'pay_1', amountMinor: 100n }],
      refundIds: { pay_1: 'ref_1' },
    } as const;

    const facts = given(accounts, before).when(credit('crn_1', 100n, wish));

    expect(told(facts)).toEqual(['credit.added crn_1 inv_1 100', 'refund.approved crn_1 inv_1 100']);
    expect(openAccount([...before, ...facts]).credits).toEqual([]);
  });

  test('never gives back more than was paid', () => {
    const before = story(open('inv_1', 100n), cash('pay_1', 30n, { invoice: 'inv_1' }));
    const wish = {
      remainder: 'refund',
      paidBy: [{ payment: 'pay_1', amountMinor: 30n }],
      refundIds: { pay_1: 'ref_1' },
    } as const;

    const facts = given(accounts, before).when(credit('crn_1', 100n, wish));

    expect(told(facts).at(-1)).toBe('refund.approved crn_1 inv_1 30');
  });

  test('that comes before its invoice has to come again', () => {
    expect(given(accounts).refusal(credit('crn_1', 100n))).toBe('account.item_unknown');
  });

  test('is refused when too many credits lie unapplied', () => {
    const notes = Array.from({ length: UNAPPLIED_MAX }, (_, index) =>
      credit(`crn_${index + 10}`, 1n, { wasOpened: true }),
    );
    const many = story(open('inv_9', 1n), ...notes);

    expect(given(accounts, many).refusal(credit('crn_1', 1n, { wasOpened: true }))).toBe(
      'account.unapplied_too_many',
    );
  });
});

describe('unapplied money', () => {
  const overpaid = story(open('inv_1', 100n), cash('pay_1', 150n, { invoice: 'inv_1' }), open('inv_2', 80n));
  const allocate = (rest: Partial<Extract<AccountCommand, { do: 'allocate' }>> = {}): AccountCommand => ({
    do: 'allocate',
    allocation: 'req_1',
    from: 'pay_1',
    invoice: 'inv_2',
    amountMinor: null,
    date: '2026-11-25',
    ...rest,
  });

  test('is applied to an open item on request, as much as both sides allow', () => {
    expect(told(given(accounts, overpaid).when(allocate()))).toEqual(['cash.allocated pay_1 inv_2 50']);
  });

  test('is applied only as far as was asked', () => {
    expect(told(given(accounts, overpaid).when(allocate({ amountMinor: 20n })))).toEqual([
      'cash.allocated pay_1 inv_2 20',
    ]);
  });

  test('of a credit note is applied likewise, and clears what it covers', () => {
    const credited = story(
      open('inv_1', 100n),
      cash('pay_1', 100n, { invoice: 'inv_1' }),
      open('inv_2', 80n),
      credit('crn_1', 100n, { wasOpened: true }),
    );

    expect(told(given(accounts, credited).when(allocate({ from: 'crn_1' })))).toEqual([
      'credit.offset crn_1 inv_2 80',
      'item.cleared inv_2 credited',
    ]);
  });

  test('is applied to the last cent of either side, under the id of its request', () => {
    const facts = given(accounts, overpaid).when(allocate({ amountMinor: 50n }));
    const smaller = story(open('inv_1', 100n), cash('pay_1', 150n, { invoice: 'inv_1' }), open('inv_2', 30n));

    expect(facts[0]?.data).toMatchObject({ amountMinor: 50n, allocation: 'req_1' });
    expect(told(given(accounts, smaller).when(allocate({ amountMinor: 30n })))).toEqual([
      'cash.allocated pay_1 inv_2 30',
      'item.cleared inv_2 paid',
    ]);
    expect(given(accounts, smaller).refusal(allocate({ amountMinor: 31n }))).toBe('account.amount_exceeds');
  });

  test.each([
    ['account.nothing_unapplied', { from: 'pay_9' }],
    ['account.item_not_open', { invoice: 'inv_1' }],
    ['account.amount_exceeds', { amountMinor: 51n }],
  ])('is refused with %s', (code, rest) => {
    expect(given(accounts, overpaid).refusal(allocate(rest))).toBe(code);
  });

  test('is asked of an account that exists', () => {
    expect(given(accounts).refusal(allocate())).toBe('account.not_found');
  });
});

describe('a refund', () => {
  const overpaid = story(open('inv_1', 100n), cash('pay_1', 150n, { invoice: 'inv_1' }));
  const item = {
    invoice: 'inv_1',
    number: 'INV-1',
    dueDate: '2026-12-07',
    grossMinor: 100n,
    paidMinor: 100n,
    creditedMinor: 0n,
    at: at(0),
  };

  test('gives back what is unapplied', () => {
    const facts = given(accounts, overpaid).when(refund(50n));

    expect(told(facts)).toEqual(['refund.approved pay_1 inv_1 50']);
    expect(openAccount([...overpaid, ...facts]).cash).toEqual([]);
  });

  test('gives back no more than is unapplied', () => {
    expect(given(accounts, overpaid).refusal(refund(51n))).toBe('refund.amount_exceeds');
  });

  test('that opens the debt again takes the cash off the item first', () => {
    const facts = given(accounts, overpaid).when(
      refund(70n, { effect: 'reopen', paidItems: [{ amountMinor: 100n, item }] }),
    );

    expect(told(facts)).toEqual([
      'item.reopened inv_1',
      'cash.released pay_1 inv_1 70',
      'refund.approved pay_1 inv_1 70',
    ]);
    expect(openAccount([...overpaid, ...facts]).items).toMatchObject([{ invoice: 'inv_1', paidMinor: 30n }]);
  });

  test('that opens a debt again which is open in part lowers what was paid of it', () => {
    const inPart = story(open('inv_1', 100n), cash('pay_1', 60n, { invoice: 'inv_1' }));

    const facts = given(accounts, inPart).when(
      refund(60n, { effect: 'reopen', paidItems: [{ amountMinor: 60n, item }] }),
    );

    expect(told(facts)).toEqual(['cash.released pay_1 inv_1 60', 'refund.approved pay_1 inv_1 60']);
  });

  test('that would open more than the payment paid is refused', () => {
    const paidItems = [{ amountMinor: 100n, item }];

    expect(given(accounts, overpaid).refusal(refund(200n, { effect: 'reopen', paidItems }))).toBe(
      'refund.amount_exceeds',
    );
  });

  test('that failed makes the money unapplied again, once', () => {
    const approved = [...overpaid, ...given(accounts, overpaid).when(refund(50n))];
    const origin = {
      refund: 'ref_1',
      payment: 'pay_1',
      source: 'cash',
      creditNote: null,
      invoice: 'inv_1',
      amountMinor: 50n,
      sourceAt: at(1),
    } as const;
    const reverse = { do: 'reverse_refund', ...brought(6), origin } as const;

    const facts = given(accounts, approved).when(reverse);

    expect(openAccount([...approved, ...facts]).cash).toMatchObject([{ payment: 'pay_1', restMinor: 50n }]);
    expect(given(accounts, [...approved, ...facts]).when(reverse)).toEqual([]);
    expect(given(accounts).refusal(reverse)).toBe('account.not_found');
  });

  test('of a credit that failed becomes credit again', () => {
    const before = story(open('inv_1', 100n), cash('pay_1', 100n, { invoice: 'inv_1' }));
    const wish = {
      remainder: 'refund',
      wasOpened: true,
      paidBy: [{ payment: 'pay_1', amountMinor: 100n }],
      refundIds: { pay_1: 'ref_1' },
    } as const;
    const approved = [...before, ...given(accounts, before).when(credit('crn_1', 100n, wish))];
    const origin = {
      refund: 'ref_1',
      payment: 'pay_1',
      source: 'credit',
      creditNote: 'crn_1',
      invoice: 'inv_1',
      amountMinor: 100n,
      sourceAt: at(2),
    } as const;

    const facts = given(accounts, approved).when({ do: 'reverse_refund', ...brought(6), origin });

    expect(openAccount([...approved, ...facts]).credits).toMatchObject([
      { creditNote: 'crn_1', restMinor: 100n },
    ]);
  });
});

describe('an account never holds', () => {
  const books = { entity: 'le_1', currency: 'EUR', date: '2026-11-23', entries: [] };
  // 60 of 100 are paid; 200 of cash and 60 of credit lie unapplied.
  const before = story(
    open('inv_1', 100n),
    cash('pay_1', 60n, { invoice: 'inv_1' }),
    cash('pay_2', 200n, { invoice: 'inv_9' }),
    credit('crn_1', 60n, { invoice: 'inv_9', wasOpened: true }),
  );
  const cashTo = (payment: string, invoice: string, amountMinor: bigint): AccountFact => ({
    type: 'cash.allocated',
    data: { payment, invoice, amountMinor },
    books,
  });
  const refunded = (source: 'cash' | 'credit', amountMinor: bigint): AccountFact => ({
    type: 'refund.approved',
    data: {
      refund: 'ref_1',
      payment: 'pay_2',
      source,
      creditNote: 'crn_1',
      invoice: null,
      amountMinor,
      sourceAt: at(1),
      at: at(2),
    },
    books,
  });
  const offset = { creditNote: 'crn_1', invoice: 'inv_1', amountMinor: 50n };
  const released = { payment: 'pay_1', invoice: 'inv_1', amountMinor: 61n, at: at(1) };

  test.each<[string, string, AccountFact]>([
    ['an item that is paid beyond its total', 'between nothing and its total', cashTo('pay_2', 'inv_1', 50n)],
    [
      'an item that is credited beyond its total',
      'between nothing and its total',
      { type: 'credit.offset', data: offset, books },
    ],
    [
      'an item off which more was taken than was paid',
      'between nothing and its total',
      { type: 'cash.released', data: released, books },
    ],
    ['cash on an item that is not open', 'an item that is open', cashTo('pay_2', 'inv_9', 1n)],
    ['cash that was never brought', 'only unapplied cash', cashTo('pay_9', 'inv_1', 1n)],
    ['less than no cash', 'cash is never below zero', refunded('cash', 201n)],
    ['less than no credit', 'credit is never below zero', refunded('credit', 61n)],
  ])('%s', (_, message, fact) => {
    expect(() => fold(accounts, [...before, fact])).toThrow(message);
  });
});

describe('what an account forgets', () => {
  const many = story(
    ...Array.from({ length: 12 }, (_, index) => [
      open(`inv_${index + 1}`, 100n, { minute: index * 2 }),
      cash(`pay_${index + 1}`, 100n, { invoice: `inv_${index + 1}`, minute: index * 2 + 1 }),
    ]).flat(),
  );

  test('is only what is done with, the oldest first, so that its head stays small', () => {
    const { marks, items, cash: unapplied, forgotten } = openAccount(many);

    expect([items, unapplied]).toEqual([[], []]);
    expect(marks.map(({ id }) => id)).toEqual([
      'inv_9',
      'pay_9',
      'inv_10',
      'pay_10',
      'inv_11',
      'pay_11',
      'inv_12',
      'pay_12',
    ]);
    expect(forgotten).toEqual({ count: 16, until: at(15) });
  });

  test('is asked for in its story before anything that old is believed to be new', () => {
    expect(given(accounts, many).refusal(open('inv_1', 100n, { minute: 0 }))).toBe('account.story_needed');
    expect(given(accounts, many).refusal(cash('pay_1', 100n, { invoice: 'inv_1', minute: 1 }))).toBe(
      'account.story_needed',
    );
  });

  test('does not keep out an old invoice that is really new', () => {
    const searched = { ...open('inv_99', 100n, { minute: 3 }), searched: 16 } as AccountCommand; // as the story was searched

    expect(told(given(accounts, many).when(searched))).toEqual(['item.opened inv_99']);
  });

  test('makes a search worthless when more was forgotten since', () => {
    const searched = { ...open('inv_99', 100n, { minute: 3 }), searched: 15 } as AccountCommand; // before the last mark fell

    expect(given(accounts, many).refusal(searched)).toBe('account.story_needed');
  });

  test('leaves what is newer alone: that needs no search', () => {
    expect(told(given(accounts, many).when(open('inv_13', 100n, { minute: 30 })))).toEqual([
      'item.opened inv_13',
    ]);
  });
});
