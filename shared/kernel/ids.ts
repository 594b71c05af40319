/** What each kind of id begins with; the rest is an underscore and 26 Crockford base32 characters. */
export const PREFIX = {
  tenant: 'ten',
  legalEntity: 'le',
  apiKey: 'key',
  customer: 'cus',
  order: 'ord',
  fulfilment: 'ful',
  invoice: 'inv',
  creditNote: 'crn',
  deferral: 'dfr',
  series: 'ser',
  customerCounts: 'cnt',
  customerOrdinals: 'cor',
  account: 'acc',
  chart: 'cht',
  payment: 'pay',
  refund: 'ref',
  inbox: 'ibx',
  plan: 'pln',
  subscription: 'sub',
  roster: 'ros',
  gathering: 'gth',
  run: 'run',
  runPage: 'rpg',
  migration: 'mig',
  migrationPage: 'mgp',
  event: 'evt',
  request: 'req',
  paymentMethod: 'pm',
  link: 'lnk',
  product: 'prd',
  parked: 'prk',
  delivery: 'dlv',
  testClock: 'clk',
  import: 'imp',
  openItem: 'oit',
  openingBalance: 'opb',
  periods: 'per',
  exchangeRates: 'fxr',
  prepaidBalance: 'ppb',
  prepaidRecord: 'ppr',
  creditGrant: 'grt',
  unionTurnover: 'utn',
  unionSale: 'uts',
  selfBillingAgreement: 'sba',
  selfBillingRequest: 'sbr',
  selfBilledInvoice: 'sbi',
  selfBilledCreditNote: 'sbc',
} as const;

/** The kinds of things that have an id. */
export type IdKind = keyof typeof PREFIX;

const BODY = /^[0-9a-hjkmnp-tv-z]{26}$/;

/** Whether the text is an id of that kind. */
export function isId(kind: IdKind, text: string): boolean {
  const start = `${PREFIX[kind]}_`;
  return text.startsWith(start) && BODY.test(text.slice(start.length));
}
