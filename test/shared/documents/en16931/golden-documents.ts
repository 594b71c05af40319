/** Worked examples whose figures were reckoned by hand; every format must carry them, and the official rules must pass them. */
import type {
  DocumentReduction,
  SemanticInvoice,
  SemanticLine,
} from '../../../../shared/documents/en16931/model.ts';

type Golden = { readonly name: string; readonly invoice: SemanticInvoice };

const SELLER: SemanticInvoice['seller'] = {
  name: 'Nordlicht Werkstätten GmbH & Co. KG',
  id: null,
  registration: 'HRA 12345',
  vatId: 'DE136695976',
  taxNumber: '22/815/08154',
  legalForm: 'Sitz Hamburg',
  endpoint: { scheme: '9930', id: 'DE136695976' },
  address: {
    street: 'Hafenstraße 12',
    additional: null,
    city: 'Hamburg',
    postcode: '20457',
    region: null,
    country: 'DE',
  },
  contact: { name: 'Buchhaltung', phone: '+49 40 1234567', email: 'rechnung@nordlicht.example' },
};

const BUYER: SemanticInvoice['buyer'] = {
  ...SELLER,
  name: 'Stadt Musterhausen <Kämmerei>',
  registration: null,
  vatId: null,
  taxNumber: null,
  legalForm: null,
  endpoint: { scheme: '0204', id: '04011000-1234512345-06' },
  address: { ...SELLER.address, street: 'Rathausplatz 1', city: 'Musterhausen', postcode: '01234' },
  contact: null,
};

const ABROAD = (country: string, vatId: string | null): SemanticInvoice['buyer'] => ({
  ...BUYER,
  name: 'Atelier Brücke',
  vatId,
  endpoint: { scheme: '0088', id: '4000001123452' },
  address: { ...BUYER.address, street: 'Main Street 1', city: 'Elsewhere', postcode: '1016', country },
});

const LINE: SemanticLine = {
  category: 'S',
  rate: '19',
  id: '1',
  note: null,
  name: 'Installation on site',
  description: null,
  sellerItem: 'A-1',
  quantity: '1',
  unit: 'C62',
  price: '100',
  priceQuantity: null,
  netMinor: 10_000n,
  period: null,
  reductions: [],
};

const HOURS: SemanticLine = { ...LINE, quantity: '2', unit: 'HUR', price: '50' };
const BOOKS: SemanticLine = { ...LINE, id: '2', name: 'Handbook', rate: '7', quantity: '4', price: '25' };

const NO_TOTALS = {
  linesMinor: 0n,
  allowancesMinor: 0n,
  chargesMinor: 0n,
  netMinor: 0n,
  taxMinor: 0n,
  accountingTaxMinor: null,
  grossMinor: 0n,
  prepaidMinor: 0n,
  roundingMinor: 0n,
  dueMinor: 0n,
};

const [NET, TAX, GROSS] = [20_000n, 2_600n, 22_600n];

const G01: SemanticInvoice = {
  number: 'RE-2026-00042',
  issueDate: '2026-11-23',
  type: '380',
  currency: 'EUR',
  taxCurrency: null,
  dueDate: '2026-12-23',
  buyerReference: '04011000-1234512345-06',
  orderReference: 'PO-4711',
  terms: null,
  notes: [],
  preceding: [],
  seller: SELLER,
  buyer: BUYER,
  supplyDate: '2026-11-20',
  delivery: null,
  period: null,
  payment: {
    means: '58',
    reference: 'RE-2026-00042',
    account: { iban: 'DE89370400440532013000', holder: 'Nordlicht Werkstätten', bic: 'COBADEFFXXX' },
    debit: null,
  },
  reductions: [],
  totals: { ...NO_TOTALS, linesMinor: NET, netMinor: NET, taxMinor: TAX, grossMinor: GROSS, dueMinor: GROSS },
  taxes: [row('S', '19', [10_000n, 1_900n]), row('S', '7', [10_000n, 700n])],
  lines: [HOURS, BOOKS],
};

const REASONS = {
  AE: ['Steuerschuldnerschaft des Leistungsempfängers', 'VATEX-EU-AE'],
  K: ['Steuerfreie innergemeinschaftliche Lieferung', 'VATEX-EU-IC'],
  G: ['Steuerfreie Ausfuhrlieferung', 'VATEX-EU-G'],
  E: ['Kleinunternehmer, steuerfrei nach § 19 UStG', null],
  O: ['Nicht steuerbar', 'VATEX-EU-O'],
} as const;

/** All cases; where one names another, it has the same figures. */
export const GOLDEN: readonly Golden[] = [
  { name: 'two rates', invoice: G01 },
  { name: 'ten small lines, whose tax is rounded once', invoice: tenLines() },
  { name: 'a discount on the document, split over two rates', invoice: discounted() },
  { name: 'a voucher and freight, split over two rates', invoice: withFreight() },
  { name: 'services to a business in the EU', invoice: untaxed('AE', ABROAD('NL', 'NL123456782B90')) },
  { name: 'goods to a business in the EU', invoice: intraCommunity() },
  {
    name: 'an export',
    invoice: { ...untaxed('G', ABROAD('CH', null)), delivery: ABROAD('CH', null).address },
  },
  { name: 'a small business', invoice: smallBusiness() },
  { name: 'services outside the scope', invoice: outside() },
  { name: 'a zero rate', invoice: zeroRated() },
  { name: 'a credit note over a part', invoice: partCredit() },
  { name: 'a credit note over the whole', invoice: { ...G01, ...CREDIT() } },
  { name: 'a final invoice after a prepayment', invoice: prepaid() },
  { name: 'a deposit invoice', invoice: deposit() },
  { name: 'a credit note over a deposit', invoice: depositCredit() },
  { name: 'a partial invoice', invoice: { ...G01, type: '326' } },
  { name: 'a corrected invoice', invoice: { ...G01, type: '384', preceding: CREDIT().preceding } },
  { name: 'a cash discount', invoice: { ...G01, terms: '#SKONTO#TAGE=14#PROZENT=2.00#\n' } },
  { name: 'part of a month', invoice: prorated() },
  { name: 'a direct debit', invoice: debited() },
  { name: 'a price for a thousand', invoice: perThousand() },
  { name: 'everything off', invoice: everythingOff() },
  { name: 'prices with the VAT in them', invoice: pricedGross() },
  { name: 'VAT in the accounting currency, too', invoice: inDollars() },
  { name: 'a credit note in dollars', invoice: { ...inDollars(), ...CREDIT() } },
];

function row(
  category: SemanticLine['category'],
  rate: string | null,
  [baseMinor, taxMinor]: readonly [bigint, bigint],
  reason: readonly [string | null, string | null] = [null, null],
): SemanticInvoice['taxes'][number] {
  return { category, rate, baseMinor, taxMinor, reason: reason[0], reasonCode: reason[1] };
}

function single(line: SemanticLine, taxMinor: bigint): SemanticInvoice {
  const { netMinor } = line;
  const grossMinor = netMinor + taxMinor;
  return {
    ...G01,
    lines: [line],
    taxes: [row(line.category, line.rate, [netMinor, taxMinor])],
    totals: { ...NO_TOTALS, linesMinor: netMinor, netMinor, taxMinor, grossMinor, dueMinor: grossMinor },
  };
}

function tenLines(): SemanticInvoice {
  const line = { ...LINE, price: '0.99', netMinor: 99n };
  return {
    ...single({ ...line, netMinor: 990n }, 188n),
    lines: Array.from({ length: 10 }, (_, index) => ({ ...line, id: String(index + 1) })),
  };
}

function discounted(): SemanticInvoice {
  const part = (rate: string, amountMinor: bigint): DocumentReduction => ({
    isCharge: false,
    amountMinor,
    baseMinor: null,
    percent: null,
    reason: 'Loyalty',
    reasonCode: '95',
    category: 'S',
    rate,
  });
  return {
    ...G01,
    lines: [LINE, { ...BOOKS, quantity: '2', netMinor: 5_000n }],
    reductions: [part('19', 1_000n), part('7', 500n)],
    taxes: [row('S', '19', [9_000n, 1_710n]), row('S', '7', [4_500n, 315n])],
    totals: {
      ...NO_TOTALS,
      linesMinor: 15_000n,
      allowancesMinor: 1_500n,
      netMinor: 13_500n,
      taxMinor: 2_025n,
      grossMinor: 15_525n,
      dueMinor: 15_525n,
    },
  };
}

function withFreight(): SemanticInvoice {
  const off = discounted();
  const freight = (rate: string, amountMinor: bigint): DocumentReduction => ({
    ...{ isCharge: true, amountMinor, baseMinor: null, percent: null, category: 'S', rate },
    ...{ reason: 'Freight', reasonCode: 'FC' },
  });
  return {
    ...off,
    reductions: [...off.reductions, freight('19', 600n), freight('7', 300n)],
    taxes: [row('S', '19', [9_600n, 1_824n]), row('S', '7', [4_800n, 336n])],
    totals: {
      ...off.totals,
      chargesMinor: 900n,
      netMinor: 14_400n,
      taxMinor: 2_160n,
      grossMinor: 16_560n,
      dueMinor: 16_560n,
    },
  };
}

function untaxed(category: keyof typeof REASONS, buyer: SemanticInvoice['buyer']): SemanticInvoice {
  const rate = category === 'O' ? null : '0';
  const line = { ...LINE, category, rate, quantity: '3', price: '49.9', netMinor: 14_970n };
  return {
    ...single(line, 0n),
    taxes: [row(category, rate, [14_970n, 0n], REASONS[category])],
    buyer,
  };
}

function intraCommunity(): SemanticInvoice {
  const buyer = ABROAD('NL', 'NL123456782B90');
  return { ...untaxed('K', buyer), delivery: buyer.address };
}

function smallBusiness(): SemanticInvoice {
  return { ...untaxed('E', BUYER), seller: { ...SELLER, vatId: null, id: '22/815/08154' } };
}

function outside(): SemanticInvoice {
  return { ...untaxed('O', ABROAD('CH', null)), seller: { ...SELLER, vatId: null, id: '22/815/08154' } };
}

function zeroRated(): SemanticInvoice {
  return single({ ...LINE, category: 'Z', rate: '0' }, 0n);
}

function CREDIT() {
  return {
    type: '381',
    number: 'GS-2026-00007',
    dueDate: null,
    terms: 'Wir schreiben Ihnen den Betrag gut.',
    preceding: [{ number: 'RE-2026-00042', date: '2026-11-23' }],
    payment: { means: '1', reference: null, account: null, debit: null },
  };
}

function partCredit(): SemanticInvoice {
  return { ...single({ ...BOOKS, id: '1', quantity: '1', netMinor: 2_500n }, 175n), ...CREDIT() };
}

function prepaid(): SemanticInvoice {
  const whole = single({ ...LINE, quantity: '10', netMinor: 100_000n }, 19_000n);
  const preceding = [{ number: 'RE-2026-00040', date: '2026-11-02' }];
  const notes = ['Less deposit invoice RE-2026-00040 of 2 November 2026: 500.00 net, 95.00 VAT = €595.00'];
  return {
    ...whole,
    preceding,
    notes,
    totals: { ...whole.totals, prepaidMinor: 59_500n, dueMinor: 59_500n },
  };
}

function deposit(): SemanticInvoice {
  const share = single({ ...LINE, quantity: '1', price: '500', netMinor: 50_000n }, 9_500n);
  return { ...share, type: '386', supplyDate: null, delivery: BUYER.address };
}

function depositCredit(): SemanticInvoice {
  return { ...deposit(), ...CREDIT(), period: { start: '2026-11-23', end: '2026-11-23' } };
}

function prorated(): SemanticInvoice {
  const period = { start: '2026-11-10', end: '2026-11-30' };
  const line = { ...LINE, unit: 'MON', quantity: '0.7', price: '49', netMinor: 3_430n, period };
  return { ...single(line, 652n), supplyDate: null, delivery: BUYER.address, period };
}

function debited(): SemanticInvoice {
  const debit = { mandate: 'M-4711', creditor: 'DE98ZZZ09999999999', iban: 'DE02120300000000202051' };
  return { ...G01, payment: { means: '59', reference: null, account: null, debit } };
}

function perThousand(): SemanticInvoice {
  return single({ ...LINE, quantity: '2500', price: '40', priceQuantity: '1000' }, 1_900n);
}

function everythingOff(): SemanticInvoice {
  const off = {
    isCharge: false,
    amountMinor: 10_000n,
    baseMinor: 10_000n,
    percent: '100',
    reason: 'Free',
    reasonCode: '95',
  };
  return single({ ...LINE, netMinor: 0n, reductions: [off] }, 0n);
}

/** 3 × 9.99 with 19 % in them: 29.97, of which 4.79 are VAT, though the rate on the net comes to 4.78. */
function pricedGross(): SemanticInvoice {
  const line = { ...LINE, quantity: '3', price: '8.3933', netMinor: 2_518n };
  return { ...single(line, 479n), notes: ['Die Preise enthalten die Umsatzsteuer.'] };
}

/** 26.00 USD ÷ 1.0823 is 24.0229… EUR. */
function inDollars(): SemanticInvoice {
  return {
    ...G01,
    currency: 'USD',
    taxCurrency: 'EUR',
    payment: G01.payment && { ...G01.payment, means: '30' },
    totals: { ...G01.totals, accountingTaxMinor: 2_402n },
  };
}
