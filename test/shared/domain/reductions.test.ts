import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Reduction,
  reductionSums,
  shareReductions,
  taxedShares,
} from '../../../shared/domain/reductions.ts';
import { taxSubtotals } from '../../../shared/domain/tax.ts';

const at = (rate: string, netMinor: bigint) => ({ category: 'S' as const, rate, netMinor });
const off = (of: { amount: string } | { percent: string }): Reduction => ({
  isCharge: false,
  reason: 'Voucher',
  code: '95',
  ...of,
});
const freight = (amount: string): Reduction => ({ isCharge: true, reason: 'Freight', code: 'FC', amount });
const LINES = [at('19', 10_000n), at('7', 5_000n)];

function shared(reductions: readonly Reduction[], lines = LINES, currency = 'EUR') {
  const told = shareReductions(reductions, { lines, currency });
  if (!told.ok) throw new Error(told.refusal.code);

  return told.value;
}

const amountsOf = (...args: Parameters<typeof shared>) =>
  Object.fromEntries(shared(...args).map(({ rate, amountMinor }) => [rate, amountMinor]));

describe('an allowance on the document', () => {
  it('is split over the rates in proportion to their bases, and the tax follows', () => {
    const shares = shared([off({ amount: '15.00' })]);
    const taxes = taxSubtotals([...LINES, ...taxedShares(shares)]);

    expect(taxes.map(({ rate, baseMinor, taxMinor }) => [rate, baseMinor, taxMinor])).toEqual([
      ['19', 9_000n, 1_710n],
      ['7', 4_500n, 315n],
    ]);
  });

  it('gives the odd unit to the largest remainder', () => {
    expect(amountsOf([off({ amount: '0.10' })], [at('19', 200n), at('7', 100n)])).toEqual({
      19: 7n,
      7: 3n,
    });
  });

  it('of everything leaves nothing', () => {
    expect(amountsOf([off({ percent: '100' })])).toEqual({ 19: 10_000n, 7: 5_000n });
  });

  it('is of the sum of the lines also after another', () => {
    const shares = shared([off({ percent: '10' }), off({ percent: '10' })]);

    expect(reductionSums(shares)).toEqual({ allowancesMinor: 3_000n, chargesMinor: 0n });
  });

  it('that exceeds what is left is refused where it stands', () => {
    const told = shareReductions([off({ percent: '60' }), off({ amount: '60.01' })], {
      lines: LINES,
      currency: 'EUR',
    });

    expect(told).toMatchObject({
      ok: false,
      refusal: { code: 'order.allowance_exceeds_net', pointer: '#/allowances/1' },
    });
  });

  it('in halves that both round up takes no more than there is', () => {
    const lines = [at('19', 1n)];

    expect(reductionSums(shared([off({ percent: '50' }), off({ percent: '50' })], lines))).toEqual({
      allowancesMinor: 1n,
      chargesMinor: 0n,
    });
  });
});

describe('a charge on the document', () => {
  it('is taxed as the lines are, also where an allowance takes all of them off', () => {
    const shares = shared([off({ percent: '100' }), freight('9.00')]);

    expect(shares.filter(({ isCharge }) => isCharge).map(({ amountMinor }) => amountMinor)).toEqual([
      600n,
      300n,
    ]);
  });

  it('bears the tax of the first line where no line is worth anything', () => {
    expect(amountsOf([freight('4.90')], [at('7', 0n)])).toEqual({ 7: 490n });
  });

  it('finer than the currency is refused where it stands', () => {
    const told = shareReductions([off({ percent: '1' }), freight('0.001')], {
      lines: LINES,
      currency: 'EUR',
    });

    expect(told).toMatchObject({
      ok: false,
      refusal: { code: 'order.amount_too_precise', pointer: '#/charges/0' },
    });
  });
});

describe('whatever stands on a document', () => {
  const nets = fc.array(
    fc.record({
      rate: fc.constantFrom('19', '7', '5.5', '0'),
      netMinor: fc.bigInt({ min: -500n, max: 90_000n }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  const percents = fc
    .integer({ min: 0, max: 4_000 })
    .map((share) => `${Math.floor(share / 100)}.${share % 100}`);
  const reductions = fc.array(
    fc.record({
      isCharge: fc.boolean(),
      percent: percents,
      isFixed: fc.boolean(),
      amount: fc.nat({ max: 99 }),
    }),
    { maxLength: 6 },
  );

  it('has shares that add up to it, and leaves no base below zero that was not', () => {
    fc.assert(
      fc.property(nets, reductions, (lines, wishes) => {
        const taxed = lines.map(({ rate, netMinor }) => at(rate, netMinor));
        const list = wishes.map(({ isCharge, percent, isFixed, amount }): Reduction => {
          const named = { isCharge, reason: 'Any', code: null };
          return isFixed && isCharge ? { ...named, amount: String(amount) } : { ...named, percent };
        });
        const told = shareReductions(list, { lines: taxed, currency: 'EUR' });
        fc.pre(told.ok);
        if (!told.ok) return;
        const sums = reductionSums(told.value);
        const net = taxed.reduce((sum, { netMinor }) => sum + netMinor, 0n);
        const before = new Map(taxSubtotals(taxed).map(({ rate, baseMinor }) => [rate, baseMinor]));
        const after = taxSubtotals([...taxed, ...taxedShares(told.value)]);

        expect(after.reduce((sum, { baseMinor }) => sum + baseMinor, 0n)).toBe(
          net - sums.allowancesMinor + sums.chargesMinor,
        );
        for (const { rate, baseMinor } of after) {
          const was = before.get(rate) ?? 0n;
          expect(baseMinor >= (was < 0n ? was : 0n)).toBe(true);
        }
      }),
      { seed: 20_261_125 },
    );
  });
});
