/** Example bodies for the OpenAPI document, by operation and by what each one shows; a test parses every one. */

const LEGAL_ENTITY = 'le_0123456789abcdefghjkmnpqrs';
const CUSTOMER = 'cus_0123456789abcdefghjkmnpqrs';
const AGREEMENT = 'sba_00000000000000000000000000';
const PLAN = 'pln_0123456789abcdefghjkmnpqrs';
const SUBSCRIPTION = 'sub_0123456789abcdefghjkmnpqrs';
const INVOICE = 'inv_0123456789abcdefghjkmnpqrs';
const PAYMENT = 'pay_0123456789abcdefghjkmnpqrs';

const ADDRESS = { line1: 'Example Street 1', postal_code: '10115', city: 'Berlin', country: 'DE' };
const CONSULTING = { description: 'Consulting, per hour', quantity: '2.5', unit: 'h', unit_price: '120.00' };

/** `operationId` → what the example shows → the body. */
export const BODY_EXAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'tenant.registerEntity': {
    'A German seller': {
      name: 'Example Trading',
      address: ADDRESS,
      vat_id: 'DE136695976',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      invoice_numbers: 'RE-{year}-{number:5}',
      credit_note_numbers: 'GS-{year}-{number:5}',
    },
  },
  'tenant.changeEntity': {
    'Registered for the one-stop shop': { oss_from: '2027-01-01' },
    'A small enterprise': { small_business: true },
    'Its own colour on documents': { branding: { accent_color: '#1d4ed8' } },
    'Rates of its own, known to the end of a year': {
      tax_rates: { standard: '8.1', reduced: '2.6', until: '2027-12-31' },
    },
  },
  'tenant.issueKey': {
    'A key that takes orders': { label: 'Web shop', scopes: ['orders:read', 'orders:write'] },
  },
  'e_invoices.validate': {
    'A document in UBL':
      '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">…</Invoice>',
  },
  'test_clock.advance': { 'On to the next spring': { to: '2027-03-01T09:00:00.000Z' } },
  'tenant.rotateKey': { 'The old key ends in two days': { overlap_hours: 48 } },
  'customers.register': {
    'A business': { name: 'Example Buyers', address: ADDRESS, vat_id: 'DE136695976', payment_terms_days: 30 },
  },
  'customers.change': {
    'Another language': { language: 'de' },
    'One invoice, on the first': { billing_day: 1, invoice_grouping: 'by_billing_day' },
  },
  'products.publish': {
    'A desk': {
      name: 'Walnut desk',
      sku: 'D-1',
      supply: 'goods',
      prices: [
        { currency: 'EUR', amount: '349.00' },
        { currency: 'CHF', amount: '365.00' },
      ],
    },
  },
  'products.publishVersion': {
    'A new list price for whoever orders from now on': {
      name: 'Walnut desk',
      sku: 'D-1',
      supply: 'goods',
      prices: [{ currency: 'EUR', amount: '359.00' }],
    },
  },
  'catalog.publish': {
    'A monthly plan': {
      name: 'Standard',
      interval: 'month',
      prices: [
        { currency: 'EUR', amount: '19.90' },
        { currency: 'USD', amount: '21.50' },
      ],
      meters: [{ code: 'api_calls', aggregation: 'sum' }],
    },
    'At least 12,000 a year': {
      name: 'Enterprise',
      interval: 'month',
      prices: [{ currency: 'EUR', amount: '900.00' }],
      minimum_spend: { interval: 'year', amounts: [{ currency: 'EUR', amount: '12000.00' }] },
    },
  },
  'add_ons.preview': { 'What one from the next period on would cost': { plan: PLAN, at: 'period_end' } },
  'add_ons.add': { 'Two of them from today on': { plan: PLAN, quantity: '2', at: 'now' } },
  'catalog.publishVersion': {
    'A new price for whoever subscribes from now on': {
      name: 'Standard',
      interval: 'month',
      prices: [{ currency: 'EUR', amount: '24.90' }],
    },
  },
  'orders.place': {
    'A known customer': { customer: CUSTOMER, currency: 'EUR', lines: [CONSULTING] },
    'A customer inline, invoiced by delivery': {
      legal_entity: LEGAL_ENTITY,
      customer: { name: 'Example Buyers', address: ADDRESS },
      currency: 'EUR',
      lines: [{ ...CONSULTING, discount: { percent: '10' } }],
      billing: 'on_fulfilment',
      reference: 'PO 4711',
      metadata: { channel: 'shop' },
    },
    'A consumer, with the VAT in the prices': {
      customer: { kind: 'consumer', name: 'Example Reader', address: ADDRESS },
      currency: 'EUR',
      price_basis: 'gross',
      lines: [{ description: 'Reading lamp', quantity: '3', unit_price: '9.99' }],
    },
    'The start of a subscription': {
      customer: CUSTOMER,
      currency: 'EUR',
      lines: [{ description: 'Standard, monthly', quantity: '1', plan: PLAN }],
    },
  },
  'orders.fulfil': {
    'A part of the first line': { lines: [{ line: 1, quantity: '1' }], delivered_on: '2026-11-23' },
  },
  'subscriptions.cancel': {
    'With the period that runs': { at: 'period_end' },
    'At once, and what is unused lowers what is open': { at: 'now' },
    'On a day, and what is unused is paid back': { at: '2026-12-15', credit: 'refund' },
  },
  'subscriptions.previewCancellation': { 'At once': { at: 'now' } },
  'subscriptions.preview': { 'Two more seats at once': { quantity: '5', at: 'now' } },
  'subscriptions.change': { 'Two more seats at once': { quantity: '5', at: 'now' } },
  'subscriptions.addCoupon': {
    'A tenth off for a year': { name: 'Welcome', off: { percent: '10' }, periods: 12 },
  },
  'subscriptions.regroup': {
    'One invoice for a branch': { invoice_grouping: 'by_billing_day', invoice_group: 'Branch North' },
  },
  'subscriptions.activate': { 'Installed yesterday': { on: '2026-10-31' }, 'Begins today': {} },
  'subscriptions.suspend': { 'withhold the service': { reason: 'Unpaid for 40 days' } },
  'subscriptions.previewStep': { 'what a pause would do': { step: 'pause' } },
  'subscriptions.addCharge': {
    'Two days of training': { description: 'Training day', quantity: '2', unit_amount: '500.00' },
  },
  'usage.record': {
    'Some calls of an interface': {
      events: [
        {
          id: 'call-8f14e45f',
          subscription: SUBSCRIPTION,
          meter: 'api_calls',
          at: '2026-11-25T10:00:00.000Z',
          quantity: '12',
        },
      ],
    },
  },
  'migrations.open': {
    'A new price for everybody from a day on': { to_version: 2, when: '2027-04-01' },
    'A new price in one currency with the next period': { to_version: 2, only: { currency: 'EUR' } },
  },
  'migrations.apply': {
    'To a few first': { agreed: 'Yk3bC6n2mJ0QfWm1v7cXn5o9R4tUeZaL8sHgDpKxBqE', first: 10 },
    'To all': { agreed: 'Yk3bC6n2mJ0QfWm1v7cXn5o9R4tUeZaL8sHgDpKxBqE' },
  },
  'billing.open': { 'What is owed by a day': { target_date: '2026-11-30' }, 'What is owed by now': {} },
  'documents.correct': {
    'The address was wrong; the customer is kept with the right one by now': {},
    'A wrong quantity, and a line too many': {
      reference: 'PO 4711',
      lines: [
        { line: 1, quantity: '3' },
        { line: 2, omit: true },
      ],
    },
  },
  'documents.credit': { 'A return': { reason: 'returned', remainder: 'refund' } },
  'payments.book': {
    'A bank transfer for an invoice': {
      invoice: INVOICE,
      amount: { amount: '357.00', currency: 'EUR' },
      received_on: '2026-11-23',
      reference: 'RE-2026-00001',
    },
  },
  'payments.refund': {
    'What no invoice was paid with': { effect: 'unapplied' },
    'A part that is owed again': { effect: 'reopen', amount: { amount: '10.00', currency: 'EUR' } },
  },
  'payments.pay': { 'All that is open': {} },
  'payments.checkout': { 'A page to pay on': { return_url: 'https://shop.example/thanks' } },
  'payment_methods.attach': {
    'A page to enter a card': { provider: 'sandbox', return_url: 'https://shop.example/account' },
    'A saved one becomes the default': { provider: 'sandbox', payment_method: 'pm_approve' },
  },
  'accounts.allocate': { 'Unapplied cash': { invoice: INVOICE, payment: PAYMENT } },
  'ledger.close': { 'The books of a seller': { legal_entity: LEGAL_ENTITY } },
  'ledger.reopen': {
    'A late receipt': { legal_entity: LEGAL_ENTITY, reason: 'A receipt of the bank came late' },
  },
  'imports.check': {
    'Open items as rows': {
      ...{ kind: 'open_items', dry_run: true, legal_entity: LEGAL_ENTITY, as_of: '2026-12-31' },
      rows: [
        {
          ...{ external_id: 'OP-4711', customer: CUSTOMER, number: 'R-2026-88', issued_on: '2026-12-01' },
          ...{ due_on: '2026-12-31', currency: 'EUR', amount: '119.00' },
        },
      ],
    },
    'Opening balances as CSV': {
      ...{ kind: 'opening_balances', dry_run: true, legal_entity: LEGAL_ENTITY, as_of: '2026-12-31' },
      csv: {
        text: 'external_id;account;currency;debit;credit\r\nB1;1100;EUR;119,00;\r\nB2;2300;EUR;;119,00\r\n',
        delimiter: ';',
        decimal: ',',
      },
    },
  },
  'imports.apply': { 'What the dry run answered': { hash: '4gq0sXn2yJmLr8d1VtEoZbU7wKcPfHa5iNjQ9RxTy3M' } },
  'prepaid.buy': {
    'A top-up that lasts for a year': { currency: 'EUR', credits: '100', expires_after_days: 365 },
  },
  'prepaid.grant': {
    'Welcome credit that expires': {
      currency: 'EUR',
      credits: '25',
      expires_on: '2027-06-30',
      reason: 'Welcome',
    },
    'Units that are worth a tenth each, used first': {
      legal_entity: LEGAL_ENTITY,
      currency: 'EUR',
      credits: '1000',
      rate: '0.1',
      priority: 1,
      reason: 'Campaign of spring',
    },
  },
  'self_billing.agree': {
    'A partner that is paid commissions': {
      legal_entity: LEGAL_ENTITY,
      supplier: CUSTOMER,
      agreed_on: '2026-01-01',
      due_days: 14,
    },
  },
  'self_billing.end': { 'With the year': { ended_on: '2026-12-31' } },
  'self_billing.bill': {
    'A commission': {
      agreement: AGREEMENT,
      currency: 'EUR',
      supplied_on: '2026-10-31',
      lines: [{ description: 'Commission for October', quantity: '1', unit_price: '250.00' }],
    },
  },
  'self_billed_credits.credit': {
    'A part of one line': { reason: 'wrong', lines: [{ line: 1, amount: '25.00' }] },
  },
  'payables.object': { 'It arrived today': { objected_on: '2026-11-23' } },
  'payables.pay': {
    'A part of it': {
      amount: { amount: '100.00', currency: 'EUR' },
      paid_on: '2026-11-23',
      reference: 'Commission October',
    },
  },
  'exchange_rates.record': {
    'As the ECB publishes it': {
      legal_entity: LEGAL_ENTITY,
      currency: 'USD',
      date: '2026-11-20',
      rate: '1.0823',
      quotation: 'indirect',
      source: 'ECB',
    },
    'What one unit costs': { currency: 'GBP', date: '2026-11-20', rate: '1.1402', source: 'BMF' },
  },
  'ledger.renumber': {
    'Numbers of a chart in use': {
      legal_entity: LEGAL_ENTITY,
      numbers: { receivables: '1400', revenue: '8400' },
    },
  },
};
