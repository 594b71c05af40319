/** Which subscriptions share an invoice, on the wire. */
import * as z from 'zod';
import { unprintedText } from './common.ts';
import { InvoiceGrouping } from './customers.ts';

/** The customer's name for subscriptions that share invoices with each other and with no others. */
export const InvoiceGroup = unprintedText(40).meta({
  description: 'Shared by subscriptions that share an invoice',
});

/** Whether a group is named where bills are gathered; a group that is named alone gathers them. */
export function isGroupInPlace(of: {
  readonly invoice_grouping?: z.infer<typeof InvoiceGrouping> | undefined;
  readonly invoice_group?: string | undefined;
}): boolean {
  return of.invoice_group === undefined || of.invoice_grouping !== 'by_subscription';
}

/** With which others a subscription shares its invoices from now on. */
export const SubscriptionGrouping = z
  .strictObject({
    invoice_grouping: InvoiceGrouping,
    /** Left out, with those that have no group either. */
    invoice_group: InvoiceGroup.optional(),
  })
  .refine(isGroupInPlace, { error: 'belongs to by_billing_day', path: ['invoice_group'] })
  .meta({ id: 'SubscriptionGrouping' });

/** A parsed grouping. */
export type SubscriptionGrouping = z.infer<typeof SubscriptionGrouping>;
