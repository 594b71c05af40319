import { describe, expect, test } from 'vitest';
import { writeXml } from '../../../../../shared/documents/en16931/write.ts';
import type { EInvoiceFormat } from '../../../../../shared/documents/en16931/formats.ts';
import type { SemanticInvoice } from '../../../../../shared/documents/en16931/model.ts';
import { readEInvoice } from '../../../../../shared/documents/en16931/read.ts';
import { RULES } from '../../../../../shared/documents/en16931/rules/catalogue.ts';
import { checkInvoice } from '../../../../../shared/documents/en16931/rules/check.ts';
import { EAS_CODES } from '../../../../../shared/kernel/electronic-addresses.ts';
import {
  CHARGE_CODES,
  isAllowanceCode,
  isEInvoiceCountry,
  isIcdCode,
  isPaymentMeans,
  isVatexCode,
} from '../../../../../shared/documents/en16931/rules/code-lists.ts';
import { isUnitCode } from '../../../../../shared/documents/en16931/rules/unit-codes.ts';
import { unitCode } from '../../../../../shared/documents/en16931/units.ts';
import { GOLDEN } from '../golden-documents.ts';

const golden = (name: string): SemanticInvoice => {
  const found = GOLDEN.find((each) => each.name === name)?.invoice;
  if (!found) throw new Error(`there is no golden document "${name}"`);
  return found;
};
const SOUND = golden('two rates');
const ABROAD = golden('services to a business in the EU');

/** What is found in a sound document whose XML says something else in one place. */
function foundIn(format: EInvoiceFormat, [from, to]: readonly [string, string], of = SOUND) {
  const xml = writeXml(of, format);
  expect(xml).toContain(from);
  const read = readEInvoice(xml.replace(from, to));
  if (!read.ok) throw new Error(read.refusal.message);
  const { findings, invoice, profile } = read.value;

  return [...findings, ...checkInvoice(invoice, profile)].map(
    ({ rule, field, value }) => `${rule} ${field} ${value}`,
  );
}

describe("a code that is on no list is found in anybody's XML, with its field and its value", () => {
  test.each([
    ['a type that is no invoice', 'ubl', ['TypeCode>380', 'TypeCode>999'], 'BR-CL-01 BT-3 999'],
    ['a type that is no invoice', 'cii', ['TypeCode>380', 'TypeCode>999'], 'BR-CL-01 BT-3 999'],
    [
      'the type of a credit note in an invoice',
      'ubl',
      ['InvoiceTypeCode>380', 'InvoiceTypeCode>381'],
      'BR-CL-01 BT-3 381',
    ],
    ['a country that there is not', 'ubl', ['>DE</cbc:Ident', '>XX</cbc:Ident'], 'BR-CL-14 BT-40 XX'],
    ['a country that there is not', 'cii', ['CountryID>DE', 'CountryID>UK'], 'BR-CL-14 BT-40 UK'],
    ['a means that there is not', 'ubl', ['MeansCode>58', 'MeansCode>99'], 'BR-CL-16 BT-81 99'],
    ['a means that is not told', 'ubl', ['MeansCode>58', 'MeansCode>'], 'BR-49 BT-81 '],
    ['a unit that there is not', 'ubl', ['unitCode="HUR"', 'unitCode="HRS"'], 'BR-CL-23 BG-25[1]/BT-130 HRS'],
    ['a unit that there is not', 'cii', ['unitCode="HUR"', 'unitCode="ZZZ"'], 'BR-CL-23 BG-25[1]/BT-130 ZZZ'],
    [
      'the scheme of an electronic address',
      'ubl',
      ['schemeID="9930"', 'schemeID="9999"'],
      'BR-CL-25 BT-34 9999',
    ],
    [
      'the currency of a line',
      'ubl',
      ['LineExtensionAmount currencyID="EUR">100', 'LineExtensionAmount currencyID="EURO">100'],
      'BR-CL-03 BG-25[1]/LineExtensionAmount EURO',
    ],
    [
      'an amount in another currency than the invoice',
      'ubl',
      ['PayableAmount currencyID="EUR"', 'PayableAmount currencyID="USD"'],
      'CH-AMOUNT-CURRENCY PayableAmount USD',
    ],
    [
      'the scheme of an item',
      'ubl',
      [
        '<cac:ClassifiedTaxCategory>',
        '<cac:StandardItemIdentification><cbc:ID schemeID="EAN">4</cbc:ID></cac:StandardItemIdentification><cac:ClassifiedTaxCategory>',
      ],
      'BR-CL-21 BG-25[1]/BT-157 EAN',
    ],
    [
      'the origin of an item',
      'ubl',
      [
        '<cac:ClassifiedTaxCategory>',
        '<cac:OriginCountry><cbc:IdentificationCode>GER</cbc:IdentificationCode></cac:OriginCountry><cac:ClassifiedTaxCategory>',
      ],
      'BR-CL-15 BG-25[1]/BT-159 GER',
    ],
    [
      'the scheme of a party',
      'cii',
      ['<ram:SellerTradeParty>', '<ram:SellerTradeParty><ram:GlobalID schemeID="0103">4</ram:GlobalID>'],
      'BR-CL-10 BT-29 0103',
    ],
  ] as const)('%s (%s)', (_, format, change, expected) => {
    expect(foundIn(format, change)).toContain(expected);
  });

  test.each([
    ['a reason that there is not', 'VATEX-EU-XX', 'BR-CL-22 BG-23[1]/BT-121 VATEX-EU-XX'],
    ['the reason of another category', 'VATEX-EU-G', 'CH-VATEX BG-23[1]/BT-121 VATEX-EU-G ≠ AE'],
  ])('%s', (_, code, expected) => {
    expect(foundIn('ubl', ['VATEX-EU-AE', code], ABROAD)).toContain(expected);
  });
});

test.each([
  ['an allowance', false, '96', 'BR-CL-19', 'BT-98'],
  ['a charge', true, '95', 'BR-CL-20', 'BT-105'],
])('%s whose reason is on no list is found', (_, isCharge, reasonCode, rule, field) => {
  const taxed = { category: 'S', rate: '19' } as const;
  const why = { isCharge, amountMinor: 0n, baseMinor: null, percent: null, reason: 'Why', reasonCode };

  const found = checkInvoice({ ...SOUND, reductions: [{ ...taxed, ...why }] }, 'en16931');

  expect(found).toMatchObject([
    { rule, field: `BG-20/21[1]/${field}`, value: reasonCode, class: 'business' },
  ]);
});

test('what is lawful on paper is: a buyer in Kosovo, whom the list does not know, keeps a document from being an e-invoice alone', () => {
  const toKosovo = {
    ...SOUND,
    buyer: { ...SOUND.buyer, address: { ...SOUND.buyer.address, country: 'XK' } },
  };

  expect(checkInvoice(toKosovo, 'document')).toEqual([]);
  expect(checkInvoice(toKosovo, 'en16931')).toMatchObject([{ rule: 'BR-CL-14', field: 'BT-55' }]);
});

describe('taxes that only others write', () => {
  const taxed = (category: 'L' | 'B', country: string): SemanticInvoice => {
    const change = { category, rate: '7' } as const;
    const party = (of: SemanticInvoice['buyer']) => ({ ...of, address: { ...of.address, country } });
    const [line] = SOUND.lines;
    if (!line) throw new Error('the document has lines');
    const taxes = [{ ...change, baseMinor: 10_000n, taxMinor: 700n, reason: null, reasonCode: null }];

    return {
      ...SOUND,
      seller: party(SOUND.seller),
      buyer: party(SOUND.buyer),
      lines: [{ ...line, ...change }],
      taxes,
      totals: {
        ...SOUND.totals,
        linesMinor: 10_000n,
        netMinor: 10_000n,
        taxMinor: 700n,
        grossMinor: 10_700n,
        dueMinor: 10_700n,
      },
    };
  };

  test('the Canary Islands (L) have rates of their own', () => {
    expect(checkInvoice(taxed('L', 'ES'), 'en16931')).toEqual([]);
  });

  test('split payment (B) is for Italy alone', () => {
    expect(checkInvoice(taxed('B', 'IT'), 'en16931')).toEqual([]);
    expect(checkInvoice(taxed('B', 'DE'), 'en16931')).toMatchObject([
      { rule: 'BR-B-01', field: 'BT-40' },
      { rule: 'BR-B-01', field: 'BT-55' },
    ]);
  });

  test('they are read', () => {
    expect(foundIn('ubl', ['<cbc:ID>S</cbc:ID>', '<cbc:ID>L</cbc:ID>'])).not.toContain(
      expect.stringContaining('FORMAT-CATEGORY'),
    );
  });
});

test.each([
  ['386', []],
  ['384', ['PEPPOL-P0112']],
  ['326', ['PEPPOL-P0112']],
  ['385', ['PEPPOL-P0100']],
])('Peppol abroad takes type %s: what it says is %j', (type, expected) => {
  const addressed = { scheme: '0088', id: '4000000000006' };
  const invoice: SemanticInvoice = {
    ...ABROAD,
    type,
    seller: { ...ABROAD.seller, endpoint: addressed },
    buyer: { ...ABROAD.buyer, endpoint: addressed },
    buyerReference: '1',
    preceding: [{ number: '1', date: '2026-01-01' }],
  };

  expect(checkInvoice(invoice, 'peppol').map(({ rule }) => rule)).toEqual(expected);
});

test('the lists have as many codes as their publishers gave', () => {
  const signs = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const two = signs.flatMap((a) => signs.map((b) => a + b));
  const all = [...signs, ...two, ...two.flatMap((ab) => signs.map((c) => ab + c))];
  const four = Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, '0'));

  expect({
    units: all.filter(isUnitCode).length,
    allowances: all.filter(isAllowanceCode).length,
    charges: CHARGE_CODES.size,
    means: all.filter(isPaymentMeans).length,
    countries: all.filter(isEInvoiceCountry).length,
    icd: four.filter(isIcdCode).length,
    eas: EAS_CODES.size,
  }).toEqual({ units: 2_162, allowances: 19, charges: 178, means: 84, countries: 251, icd: 239, eas: 100 });
});

test.each([
  ['VATEX-EU-132-1Q', true],
  ['VATEX-EU-132-1R', false],
  ['VATEX-EU-143-1FA', true],
  ['VATEX-EU-148-H', false],
  ['VATEX-EU-151-1AA', true],
  ['VATEX-FR-CGI261D-1BIS', true],
  ['VATEX-FR-FRANCHISE', true],
  ['vatex-eu-ae', false],
])('%s is a reason: %s', (code, isOne) => {
  expect(isVatexCode(code)).toBe(isOne);
});

test('every unit that we write is on the list', () => {
  for (const word of ['Stück', 'h', 'Tage', 'kg', 'pauschal', 'XPP', 'E49', 'ACR', 'SMI'])
    expect(isUnitCode(unitCode(word) ?? '')).toBe(true);
});

test('each of the rules has a class of the administration', () => {
  for (const rule of ['BR-CL-01', 'BR-CL-14', 'BR-CL-23', 'BR-CL-25'])
    expect(RULES.get(rule)).toMatchObject({ class: 'business', severity: 'fatal' });
});

describe('the currency of a document', () => {
  /** Written in euro, as we issue nothing in leva any more. */
  function inLeva(issueDate: string, format: EInvoiceFormat): readonly string[] {
    const xml = writeXml({ ...SOUND, issueDate, dueDate: issueDate }, format).replaceAll('EUR', 'BGN');
    const read = readEInvoice(xml);
    if (!read.ok) throw new Error(read.refusal.message);
    const { findings, invoice, profile } = read.value;

    return [...findings, ...checkInvoice(invoice, profile)].map(({ rule, field }) => `${rule} ${field}`);
  }

  test.each(['ubl', 'cii'] as const)(
    'that was withdrawn since is judged by its issue date, in %s',
    (format) => {
      expect(inLeva('2025-12-31', format)).toEqual([]);
      expect(inLeva('2026-01-01', format)).toContain('FORMAT-CURRENCY BT-5');
    },
  );
});
