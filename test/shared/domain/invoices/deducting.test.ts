import { lesser } from '../../../../shared/kernel/money.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { invoices } from '../../../../shared/domain/invoices.ts';
import { taxesOfPart } from '../../../../shared/domain/invoices/pieces.ts';
import type { InvoiceData, InvoiceFact } from '../../../../shared/domain/invoices/states.ts';
import { taxOn } from '../../../../shared/domain/tax.ts';
import { given } from '../../../kit/decider.ts';

const BOOKS = { entity: 'le_1', currency: 'EUR', date: '2026-11-23', entries: [] };

/** A deposit invoice over these nets, one line for each rate. */
function depositOf(nets: readonly (readonly [rate: string, netMinor: bigint])[]): InvoiceFact {
  const taxes = nets.map(([rate, baseMinor]) => ({
    category: 'S' as const,
    ...{ rate, baseMinor, taxMinor: taxOn(baseMinor, rate) },
  }));
  const netMinor = taxes.reduce((sum, tax) => sum + tax.baseMinor, 0n);
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0n);
  const data: InvoiceData = {
    ...{ entity: 'le_1', customer: 'cus_1', account: 'acc_1', currency: 'EUR', number: 'RE-1', content: 'x' },
    ...{ issueDate: '2026-11-23', dueDate: '2026-12-07', kind: 'deposit' },
    cause: { order: 'ord_1', step: 'deposit-1' },
    ...{ taxes, netMinor, taxMinor, grossMinor: netMinor + taxMinor },
    netsMinor: nets.map(([, minor]) => minor),
  };

  return { type: 'invoice.issued', data, books: BOOKS };
}

const HALF = depositOf([['19', 50_000n]]);
const deduct = (paidMinor: bigint, limitMinor = 119_000n) => ({
  do: 'deduct' as const,
  final: 'inv_final',
  paidMinor,
  limitMinor,
});

test('a deposit that was paid is deducted as it was charged', () => {
  expect(given(invoices, [HALF]).when(deduct(59_500n))).toEqual([
    {
      type: 'invoice.deducted',
      data: {
        final: 'inv_final',
        netsMinor: [50_000n],
        ...{ netMinor: 50_000n, taxMinor: 9_500n, grossMinor: 59_500n },
      },
    },
  ]);
});

test.each([
  ['nothing was paid', 0n, 119_000n, 0n, [50_000n]],
  ['a part was paid', 11_900n, 119_000n, 11_900n, [40_000n]],
  ['the final invoice charges less than was paid', 59_500n, 23_800n, 23_800n, [30_000n]],
  // No net at 19 % comes to 0.03; the cent more that was paid becomes the customer's credit.
  ['the rate does not allow for the very cent', 3n, 119_000n, 2n, [49_998n]],
])('where %s the rest is taken back in the same decision', (_, paid, limit, deducted, back) => {
  const [first, second] = given(invoices, [HALF]).when(deduct(paid, limit));

  expect(first?.data).toMatchObject({ grossMinor: deducted });
  expect(second).toMatchObject({
    type: 'invoice.credit_requested',
    data: { remainder: 'credit', lines: back.map((netMinor) => ({ line: 1, netMinor })) },
  });
});

test('what was taken back before is not deducted, however much was paid', () => {
  const wish = { reason: 'agreed', remainder: 'credit', fingerprint: 'k f' } as const;
  const credited: InvoiceFact = {
    type: 'invoice.credit_requested',
    data: { ...wish, ordinal: 1, lines: [{ line: 1, netMinor: 20_000n }] },
  };

  expect(given(invoices, [HALF, credited]).when(deduct(59_500n))).toMatchObject([
    { type: 'invoice.deducted', data: { grossMinor: 35_700n } },
  ]);
});

test('it is decided once: later money changes nothing, and the deposit is not taken back any more', () => {
  const decided = given(invoices, [HALF]).when(deduct(0n));
  const then = given(invoices, [HALF, ...decided]);

  expect(then.when(deduct(59_500n))).toEqual([]);
  expect(
    then.refusal({
      do: 'request_credit',
      wish: { reason: 'wrong', remainder: 'refund', fingerprint: 'other f' },
    }),
  ).toBe('invoice.deducted');
});

test('what is deducted and what is taken back are together what was charged, and never more than was paid', () => {
  const rate = fc.constantFrom('0', '5.5', '7', '19', '21', '25.5');
  const nets = fc.uniqueArray(fc.tuple(rate, fc.bigInt({ min: 1n, max: 1_000_000n })), {
    minLength: 1,
    maxLength: 3,
    selector: ([name]) => name,
  });
  fc.assert(
    fc.property(nets, fc.bigInt(0n, 3_000_000n), fc.bigInt(0n, 3_000_000n), (lines, paid, limit) => {
      const issued = depositOf(lines);
      if (issued.type !== 'invoice.issued') return;
      const { netMinor, taxMinor, taxes } = issued.data;
      const facts = given(invoices, [issued]).when(deduct(paid, limit));
      const deducted = facts.find(({ type }) => type === 'invoice.deducted');
      const asked = facts.find(({ type }) => type === 'invoice.credit_requested');
      if (deducted?.type !== 'invoice.deducted') throw new Error('nothing was decided');
      const back = asked?.type === 'invoice.credit_requested' ? (asked.data.lines ?? []) : [];
      const part = back.map(({ line, ...amount }) => ({
        category: 'S' as const,
        rate: taxes[line - 1]?.rate ?? '',
        netMinor: 'netMinor' in amount ? amount.netMinor : 0n,
      }));
      const backNet = part.reduce((sum, each) => sum + each.netMinor, 0n);
      const backTax = taxesOfPart(part, []).reduce((sum, tax) => sum + tax.taxMinor, 0n);

      expect(deducted.data.netMinor + backNet).toBe(netMinor);
      expect(deducted.data.taxMinor + backTax).toBe(taxMinor);
      const most = lesser(paid, lesser(limit, netMinor + taxMinor));
      expect(deducted.data.grossMinor <= most).toBe(true);
      expect(most - deducted.data.grossMinor <= BigInt(2 * lines.length)).toBe(true);
    }),
  );
});
