/** What a seller is called, where it is, and how it is paid: printed on every document, on the wire. */
import * as z from 'zod';
import { isIban } from '../kernel/check-digits.ts';
import { text } from './common.ts';
import { Address, DueDays, Endpoint, VatId } from './customers.ts';

const FIELDS = {
  name: text(120),
  address: Address,
  vat_id: VatId.nullable(),
  tax_number: text(40).nullable(),
  email: z.email().max(200).nullable(),
  /** Whom buyers ask; XRechnung wants one. */
  contact: z.strictObject({ name: text(80), phone: text(40) }).nullable(),
  endpoint: Endpoint.nullable(),
  iban: z
    .string()
    .regex(/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/, 'must be an IBAN without blanks')
    .refine(isIban, 'must be an IBAN whose check digits fit')
    .nullable(),
  bic: z
    .string()
    .regex(/^[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?$/, 'must be a BIC')
    .nullable(),
  /** Printed at the foot of every document. */
  footer: z.array(text(120)).max(4),
  payment_terms_days: DueDays,
};

/** The details as they are given. */
export const DETAILS_GIVEN = {
  ...FIELDS,
  vat_id: FIELDS.vat_id.default(null),
  tax_number: FIELDS.tax_number.default(null),
  email: FIELDS.email.default(null),
  contact: FIELDS.contact.default(null),
  endpoint: FIELDS.endpoint.default(null),
  iban: FIELDS.iban.default(null),
  bic: FIELDS.bic.default(null),
  footer: FIELDS.footer.default([]),
  payment_terms_days: FIELDS.payment_terms_days.default(14),
};

/** What may be changed of them; the country may not, as it decides in which law the seller's books stand. */
export const DETAILS_CHANGE = z.object(FIELDS).partial().shape;
