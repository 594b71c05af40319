/** What a request changes of a seller. */
import type { LegalEntityChange } from '../../contracts/seller-changes.ts';
import type { Branding } from '../branding.ts';
import { namedDetails } from './details.ts';
import type { SellerChange } from './states.ts';

/** The change by its parts; one that names nothing is of the taxation, and says nothing of it. */
export function changeOf(body: LegalEntityChange, branding: Partial<Branding>): SellerChange {
  const named = told({
    details: told(namedDetails(body)),
    branding: body.branding && branding,
    handling: told({
      delivery: body.delivery,
      retentionYears: body.retention_years,
      creditorId: body.sepa_creditor_id,
    }),
    accounting: told({
      revenueRecognition: body.revenue_recognition,
      accountingCurrency: body.accounting_currency,
      prepaidOrder: body.prepaid_order,
      prepaidPosition: body.prepaid_position,
    }),
    numbering: told({
      scope: body.number_scope,
      reset: body.number_reset,
      invoiceNumbers: body.invoice_numbers,
      creditNoteNumbers: body.credit_note_numbers,
    }),
    tax: told({
      taxRates: body.tax_rates,
      smallBusiness: body.small_business,
      smallBusinessNote: body.small_business_note,
      ossFrom: body.oss_from,
      vatCheck: body.vat_check,
      placeCheck: body.place_check,
      placeItems: body.place_items,
    }),
  });

  return named ?? { tax: {} };
}

type Told<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields that something is said of; undefined where there are none. */
function told<Fields extends object>(fields: Fields): Told<Fields> | undefined {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);

  return said.length === 0 ? undefined : (Object.fromEntries(said) as Told<Fields>); // the fields of the same names
}
