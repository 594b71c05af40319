/** SEPA direct debits on the wire: whom a seller is to its debtors' banks, and what a debtor allowed. */
import * as z from 'zod';
import { isCreditorId, isIban } from '../kernel/check-digits.ts';
import { CivilDateBody } from './common.ts';

/** The seller's creditor identifier (EPC 262-08), as its bank or central bank gave it. */
export const CreditorId = z
  .string()
  .refine(isCreditorId, 'must be a SEPA creditor identifier whose check digits fit')
  .meta({ example: 'DE98ZZZ09999999999' });

/** Characters that every bank of the SEPA takes, without a slash at an end or two in a row. */
const MANDATE = /^(?!\/)(?!.*\/\/)[A-Za-z0-9+?/:().,' -]{1,35}(?<![/ ])$/;

/** A mandate as the customer signed it; its invoices are then announced as direct debits. Personal, so it lies in the profile. */
export const SepaMandate = z
  .strictObject({
    /** Unique among the seller's mandates. */
    reference: z
      .string()
      .regex(MANDATE, 'must be 1 to 35 characters of the SEPA set')
      .meta({ example: 'M-2026-0042' }),
    signed_on: CivilDateBody,
    /** Of the account that is debited. */
    iban: z.string().refine(isIban, 'must be an IBAN without blanks whose check digits fit'),
  })
  .meta({ id: 'SepaMandate' });

/** A mandate, typed. */
export type SepaMandate = z.infer<typeof SepaMandate>;

/** Where a supplier is paid. Personal, so it lies in the profile. */
export const BankAccount = z
  .strictObject({
    iban: z.string().refine(isIban, 'must be an IBAN without blanks whose check digits fit'),
    /** Banks outside the European Economic Area want it. */
    bic: z
      .string()
      .regex(/^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/, 'must be a BIC')
      .nullable()
      .default(null),
  })
  .meta({ id: 'BankAccount' });
