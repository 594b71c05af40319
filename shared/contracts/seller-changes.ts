/** What can be changed of a seller once it is registered, on the wire. */
import * as z from 'zod';
import { BrandingChange } from './branding.ts';
import { Currency } from './common.ts';
import { HANDLING_CHANGE } from './handling.ts';
import { NumberPattern, NumberReset, NumberScope } from './number-patterns.ts';
import { TAXATION_CHANGE } from './taxation.ts';

/** When what a subscription's invoice charges becomes revenue: day by day over its service period, or with the invoice. */
export const RevenueRecognition = z.enum(['by_day', 'at_invoice']);

/** In which a seller accounts for its tax; null where its documents state the tax in their own currency alone. */
export const AccountingCurrency = Currency.nullable();

/** In which order prepaid credits of one priority are used: what expires earliest, what was given before what was bought, the oldest. */
export const PrepaidOrder = z.enum(['expiring_first', 'given_first', 'oldest_first']);

/** What may be changed of a seller, for documents to come; whatever is left out stays. */
export const LegalEntityChange = z
  .strictObject({
    ...TAXATION_CHANGE,
    ...HANDLING_CHANGE,
    branding: BrandingChange.optional(),
    revenue_recognition: RevenueRecognition.optional(),
    accounting_currency: AccountingCurrency.optional(),
    number_scope: NumberScope.optional(),
    number_reset: NumberReset.optional(),
    invoice_numbers: NumberPattern.optional(),
    credit_note_numbers: NumberPattern.optional(),
    prepaid_order: PrepaidOrder.optional(),
  })
  .meta({ id: 'LegalEntityChange' });

/** A parsed change. */
export type LegalEntityChange = z.infer<typeof LegalEntityChange>;
