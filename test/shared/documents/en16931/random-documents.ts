/** Random documents as the product could issue them: every category, several currencies, hostile text in every field. */
import fc from 'fast-check';
import type { DocumentLine, DocumentModel, TaxCategory } from '../../../../shared/documents/model.ts';
import { convertedMinor } from '../../../../shared/domain/accounting-tax.ts';
import { withoutTax } from '../../../../shared/domain/drafting/gross.ts';
import { priceLine } from '../../../../shared/domain/pricing.ts';
import {
  type Reduction,
  reductionSums,
  shareReductions,
  taxedShares,
} from '../../../../shared/domain/reductions.ts';
import { taxSubtotals } from '../../../../shared/domain/tax.ts';
import type { ExchangeRate } from '../../../../shared/domain/tax/accounting.ts';

const hostile = fc.constantFrom(
  '',
  ' <script>alert("1")</script>',
  ' & Söhne',
  ' \u202eevil\u2066',
  ' ]]> <!-- --> <?php ?>',
  ' &amp; &#0; &xxe;',
  ' Ελληνικά Кириллица',
  ' \u0000\u0007\ud800',
  " O'Brien \u00a0 \u2028 “”",
  ' =1+1',
);
const text = (word: string) => hostile.map((tail) => `${word}${tail}`);

const decimal = (max: number, places: number) =>
  fc
    .tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max: 10 ** places - 1 }))
    .map(([whole, part]) =>
      places === 0 ? String(whole) : `${whole}.${String(part).padStart(places, '0')}`,
    );

const TAXED: readonly (readonly [TaxCategory, string])[] = [
  ['S', '19'],
  ['S', '7'],
  ['S', '25.5'],
  ['Z', '0'],
  ['E', '0'],
];

/** Which taxes may stand beside each other. */
const taxes = fc.oneof(
  { weight: 5, arbitrary: fc.subarray([...TAXED], { minLength: 1 }) },
  fc.constantFrom<(readonly [TaxCategory, string])[]>(
    [['AE', '0']],
    [['K', '0']],
    [['G', '0']],
    [['O', '0']],
  ),
);

const place = fc.constantFrom(
  ['NL', 'Amsterdam', '1016 EA', 'NL123456782B90'],
  ['FR', 'Paris', '75001', 'FR83404833048'],
  ['AT', 'Wien', '1010', 'ATU13585627'],
  ['DE', 'Berlin', '10115', 'DE136695976'],
);

const party = place.chain(([country = '', city = '', postcode = '', vatId = '']) =>
  fc.record({
    name: text('Company'),
    address: fc.constant([city, postcode]),
    country: fc.constant(country),
    vatId: fc.constant(vatId),
    taxNumber: fc.constant('22/815/08154'),
    email: fc.constant('accounts@example.com'),
    postal: fc.record({
      street: text('Street'),
      additional: fc.option(text('Yard')),
      postcode: fc.constant(postcode),
      city: text(city),
      region: fc.option(text('Region')),
      country: fc.constant(country),
    }),
    endpoint: fc.constant({ scheme: '0088', id: '4000001123452' }),
    contact: fc.record({ name: text('Desk'), phone: fc.constant('+49 30 1234567') }),
  }),
);

const currency = fc.constantFrom('EUR', 'EUR', 'USD', 'JPY');

/** A document; credit notes among them. */
export const randomDocument: fc.Arbitrary<DocumentModel> = fc
  .record({
    seller: party,
    buyer: party,
    currency,
    taxes,
    isCredit: fc.boolean(),
    isGross: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
    language: fc.constantFrom('de', 'en', 'fr'),
  })
  .chain((frame) =>
    fc
      .array(line(frame.currency, frame.taxes), { minLength: 1, maxLength: 12 })
      .chain((lines) => references.map((rest) => documentOf({ ...frame, ...rest, lines }))),
  );

/** Off the document and on top of it, with and without a percentage that machines are told. */
const wishes: fc.Arbitrary<readonly Reduction[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  fc.array(
    fc.record({
      isCharge: fc.boolean(),
      reason: text('Because'),
      code: fc.constant(null),
      percent: fc.constantFrom('0.5', '3', '12.5', '20'),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  fc
    .integer({ min: 1, max: 40 })
    .map((amount) => [{ isCharge: true, reason: 'Freight', code: 'FC', amount: String(amount) }]),
);

const references = fc.record({
  wishes,
  buyerReference: text('Ref'),
  orderReference: fc.option(text('PO')),
  exchange: fc.record({
    rate: fc.constantFrom('0.9216', '1', '163.27', '0.000012345678', '17'),
    quotation: fc.constantFrom('direct' as const, 'indirect' as const),
    source: text('ECB'),
  }),
  cashDiscounts: fc.array(
    fc.record({ days: fc.integer({ min: 1, max: 60 }), percent: fc.constantFrom('2', '2.5', '0.75') }),
    { maxLength: 3 },
  ),
});

function line(
  code: string,
  allowed: readonly (readonly [TaxCategory, string])[],
): fc.Arbitrary<DocumentLine> {
  // A yen has no parts, and Peppol lets a line differ from quantity × price by two hundredths only.
  const places = code === 'JPY' ? 0 : 3;
  return fc
    .record({
      description: text('Thing'),
      quantity: decimal(500, places),
      unitPrice: decimal(900, code === 'JPY' ? 0 : 4),
      isNegative: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
      unit: fc.constantFrom(null, 'HUR', 'kg', 'hours', 'Palette à 12'),
      percent: fc.option(fc.constantFrom('10', '33.33', '100')),
      tax: fc.constantFrom(...allowed),
      period: fc.option(fc.constant({ start: '2026-11-01', end: '2026-12-01' })),
    })
    .map(({ isNegative, percent, tax: [category, rate], ...rest }) => {
      const unitPrice = isNegative && Number(rest.unitPrice) > 0 ? `-${rest.unitPrice}` : rest.unitPrice;
      const discount = percent === null ? null : { percent };
      const priced = priceLine({ quantity: rest.quantity, unitPrice, discount, currency: code });
      if (!priced.ok) throw new Error(priced.refusal.message);
      const { discountMinor, netMinor } = priced.value;
      return { ...rest, unitPrice, discountMinor, netMinor, category, rate };
    });
}

type Frame = Pick<
  DocumentModel,
  | 'seller'
  | 'buyer'
  | 'currency'
  | 'language'
  | 'lines'
  | 'buyerReference'
  | 'orderReference'
  | 'cashDiscounts'
>;

function documentOf({
  isCredit,
  isGross,
  wishes: reductions,
  exchange,
  ...frame
}: Omit<Frame, 'seller'> & {
  readonly seller: DocumentModel['buyer'];
  readonly isCredit: boolean;
  readonly isGross: boolean;
  readonly wishes: readonly Reduction[];
  readonly exchange: Pick<ExchangeRate, 'rate' | 'quotation' | 'source'>;
}): DocumentModel {
  const agreed = shareReductions(reductions, frame);
  if (!agreed.ok) throw new Error(agreed.refusal.message);
  const priced = { lines: frame.lines, reductions: agreed.value };
  const told = isGross
    ? withoutTax(priced, frame.currency)
    : { ...priced, taxes: taxSubtotals([...frame.lines, ...taxedShares(agreed.value)]) };
  const { lines, reductions: shares, taxes: subtotals } = told;
  const { allowancesMinor, chargesMinor } = reductionSums(shares);
  const linesMinor = lines.reduce((sum, each) => sum + each.netMinor, 0n);
  const netMinor = linesMinor - allowancesMinor + chargesMinor;
  const taxMinor = subtotals.reduce((sum, each) => sum + each.taxMinor, 0n);
  return {
    ...frame,
    ...(isGross && { priceBasis: 'gross' as const }),
    lines,
    cashDiscounts: isCredit ? [] : (frame.cashDiscounts ?? []),
    kind: isCredit ? 'credit_note' : 'invoice',
    seller: { ...frame.seller, footer: ['Register 1', 'Board <2>'] },
    bank: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', holder: frame.seller.name },
    issueDate: '2026-11-23',
    dueDate: isCredit ? null : '2026-12-23',
    supplyDate: frame.lines.every(({ period }) => period !== null) ? null : '2026-11-20',
    corrects: isCredit ? { number: 'RE-1', date: '2026-11-01' } : null,
    ...(shares.length > 0 && { reductions: shares }),
    taxes: subtotals,
    netMinor,
    taxMinor,
    ...accounted({ currency: frame.currency, taxMinor }, exchange),
    grossMinor: netMinor + taxMinor,
  };
}

/** A seller that accounts for its tax in euro. */
function accounted(
  { currency: from, taxMinor }: Pick<DocumentModel, 'currency' | 'taxMinor'>,
  exchange: Pick<ExchangeRate, 'rate' | 'quotation' | 'source'>,
): Pick<DocumentModel, 'accountingTax'> {
  if (from === 'EUR' || taxMinor === 0n) return {};
  const at = { ...exchange, currency: 'EUR', ratedOn: '2026-11-20' };

  return { accountingTax: { ...at, taxMinor: convertedMinor(taxMinor, { ...at, from }) } };
}
