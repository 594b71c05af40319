/** What the API tells of the tenant, its legal entities, keys and customers. */
import type { Customer as CustomerBody, CustomerRow } from '../../contracts/customers.ts';
import type { OwnRates } from '../../contracts/tax.ts';
import type { ApiKey as ApiKeyBody, LegalEntity as LegalEntityBody } from '../../contracts/tenants.ts';
import { accountingCurrencyOf } from '../accounting-tax.ts';
import type { ApiKey } from '../api-keys.ts';
import type { Customer } from '../customers/states.ts';
import type { LegalEntity, SellerDetails, SellerTax } from '../legal-entities/states.ts';
import { answerEvidence } from './place-evidence.ts';
import { USUAL_HANDLING } from '../handling.ts';
import { USUAL_TAX } from '../legal-entities.ts';
import { USUAL_COUNTING } from '../series/counting.ts';
import { ratesKnownUntil } from '../tax.ts';

/** A legal entity as answered. */
export function answerLegalEntity(
  id: string,
  entity: Exclude<LegalEntity, { status: 'none' }>,
): LegalEntityBody {
  const { tax = USUAL_TAX, taxRates, handling = USUAL_HANDLING } = entity;

  return {
    id,
    object: 'legal_entity',
    name: entity.name,
    address: entity.postal,
    vat_id: entity.vatId,
    tax_number: entity.taxNumber,
    email: entity.email,
    contact: entity.contact ?? null,
    endpoint: entity.endpoint ?? null,
    zone: entity.zone,
    currency: entity.currency,
    accounting_currency: accountingCurrencyOf(entity),
    iban: entity.iban,
    bic: entity.bic,
    footer: [...entity.footer],
    ...answerNumbers(entity),
    tax_rates: taxRates && answerRates(taxRates),
    ...answerTax(tax),
    tax_table_known_until: ratesKnownUntil({ country: entity.country, own: taxRates }),
    payment_terms_days: entity.dueDays,
    branding: { accent_color: entity.branding?.accentColor ?? null, logo: entity.branding?.logo ?? null },
    delivery: handling.delivery,
    retention_years: handling.retentionYears,
    sepa_creditor_id: handling.creditorId ?? null,
    revenue_recognition: entity.revenueRecognition ?? 'by_day',
    prepaid_position: entity.prepaidPosition ?? 'after_tax',
    prepaid_order: entity.prepaidOrder ?? 'expiring_first',
    created_at: entity.createdAt,
  };
}

function answerNumbers({
  invoiceNumbers,
  creditNoteNumbers,
  counting: { scope, reset } = USUAL_COUNTING,
}: SellerDetails) {
  return {
    invoice_numbers: invoiceNumbers,
    credit_note_numbers: creditNoteNumbers,
    number_scope: scope,
    number_reset: reset,
  };
}

function answerTax(tax: SellerTax) {
  const {
    smallBusiness,
    smallBusinessNote,
    ossFrom,
    vatCheck,
    placeCheck = 'issue',
    placeItems = 'two',
  } = tax;

  return {
    small_business: smallBusiness,
    small_business_note: smallBusinessNote,
    oss_from: ossFrom,
    vat_check: vatCheck,
    place_check: placeCheck,
    place_items: placeItems,
  };
}

/** A key as answered: never its hash. */
export function answerApiKey(
  id: string,
  key: Pick<Exclude<ApiKey, { status: 'none' }>, 'status' | 'label' | 'scopes' | 'expiresAt' | 'issuedAt'>,
): ApiKeyBody {
  return {
    id,
    object: 'api_key',
    label: key.label,
    status: key.status,
    scopes: [...key.scopes],
    expires_at: key.expiresAt,
    created_at: key.issuedAt,
  };
}

/** The part of a customer that lies in the profile. */
type Personal = Partial<
  Pick<
    CustomerBody,
    | 'name'
    | 'email'
    | 'address'
    | 'vat_id'
    | 'tax_number'
    | 'endpoint'
    | 'buyer_reference'
    | 'invoice_delivery'
    | 'sepa_mandate'
    | 'bank_account'
  >
>;

/** A customer as answered; without a profile the personal part is null. */
export function answerCustomer(
  id: string,
  customer: Exclude<Customer, { status: 'none' }>,
  profile: Readonly<Record<string, unknown>> | undefined,
): CustomerBody {
  const known = (profile ?? {}) as Personal; // written from the same schema

  return {
    id,
    object: 'customer',
    status: customer.status,
    kind: customer.kind,
    name: known.name ?? null,
    email: known.email ?? null,
    address: known.address ?? null,
    vat_id: known.vat_id ?? null,
    tax_number: known.tax_number ?? null,
    vat_check: vatCheckOf(customer),
    endpoint: known.endpoint ?? null,
    buyer_reference: known.buyer_reference ?? null,
    invoice_delivery: known.invoice_delivery ?? null,
    sepa_mandate: known.sepa_mandate ?? null,
    bank_account: known.bank_account ?? null,
    language: customer.language as CustomerBody['language'], // was parsed by the same enum
    payment_terms_days: customer.dueDays,
    billing_day: customer.billingDay ?? null,
    invoice_grouping: customer.grouping ?? 'by_subscription',
    zone: customer.zone ?? null,
    place_evidence: (customer.evidence ?? []).map(answerEvidence),
    default_payment_method: customer.method?.id ?? null,
    metadata: Object.fromEntries(customer.metadata),
    created_at: customer.createdAt,
  };
}

/** A seller's own rates, each class with what was given for it. */
function answerRates({
  standard,
  reduced,
  second_reduced = null,
  third_reduced = null,
  super_reduced = null,
  until = null,
}: OwnRates) {
  return { standard, reduced, second_reduced, third_reduced, super_reduced, until };
}

/** What is known of today's VAT id; an answer about an earlier one is left out. */
function vatCheckOf({ status, vat, vatCheck }: Exclude<Customer, { status: 'none' }>) {
  if (status === 'erased' || !vat || !vatCheck || vatCheck.profile < vat.since) return null;
  const { answer, by, consultation, at } = vatCheck;

  return { answer, by, consultation, checked_at: at };
}

/** A customer in a list, from what its row holds. */
export function answerCustomerRow(
  id: string,
  row: Pick<Exclude<Customer, { status: 'none' }>, 'status' | 'kind' | 'language' | 'createdAt'>,
): CustomerRow {
  const { status, kind, language, createdAt } = row;

  return {
    id,
    object: 'customer',
    status,
    kind,
    language: language as CustomerRow['language'], // parsed by the same enum
    created_at: createdAt,
  };
}
