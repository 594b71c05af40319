/** Which rules an id belongs to. Used where every kind of aggregate passes by: projecting, rebuilding. */
import type { Decider } from '../kernel/decider.ts';
import { PREFIX } from '../kernel/ids.ts';
import { type ApiKey, apiKeys } from './api-keys.ts';
import { customers } from './customers.ts';
import type { Customer } from './customers/states.ts';
import { creditNotes, invoices } from './invoices.ts';
import { type Deferral, deferrals } from './deferrals.ts';
import type { CreditNote, Invoice } from './invoices/states.ts';
import { orders } from './orders.ts';
import type { Order } from './orders/states.ts';
import type { Payment } from './payments/payment.ts';
import { payments } from './payments.ts';
import type { Plan } from './plans/states.ts';
import type { PrepaidBalance } from './prepaid/balance.ts';
import { prepaidBalances } from './prepaid.ts';
import { plans } from './plans.ts';
import { type Product, products } from './products.ts';
import {
  type SelfBilledCreditNote,
  selfBilledCreditNotes,
  selfBilledInvoices,
} from './self-billing/documents.ts';
import { type Run, type RunPage, runPages, runs } from './runs.ts';
import type { SelfBilled } from './self-billing/states.ts';
import { subscriptions } from './subscriptions.ts';
import type { Subscription } from './subscriptions/states.ts';
import { type Tenant, tenants } from './tenants.ts';

/** A kind of aggregate that has rows, with its state. */
export type KnownState =
  | { readonly kind: 'tenant'; readonly state: Tenant }
  | { readonly kind: 'apiKey'; readonly state: ApiKey }
  | { readonly kind: 'customer'; readonly state: Customer }
  | { readonly kind: 'order'; readonly state: Order }
  | { readonly kind: 'invoice'; readonly state: Invoice }
  | { readonly kind: 'creditNote'; readonly state: CreditNote }
  | { readonly kind: 'selfBilledInvoice'; readonly state: SelfBilled }
  | { readonly kind: 'selfBilledCreditNote'; readonly state: SelfBilledCreditNote }
  | { readonly kind: 'deferral'; readonly state: Deferral }
  | { readonly kind: 'payment'; readonly state: Payment }
  | { readonly kind: 'plan'; readonly state: Plan }
  | { readonly kind: 'product'; readonly state: Product }
  | { readonly kind: 'subscription'; readonly state: Subscription }
  | { readonly kind: 'prepaidBalance'; readonly state: PrepaidBalance }
  | { readonly kind: 'run'; readonly state: Run }
  | { readonly kind: 'runPage'; readonly state: RunPage };

/** Any rules; what they fold is theirs to know. */
export type AnyDecider = Decider<unknown, never, never>;

const DECIDERS: Readonly<Record<KnownState['kind'], unknown>> = {
  tenant: tenants,
  apiKey: apiKeys,
  customer: customers,
  order: orders,
  invoice: invoices,
  creditNote: creditNotes,
  selfBilledInvoice: selfBilledInvoices,
  selfBilledCreditNote: selfBilledCreditNotes,
  deferral: deferrals,
  payment: payments,
  plan: plans,
  product: products,
  subscription: subscriptions,
  prepaidBalance: prepaidBalances,
  run: runs,
  runPage: runPages,
};

const KINDS = Object.keys(DECIDERS) as readonly KnownState['kind'][]; // keys of the table above
const KIND_OF_PREFIX = new Map<string, KnownState['kind']>(KINDS.map((kind) => [PREFIX[kind], kind]));

/** The rules of an aggregate by its id, or undefined where its kind has no rows of its own. */
export function deciderOf(
  id: string,
): { readonly kind: KnownState['kind']; readonly decider: AnyDecider } | undefined {
  const kind = KIND_OF_PREFIX.get(id.slice(0, id.indexOf('_')));

  return kind && { kind, decider: DECIDERS[kind] as AnyDecider }; // the table pairs each kind with its rules
}
