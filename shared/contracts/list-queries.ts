/** What lists can be narrowed to. A page may hold few rows, or none, and still go on. */
import * as z from 'zod';
import { CivilDateBody, id, ListQuery, unprintedText } from './common.ts';

const number = unprintedText(60).optional();
const entity = id('legalEntity').optional();
const customer = id('customer').optional();

/** Which invoices are listed. */
export const InvoiceQuery = ListQuery.extend({
  legal_entity: entity,
  customer,
  number,
  /** `settled` ones were paid or credited as a whole; whatever is not is open. */
  state: z.enum(['open', 'settled']).optional(),
  /** Due on this day or before. */
  due_by: CivilDateBody.optional(),
});

/** A parsed `InvoiceQuery`. */
export type InvoiceQuery = z.infer<typeof InvoiceQuery>;

/** Which credit notes are listed. */
export const CreditNoteQuery = ListQuery.extend({
  legal_entity: entity,
  customer,
  number,
  invoice: id('invoice').optional(),
});

/** A parsed `CreditNoteQuery`. */
export type CreditNoteQuery = z.infer<typeof CreditNoteQuery>;

/** Which orders are listed. */
export const OrderQuery = ListQuery.extend({
  customer,
  reference: unprintedText(80).optional(),
  status: z.enum(['placed', 'cancelled']).optional(),
});

/** A parsed `OrderQuery`. */
export type OrderQuery = z.infer<typeof OrderQuery>;

/** Which subscriptions are listed. */
export const SubscriptionQuery = ListQuery.extend({
  customer,
  plan: id('plan').optional(),
  status: z.enum(['pending', 'incomplete', 'trialing', 'active', 'paused', 'ended']).optional(),
});

/** A parsed `SubscriptionQuery`. */
export type SubscriptionQuery = z.infer<typeof SubscriptionQuery>;
