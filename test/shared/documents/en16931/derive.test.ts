import { describe, expect, test } from 'vitest';
import { toEn16931, withNumber } from '../../../../shared/documents/en16931/derive.ts';
import type { DocumentModel } from '../../../../shared/documents/model.ts';
import { CREDIT_NOTE, HOURS, INVOICE } from '../sample.ts';

const NUMBER = 'INV-2026-00042';
const withLine = (line: Partial<typeof HOURS>): DocumentModel => ({
  ...INVOICE,
  lines: [{ ...HOURS, ...line }],
});
const lineOf = (line: Partial<typeof HOURS>) => toEn16931(withLine(line), NUMBER).lines[0];

describe('a line', () => {
  test.each([
    [null, 'C62', null],
    ['HUR', 'HUR', null],
    ['Stunden', 'HUR', null],
    ['Std.', 'HUR', null],
    ['kg', 'KGM', null],
    ['Palette à 12', 'C62', 'Palette à 12'],
  ])('in the unit %s is counted in %s', (unit, code, note) => {
    expect(lineOf({ unit })).toMatchObject({ unit: code, note });
  });

  test('that takes away is a negative quantity of a positive price', () => {
    const line = lineOf({ quantity: '2', unitPrice: '-50.00', netMinor: -10_000n });

    expect(line).toMatchObject({ quantity: '-2', price: '50', netMinor: -10_000n });
  });

  test('with a discount carries it as an allowance', () => {
    expect(lineOf({ discountMinor: 500n, netMinor: 9_500n })?.reductions).toEqual([
      expect.objectContaining({ isCharge: false, amountMinor: 500n, reasonCode: '95' }),
    ]);
  });

  test('over a period tells the last day that belongs to it', () => {
    expect(lineOf({ period: { start: '2026-11-01', end: '2026-12-01' } })?.period).toEqual({
      start: '2026-11-01',
      end: '2026-11-30',
    });
    expect(lineOf({ period: { start: '2026-11-01', end: '2026-11-01' } })?.period).toEqual({
      start: '2026-11-01',
      end: '2026-11-01',
    });
  });
});

test('without a day of supply, the span of all lines is the period and the buyer the place', () => {
  const period = (start: string, end: string) => ({ ...HOURS, period: { start, end } });
  const lines = [period('2026-10-15', '2026-11-01'), period('2026-11-01', '2026-12-01')];

  const invoice = toEn16931({ ...INVOICE, supplyDate: null, lines }, NUMBER);

  expect(invoice.period).toEqual({ start: '2026-10-15', end: '2026-11-30' });
  expect(invoice.delivery?.country).toBe('NL');
});

test('of an address known in lines only, machines are told what the lines reveal', () => {
  expect(toEn16931(INVOICE, NUMBER).seller.address).toMatchObject({
    street: 'Hafenstraße 12',
    postcode: '20457',
    city: 'Hamburg',
    country: 'DE',
  });
});

test('a cash discount is written in the form that programs read', () => {
  const cashDiscounts = [
    { days: 7, percent: '3' },
    { days: 14, percent: '2' },
  ];

  expect(toEn16931({ ...INVOICE, cashDiscounts: cashDiscounts.slice(1) }, NUMBER).terms).toBe(
    '#SKONTO#TAGE=14#PROZENT=2.00#\n',
  );
  expect(toEn16931({ ...INVOICE, cashDiscounts }, NUMBER).terms).toBe(
    '#SKONTO#TAGE=7#PROZENT=3.00#\n#SKONTO#TAGE=14#PROZENT=2.00#\n',
  );
});

test('a direct debit names mandate, creditor and account instead of where to pay', () => {
  const directDebit = { mandate: 'M-1', creditor: 'DE98ZZZ09999999999', iban: 'DE02 1203 0000 0000 2020 51' };

  expect(toEn16931({ ...INVOICE, directDebit }, NUMBER).payment).toMatchObject({
    means: '59',
    account: null,
    debit: { iban: 'DE02120300000000202051' },
  });
});

test('a credit note names its invoice and says in words what happens with the money', () => {
  expect(toEn16931(CREDIT_NOTE, 'CN-1')).toMatchObject({
    type: '381',
    preceding: [{ number: 'INV-2026-00041', date: '2026-11-23' }],
    terms: 'We credit you EUR 226.00.',
    payment: { means: '1', account: null },
  });
});

test('a credit note over a deposit, which has no day of supply, is over the day on which it was invoiced', () => {
  const note = toEn16931({ ...CREDIT_NOTE, supplyDate: null, lines: [{ ...HOURS, period: null }] }, 'CN-1');

  expect(note).toMatchObject({ supplyDate: null, period: { start: '2026-11-23', end: '2026-11-23' } });
});

test('a corrected invoice is 384, names what it replaces and is paid like any other', () => {
  const corrects = { number: 'INV-2026-00041', date: '2026-11-23' };

  expect(toEn16931({ ...INVOICE, type: 'corrected', corrects }, NUMBER)).toMatchObject({
    type: '384',
    preceding: [corrects],
    payment: { means: '58', reference: NUMBER },
  });
});

test('what is outside the scope carries no VAT ids and no rate, and still says who sells', () => {
  const taxes = [{ category: 'O', rate: '0', baseMinor: 10_000n, taxMinor: 0n }] as const;

  const invoice = toEn16931({ ...withLine({ category: 'O', rate: '0' }), taxes }, NUMBER);

  expect(invoice.seller).toMatchObject({ vatId: null, id: '22/815/08154' });
  expect(invoice.buyer.vatId).toBeNull();
  expect(invoice.taxes[0]).toMatchObject({ rate: null, reasonCode: 'VATEX-EU-O' });
});

test('a document gets its number last, and a transfer refers to it', () => {
  const waiting = toEn16931(INVOICE, '');

  expect(waiting.number).toBe('');
  expect(withNumber(waiting, NUMBER)).toEqual(toEn16931(INVOICE, NUMBER));
  expect(withNumber(waiting, NUMBER).payment?.reference).toBe(NUMBER);
});

describe('an allowance or a charge on the document', () => {
  const share = { isCharge: false, reason: 'Voucher', code: null, percent: '10', category: 'S' } as const;
  const figures = { rate: '19', baseMinor: 10_000n, amountMinor: 1_000n };
  const model: DocumentModel = {
    ...INVOICE,
    reductions: [
      { ...share, ...figures },
      { ...share, ...figures, isCharge: true, code: 'FC', amountMinor: 490n, percent: null },
    ],
  };

  test('is told with reason, code and tax, and with base and percentage where it is one', () => {
    expect(toEn16931(model, NUMBER)).toMatchObject({
      reductions: [
        { isCharge: false, reasonCode: '95', percent: '10', baseMinor: 10_000n, category: 'S', rate: '19' },
        { isCharge: true, reasonCode: 'FC', percent: null, baseMinor: null, amountMinor: 490n },
      ],
      totals: { linesMinor: 20_000n, allowancesMinor: 1_000n, chargesMinor: 490n },
    });
  });

  test('tells no percentage in a currency without parts, where rounding shows', () => {
    const [first] = toEn16931({ ...model, currency: 'JPY' }, NUMBER).reductions;

    expect(first).toMatchObject({ percent: null, baseMinor: null, amountMinor: 1_000n });
  });
});
