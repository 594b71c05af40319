/** What becomes of issued documents, on the wire: how a seller has them delivered and kept, and how a customer wants them. */
import * as z from 'zod';
import { CreditorId } from './sepa.ts';

/** The longest retention that can be asked for, as a lock cannot be shortened again. */
const RETENTION_YEARS_MAX = 30;

/** The parts of a seller's handling, each in the form in which it is given. */
const HANDLING = {
  /** `by_email`: every document is mailed to its customer as soon as it is printed. */
  delivery: z.enum(['on_request', 'by_email']),
  /** Years for which documents are kept where that is longer than the law of the seller's country; null: what the law says. */
  retention_years: z.int().min(1).max(RETENTION_YEARS_MAX).nullable(),
  /** With it, invoices in euro to customers with a mandate are announced as SEPA direct debits. */
  sepa_creditor_id: CreditorId.nullable(),
};

/** How a new seller has documents handled. */
export const HANDLING_GIVEN = {
  delivery: HANDLING.delivery.default('on_request'),
  retention_years: HANDLING.retention_years.default(null),
  sepa_creditor_id: HANDLING.sepa_creditor_id.default(null),
};

/** What may be changed of it, for documents to come; whatever is left out stays. */
export const HANDLING_CHANGE = z.object(HANDLING).partial().shape;

/** How a customer wants invoices; `default` as the seller does. The address, where there is one, stands in for the customer's own. */
export const InvoiceDelivery = z
  .strictObject({
    channel: z.enum(['default', 'none', 'by_email']).default('default'),
    email: z.email().max(200).nullable().default(null),
    /** Attaches the e-invoice as an XML file beside the PDF that holds it. */
    with_xml: z.boolean().default(false),
  })
  .meta({ id: 'InvoiceDelivery' });
