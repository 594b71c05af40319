/** A seller as a request registers it. */
import type { NewLegalEntity } from '../../contracts/tenants.ts';
import { type Branding, isPlain, PLAIN } from '../branding.ts';
import { USUAL_COUNTING } from '../series/counting.ts';
import { namedDetails } from './details.ts';
import type { SellerDetails } from './states.ts';

/** The details of a seller; what is as usual is not recorded. */
export function detailsOf(body: NewLegalEntity, branding: Partial<Branding>): SellerDetails {
  return {
    ...namedDetails(body),
    country: body.address.country,
    zone: body.zone,
    currency: body.currency,
    ...(body.accounting_currency !== undefined && { accountingCurrency: body.accounting_currency }),
    invoiceNumbers: body.invoice_numbers,
    creditNoteNumbers: body.credit_note_numbers,
    ...countingOf(body),
    taxRates: body.tax_rates,
    tax: {
      smallBusiness: body.small_business,
      smallBusinessNote: body.small_business_note,
      ossFrom: body.oss_from,
      vatCheck: body.vat_check,
      ...(body.place_check !== 'issue' && { placeCheck: body.place_check }),
      ...(body.place_items !== 'two' && { placeItems: body.place_items }),
    },
    ...(body.revenue_recognition !== 'by_day' && { revenueRecognition: body.revenue_recognition }),
    ...(body.prepaid_position && { prepaidPosition: body.prepaid_position }),
    ...(body.prepaid_order && { prepaidOrder: body.prepaid_order }),
    ...(!isPlain(branding) && { branding: { ...PLAIN, ...branding } }),
    ...givenHandling(body),
  };
}

function countingOf({
  number_scope: scope,
  number_reset: reset,
}: NewLegalEntity): Pick<SellerDetails, 'counting'> {
  const isUsual = scope === USUAL_COUNTING.scope && reset === USUAL_COUNTING.reset;

  return isUsual ? {} : { counting: { scope, reset } };
}

function givenHandling(body: NewLegalEntity): Pick<SellerDetails, 'handling'> {
  const { delivery, retention_years: retentionYears, sepa_creditor_id: creditorId } = body;
  const isUsual = delivery === 'on_request' && retentionYears === null && creditorId === null;

  return isUsual
    ? {}
    : { handling: { delivery, retentionYears, ...(creditorId !== null && { creditorId }) } };
}
