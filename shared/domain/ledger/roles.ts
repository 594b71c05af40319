/** Which accounts there are: the part that each plays, and the numbers under which it is kept. */

/** What postings name: the part an account plays, whatever number a legal entity gives it. */
export const ROLES = [
  'bank',
  'provider_clearing',
  'receivables',
  'unapplied_cash',
  'unapplied_credit',
  'refunds_payable',
  'payables',
  'prepayments_received',
  'prepaid_credits',
  'deferred_revenue',
  'input_tax',
  'output_tax',
  'suspense',
  'revenue',
  'cash_discounts',
  'promotional_credits',
  'breakage',
  'purchased_supplies',
  'payment_fees',
  'write_offs',
  'rounding',
  'opening_balance',
] as const;

/** One part an account plays. */
export type Role = (typeof ROLES)[number];

/** The side on which an account usually stands. */
export type AccountKind = 'asset' | 'liability' | 'equity' | 'revenue' | 'expense';

/** An account of the chart with its default number. */
export type ChartAccount = {
  readonly number: string;
  readonly kind: AccountKind;
  readonly en: string;
  readonly de: string;
};

/** The default chart: a plan of our own that follows no country's; an entity that keeps another one overrides numbers. */
export const CHART: Readonly<Record<Role, ChartAccount>> = {
  bank: { number: '1100', kind: 'asset', en: 'Bank', de: 'Bank' },
  provider_clearing: {
    number: '1110',
    kind: 'asset',
    en: 'Payment provider clearing',
    de: 'Verrechnung Zahlungsdienstleister',
  },
  receivables: {
    number: '1200',
    kind: 'asset',
    en: 'Trade receivables',
    de: 'Forderungen aus Lieferungen und Leistungen',
  },
  unapplied_cash: {
    number: '2100',
    kind: 'liability',
    en: 'Unapplied cash',
    de: 'Nicht zugeordnete Zahlungen',
  },
  unapplied_credit: {
    number: '2110',
    kind: 'liability',
    en: 'Unapplied credit',
    de: 'Nicht verrechnete Gutschriften',
  },
  refunds_payable: {
    number: '2120',
    kind: 'liability',
    en: 'Refunds payable',
    de: 'Auszuzahlende Erstattungen',
  },
  payables: {
    number: '2090',
    kind: 'liability',
    en: 'Trade payables',
    de: 'Verbindlichkeiten aus Lieferungen und Leistungen',
  },
  prepayments_received: {
    number: '2130',
    kind: 'liability',
    en: 'Prepayments received',
    de: 'Erhaltene Anzahlungen',
  },
  prepaid_credits: {
    number: '2140',
    kind: 'liability',
    en: 'Prepaid credits sold',
    de: 'Verkaufte Guthaben',
  },
  deferred_revenue: { number: '2200', kind: 'liability', en: 'Deferred revenue', de: 'Abgegrenzte Erlöse' },
  input_tax: { number: '1390', kind: 'asset', en: 'Input tax', de: 'Vorsteuer' },
  output_tax: { number: '2300', kind: 'liability', en: 'Output tax', de: 'Umsatzsteuer' },
  suspense: { number: '2900', kind: 'liability', en: 'Suspense', de: 'Klärungskonto' },
  revenue: { number: '4000', kind: 'revenue', en: 'Revenue', de: 'Umsatzerlöse' },
  cash_discounts: { number: '4800', kind: 'revenue', en: 'Cash discounts granted', de: 'Gewährte Skonti' },
  promotional_credits: {
    number: '4900',
    kind: 'revenue',
    en: 'Promotional credits used',
    de: 'Eingelöste Werbeguthaben',
  },
  breakage: {
    number: '4910',
    kind: 'revenue',
    en: 'Prepaid credits expired unused',
    de: 'Verfallene Guthaben',
  },
  purchased_supplies: {
    number: '5090',
    kind: 'expense',
    en: 'Goods and services bought',
    de: 'Bezogene Waren und Leistungen',
  },
  payment_fees: { number: '5100', kind: 'expense', en: 'Payment fees', de: 'Gebühren des Zahlungsverkehrs' },
  write_offs: { number: '5200', kind: 'expense', en: 'Receivables written off', de: 'Forderungsverluste' },
  rounding: { number: '5900', kind: 'expense', en: 'Rounding differences', de: 'Rundungsdifferenzen' },
  opening_balance: { number: '9000', kind: 'equity', en: 'Opening balance', de: 'Eröffnungsbilanzkonto' },
};

/** The numbers that one legal entity uses instead of the default ones. */
export type ChartNumbers = Partial<Readonly<Record<Role, string>>>;

/** The number under which an entity keeps an account. */
export function accountNumberOf(role: Role, numbers: ChartNumbers): string {
  return numbers[role] ?? CHART[role].number;
}

/** Whether the text names a role. */
export function isRole(text: string): text is Role {
  return Object.hasOwn(CHART, text);
}
