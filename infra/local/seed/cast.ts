/** Who appears in the demo business: invented companies with plain names, and the cards they pay with. */

/** How a customer pays: a card of the sandbox that behaves as its name says, or by bank transfer. */
export type Customer = {
  readonly key: string;
  readonly card: string | null;
  readonly body: Readonly<Record<string, unknown>>;
};

/** The seller. */
export const SELLER = {
  name: 'Harbour Office Furniture GmbH',
  address: { line1: 'Speicherstrasse 12', postal_code: '20457', city: 'Hamburg', country: 'DE' },
  vat_id: 'DE123456789',
  tax_number: '27/123/45678',
  email: 'accounts@harbour-office.example',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  iban: 'DE89370400440532013000',
  bic: 'COBADEFFXXX',
  footer: ['Registered in Hamburg, HRB 12345', 'Bank transfer or card'],
  invoice_numbers: 'RE-{year}-{number:5}',
  credit_note_numbers: 'GS-{year}-{number:5}',
} as const;

/** The customers; the first one is the customer of the printed request. */
export const CUSTOMERS: readonly Customer[] = [
  customer('northgate', 'Northgate Offices GmbH', {
    card: 'pm_approve',
    city: 'Berlin',
    postal_code: '10115',
  }),
  customer('lindenhof', 'Hotel Lindenhof GmbH', {
    card: 'pm_approve_at_once',
    city: 'Leipzig',
    postal_code: '04109',
  }),
  customer('quay', 'Quay Coworking GmbH', { card: 'pm_duplicate', city: 'Bremen', postal_code: '28195' }),
  customer('elbe', 'Elbe Logistics AG', { card: 'pm_reorder', city: 'Dresden', postal_code: '01067' }),
  customer('sunfield', 'Sunfield Nurseries GmbH', {
    card: 'pm_decline_hard',
    city: 'Erfurt',
    postal_code: '99084',
  }),
  customer('weaver', 'Weaver and Sons Textiles GmbH', { card: null, city: 'Augsburg', postal_code: '86150' }),
  customer('tidewater', 'Tidewater Clinics gGmbH', { card: null, city: 'Kiel', postal_code: '24103' }),
  customer('atlas', 'Atlas Print Works GmbH', { card: 'pm_approve', city: 'Mainz', postal_code: '55116' }),
];

/** What is sold by the month and by the year. */
export const PLANS = {
  care: {
    name: 'Care plan',
    description: 'Inspection and repair of delivered furniture',
    interval: 'month',
    prices: [{ currency: 'EUR', amount: '29.00' }],
  },
  showroom: {
    name: 'Showroom rental',
    description: 'A furnished bay in the showroom',
    interval: 'year',
    prices: [{ currency: 'EUR', amount: '1188.00' }],
  },
} as const;

type Where = { readonly card: string | null; readonly city: string; readonly postal_code: string };

function customer(key: string, name: string, { card, city, postal_code }: Where): Customer {
  const body = {
    name,
    email: `billing@${key}.example`,
    address: { line1: 'Marktplatz 1', postal_code, city, country: 'DE' },
    kind: 'business',
    language: 'de',
    payment_terms_days: card === null ? 14 : 0,
  };

  return { key, card, body };
}
