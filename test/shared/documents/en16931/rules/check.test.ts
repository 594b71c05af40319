import { describe, expect, test } from 'vitest';
import type { EInvoiceProfile } from '../../../../../shared/documents/en16931/formats.ts';
import type { SemanticInvoice, SemanticLine } from '../../../../../shared/documents/en16931/model.ts';
import { checkInvoice } from '../../../../../shared/documents/en16931/rules/check.ts';
import { RULES } from '../../../../../shared/documents/en16931/rules/catalogue.ts';
import { GOLDEN } from '../golden-documents.ts';

const golden = (name: string): SemanticInvoice => {
  const found = GOLDEN.find((each) => each.name === name)?.invoice;
  if (!found) throw new Error(`there is no golden document "${name}"`);
  return found;
};
const SOUND = golden('two rates');
const NOTE = golden('a credit note over a part');
const [FIRST] = SOUND.lines;

const withLine = (change: Partial<SemanticLine>): SemanticInvoice => ({
  ...SOUND,
  lines: SOUND.lines.map((line) => (line === FIRST ? { ...line, ...change } : line)),
});
const withTotals = (change: Partial<SemanticInvoice['totals']>): SemanticInvoice => ({
  ...SOUND,
  totals: { ...SOUND.totals, ...change },
});
const withAccount = (iban: string, bic: string | null): SemanticInvoice => ({
  ...SOUND,
  payment: { means: '58', reference: null, account: { iban, bic, holder: null }, debit: null },
});
const withSeller = (change: Partial<SemanticInvoice['seller']>): SemanticInvoice => ({
  ...SOUND,
  seller: { ...SOUND.seller, ...change },
});
/** A line of so many at a price, rounded to whole yen. */
const inYen = (quantity: string, price: string): SemanticInvoice => ({
  ...withLine({ quantity, price, netMinor: BigInt(Math.round(Number(quantity) * Number(price))) }),
  currency: 'JPY',
});
const ABROAD: SemanticInvoice = {
  ...SOUND,
  buyer: { ...SOUND.buyer, address: { ...SOUND.buyer.address, country: 'AT' } },
};
/** A sound invoice in dollars that states its VAT of 26.00 as 24.02 euro, but for what is wrong. */
function inTwo(
  change: Partial<SemanticInvoice>,
  accountingTaxMinor: bigint | null = 2_402n,
): SemanticInvoice {
  const sound = golden('VAT in the accounting currency, too');

  return { ...sound, ...change, totals: { ...sound.totals, accountingTaxMinor } };
}

/** An allowance or a charge of a cent that says neither why nor by which code. */
const unexplained = (isCharge: boolean): SemanticInvoice => ({
  ...SOUND,
  reductions: [
    {
      category: 'S',
      rate: '19',
      isCharge,
      amountMinor: 1n,
      baseMinor: null,
      percent: null,
      reason: null,
      reasonCode: null,
    },
  ],
});
/** All VAT one unit higher, and every sum with it: what the official rules let pass. */
const TOO_MUCH_TAX: SemanticInvoice = {
  ...SOUND,
  taxes: SOUND.taxes.map((tax, index) => (index === 0 ? { ...tax, taxMinor: tax.taxMinor + 90n } : tax)),
  totals: { ...SOUND.totals, taxMinor: 2_690n, grossMinor: 22_690n, dueMinor: 22_690n },
};

/** A credit note over so much at 19 percent that bears so much tax. */
function noteOver(baseMinor: bigint, taxMinor: bigint): SemanticInvoice {
  const taxed = { category: 'S', rate: '19' } as const;
  const [line] = NOTE.lines;

  return {
    ...NOTE,
    lines: line ? [{ ...line, ...taxed, netMinor: baseMinor }] : [],
    taxes: [{ ...taxed, baseMinor, taxMinor, reason: null, reasonCode: null }],
  };
}

test.each([
  ['100.00 at 19 percent, which need no rounding, bears 19.00', 10_000n, [1_900n]],
  ['4.75 at 19 percent, exactly 0.9025, bears 0.90 or 0.91', 475n, [90n, 91n]],
  ['4.74 at 19 percent, exactly 0.9006, bears 0.90 or 0.91', 474n, [90n, 91n]],
  ['0.01 at 19 percent, exactly 0.0019, bears nothing or 0.01', 1n, [0n, 1n]],
] as const)('of an invoice taken back in pieces %s, and nothing else', (_, baseMinor, lawful) => {
  const around = [lawful[0] - 1n, ...lawful, (lawful.at(-1) ?? 0n) + 1n];
  const isFound = (taxMinor: bigint) =>
    checkInvoice(noteOver(baseMinor, taxMinor), 'document').some(({ rule }) => rule === 'CH-VAT-EXACT');

  expect(around.filter((taxMinor) => !isFound(taxMinor))).toEqual(lawful);
});

const CASES: readonly (readonly [string, SemanticInvoice, string, (EInvoiceProfile | 'document')?])[] = [
  ['VAT that is 90 cents too high, with all sums adjusted', TOO_MUCH_TAX, 'CH-VAT-EXACT BG-23[1]/BT-117'],
  ['a line that is not quantity × price', withLine({ price: '50.01' }), 'CH-LINE-NET BG-25[1]/BT-131'],
  ['a sum of lines that is wrong', withTotals({ linesMinor: 1n }), 'BR-CO-10 BT-106'],
  ['a sum of allowances that is wrong', withTotals({ allowancesMinor: 1n }), 'BR-CO-11 BT-107'],
  ['a sum of charges that is wrong', withTotals({ chargesMinor: 1n }), 'BR-CO-12 BT-108'],
  ['an allowance for no reason', unexplained(false), 'BR-33 BG-20/21[1]/BT-97'],
  ['a charge for no reason', unexplained(true), 'BR-38 BG-20/21[1]/BT-104'],
  ['a gross that is wrong', withTotals({ grossMinor: 1n }), 'BR-CO-15 BT-112'],
  ['an amount due that forgets the prepayment', withTotals({ prepaidMinor: 1n }), 'BR-CO-16 BT-115'],
  ['an IBAN with a digit turned', withAccount('DE89370400440532013001', null), 'CH-IBAN BT-84'],
  ['a BIC of seven characters', withAccount('DE89370400440532013000', 'COBADEF'), 'CH-BIC BT-86'],
  [
    'two lines of one name',
    { ...SOUND, lines: SOUND.lines.map((line) => ({ ...line, id: '1' })) },
    'CH-LINE-ID BG-25[2]/BT-126',
  ],
  ['a line without name', withLine({ name: '' }), 'BR-25 BG-25[1]/BT-153'],
  ['a negative price', withLine({ price: '-50', quantity: '-2' }), 'BR-27 BG-25[1]/BT-146'],
  ['a unit in words', withLine({ unit: 'hours' }), 'BR-CL-23 BG-25[1]/BT-130'],
  ['a rate of nothing on what is taxed', withLine({ rate: '0' }), 'CH-RATE BG-25[1]/BT-152'],
  ['no lines', { ...SOUND, lines: [] }, 'BR-16 BG-25'],
  [
    'a day on which it is due before it was issued',
    { ...SOUND, dueDate: '2025-12-23' },
    'CH-DUE-BEFORE BT-9',
  ],
  ['no day on which it is due', { ...SOUND, dueDate: null }, 'CH-DUE BT-9'],
  [
    'a cash discount without its line break',
    { ...SOUND, terms: '#SKONTO#TAGE=14#PROZENT=2.00#' },
    'BR-DE-18 BT-20',
  ],
  ['a cash discount with one decimal', { ...SOUND, terms: '#SKONTO#TAGE=14#PROZENT=2#\n' }, 'BR-DE-18 BT-20'],
  ['a credit note about nothing', { ...NOTE, preceding: [] }, 'CH-PRECEDING BT-25'],
  [
    'a credit note about an invoice without date',
    { ...NOTE, preceding: [{ number: '1', date: null }] },
    'CH-PRECEDING BT-26',
  ],
  [
    'reverse charge without a VAT id',
    { ...golden('services to a business in the EU'), buyer: SOUND.buyer },
    'CH-BUYER-VAT BT-48',
  ],
  [
    'goods to the EU without the place',
    { ...golden('goods to a business in the EU'), delivery: null },
    'BR-IC-12 BT-80',
  ],
  [
    'goods to the EU without the day',
    { ...golden('goods to a business in the EU'), supplyDate: null },
    'BR-IC-11 BT-72',
  ],
  ['neither day nor period of supply', { ...SOUND, supplyDate: null }, 'CH-SUPPLY BT-72'],
  [
    'an exemption without reason',
    {
      ...golden('a small business'),
      taxes: golden('a small business').taxes.map((tax) => ({ ...tax, reason: null })),
    },
    'CH-REASON BG-23[1]/BT-120',
  ],
  [
    'a reason where tax is due',
    { ...SOUND, taxes: SOUND.taxes.map((tax) => ({ ...tax, reason: 'why' })) },
    'CH-NO-REASON BG-23[1]/BT-120',
  ],
  [
    'a VAT id on what is outside VAT',
    { ...golden('services outside the scope'), seller: SOUND.seller },
    'BR-O-02 BT-31',
  ],
  ['a VAT id without country', withSeller({ vatId: '136695976' }), 'BR-CO-09 BT-31'],
  ['a VAT id with a digit turned', withSeller({ vatId: 'DE136695967' }), 'CH-VAT-ID BT-31'],
  [
    'an address of an unknown scheme',
    withSeller({ endpoint: { scheme: '9999', id: 'x' } }),
    'BR-CL-25 BT-34',
  ],
  [
    'a seller without tax id, on paper',
    withSeller({ vatId: null, taxNumber: null }),
    'CH-SELLER-TAX BT-31',
    'document',
  ],
  [
    'a seller without tax id, as e-invoice',
    withSeller({ vatId: null, taxNumber: null }),
    'CH-SELLER-TAX BT-31',
  ],
  ['three decimals', { ...SOUND, currency: 'KWD' }, 'CH-EXPONENT BT-5'],
  ['VAT in three decimals', inTwo({ taxCurrency: 'KWD' }), 'CH-EXPONENT BT-6'],
  ['an accounting currency without its VAT', inTwo({}, null), 'BR-53 BT-111'],
  ['VAT in accounting currency without that currency', inTwo({ taxCurrency: null }), 'BR-53 BT-6'],
  ['the same currency for both', inTwo({ taxCurrency: 'USD' }), 'CH-TAX-CURRENCY BT-6'],
  ['an accounting currency that there is not', inTwo({ taxCurrency: 'XXX' }), 'CH-TAX-CURRENCY BT-6'],
  ['VAT below zero in one of two currencies', inTwo({}, -2_402n), 'CH-TAX-SIGN BT-111'],
  [
    'VAT that is a cent more than at its rate, on paper',
    inTwo({ conversion: { rate: '1.0823', quotation: 'indirect' } }, 2_403n),
    'CH-VAT-ACCOUNTING BT-111',
    'document',
  ],
  ['no number', { ...SOUND, number: '' }, 'BR-02 BT-1'],
  [
    'a Leitweg-ID often copied, whose digits are wrong',
    { ...SOUND, buyerReference: '04011000-12345-34' },
    'CH-LEITWEG BT-10',
  ],
  ['XRechnung without Leitweg-ID', { ...SOUND, buyerReference: null }, 'BR-DE-15 BT-10', 'xrechnung'],
  ['XRechnung without contact', withSeller({ contact: null }), 'BR-DE-2 BG-6', 'xrechnung'],
  ['XRechnung for a prepayment', { ...SOUND, type: '386' }, 'BR-DE-17 BT-3', 'xrechnung'],
  [
    'Peppol by e-mail',
    withSeller({ endpoint: { scheme: 'EM', id: 'a@b.example' } }),
    'PEPPOL-EM BT-34',
    'peppol',
  ],
  ['Peppol for self-billing of an invoice', ABROAD, 'PEPPOL-BILLED BT-3', 'peppol_self_billing'],
  ['Peppol for a self-billed invoice', { ...ABROAD, type: '389' }, 'PEPPOL-SELF-BILLED BT-3', 'peppol'],
  ['Peppol for a self-billed debit note', { ...ABROAD, type: '527' }, 'PEPPOL-SELF-BILLED BT-3', 'peppol'],
  ['Peppol without address', withSeller({ endpoint: null }), 'PEPPOL-R020 BT-34', 'peppol'],
  [
    'Peppol for a line in yen that was rounded by more than two hundredths',
    inYen('1.5', '333'),
    'PEPPOL-R120 BG-25[1]/BT-131',
    'peppol',
  ],
  [
    'Peppol for a direct debit without a mandate',
    { ...ABROAD, payment: { means: '59', reference: null, account: null, debit: null } },
    'PEPPOL-R061 BT-89',
    'peppol',
  ],
  ['Peppol abroad with two notes', { ...ABROAD, notes: ['One.', 'Another.'] }, 'PEPPOL-R002 BT-22', 'peppol'],
];

describe('what the official rules are too lax for, and what they ask for, is found', () => {
  test.each(CASES.map(([what, invoice, expected, profile]) => ({ what, invoice, expected, profile })))(
    '$what',
    ({ invoice, expected, profile = 'en16931' }) => {
      const found = checkInvoice(invoice, profile).map(({ rule, field }) => `${rule} ${field}`);

      expect(found).toContain(expected);
    },
  );
});

test.each([
  ['3', '333.34', 0],
  ['3', '333.341', 1],
] as const)(
  'Peppol takes %s × %s yen rounded to whole ones: %i objections',
  (quantity, price, objections) => {
    const found = checkInvoice(inYen(quantity, price), 'peppol');

    const objected = found.filter(
      ({ rule, field }) => rule === 'PEPPOL-R120' && field.startsWith('BG-25[1]'),
    );
    expect(objected).toHaveLength(objections);
  },
);

test.each(['389', '527'])('Peppol for self-billing takes type %s', (type) => {
  expect(checkInvoice({ ...ABROAD, type }, 'peppol_self_billing').map(({ rule }) => rule)).not.toContain(
    'PEPPOL-BILLED',
  );
});

test.each([
  ['an invoice that is to be paid', SOUND, ['warning']],
  ['one that is paid', { ...withTotals({ dueMinor: 0n, prepaidMinor: 22_600n }) }, []],
  ['a corrected one', { ...SOUND, type: '384', preceding: [{ number: '1', date: '2025-12-01' }] }, []],
  ['a credit note', { ...NOTE }, []],
] as const)('a due date before the issue date is for a person to look at: %s', (_, invoice, expected) => {
  const found = checkInvoice({ ...invoice, dueDate: '2025-12-23' }, 'en16931');

  expect(found.map(({ severity }) => severity)).toEqual(expected);
});

test.each([
  ["anybody's invoice that bears tax", 'en16931', { ...SOUND }, 'fatal'],
  ['our invoice that bears tax', 'document', { ...SOUND }, 'warning'],
  [
    'our invoice whose tax the buyer owes',
    'document',
    { ...golden('services to a business in the EU') },
    'fatal',
  ],
  ['our credit note', 'document', { ...NOTE }, 'warning'],
] as const)(
  'a wrong VAT id of the buyer is refused where tax may hang on it, and where an invoice is taken back it is told: %s',
  (_, profile, invoice, severity) => {
    const buyer = { ...invoice.buyer, vatId: 'FR12345678901' };

    expect(checkInvoice({ ...invoice, buyer }, profile)).toMatchObject([{ field: 'BT-48', severity }]);
  },
);

test('our own wrong VAT id stops an invoice, and is kept by a credit note that takes one back', () => {
  const severityOf = (invoice: SemanticInvoice) =>
    checkInvoice({ ...invoice, seller: { ...invoice.seller, vatId: 'DE123456789' } }, 'document').map(
      ({ severity }) => severity,
    );

  expect(severityOf(SOUND)).toEqual(['fatal']);
  expect(severityOf(NOTE)).toEqual(['warning']);
});

test.each([
  ['in the Union', SOUND, 'DE', 'fatal'],
  ['beyond it', SOUND, 'CH', 'warning'],
  ['on a note that takes back what was issued without', NOTE, 'DE', 'warning'],
] as const)('a seller of ours without tax id %s', (_, invoice, country, severity) => {
  const address = { ...invoice.seller.address, country };
  const seller = { ...invoice.seller, vatId: null, taxNumber: null, address };

  expect(checkInvoice({ ...invoice, seller }, 'document')).toMatchObject([{ field: 'BT-31', severity }]);
});

test('a finding names the value and the remedy in English and in German', () => {
  const [finding] = checkInvoice(withTotals({ dueMinor: 1n }), 'en16931');

  expect(finding).toMatchObject({
    rule: 'BR-CO-16',
    class: 'business',
    severity: 'fatal',
    value: '0.01 ≠ 226.00',
  });
  expect(finding?.remedy.de).toMatch(/neu berechnen/);
  expect(finding?.remedy.en).toMatch(/Compute it again/);
});

test('every rule has its words in both languages', () => {
  for (const { message, remedy } of RULES.values())
    for (const text of [message.en, message.de, remedy.en, remedy.de]) expect(text).not.toBe('');
});
