/** What a request changes of a seller. */
import type { LegalEntityChange } from '../../contracts/seller-changes.ts';
import type { Branding } from '../branding.ts';
import type { SellerChange, TaxChange } from './states.ts';

/** A change that names only the look, the books, the numbers or the handling says nothing about taxation. */
export function changeOf(body: LegalEntityChange, branding: Partial<Branding>): SellerChange {
  const { branding: given, delivery, retention_years: retentionYears, ...rest } = body;
  const { sepa_creditor_id: creditorId, ...others } = rest;
  const {
    revenue_recognition: revenueRecognition,
    accounting_currency: accountingCurrency,
    prepaid_order: prepaidOrder,
    prepaid_position: prepaidPosition,
    ...unbooked
  } = others;
  const { number_scope: scope, number_reset: reset, ...unscoped } = unbooked;
  const { invoice_numbers: invoiceNumbers, credit_note_numbers: creditNoteNumbers, ...taxation } = unscoped;
  const numbering = {
    ...(scope !== undefined && { scope }),
    ...(reset !== undefined && { reset }),
    ...(invoiceNumbers !== undefined && { invoiceNumbers }),
    ...(creditNoteNumbers !== undefined && { creditNoteNumbers }),
  };
  const accounting = {
    ...(revenueRecognition !== undefined && { revenueRecognition }),
    ...(accountingCurrency !== undefined && { accountingCurrency }),
    ...(prepaidOrder !== undefined && { prepaidOrder }),
    ...(prepaidPosition !== undefined && { prepaidPosition }),
  };
  const handling = {
    ...(delivery !== undefined && { delivery }),
    ...(retentionYears !== undefined && { retentionYears }),
    ...(creditorId !== undefined && { creditorId }),
  };
  const named = {
    ...(Object.keys(accounting).length > 0 && { accounting }),
    ...(Object.keys(numbering).length > 0 && { numbering }),
    ...(given !== undefined && { branding }),
    ...(Object.keys(handling).length > 0 && { handling }),
  };
  const isTaxed = Object.keys(taxation).length > 0 || Object.keys(named).length === 0;

  return { ...named, ...(isTaxed && { tax: taxChangeOf(taxation) }) };
}

type Taxation = Omit<
  LegalEntityChange,
  | 'branding'
  | 'delivery'
  | 'retention_years'
  | 'sepa_creditor_id'
  | 'revenue_recognition'
  | 'accounting_currency'
  | 'number_scope'
  | 'number_reset'
  | 'invoice_numbers'
  | 'credit_note_numbers'
  | 'prepaid_order'
  | 'prepaid_position'
>;

function taxChangeOf(body: Taxation): TaxChange {
  return {
    ...(body.tax_rates !== undefined && { taxRates: body.tax_rates }),
    ...(body.small_business !== undefined && { smallBusiness: body.small_business }),
    ...(body.small_business_note !== undefined && { smallBusinessNote: body.small_business_note }),
    ...(body.oss_from !== undefined && { ossFrom: body.oss_from }),
    ...(body.vat_check !== undefined && { vatCheck: body.vat_check }),
    ...(body.place_check !== undefined && { placeCheck: body.place_check }),
    ...(body.place_items !== undefined && { placeItems: body.place_items }),
  };
}
