/** Customers on the wire. Names and addresses are personal data: they go to the profile, never into a fact. */
import * as z from 'zod';
import { isEasCode } from '../kernel/electronic-addresses.ts';
import { inNormalForm, isVatIdWellFormed } from '../kernel/vat-ids.ts';
import { Country, id, InstantBody, Metadata, text, unprintedText, Zone } from './common.ts';
import { InvoiceDelivery } from './handling.ts';
import { PlaceEvidence, PlaceEvidenceGiven } from './place-evidence.ts';
import { BankAccount, SepaMandate } from './sepa.ts';

/** BCP 47 languages in which we have texts; any other is answered in English. */
export const Language = z
  .enum(['en', 'de', 'fr', 'es', 'it', 'nl'])
  .meta({ description: 'Language of the documents' });

/** A postal address. */
export const Address = z
  .strictObject({
    line1: text(100),
    line2: text(100).nullable().default(null),
    postal_code: text(20),
    city: text(80),
    region: text(80).nullable().default(null),
    country: Country,
  })
  .meta({ id: 'Address' });

/**
 * A VAT identification number as printed. Its form is checked and, where its state tells how, its check digits: a tax decision
 * may rely on it, and the documents that name it are kept for years. Its registration is asked for later. A Swiss one may have
 * its signs and its suffix, and is kept without them.
 */
export const VatId = z
  .string()
  .regex(
    /^(?:[A-Z]{2}[0-9A-Z+*]{2,12}|CHE-?\d{3}\.?\d{3}\.?\d{3} ?(?:MWST|TVA|IVA)?)$/,
    'must be a VAT id with its country prefix, such as DE136695976',
  )
  .overwrite(inNormalForm)
  .refine(isVatIdWellFormed, 'must be a VAT id whose form and check digits are those of its country');

/** Where e-invoices reach a party: a scheme of the EAS list, such as 0204 for a Leitweg-ID, and the id within it. */
export const Endpoint = z
  .strictObject({
    scheme: z.string().max(4).refine(isEasCode, 'must be a code of the EAS list, such as 0204, 0088 or 9930'),
    id: unprintedText(100),
  })
  .meta({ id: 'Endpoint' });

/** The personal part of a customer, as it lies in the profile. */
export const CustomerProfile = z.strictObject({
  name: text(120),
  email: z.email().max(200).nullable().default(null),
  address: Address,
  vat_id: VatId.nullable().default(null),
  /** What its documents name in place of a VAT id, where we write invoices in its name. */
  tax_number: text(40).nullable().default(null),
  endpoint: Endpoint.nullable().default(null),
  /** What the buyer wants named on every document; for public buyers in Germany the Leitweg-ID. */
  buyer_reference: text(100).nullable().default(null),
  invoice_delivery: InvoiceDelivery.nullable().default(null),
  sepa_mandate: SepaMandate.nullable().default(null),
  bank_account: BankAccount.nullable().default(null),
});

/** Payment terms in days; 0 is due at once. */
export const DueDays = z.int().min(0).max(180);

/** The day of the month on which a customer is to be billed; in a shorter month its last day. */
const BillingDay = z.int().min(1).max(31).nullable();

/** Whether each subscription has invoices of its own, or what falls due together stands on one. */
export const InvoiceGrouping = z
  .enum(['by_subscription', 'by_billing_day'])
  .meta({ description: 'Whether bills of several subscriptions that fall due together are one invoice' });

/** A new customer. */
export const NewCustomer = CustomerProfile.extend({
  kind: z.enum(['business', 'consumer']).default('business'),
  language: Language.default('en'),
  payment_terms_days: DueDays.default(14),
  billing_day: BillingDay.default(null),
  invoice_grouping: InvoiceGrouping.default('by_subscription'),
  /** In which the days of its subscriptions begin; null where in the seller's. */
  zone: Zone.nullable().default(null),
  /** What tells where a consumer of electronic services is, beside address and mandate. */
  place_evidence: PlaceEvidenceGiven.default([]),
  metadata: Metadata.default({}),
}).meta({ id: 'NewCustomer' });

/** A parsed `NewCustomer`. */
export type NewCustomer = z.infer<typeof NewCustomer>;

/** What may be changed; whatever is left out stays. */
export const CustomerChange = z
  .strictObject({
    name: text(120).optional(),
    email: z.email().max(200).nullable().optional(),
    address: Address.optional(),
    vat_id: VatId.nullable().optional(),
    tax_number: text(40).nullable().optional(),
    endpoint: Endpoint.nullable().optional(),
    buyer_reference: text(100).nullable().optional(),
    invoice_delivery: InvoiceDelivery.nullable().optional(),
    sepa_mandate: SepaMandate.nullable().optional(),
    bank_account: BankAccount.nullable().optional(),
    language: Language.optional(),
    payment_terms_days: DueDays.optional(),
    billing_day: BillingDay.optional(),
    /** Holds for subscriptions that are ordered from now on. */
    invoice_grouping: InvoiceGrouping.optional(),
    /** Likewise. */
    zone: Zone.nullable().optional(),
    /** Added to what is known, in place of what is of the same kind. */
    place_evidence: PlaceEvidenceGiven.optional(),
    metadata: Metadata.optional(),
  })
  .meta({ id: 'CustomerChange' });

/** A parsed `CustomerChange`. */
export type CustomerChange = z.infer<typeof CustomerChange>;

/** What the register said of a VAT id, and when; `unavailable` is no answer. */
const VatIdCheck = z
  .strictObject({
    answer: z.enum(['valid', 'invalid', 'unavailable']),
    by: z.enum(['check_digits', 'register']),
    consultation: z.string().nullable(),
    checked_at: InstantBody,
  })
  .meta({ id: 'VatIdCheck' });

/** A customer as answered; the personal part is null once it is erased. */
export const Customer = z
  .strictObject({
    id: id('customer'),
    object: z.literal('customer'),
    status: z.enum(['active', 'erased']),
    kind: z.enum(['business', 'consumer']),
    name: z.string().nullable(),
    email: z.string().nullable(),
    address: Address.nullable(),
    vat_id: z.string().nullable(),
    tax_number: z.string().nullable(),
    /** What is known of the VAT id: by its check digits alone, or by the register with the id of the consultation. */
    vat_check: VatIdCheck.nullable(),
    endpoint: Endpoint.nullable(),
    buyer_reference: z.string().nullable(),
    invoice_delivery: InvoiceDelivery.nullable(),
    sepa_mandate: SepaMandate.nullable(),
    bank_account: BankAccount.nullable(),
    language: Language,
    payment_terms_days: z.int(),
    billing_day: BillingDay,
    invoice_grouping: InvoiceGrouping,
    zone: Zone.nullable(),
    place_evidence: z.array(PlaceEvidence),
    default_payment_method: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    created_at: InstantBody,
  })
  .meta({ id: 'Customer' });

/** A parsed `Customer`. */
export type Customer = z.infer<typeof Customer>;

/** A customer in a list: without the personal part, which is read one by one. */
export const CustomerRow = z
  .strictObject({
    id: id('customer'),
    object: z.literal('customer'),
    status: z.enum(['active', 'erased']),
    kind: z.enum(['business', 'consumer']),
    language: Language,
    created_at: InstantBody,
  })
  .meta({ id: 'CustomerRow' });

/** A parsed `CustomerRow`. */
export type CustomerRow = z.infer<typeof CustomerRow>;
