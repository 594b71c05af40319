import { describe, expect, test } from 'vitest';
import type { AccountFact, RefundOrigin } from '../../../../shared/domain/receivables/account.ts';
import {
  allocatedBy,
  approvedRefund,
  receivedOf,
  paidByOf,
  paidItemsOf,
  tellsOf,
} from '../../../../shared/domain/receivables/story.ts';

const BOOKS = { entity: 'le_1', currency: 'EUR', date: '2026-11-23', entries: [] };
const at = (minute: number) => `2026-11-23T10:0${minute}:00.000Z`;

const opened = (invoice: string, grossMinor: bigint): AccountFact => ({
  type: 'item.opened',
  data: { invoice, number: `No ${invoice}`, dueDate: '2026-12-07', grossMinor, at: at(0) },
});
const added = (payment: string, minute = 1): AccountFact => ({
  type: 'cash.added',
  data: { payment, invoice: null, amountMinor: 100n, at: at(minute) },
});
const allocated = (
  payment: string,
  invoice: string,
  amountMinor: bigint,
  allocation?: string,
): AccountFact => ({
  type: 'cash.allocated',
  data: { payment, invoice, amountMinor, ...(allocation === undefined ? {} : { allocation }) },
  books: BOOKS,
});
const released = (payment: string, invoice: string, amountMinor: bigint): AccountFact => ({
  type: 'cash.released',
  data: { payment, invoice, amountMinor, at: at(1) },
  books: BOOKS,
});
const offset = (
  creditNote: string,
  invoice: string,
  amountMinor: bigint,
  allocation?: string,
): AccountFact => ({
  type: 'credit.offset',
  data: { creditNote, invoice, amountMinor, ...(allocation === undefined ? {} : { allocation }) },
  books: BOOKS,
});
const origin = (refund: string, rest: Partial<RefundOrigin> = {}): RefundOrigin => ({
  refund,
  payment: 'pay_1',
  source: 'credit',
  creditNote: 'crn_1',
  invoice: 'inv_1',
  amountMinor: 10n,
  sourceAt: at(2),
  ...rest,
});
const approved = (refund: string, rest: Partial<RefundOrigin> = {}): AccountFact => ({
  type: 'refund.approved',
  data: { ...origin(refund, rest), at: at(3) },
  books: BOOKS,
});
const reversed = (refund: string, rest: Partial<RefundOrigin> = {}): AccountFact => ({
  type: 'refund.reversed',
  data: { ...origin(refund, rest), at: at(4) },
  books: BOOKS,
});

describe('a story tells of', () => {
  const story: readonly AccountFact[] = [
    opened('inv_1', 100n),
    added('pay_1'),
    {
      type: 'credit.added',
      data: { creditNote: 'crn_1', invoice: 'inv_1', amountMinor: 1n, remainder: 'credit', at: at(2) },
    },
    approved('ref_1'),
    reversed('ref_2'),
    allocated('pay_8', 'inv_8', 1n),
    { type: 'item.cleared', data: { invoice: 'inv_9', by: 'paid' } },
  ];

  test.each(['inv_1', 'pay_1', 'crn_1', 'ref_1', 'ref_2:reversed'])('%s, which it recorded', (source) => {
    expect(tellsOf(story, source)).toBe(true);
  });

  test.each(['ref_2', 'ref_1:reversed', 'pay_8', 'inv_8', 'inv_9'])(
    'nothing of %s, which it only mentions',
    (source) => {
      expect(tellsOf(story, source)).toBe(false);
    },
  );
});

test('a payment keeps the instant it was brought with', () => {
  const story = [added('pay_1', 1), added('pay_2', 2)];

  expect([receivedOf(story, 'pay_1'), receivedOf(story, 'pay_2'), receivedOf(story, 'pay_3')]).toEqual([
    { at: at(1) },
    { at: at(2) },
    undefined,
  ]);
});

test('a refund and an allocation are found by their own id', () => {
  const story = [
    reversed('ref_1'),
    approved('ref_1'),
    approved('ref_2', { amountMinor: 20n }),
    allocated('pay_1', 'inv_1', 5n),
    offset('crn_1', 'inv_1', 6n, 'req_2'),
    allocated('pay_1', 'inv_1', 7n, 'req_1'),
  ];

  expect(approvedRefund(story, 'ref_2')).toMatchObject({ refund: 'ref_2', amountMinor: 20n });
  expect(approvedRefund(story, 'ref_3')).toBeUndefined();
  expect(allocatedBy(story, 'req_1')?.data).toMatchObject({ amountMinor: 7n });
  expect(allocatedBy(story, 'req_2')?.data).toMatchObject({ amountMinor: 6n });
  expect(allocatedBy(story, 'req_3')).toBeUndefined();
});

describe('what paid an invoice and can go back', () => {
  test('is what was applied to it less what was taken off, the latest payment first', () => {
    const story = [
      allocated('pay_1', 'inv_1', 60n),
      allocated('pay_2', 'inv_1', 40n),
      allocated('pay_3', 'inv_2', 30n),
      released('pay_1', 'inv_1', 20n),
      released('pay_1', 'inv_2', 5n),
    ];

    expect(paidByOf(story, 'inv_1')).toEqual([
      { payment: 'pay_2', amountMinor: 40n },
      { payment: 'pay_1', amountMinor: 40n },
    ]);
  });

  test('is less by what its credit note has paid back, unless that failed', () => {
    const story = [allocated('pay_1', 'inv_1', 60n), approved('ref_1'), approved('ref_2'), reversed('ref_2')];

    expect(paidByOf(story, 'inv_1')).toEqual([{ payment: 'pay_1', amountMinor: 50n }]);
  });

  test('is not less by refunds of other money', () => {
    const story = [
      allocated('pay_1', 'inv_1', 60n),
      approved('ref_1', { source: 'cash' }),
      approved('ref_2', { invoice: 'inv_2' }),
      reversed('ref_3', { source: 'cash' }),
      reversed('ref_4', { invoice: 'inv_2' }),
    ];

    expect(paidByOf(story, 'inv_1')).toEqual([{ payment: 'pay_1', amountMinor: 60n }]);
  });

  test('does not name a payment of which everything went back', () => {
    expect(paidByOf([allocated('pay_1', 'inv_1', 60n), released('pay_1', 'inv_1', 60n)], 'inv_1')).toEqual(
      [],
    );
  });
});

describe('the items that a payment paid', () => {
  const story = [
    opened('inv_1', 100n),
    opened('inv_2', 50n),
    opened('inv_3', 10n),
    allocated('pay_1', 'inv_1', 60n),
    allocated('pay_2', 'inv_1', 10n),
    offset('crn_1', 'inv_1', 30n),
    offset('crn_2', 'inv_2', 5n),
    allocated('pay_1', 'inv_2', 45n),
    allocated('pay_2', 'inv_3', 10n),
    released('pay_1', 'inv_1', 15n),
  ];

  test('are told as they stand, the latest first, with what can be taken off each', () => {
    expect(paidItemsOf(story, 'pay_1')).toEqual([
      {
        amountMinor: 45n,
        item: {
          invoice: 'inv_2',
          number: 'No inv_2',
          dueDate: '2026-12-07',
          grossMinor: 50n,
          paidMinor: 45n,
          creditedMinor: 5n,
          at: at(0),
        },
      },
      {
        amountMinor: 45n,
        item: {
          invoice: 'inv_1',
          number: 'No inv_1',
          dueDate: '2026-12-07',
          grossMinor: 100n,
          paidMinor: 55n,
          creditedMinor: 30n,
          at: at(0),
        },
      },
    ]);
  });

  test('leave out what nothing of is left, and what the story does not tell of', () => {
    expect(
      paidItemsOf([...story, released('pay_1', 'inv_2', 45n)], 'pay_1').map(({ item }) => item.invoice),
    ).toEqual(['inv_1']);
    expect(paidItemsOf([allocated('pay_1', 'inv_9', 1n)], 'pay_1')).toEqual([]);
    expect(paidItemsOf(story, 'pay_9')).toEqual([]);
  });
});
