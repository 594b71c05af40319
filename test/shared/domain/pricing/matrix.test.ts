import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceQuantity } from '../../../../shared/domain/pricing/amounts.ts';
import { type Matrix, valuesTold } from '../../../../shared/domain/pricing/matrix.ts';
import { summed } from '../../../../shared/domain/usage/summing.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { toDecimal } from '../../../../shared/kernel/rational.ts';
import { costOfMatrix } from '../../../checker/evaluator.ts';

const MATRIX: Matrix & { readonly minimum: string | null } = {
  model: 'matrix',
  dimensions: ['region', 'size'],
  cells: [
    { values: ['eu', 'small'], amount: '0.15' },
    { values: ['us', 'small'], amount: '0.075' },
  ],
  other: '0.5',
  minimum: null,
};

const cost = (quantity: string, dimensions: Record<string, string>, more: Partial<typeof MATRIX> = {}) => {
  const priced = priceQuantity({ ...MATRIX, ...more }, quantity, { dimensions });

  return priced.ok ? toDecimal(priced.value.total, 6) : priced.refusal.code;
};

describe('a price by a matrix', () => {
  it.each([
    ['10', { region: 'eu', size: 'small' }, {}, '1.5'],
    ['10', { region: 'us', size: 'small' }, {}, '0.75'],
    ['10', { region: 'br', size: 'small' }, {}, '5'],
    ['10', { region: 'eu' }, {}, '5'],
    ['10', { region: 'br', size: 'small' }, { other: null }, 'price.cell_missing'],
    ['10', {}, { other: null }, 'price.cell_missing'],
    ['10', { region: 'us', size: 'small' }, { minimum: '1' }, '1'],
    ['0', { region: 'us', size: 'small' }, {}, '0'],
  ] as const)('of %s at %j, with %j, is %s', (quantity, dimensions, more, expected) => {
    expect(cost(quantity, dimensions, more)).toBe(expected);
  });

  it.each([
    ['eu/small', ['eu', 'small']],
    ['eu', null],
    ['eu/small/x', null],
    [null, null],
  ])('finds the cell of an event that tells %s', (told, values) => {
    expect(valuesTold(MATRIX, told)).toEqual(values);
  });

  it('adds up each event in one cell, in whatever order they come, as the evaluator does', () => {
    const event = fc.record({
      quantity: fc.integer({ min: 0, max: 1_000 }).map(String),
      dimension: fc.constantFrom('eu/small', 'us/small', 'br/small', null),
    });

    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (told) => {
        const events = told.map((each, index) => ({
          ...each,
          id: `e${index}`,
          at: '2026-01-01T00:00:00.000Z',
        }));
        const span = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z', carried: '0' };
        const sum = (given: typeof events) => summed({ aggregation: 'sum', price: MATRIX }, ok(given), span);
        const { quantity, cells = [] } = sum(events);
        const priced = priceQuantity(MATRIX, quantity, { cells });
        const inCells = cells.reduce((total, cell) => total + Number(cell.quantity), 0);

        expect(sum(events.toReversed()).cells).toEqual(cells);
        expect(inCells).toBe(Number(quantity));
        expect(priced.ok && toDecimal(priced.value.total, 6)).toBe(
          toDecimal(rationalOf(costOfMatrix(MATRIX, cells)), 6),
        );
      }),
      { seed: 20_261_125, numRuns: 200 },
    );
  });
});

function rationalOf({ over, under }: { readonly over: bigint; readonly under: bigint }) {
  return { n: over, d: under };
}
