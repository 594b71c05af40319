import { expect, test } from 'vitest';
import { chartOf, charts, numbersIn } from '../../../../shared/domain/ledger/chart.ts';
import { given } from '../../../kit/decider.ts';

const renumber = (numbers: Record<string, string>) => ({ do: 'renumber', entity: 'le_1', numbers }) as const;

test('a seller gives its accounts other numbers, and the rest keep theirs', () => {
  const first = given(charts).when(renumber({ revenue: '8400' }));
  const both = [...first, ...given(charts, first).when(renumber({ bank: '1200', receivables: '1400' }))];

  expect(numbersIn(given(charts, both).state)).toEqual({
    revenue: '8400',
    bank: '1200',
    receivables: '1400',
  });
});

test('numbers that an account has already change nothing', () => {
  const first = given(charts).when(renumber({ revenue: '8400' }));

  expect(given(charts, first).when(renumber({ revenue: '8400' }))).toEqual([]);
  expect(given(charts).when(renumber({}))).toEqual([]);
});

test('no number stands for two accounts, neither a new one nor a default one', () => {
  expect(given(charts).refusal(renumber({ revenue: '8400', bank: '8400' }))).toBe('chart.number_repeated');
  expect(given(charts).refusal(renumber({ revenue: '1100' }))).toBe('chart.number_repeated');
});

test('two accounts may swap their numbers', () => {
  expect(given(charts).refusal(renumber({ revenue: '1100', bank: '4000' }))).toBe('none');
});

test('a seller has numbers of its own only once it gave some', () => {
  expect(numbersIn(given(charts).state)).toEqual({});
  expect(chartOf('ten_1', 'le_1')).not.toBe(chartOf('ten_2', 'le_1'));
});
