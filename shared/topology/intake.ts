/** What takes in customers and orders: the functions of the stack `intake`. */
import { type Wiring, WORK } from './wiring.ts';

export const INTAKE = {
  'customers.keep': {
    context: 'intake',
    http: [
      'POST /v1/customers',
      'GET /v1/customers',
      'GET /v1/customers/{customer_id}',
      'PATCH /v1/customers/{customer_id}',
      'POST /v1/customers/{customer_id}/erase',
    ],
    touches: { journal: 'append', views: 'read', profiles: 'write', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Registers, changes, shows and erases customers.',
  },
  'customers.check': {
    context: 'intake',
    facts: ['customer.vat_id_set'],
    queue: true,
    touches: { journal: 'append', profiles: 'read', taxIds: true, sends: ['invoices.issue'] },
    timeoutSeconds: 30,
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 2 },
    does: "Asks the register of the Union whether a customer's VAT id is valid.",
  },
  'customers.resume': {
    context: 'intake',
    facts: ['customer.place_evidenced', 'customer.clarified'],
    touches: { journal: 'append', sends: ['invoices.issue'] },
    timeoutSeconds: 30,
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 2 },
    does: 'Hands the invoices over again that waited to know where a customer is, or for its data to be put right.',
  },
  'customers.forget': {
    context: 'intake',
    facts: ['customer.erased'],
    touches: { journal: 'append', profiles: 'write' },
    timeoutSeconds: 30,
    batch: WORK,
    does: 'Deletes the personal data of an erased customer, whatever became of the request that erased it.',
  },
  'orders.place': {
    context: 'intake',
    http: ['POST /v1/orders'],
    touches: { journal: 'append', profiles: 'write', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Takes an order once per idempotency key.',
  },
  'orders.change': {
    context: 'intake',
    http: ['POST /v1/orders/{order_id}/cancel', 'POST /v1/orders/{order_id}/fulfilments'],
    touches: { journal: 'append', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Cancels an order, or records what was delivered of it.',
  },
  'orders.read': {
    context: 'intake',
    http: ['GET /v1/orders', 'GET /v1/orders/{order_id}'],
    touches: { journal: 'read', views: 'read', profiles: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Shows orders.',
  },
  'api.describe': {
    context: 'intake',
    http: ['GET /openapi.json'],
    touches: {},
    timeoutSeconds: 5,
    does: 'Serves the OpenAPI document.',
  },
  'events.read': {
    context: 'intake',
    http: ['GET /v1/events'],
    touches: { journal: 'read', views: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Lists what happened, for integrators.',
  },
} as const satisfies Readonly<Record<string, Wiring>>;
