import { expect, test } from 'vitest';
import {
  isBic,
  isCreditorId,
  isIban,
  isLeitweg,
  looksLikeLeitweg,
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
