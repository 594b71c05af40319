import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNION_THRESHOLD_MINOR, unionRowsOf } from '../../../../shared/domain/tax/union-sales.ts';
import type { UnionTurnover, UnionTurnoverCommand } from '../../../../shared/domain/tax/union-turnover.ts';
import { ruleOf, unionTurnovers } from '../../../../shared/domain/tax/union-turnover.ts';
import { fold } from '../../../../shared/kernel/decider.ts';

const sale = (document: string, amountMinor: bigint) => {
  return { entity: 'le_1', year: 2026, document, amountMinor };
};

const counts = (document: string, amountMinor: bigint, isPrecedingPassed = false) =>
  ({ do: 'count', sale: sale(document, amountMinor), isPrecedingPassed }) as const;

const reduces = (document: string, amountMinor: bigint) =>
  ({ do: 'reduce', sale: sale(document, amountMinor), rule: 'below_threshold' }) as const;

/** The year after the commands, and the rule that each of them met. */
function counted(commands: readonly UnionTurnoverCommand[]) {
  let state: UnionTurnover = unionTurnovers.initial;
  const rules: (string | null)[] = [];
  for (const command of commands) {
    const decided = unionTurnovers.decide(state, command);
    if (!decided.ok) throw new Error(decided.refusal.code);
    rules.push(decided.value[0]?.data.rule ?? null);
    state = fold(unionTurnovers, decided.value, state);
  }

  return { state, rules };
}

describe('the count towards 10,000 EUR a year', () => {
  test('lets 10,000.00 exactly stay with the seller, and taxes the next cent where the consumer is', () => {
    const { state, rules } = counted([counts('a', 900_000n), counts('b', 100_000n), counts('c', 1n)]);

    expect(rules).toEqual(['below_threshold', 'below_threshold', 'threshold_passed']);
    expect(state).toMatchObject({ countedMinor: 1_000_001n, passedBy: 'c', documents: 3 });
  });

  test('taxes the whole sale that goes beyond where the consumer is, not only what lies above', () => {
    expect(counted([counts('a', 999_999n), counts('b', 500_000n)]).rules).toEqual([
      'below_threshold',
      'threshold_passed',
    ]);
  });

  test('taxes the first sale of a year where the consumer is, when the year before went beyond, and counts it all the same', () => {
    const { state, rules } = counted([counts('a', 100n, true)]);

    expect(rules).toEqual(['preceding_year_passed']);
    expect(state).toMatchObject({ countedMinor: 100n, passedBy: null });
  });

  test('is lowered by a credit note before the threshold is passed', () => {
    const { state, rules } = counted([counts('a', 900_000n), reduces('n', -900_000n), counts('b', 900_000n)]);

    expect(rules).toEqual(['below_threshold', 'below_threshold', 'below_threshold']);
    expect(state.countedMinor).toBe(900_000n);
  });

  test('is never led back by a credit note once it is passed', () => {
    const { state, rules } = counted([counts('a', 1_000_001n), reduces('n', -1_000_001n), counts('b', 1n)]);

    expect(rules).toEqual(['threshold_passed', null, null]);
    expect(ruleOf(state, { amountMinor: 1n, isPrecedingPassed: false })).toBe('threshold_passed');
  });

  test('comes to the same sum in whatever order sales come, as long as it is not passed', () => {
    const below = fc
      .array(fc.bigInt({ min: 1n, max: 100_000n }), { minLength: 1, maxLength: 10 })
      .chain((amounts) =>
        fc.tuple(fc.constant(amounts), fc.shuffledSubarray(amounts, { minLength: amounts.length })),
      );
    fc.assert(
      fc.property(below, ([amounts, shuffled]) => {
        const summed = (of: readonly bigint[]) =>
          counted(of.map((amount, index) => counts(`d${index}`, amount))).state.countedMinor;
        expect(summed(shuffled)).toBe(summed(amounts));
      }),
    );
  });

  test('is passed by exactly one sale, and by none as long as all together are not above', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 600_000n }), { maxLength: 12 });
    fc.assert(
      fc.property(amounts, (list) => {
        const { state, rules } = counted(list.map((amount, index) => counts(`d${index}`, amount)));
        const total = list.reduce((sum, amount) => sum + amount, 0n);
        expect(state.passedBy !== null).toBe(total > UNION_THRESHOLD_MINOR);
        expect(rules.filter((rule) => rule === 'threshold_passed')).toHaveLength(
          total > UNION_THRESHOLD_MINOR ? 1 : 0,
        );
      }),
    );
  });
});

describe('what of a document goes to consumers in other member states', () => {
  const line = (netMinor: bigint, supply: 'goods' | 'electronic' | null) => ({
    ...{ description: 'x', quantity: '1', unit: null, unitPrice: '1', discountMinor: 0n, period: null },
    ...{ category: 'S' as const, rate: '19', netMinor },
    ...(supply && {
      taxed: {
        reason: 'consumer_where_seller_is' as const,
        country: 'DE',
        proofs: [],
        unionSale: { to: 'FR', supply },
      },
    }),
  });
  const taxes = [{ category: 'S' as const, rate: '19', baseMinor: 9_000n, taxMinor: 1_710n }];

  test('takes its share of a discount on the whole document', () => {
    expect(unionRowsOf({ lines: [line(10_000n, 'goods')], taxes, currency: 'EUR' })).toEqual([
      { country: 'FR', supply: 'goods', rate: '19', netMinor: 9_000n, taxMinor: 1_710n },
    ]);
  });

  test('is split by kind, and leaves out what is taxed at home anyway', () => {
    const lines = [line(5_000n, 'goods'), line(3_000n, 'electronic'), line(2_000n, null)];

    expect(unionRowsOf({ lines, taxes, currency: 'EUR' })).toEqual([
      { country: 'FR', supply: 'goods', rate: '19', netMinor: 4_500n, taxMinor: 855n },
      { country: 'FR', supply: 'electronic', rate: '19', netMinor: 2_700n, taxMinor: 513n },
    ]);
  });

  test('is nothing where no line is such a sale', () => {
    expect(unionRowsOf({ lines: [line(9_000n, null)], taxes, currency: 'EUR' })).toEqual([]);
  });
});
