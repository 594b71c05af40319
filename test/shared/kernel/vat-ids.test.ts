import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isVatIdWellFormed, vatIdCountry } from '../../../shared/kernel/vat-ids.ts';

/** Right by their check digits, made up, one or more for each state. */
const RIGHT = `
  DE129273398 ATU12345675 NL123456782B90 BE0123450019 CZ12340006 DK12340001 EE101230009
  EL123450000 FI12340002 HR12345670005 HU12340004 IT12345670017 LU12340046 LV41234560003
  MT12340017 PL1234560007 PT123450004 RO123450000 SI12340006 SK1234560008 BG123450000
  GB123450017 FR12345670073 ESB12340006 ES12345675B ESX1234568C ESK1234567L ESL1234567L ESM1234567L IE1234569A IE1234565BA
  CHE123456788 LT123450210 LT123456780310 SE123456000901
`
  .trim()
  .split(/\s+/);

describe('the check digits of VAT ids', () => {
  test.each(RIGHT)('%s is right', (id) => {
    expect(isVatIdWellFormed(id)).toBe(true);
  });

  test.each(RIGHT.filter((id) => !/^(BG|IE\d[A-Z+*]|FR[A-Z])/.test(id)))(
    '%s with another digit is wrong',
    (id) => {
      const at = id.search(/\d/);
      const others = [...'0123456789'].filter((digit) => digit !== id[at]);
      const changed = others.map((digit) => `${id.slice(0, at)}${digit}${id.slice(at + 1)}`);

      expect(changed.filter(isVatIdWellFormed).length).toBeLessThan(changed.length / 2);
    },
  );

  test.each([
    'DE12345678',
    'DE1292733981',
    'ATU1234567',
    'NL123456782C90',
    'FRI0123456789',
    'SE556012579000X',
  ])('%s has the wrong form', (id) => {
    expect(isVatIdWellFormed(id)).toBe(false);
  });

  test('an id of a state that we do not know passes', () => {
    expect(isVatIdWellFormed('NO123456785')).toBe(true);
  });

  test('whatever follows a known prefix, there is an answer', () => {
    const prefixes = fc.constantFrom(...RIGHT.map((id) => id.slice(0, 2)));
    const signs = fc.string({ unit: fc.constantFrom(...'0123456789ABIWXYZ+*'), maxLength: 13 });

    fc.assert(
      fc.property(prefixes, signs, (prefix, rest) => typeof isVatIdWellFormed(prefix + rest) === 'boolean'),
      { numRuns: 2_000, seed: 20_261_123 },
    );
  });
});

describe('the country of a VAT id', () => {
  test.each([
    ['DE129273398', 'DE'],
    ['EL094259216', 'GR'],
    ['XI123456727', 'XI'],
  ])('of %s is %s', (id, country) => {
    expect(vatIdCountry(id)).toBe(country);
  });
});
