import { expect, test } from 'vitest';
import { isInUnion, territoryOf } from '../../../../shared/domain/tax/territories.ts';
import { MEMBER_STATES } from '../../../../shared/kernel/countries.ts';

test('the Union has twenty-seven member states', () => {
  expect(new Set(MEMBER_STATES).size).toBe(27);
  expect(MEMBER_STATES.every(isInUnion)).toBe(true);
});

test.each([
  ['DE', '10115', 'DE'],
  ['DE', '27498', 'DE-X'],
  ['DE', '78266', 'DE-X'],
  ['ES', '35001', 'ES-X'],
  ['ES', 'E-38001', 'ES-X'],
  ['ES', '51001', 'ES-X'],
  ['ES', '28001', 'ES'],
  ['FI', '22100', 'FI-X'],
  ['FR', '97100', 'FR-X'],
  ['GR', '630 86', 'GR-X'],
  ['IT', '23041', 'IT-X'],
  ['IT', '22061', 'IT-X'],
  ['MC', '98000', 'FR'],
  ['IM', 'IM1 1AA', 'GB'],
  ['CH', null, 'CH'],
])('an address in %s %s is taxed as in %s', (country, postalCode, territory) => {
  expect(territoryOf({ country, postalCode })).toBe(territory);
});

test.each(['DE-X', 'ES-X', 'CH', 'GB', 'AX'])('%s lies outside the VAT area', (territory) => {
  expect(isInUnion(territory)).toBe(false);
});
