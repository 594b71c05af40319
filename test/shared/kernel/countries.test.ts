import { expect, it } from 'vitest';
import { Country } from '../../../shared/contracts/common.ts';
import { MEMBER_STATES } from '../../../shared/kernel/countries.ts';
import { isCountry } from '../../../shared/kernel/countries.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

it('knows the 249 codes of ISO 3166-1, and XK of its users', () => {
  const known = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(isCountry);
  expect(known.filter((code) => code !== 'XK')).toHaveLength(249);
  expect(known).toContain('XK');
  expect(MEMBER_STATES.filter((state) => !isCountry(state))).toEqual([]);
});

it.each(['ZZ', 'EL', 'UK', 'XI', 'EU'])(
  'takes no address in %s, which would count as outside the Union',
  (code) => {
    expect(isCountry(code)).toBe(false);
    expect(Country.safeParse(code).success).toBe(false);
  },
);
