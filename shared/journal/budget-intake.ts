/** The budget's lines of intake and documents: tenants, keys, customers, orders, number series, invoices, credit notes. */
import type { FactBudget } from './fact-budget.ts';

type Rest = Pick<FactBudget, 'bytesMax' | 'writeUnits'> & Partial<FactBudget>;

const line = (aggregate: string, key: string, rest: Rest): FactBudget => ({
  v: 1,
  aggregate,
  key,
  head: 'folded',
  rows: [],
  personalData: 'none',
  ...rest,
});

const REQUEST = 'route, idempotency key';
/** 500 lines with every text at its bound, and 200 deliveries of them, stay under the commit's limit only in part: larger ones are refused whole. */
const ORDER_BYTES_MAX = 180_000;
/** 500 nets and the head beside them. */
const INVOICE_BYTES_MAX = 40_000;

/** Packed, ten lines fit one unit, and the head beside them too. */
const ORDER = line('order', REQUEST, {
  bytesMax: ORDER_BYTES_MAX,
  writeUnits: 1,
  rows: ['orders', 'events'],
  personalData: 'profile',
});
const customer = (rows: readonly string[]) =>
  line('customer', REQUEST, { bytesMax: 64_000, writeUnits: 1, rows, personalData: 'profile' });

const seller = (writeUnits: number) => line('legal entity', REQUEST, { bytesMax: 8_000, writeUnits });
const API_KEY = line('API key', REQUEST, { bytesMax: 2_000, writeUnits: 1, rows: ['api_keys'] });

const CAUSE = 'order and step, or subscription and period';
const invoice = (key: string, rest: Partial<FactBudget> = {}) =>
  line('invoice', key, {
    bytesMax: INVOICE_BYTES_MAX,
    writeUnits: 1,
    rows: ['invoices'],
    personalData: 'frozen document',
    ...rest,
  });

const selfBilled = (rest: Partial<FactBudget> = {}) =>
  line('self-billed invoice', 'self-billing request', {
    bytesMax: INVOICE_BYTES_MAX,
    writeUnits: 1,
    rows: ['self_billed_invoices', 'payables', 'events'],
    ...rest,
  });

/** The longest log: twenty mails. */
const delivery = (rows: readonly string[] = []) =>
  line('delivery log', 'document', { bytesMax: 10_000, writeUnits: 1, rows, personalData: 'profile' });

/** Facts of intake and documents. */
export const INTAKE_BUDGET: Readonly<Record<string, FactBudget>> = {
  'tenant.created': line('tenant', 'setup', { bytesMax: 1_500, writeUnits: 1, rows: ['tenants'] }),
  'tenant.entity_added': line('tenant', 'setup', { bytesMax: 8_000, writeUnits: 1, rows: ['tenants'] }),
  'legal_entity.registered': seller(1),
  'legal_entity.details_changed': seller(2),
  'legal_entity.tax_changed': seller(2),
  'legal_entity.handling_changed': seller(2),
  'legal_entity.accounting_changed': seller(2),
  'legal_entity.numbering_changed': seller(2),
  'legal_entity.branded': seller(2),
  'api_key.issued': API_KEY,
  'api_key.limited': API_KEY,
  'api_key.revoked': API_KEY,
  'customer.registered': customer(['customers', 'events']),
  'customer.changed': customer(['customers']),
  'customer.vat_id_set': customer(['customers', 'events']),
  'customer.vat_id_checked': customer(['customers']),
  'customer.place_evidenced': customer(['customers']),
  'customer.place_awaited': customer(['customers']),
  'customer.place_resumed': customer(['customers']),
  'customer.clarification_awaited': customer(['customers']),
  'customer.clarified': customer(['customers']),
  'customer.clarification_resumed': customer(['customers']),
  'customer.erased': customer(['customers', 'events']),
  'payment_method.attached': customer(['customers']),
  'payment_method.detached': customer(['customers']),
  'order.placed': ORDER,
  'subscription.ordered': ORDER,
  'order.cancelled': ORDER,
  'order.fulfilled': ORDER,
  'delivery.requested': delivery(),
  'delivery.intended': delivery(),
  'delivery.postponed': delivery(),
  'document.sent': delivery(['events']),
  'document.delivery_failed': delivery(['events']),
  'document.delivery_unknown': delivery(['events']),
  'numbers.assigned': line('series', 'seller, kind', { bytesMax: 60_000, writeUnits: 1 }),
  'customer_number.taken': line('customer counts', 'seller, customer, document', {
    bytesMax: 1_000,
    writeUnits: 1,
  }),
  'customer_ordinal.given': line('customer ordinals', 'seller, customer', { bytesMax: 1_000, writeUnits: 1 }),
  // The row of a return only where tax is due in another member state than the seller's, of a reference where the bill has one.
  'invoice.issued': invoice(CAUSE, { rows: ['invoices', 'events', 'oss', 'references'] }),
  'revenue.deferred': invoice('subscription and period', {
    rows: ['invoices', 'events'],
    personalData: 'none',
  }),
  'invoice.settled': invoice(CAUSE),
  'invoice.reopened': invoice(CAUSE),
  'invoice.credit_requested': invoice(CAUSE),
  'invoice.deducted': invoice('order and step'),
  /** Every line may be other, and is as long as in an order. */
  'invoice.correction_requested': invoice('order and step', {
    bytesMax: ORDER_BYTES_MAX,
    personalData: 'profile',
  }),
  'credit_note.issued': line('credit note', 'invoice', {
    bytesMax: INVOICE_BYTES_MAX,
    writeUnits: 1,
    rows: ['credit_notes', 'events', 'oss'],
    personalData: 'frozen document',
  }),
  'self_billing.agreed': line('self-billing agreement', REQUEST, { bytesMax: 1_500, writeUnits: 1 }),
  'self_billing.ended': line('self-billing agreement', REQUEST, { bytesMax: 1_500, writeUnits: 1 }),
  'self_billing.requested': line('self-billing request', REQUEST, {
    bytesMax: ORDER_BYTES_MAX,
    writeUnits: 1,
    personalData: 'profile',
  }),
  'self_billed_invoice.issued': selfBilled({ personalData: 'frozen document' }),
  'self_billed_invoice.credit_requested': selfBilled({ rows: ['self_billed_invoices', 'payables'] }),
  'self_billed_invoice.objected': selfBilled(),
  'self_billed_invoice.paid': selfBilled(),
  'self_billed_credit_note.issued': line('self-billed credit note', 'self-billed invoice', {
    bytesMax: INVOICE_BYTES_MAX,
    writeUnits: 1,
    rows: ['self_billed_credit_notes', 'events'],
    personalData: 'frozen document',
  }),
  // Never in a stage that does business.
  'clock.advance_requested': line('test clock', 'tenant', { bytesMax: 4_000, writeUnits: 1 }),
  'clock.advanced': line('test clock', 'tenant', { bytesMax: 4_000, writeUnits: 1 }),
  'clock.arrived': line('test clock', 'tenant', { bytesMax: 4_000, writeUnits: 1 }),
  'message.parked': line('parked message', 'function, subject', {
    bytesMax: 2_000,
    writeUnits: 1,
    rows: ['events'],
  }),
};
