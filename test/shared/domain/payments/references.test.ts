import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReference } from '../../../../shared/domain/payments/references.ts';
import { qrReference, rfReference } from '../../../../shared/kernel/check-digits.ts';

const QR = '210000000003139471430009017';
const RF = 'RF18539007547034';
const digits = (length: number) =>
  fc.stringMatching(new RegExp(`^[1-9]\\d{${length - 1}}$`)).filter((text) => text.length === length);

describe('what a bank tells of a transfer', () => {
  test.each([
    ['as it stands in the statement', QR],
    ['in the groups of the slip', '21 00000 00003 13947 14300 09017'],
    ['with hard and thin blanks', '21\u00a000000\u202f00003 13947 14300 09017'],
    ['in full-width digits', QR.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
  ])('is a QR reference %s', (_how, told) => {
    expect(readReference(told)).toEqual({ ok: true, value: { by: 'qr_reference', reference: QR } });
  });

  test.each([
    ['as it stands in the statement', RF],
    ['in fours', 'RF18 5390 0754 7034'],
    ['in small letters', 'rf18 5390 0754 7034'],
  ])('is a creditor reference %s', (_how, told) => {
    expect(readReference(told)).toEqual({ ok: true, value: { by: 'creditor_reference', reference: RF } });
  });

  test.each([
    ['a QR reference with a digit too high', '210000000003139471430009018'],
    ['a QR reference of nothing but zeros', '0'.repeat(27)],
    ['a creditor reference with two digits swapped', 'RF81539007547034'],
  ])('is refused by its check digits where it is %s', (_what, told) => {
    expect(readReference(told)).toMatchObject({
      ok: false,
      refusal: { code: 'payment.reference_malformed', pointer: '#/reference' },
    });
  });

  test.each([
    'thank you',
    'INV-2026-00042',
    '21000000000313947143000901',
    'RF',
    'Rf Müller',
    '<script>',
    '😀',
  ])('is words where it is “%s”', (told) => {
    expect(readReference(told)).toEqual({
      ok: true,
      value: { by: 'invoice_number', words: told.toUpperCase() },
    });
  });

  test('is never taken for another reference: one wrong digit is always seen', () => {
    const one = fc.record({ text: digits(26), at: fc.nat(26), by: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(one, ({ text, at, by }) => {
        const good = qrReference(text) ?? '';
        const wrong = `${good.slice(0, at)}${(Number(good[at]) + by) % 10}${good.slice(at + 1)}`;

        expect(readReference(good).ok).toBe(true);
        expect(readReference(wrong).ok).toBe(false);
      }),
    );
  });

  test('is a creditor reference whatever it is made around', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{1,21}$/), (text) => {
        const reference = rfReference(text) ?? '';
        const spaced = reference.toLowerCase().replace(/(.{4})(?=.)/g, '$1 ');

        expect(readReference(spaced)).toEqual({ ok: true, value: { by: 'creditor_reference', reference } });
      }),
    );
  });
});
