import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cashAllocated,
  cashReleased,
  creditNoteIssued,
  creditOffset,
  discountTaken,
  discountWithdrawn,
  invoiceIssued,
  inputTaxLost,
  payablePaid,
  selfBilledCreditNoteIssued,
  selfBilledInvoiceIssued,
  paymentSettled,
  refundApproved,
  refundFailed,
  refundSettled,
} from '../../../shared/domain/ledger.ts';
import { isLawful } from '../../../shared/domain/ledger/pairs.ts';
import { accountNumberOf, CHART, ROLES } from '../../../shared/domain/ledger/roles.ts';
import type { PostingSet } from '../../../shared/ports.ts';

const BOOK = { entity: 'le_1', currency: 'EUR', date: '2026-11-23' };

const table = ({ entries }: PostingSet) =>
  entries.map(
    ({ account, amountMinor }) =>
      `${amountMinor > 0n ? 'debit' : 'credit'} ${account} ${amountMinor < 0n ? -amountMinor : amountMinor}`,
  );

describe('what is posted', () => {
  test.each([
    [
      'an invoice of 100.00 and 19.00 tax',
      invoiceIssued({ ...BOOK, netMinor: 10_000n, taxMinor: 1_900n, grossMinor: 11_900n }),
      ['debit receivables 11900', 'credit revenue 10000', 'credit output_tax 1900'],
    ],
    [
      'an invoice without tax',
      invoiceIssued({ ...BOOK, netMinor: 10_000n, taxMinor: 0n, grossMinor: 10_000n }),
      ['debit receivables 10000', 'credit revenue 10000'],
    ],
    [
      'the credit note that takes it back',
      creditNoteIssued({ ...BOOK, netMinor: 10_000n, taxMinor: 1_900n, grossMinor: 11_900n }),
      ['debit revenue 10000', 'debit output_tax 1900', 'credit unapplied_credit 11900'],
    ],
    [
      'a deposit invoice of 500.00 and 95.00 tax',
      invoiceIssued({ ...BOOK, netMinor: 50_000n, taxMinor: 9_500n, grossMinor: 59_500n, kind: 'deposit' }),
      ['debit receivables 59500', 'credit prepayments_received 50000', 'credit output_tax 9500'],
    ],
    [
      'the final invoice of 1000.00 that deducts it',
      invoiceIssued({
        ...{ ...BOOK, netMinor: 100_000n, taxMinor: 19_000n, grossMinor: 119_000n, kind: 'final' },
        deducts: [{ netMinor: 50_000n, taxMinor: 9_500n, grossMinor: 59_500n }],
      }),
      [
        'debit receivables 59500',
        'debit prepayments_received 50000',
        'debit output_tax 9500',
        'credit revenue 100000',
        'credit output_tax 19000',
      ],
    ],
    [
      'the credit note of what was not paid of a deposit',
      creditNoteIssued({
        ...BOOK,
        netMinor: 50_000n,
        taxMinor: 9_500n,
        grossMinor: 59_500n,
        kind: 'deposit',
      }),
      ['debit prepayments_received 50000', 'debit output_tax 9500', 'credit unapplied_credit 59500'],
    ],
    [
      'a card payment',
      paymentSettled({ ...BOOK, amountMinor: 11_900n, via: 'provider' }),
      ['debit provider_clearing 11900', 'credit unapplied_cash 11900'],
    ],
    [
      'a bank transfer',
      paymentSettled({ ...BOOK, amountMinor: 11_900n, via: 'bank' }),
      ['debit bank 11900', 'credit unapplied_cash 11900'],
    ],
    [
      'cash that pays an item',
      cashAllocated({ ...BOOK, amountMinor: 5n }),
      ['debit unapplied_cash 5', 'credit receivables 5'],
    ],
    [
      'cash that is taken off again',
      cashReleased({ ...BOOK, amountMinor: 5n }),
      ['credit unapplied_cash 5', 'debit receivables 5'],
    ],
    [
      'a credit that lowers an item',
      creditOffset({ ...BOOK, amountMinor: 5n }),
      ['debit unapplied_credit 5', 'credit receivables 5'],
    ],
    [
      'a refund out of cash',
      refundApproved({ ...BOOK, amountMinor: 5n, source: 'cash' }),
      ['debit unapplied_cash 5', 'credit refunds_payable 5'],
    ],
    [
      'a refund of a credit',
      refundApproved({ ...BOOK, amountMinor: 5n, source: 'credit' }),
      ['debit unapplied_credit 5', 'credit refunds_payable 5'],
    ],
    [
      'a refund that failed',
      refundFailed({ ...BOOK, amountMinor: 5n, source: 'credit' }),
      ['credit unapplied_credit 5', 'debit refunds_payable 5'],
    ],
    [
      'a refund by card',
      refundSettled({ ...BOOK, amountMinor: 5n, via: 'provider' }),
      ['debit refunds_payable 5', 'credit provider_clearing 5'],
    ],
    [
      'a refund by bank',
      refundSettled({ ...BOOK, amountMinor: 5n, via: 'bank' }),
      ['debit refunds_payable 5', 'credit bank 5'],
    ],
  ])('for %s', (_, posted, expected) => {
    expect(table(posted)).toEqual(expected);
  });
});

test('a document whose parts do not add up to its total is never posted', () => {
  expect(() => invoiceIssued({ ...BOOK, netMinor: 10_000n, taxMinor: 1_900n, grossMinor: 11_901n })).toThrow(
    'balances',
  );
});

test('every set of postings sums to zero and keeps to the matrix of its fact', () => {
  const amount = fc.bigInt({ min: 1n, max: 10n ** 18n });
  fc.assert(
    fc.property(
      amount,
      amount,
      fc.constantFrom('cash', 'credit'),
      fc.constantFrom('provider', 'bank'),
      (netMinor, taxMinor, source, via) => {
        const document = { ...BOOK, netMinor, taxMinor, grossMinor: netMinor + taxMinor };
        const part = { ...BOOK, amountMinor: netMinor };
        const posted: Record<string, PostingSet> = {
          'invoice.issued': invoiceIssued(document),
          'credit_note.issued': creditNoteIssued(document),
          'self_billed_invoice.issued': selfBilledInvoiceIssued({
            ...document,
            reversedTaxMinor: document.taxMinor,
            isDeductible: true,
          }),
          'self_billed_credit_note.issued': selfBilledCreditNoteIssued({
            ...document,
            reversedTaxMinor: document.taxMinor,
            isDeductible: true,
          }),
          'self_billed_invoice.objected': inputTaxLost({ ...BOOK, taxMinor }),
          'self_billed_invoice.paid': payablePaid(part),
          'payment.settled': paymentSettled({ ...part, via }),
          'cash.allocated': cashAllocated(part),
          'cash.released': cashReleased(part),
          'credit.offset': creditOffset(part),
          'discount.taken': discountTaken({ ...BOOK, amountMinor: netMinor + taxMinor, taxMinor }),
          'discount.withdrawn': discountWithdrawn({ ...BOOK, amountMinor: netMinor + taxMinor, taxMinor }),
          'refund.approved': refundApproved({ ...part, source }),
          'refund.reversed': refundFailed({ ...part, source }),
          'refund.settled': refundSettled({ ...part, via }),
        };
        for (const [fact, set] of Object.entries(posted)) {
          expect(set.entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(0n);
          expect(isLawful(fact, set), fact).toBe(true);
        }
      },
    ),
    { seed: 20261123, numRuns: 200 },
  );
});

test('a posting outside the matrix is not lawful', () => {
  const payment = paymentSettled({ ...BOOK, amountMinor: 5n, via: 'bank' });

  expect(isLawful('invoice.issued', payment)).toBe(false);
  expect(isLawful('order.placed', payment)).toBe(false);
});

test('every role has an account of its own, and an entity may number it otherwise', () => {
  expect(new Set(ROLES.map((role) => CHART[role].number)).size).toBe(ROLES.length);
  expect(accountNumberOf('revenue', {})).toBe('4000');
  expect(accountNumberOf('revenue', { revenue: '8400' })).toBe('8400');
});
