import { expect, test } from 'vitest';
import {
  isBic,
  isCreditorId,
  isIban,
  isLeitweg,
  isQrIban,
  looksLikeLeitweg,
  qrReference,
  rfReference,
} from '../../../shared/kernel/check-digits.ts';

test.each([
  'DE89370400440532013000',
  'GB29NWBK60161331926819',
  'FR1420041010050500013M02606',
  'NO9386011117947',
])('the IBAN %s is right, and wrong with any one digit changed', (iban) => {
  expect(isIban(iban)).toBe(true);
  for (let place = 2; place < iban.length; place += 1) {
    const digit = iban[place] === '0' ? '1' : '0';
    expect(isIban(`${iban.slice(0, place)}${digit}${iban.slice(place + 1)}`)).toBe(false);
  }
});

test('what is not built like an IBAN is none', () => {
  for (const text of [
    '',
    'DE',
    'DE89 3704 0044 0532 0130 00',
    'de89370400440532013000',
    `DE00${'0'.repeat(40)}`,
  ])
    expect(isIban(text)).toBe(false);
});

test('a creditor id is checked without its business code', () => {
  expect(isCreditorId('DE98ZZZ09999999999')).toBe(true);
  expect(isCreditorId('DE98ABC09999999999')).toBe(true);
  expect(isCreditorId('DE98ZZZ09999999998')).toBe(false);
});

test('a BIC has eight or eleven places', () => {
  expect(['COBADEFF', 'COBADEFFXXX', 'COBADEFFX', 'cobadeff'].map(isBic)).toEqual([true, true, false, false]);
});

test('a Leitweg-ID is right by its last two digits', () => {
  expect(['04011000-1234512345-06', '991-33333TEST-33', '04011000-12345-34'].map(isLeitweg)).toEqual([
    true,
    true,
    false,
  ]);
  expect(['04011000-12345-34', 'PO-4711', 'Cost centre 80'].map(looksLikeLeitweg)).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  ['21000000000313947143000901', '210000000003139471430009017'],
  ['2026000001', '000000000000000020260000018'],
])('the Swiss reference of %s ends with its check digit', (digits, reference) => {
  expect(qrReference(digits)).toBe(reference);
});

test.each(['', '0', 'A1', '1'.repeat(27)])('no Swiss reference is made of "%s"', (digits) => {
  expect(qrReference(digits)).toBeNull();
});

test.each([
  ['RE2026000001', 'RF69RE2026000001'],
  ['539007547034', 'RF18539007547034'],
  ['INV2026000123', 'RF98INV2026000123'],
  ['000012345', 'RF78000012345'],
])('the creditor reference of %s is %s', (text, reference) => {
  expect(rfReference(text)).toBe(reference);
});

test.each(['', 'a', 'A-1', '1'.repeat(22)])('no creditor reference is made of "%s"', (text) => {
  expect(rfReference(text)).toBeNull();
});

test('a QR-IBAN is told from a plain one by its institution', () => {
  expect(isQrIban('CH4431999123000889012')).toBe(true);
  expect(isQrIban('CH9300762011623852957')).toBe(false);
});
