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
  vat_id: 'DE136695976',
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

/** What is sold by the month and by the year, and what is metered. */
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
  seating: {
    name: 'Seating plan',
    description: 'Task chairs by the month',
    interval: 'month',
    prices: [{ currency: 'EUR', amount: '8.90' }],
  },
  printing: {
    name: 'Print room',
    description: 'A printer by the quarter, and its pages',
    interval: 'quarter',
    prices: [{ currency: 'EUR', amount: '75.00' }],
    meters: [
      {
        code: 'pages',
        aggregation: 'sum',
        prices: [
          {
            currency: 'EUR',
            price: {
              model: 'graduated',
              tiers: [
                { up_to: '1000', unit_amount: '0.039' },
                { up_to: null, unit_amount: '0.021' },
              ],
            },
          },
        ],
      },
    ],
  },
} as const;

/** A customer with a plan: which, how many of it, and on which day it came. */
export type Regular = Customer & {
  readonly plan: keyof typeof PLANS;
  readonly quantity: string;
  readonly day: number;
};

/** Those who came in the first year, about one every ten days. */
export const REGULARS: readonly Regular[] = (
  [
    ['alder', 'Alder Notary Office', '20095', 'Hamburg', 'care', '2'],
    ['brickyard', 'Brickyard Studios GmbH', '04229', 'Leipzig', 'seating', '12'],
    ['cedar', 'Cedar Dental Practice', '80331', 'Munich', 'seating', '10'],
    ['dockside', 'Dockside Freight GmbH', '27568', 'Bremerhaven', 'printing', '1'],
    ['eastfield', 'Eastfield Primary School', '14467', 'Potsdam', 'seating', '30'],
    ['foundry', 'Foundry Coworking GmbH', '44135', 'Dortmund', 'care', '4'],
    ['granary', 'Granary Foods AG', '26122', 'Oldenburg', 'showroom', '1'],
    ['harvest', 'Harvest Kitchens GmbH', '97070', 'Wurzburg', 'seating', '16'],
    ['ironbridge', 'Ironbridge Engineering GmbH', '70173', 'Stuttgart', 'printing', '2'],
    ['juniper', 'Juniper Yoga Rooms', '50667', 'Cologne', 'care', '1'],
    ['kestrel', 'Kestrel Security GmbH', '45127', 'Essen', 'seating', '8'],
    ['lantern', 'Lantern Hotels AG', '01069', 'Dresden', 'seating', '25'],
    ['millrace', 'Millrace Brewery GmbH', '96047', 'Bamberg', 'care', '3'],
    ['nightjar', 'Nightjar Theatre', '18055', 'Rostock', 'care', '2'],
    ['orchard', 'Orchard Nursing Home', '24534', 'Neumunster', 'seating', '20'],
    ['pillar', 'Pillar Tax Advisers', '60311', 'Frankfurt', 'printing', '1'],
    ['quarry', 'Quarry Stone Works GmbH', '95028', 'Hof', 'care', '1'],
    ['redwood', 'Redwood Software GmbH', '10997', 'Berlin', 'seating', '45'],
    ['saltmarsh', 'Saltmarsh Clinic gGmbH', '25813', 'Husum', 'seating', '14'],
    ['tannery', 'Tannery Leather GmbH', '66111', 'Saarbrucken', 'showroom', '1'],
    ['upland', 'Upland Surveyors GmbH', '34117', 'Kassel', 'care', '2'],
    ['vineyard', 'Vineyard Estates GmbH', '67433', 'Neustadt', 'printing', '1'],
    ['wharf', 'Wharf Event Hall GmbH', '68159', 'Mannheim', 'seating', '60'],
    ['yarrow', 'Yarrow Pharmacy', '23552', 'Lubeck', 'care', '1'],
    ['zenith', 'Zenith Optics GmbH', '07743', 'Jena', 'seating', '18'],
    ['anchor', 'Anchor Insurance Brokers', '28195', 'Bremen', 'seating', '9'],
    ['beacon', 'Beacon Language School', '79098', 'Freiburg', 'care', '2'],
    ['copper', 'Copper Kettle Cafes GmbH', '48143', 'Munster', 'seating', '22'],
    ['drift', 'Drift Film Production GmbH', '22763', 'Hamburg', 'printing', '1'],
    ['ember', 'Ember Glass Works GmbH', '94032', 'Passau', 'care', '5'],
    ['fern', 'Fern Garden Centre GmbH', '99423', 'Weimar', 'seating', '6'],
    ['gable', 'Gable Architects', '06108', 'Halle', 'showroom', '2'],
  ] as const
).map(([key, name, postal_code, city, plan, quantity], place) => ({
  ...customer(key, name, { card: place % 3 === 2 ? null : 'pm_approve', city, postal_code }),
  plan,
  quantity,
  day: 1 + place * 10,
}));

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
