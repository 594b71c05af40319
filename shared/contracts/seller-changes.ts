/** What can be changed of a seller once it is registered, on the wire. */
import * as z from 'zod';
import { BrandingChange } from './branding.ts';
import { Currency } from './common.ts';
import { HANDLING_CHANGE } from './handling.ts';
import { NumberPattern, NumberReset, NumberScope } from './number-patterns.ts';
import { DETAILS_CHANGE } from './seller-details.ts';
import { TAXATION_CHANGE } from './taxation.ts';

/** When what a subscription's invoice charges becomes revenue: day by day over its service period, or with the invoice. */
export const RevenueRecognition = z.enum(['by_day', 'at_invoice']);

/** In which a seller accounts for its tax; null where its documents state the tax in their own currency alone. */
export const AccountingCurrency = Currency.nullable();

const PREPAID_TERMS = {
  /** Whether prepaid credits that were given pay the total, tax and all, which is usual, or lower what is taxed. */
  prepaid_position: z.enum(['after_tax', 'before_tax']),
  /** In which order those of one priority are used: what expires earliest, which is usual, what was given before what was bought, the oldest. */
  prepaid_order: z.enum(['expiring_first', 'given_first', 'oldest_first']),
};

/** How prepaid credits are used: as it is given, where what is left out is usual, and as it is shown. */
export const PREPAID = {
  given: {
    prepaid_position: PREPAID_TERMS.prepaid_position.optional(),
    prepaid_order: PREPAID_TERMS.prepaid_order.optional(),
  },
  shown: PREPAID_TERMS,
};

/** What may be changed of a seller, for documents to come; whatever is left out stays. */
export const LegalEntityChange = z
  .strictObject({
    ...DETAILS_CHANGE,
    ...TAXATION_CHANGE,
    ...HANDLING_CHANGE,
    branding: BrandingChange.optional(),
    revenue_recognition: RevenueRecognition.optional(),
    accounting_currency: AccountingCurrency.optional(),
    number_scope: NumberScope.optional(),
    number_reset: NumberReset.optional(),
    invoice_numbers: NumberPattern.optional(),
    credit_note_numbers: NumberPattern.optional(),
    ...PREPAID.given,
  })
  .meta({ id: 'LegalEntityChange' });

/** A parsed change. */
export type LegalEntityChange = z.infer<typeof LegalEntityChange>;
