/** Texts that have broken somebody's documents before, and every field of a request in which one can be set. */
import { BUYER, LINE, orderOf, SELLER } from './goods.ts';

/** A text, and where it is refused: for what cannot be seen everywhere, for letters without a glyph `in_print`. `max` is the field's own length. */
export type HostileText = {
  readonly what: string;
  readonly text: (max: number) => string;
  readonly refused: 'nowhere' | 'in_print' | 'everywhere';
};

const text = (what: string, value: string, refused: HostileText['refused'] = 'nowhere'): HostileText => ({
  what,
  text: () => value,
  refused,
});

/** Every one of them. */
export const HOSTILE_TEXTS: readonly HostileText[] = [
  text('mark-up', '<b>&amp;</b>'),
  text('the end of a CDATA', ']]> <?x ?>'),
  text('an entity', '&xxe; &#0;'),
  text('a formula', '=HYPERLINK("h")'),
  text('a backslash and brackets', ') Tj (\\'),
  text('places of our own texts', '{number} $& $1'),
  text('an emoji', 'Lampe 💡', 'in_print'),
  text('a family of emoji', '👨‍👩‍👧 Tisch', 'in_print'),
  text('Chinese', '灯 十个', 'in_print'),
  text('Hebrew among other letters', 'Lamp מנורה', 'in_print'),
  text('a letter that grows when composed', 'α\u0300', 'in_print'),
  text('letters of mathematics', '𝕏 Lampe', 'in_print'),
  text('the sign of a lost letter', 'M\ufffdller', 'in_print'),
  text('Arabic', 'مصباح', 'in_print'),
  text('Greek and Cyrillic', 'Ωμέγα Жук'),
  text('a letter and its mark apart', 'Cafe\u0301'),
  text('a tower of marks', `x${'\u0332'.repeat(12)}`),
  text('a soft hyphen and joiners', 'ship\u00adping\u200d'),
  text('half the width', 'ﾊﾝｶｸ', 'in_print'),
  { what: 'one word as long as the field', text: (max) => 'W'.repeat(max), refused: 'nowhere' },
  {
    what: 'emoji as many as the field takes',
    text: (max) => '🙂'.repeat(Math.floor(max / 2)),
    refused: 'in_print',
  },
  text('10,000 characters', 'x'.repeat(10_000), 'everywhere'),
  text('a NUL', 'a\u0000b', 'everywhere'),
  text('an escape', '\u001b[31mred', 'everywhere'),
  text('a line break', 'a\r\nBcc: x', 'everywhere'),
  text('an override of direction', 'a\u202efdp.exe', 'everywhere'),
  text('a lone surrogate', 'a\ud800', 'everywhere'),
  text('a character that is none', 'a\ufffe', 'everywhere'),
  text('nothing but a mark of direction', '\u200e', 'everywhere'),
  text('nothing but a soft hyphen', '\u00ad\u00ad', 'everywhere'),
  text('nothing but private use', '\ue000', 'everywhere'),
  text('nothing but invisible tags', '\u{e0041}\u{e0042}', 'everywhere'),
  text('nothing but blanks', '\u2003\u2003', 'everywhere'),
];

/** A field: the route, the good body, where in it the text goes, how long it may be, and whether documents print it. */
export type HostileField = {
  readonly isPrinted: boolean;
  readonly route: string;
  readonly body: object;
  readonly at: string;
  readonly max: number;
};

const ADDRESS = [
  ['address/line1', 100],
  ['address/line2', 100],
  ['address/postal_code', 20],
  ['address/city', 80],
  ['address/region', 80],
] as const;

const CUSTOMER = [
  ...([
    ['name', 120],
    ['tax_number', 40],
    ['buyer_reference', 100],
    ['endpoint/id', 100],
    ['metadata/note', 500],
  ] as const),
  ...ADDRESS,
];
const ENTITY = [
  ...([
    ['name', 120],
    ['tax_number', 40],
    ['contact/name', 80],
    ['contact/phone', 40],
  ] as const),
  ...([
    ['endpoint/id', 100],
    ['footer/0', 120],
    ['small_business_note', 200],
  ] as const),
  ...ADDRESS,
];
const ORDER = [
  ...([
    ['lines/0/description', 200],
    ['lines/0/sku', 60],
    ['lines/0/unit', 20],
    ['reference', 80],
  ] as const),
  ...([
    ['allowances/0/reason', 100],
    ['charges/0/reason', 100],
    ['metadata/note', 500],
  ] as const),
];
const UNPRINTED = ['metadata/note', 'endpoint/id', 'lines/0/sku', 'sku', 'label'];
const PLAN = [
  ['name', 120],
  ['description', 200],
] as const;

const PRODUCT = [
  ['name', 200],
  ['sku', 60],
  ['unit', 20],
] as const;

/** A seller that documents of every form can be written for. */
export const HOSTILE_SELLER = {
  ...SELLER,
  ...{ vat_id: 'DE136695976', email: 'billing@example.com', iban: 'DE89370400440532013000' },
  ...{ contact: { name: 'Desk', phone: '+49 30 1' }, endpoint: { scheme: '0088', id: '4000001123452' } },
  ...{ footer: ['Register 1'] },
};

/** A buyer with every text that a buyer may have. */
export const HOSTILE_BUYER = {
  ...BUYER,
  ...{ buyer_reference: 'Ref', endpoint: { scheme: '0088', id: '4000001123452' }, metadata: { note: 'x' } },
};

/** A plan of which a period costs something. */
export const HOSTILE_PLAN = {
  name: 'Room',
  interval: 'month',
  prices: [{ currency: 'EUR', amount: '19.90' }],
};

/** An order with every text that an order may have. */
export function hostileOrder(customer: unknown, more: Readonly<Record<string, unknown>> = {}) {
  return orderOf(customer, {
    lines: [{ ...LINE, unit: 'pc', sku: 'L-1' }],
    allowances: [{ reason: 'Voucher', amount: '1.00' }],
    charges: [{ reason: 'Freight', amount: '2.00' }],
    ...{ reference: 'PO', metadata: { note: 'x' } },
    ...more,
  });
}

/** The body with the text in a field. */
export function withText(body: object, at: string, value: unknown): object {
  const [name = '', ...rest] = at.split('/');
  const inside: unknown = (body as Record<string, unknown>)[name]; // the path says that it is an object
  const next =
    rest.length === 0
      ? value
      : withText((inside as object | undefined) ?? (rest[0] === '0' ? [] : {}), rest.join('/'), value); // see above

  return Array.isArray(body) ? Object.assign([...body], { [name]: next }) : { ...body, [name]: next };
}

/** Every field, for a customer and an invoice that are there. */
export function hostileFields(of: {
  readonly customer: string;
  readonly entity: string;
}): readonly HostileField[] {
  const order = hostileOrder(of.customer, { legal_entity: of.entity });
  const fieldsOf = (route: string, body: object, fields: readonly (readonly [at: string, max: number])[]) =>
    fields.map(([at, max]) => ({ route, body, at, max, isPrinted: !UNPRINTED.includes(at) }));

  return [
    ...fieldsOf('/v1/customers', HOSTILE_BUYER, CUSTOMER),
    ...fieldsOf('/v1/legal_entities', HOSTILE_SELLER, ENTITY),
    ...fieldsOf('/v1/orders', order, ORDER),
    ...fieldsOf('/v1/plans', HOSTILE_PLAN, PLAN),
    ...fieldsOf('/v1/products', { name: 'Desk' }, PRODUCT),
    ...fieldsOf('/v1/api_keys', { label: 'Till', scopes: ['orders:read'] }, [['label', 80]]),
  ];
}

/** Fields that take words of a list or a form alone; every hostile text is refused there. */
export const STRICT_FIELDS: readonly (readonly [route: string, at: string])[] = [
  ['/v1/customers', 'email'],
  ['/v1/customers', 'vat_id'],
  ['/v1/customers', 'kind'],
  ['/v1/customers', 'language'],
  ['/v1/customers', 'endpoint/scheme'],
  ['/v1/customers', 'address/country'],
  ['/v1/legal_entities', 'iban'],
  ['/v1/legal_entities', 'bic'],
  ['/v1/legal_entities', 'zone'],
  ['/v1/legal_entities', 'invoice_numbers'],
  ['/v1/legal_entities', 'credit_note_numbers'],
  ['/v1/orders', 'currency'],
  ['/v1/orders', 'deliver_to_country'],
  ['/v1/orders', 'lines/0/quantity'],
  ['/v1/orders', 'lines/0/unit_price'],
  ['/v1/orders', 'lines/0/tax'],
  ['/v1/plans', 'interval'],
  ['/v1/plans', 'tax'],
  ['/v1/invoices/{invoice_id}/credit_notes', 'reason'],
  ['/v1/invoices/{invoice_id}/credit_notes', 'lines/0/amount'],
  ['/v1/orders/{order_id}/fulfilments', 'delivered_on'],
  ['/v1/orders/{order_id}/fulfilments', 'lines/0/quantity'],
];
