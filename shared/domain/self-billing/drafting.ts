/** From what was asked for to the lines and taxes of a self-billed invoice: the supplier sells, and we buy. */
import { percentOf } from '../../kernel/rational.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { localDate } from '../../kernel/time.ts';
import { vatIdCountry } from '../../kernel/vat-ids.ts';
import { accountingCurrencyOf } from '../accounting-tax.ts';
import { addressLines, type Postal } from '../addresses.ts';
import type { Draft, DraftFrame, DraftLine } from '../drafting/draft.ts';
import { priceLines } from '../drafting/lines.ts';
import { finish } from '../drafting/sums.ts';
import type { DeliveryWish } from '../handling.ts';
import type { SellerDetails } from '../legal-entities/states.ts';
import type { RequestData, ReverseCharge } from '../self-billing.ts';
import { taxSellerOf } from '../tax/parties.ts';
import { isInUnion } from '../tax/territories.ts';
import { taxRateOf } from '../tax.ts';

/** The supplier as its profile names it. */
export type SupplierProfile = {
  readonly name: string;
  readonly email: string | null;
  readonly address: Postal;
  readonly vat_id: string | null;
  /** Absent in profiles of old. */
  readonly tax_number?: string | null;
  readonly bank_account?: { readonly iban: string; readonly bic: string | null } | null;
  readonly invoice_delivery?: DeliveryWish | null;
  readonly endpoint?: { readonly scheme: string; readonly id: string } | null;
};

/** What is invoiced, and the tax that falls on us instead of the supplier. */
export type SelfBilledDraft = {
  readonly draft: Draft;
  readonly reverseCharge: ReverseCharge | null;
  readonly isDeductible: boolean;
};

/**
 * Refuses a supplier that no invoice can name. Directive 2006/112/EC, Art. 226 (3), wants its VAT id; a tax number does for a
 * small enterprise at home, which need not have one, and within Germany for everybody (UStG § 14 (4) no. 2).
 */
export function namedSupplier(
  { vat_id: vatId, tax_number: taxNumber = null, address }: SupplierProfile,
  buyer: { readonly country: string; readonly isSmallBusiness: boolean },
): Result<true> {
  const isAtHome = address.country === buyer.country && (buyer.isSmallBusiness || buyer.country === 'DE');
  if (vatId !== null || (taxNumber !== null && isAtHome)) return ok(true);

  return refuse('self_billing.supplier_without_vat_id', 'An invoice names the VAT id of its supplier.', {
    hint: 'Give the supplier its vat_id with PATCH /v1/customers/{customer_id}, or within Germany its tax_number.',
  });
}

/** The supplier as a seller: of its own profile, with the days and the currency of whoever buys. */
export function sellerOf(
  profile: SupplierProfile,
  of: { readonly buyer: SellerDetails; readonly isSmallBusiness: boolean },
): SellerDetails {
  const { name, email, address, vat_id: vatId, tax_number: taxNumber = null, endpoint = null } = profile;
  const { iban, bic } = profile.bank_account ?? { iban: null, bic: null };

  return {
    ...{ name, email, vatId, endpoint, country: address.country, postal: address },
    address: addressLines(address),
    ...{ taxNumber, contact: null, iban, bic, footer: [], taxRates: null },
    ...{ zone: of.buyer.zone, currency: of.buyer.currency, dueDays: of.buyer.dueDays },
    ...{ invoiceNumbers: '', creditNoteNumbers: '' },
    tax: { smallBusiness: of.isSmallBusiness, smallBusinessNote: null, ossFrom: null, vatCheck: 'trust' },
  };
}

/**
 * Drafts the invoice. Only what can be decided for sure is drafted: a supply within one member state, or a service from
 * another one whose tax we owe (Directive 2006/112/EC, Art. 196); goods that cross a border, suppliers outside the Union
 * and a buyer without a VAT id abroad are refused with `self_billing.tax_not_offered`.
 */
export function draftSelfBilled(
  request: RequestData,
  of: {
    readonly id: string;
    readonly supplier: SellerDetails;
    readonly buyer: SellerDetails;
    readonly now: string;
  },
): Result<SelfBilledDraft> {
  const { buyer, supplier } = of;
  if ((accountingCurrencyOf(buyer) ?? request.currency) !== request.currency)
    return refuse(
      'self_billing.currency_not_offered',
      'A self-billed invoice is in the currency in which its buyer accounts for tax.',
      { pointer: '#/currency' },
    );
  const lines = linesOf(request, of);
  if (!lines.ok) return lines;
  if (!lines.value.every((line) => isDecided(line, of))) return notOffered();
  const issueDate = localDate(of.now, buyer.zone);
  const { currency, language, reference, suppliedOn, dueDays, customer, profile } = request;
  const cause = causeOf(of.id);
  const agreed = { cause, customer, profile, currency, language, reference, issueDate };
  const draft = finish(lines.value, { ...agreed, supplyDate: suppliedOn }, { suppliedOn, dueDays });
  if (!draft.ok) return draft;
  const reversed = reversedOf(draft.value, request, buyer);
  if (!reversed.ok) return reversed;
  const isDeductible = !buyer.tax?.smallBusiness && isInUnion(taxSellerOf(supplier).country);

  return ok({ draft: draft.value, reverseCharge: reversed.value, isDeductible });
}

/** A request of self-billing stands where an order stands elsewhere. */
function causeOf(request: string): Draft['cause'] {
  return { order: request, step: 'self_billed' };
}

function linesOf(
  request: RequestData,
  of: {
    readonly id: string;
    readonly supplier: SellerDetails;
    readonly buyer: SellerDetails;
    readonly now: string;
  },
): Result<readonly DraftLine[]> {
  const { tax, supply, currency, suppliedOn } = request;
  const { country } = taxSellerOf(of.buyer);
  const { vatId } = of.buyer;
  const buyer: DraftFrame['buyer'] = {
    kind: 'business',
    country,
    // Our own id needs no register.
    vatId: vatId === null ? null : { country: vatIdCountry(vatId), standing: 'valid' },
  };
  const inputs = request.lines.map((line) => ({ ...line, discount: null, period: null, tax, supply }));

  return priceLines(inputs, {
    ...{ seller: of.supplier, buyer, now: of.now, currency },
    ...{ deliverTo: undefined, supplyDate: suppliedOn, cause: causeOf(of.id) },
  });
}

function isDecided(
  { category, taxed }: DraftLine,
  of: { readonly supplier: SellerDetails; readonly buyer: SellerDetails },
): boolean {
  const here = taxSellerOf(of.buyer).country;
  if (!isInUnion(here)) return false;
  if (taxSellerOf(of.supplier).country === here)
    return category === 'S' || category === 'Z' || category === 'E';

  return category === 'AE' && taxed?.reason === 'service_to_business_in_union';
}

function notOffered() {
  return refuse(
    'self_billing.tax_not_offered',
    'The tax of this supply is not decided here: it is neither within one member state nor a service from another one.',
    { hint: 'Let the supplier write this invoice.' },
  );
}

/** Where the charge is reversed the rate is that of the buyer's country on the day of supply. */
function reversedOf(draft: Draft, request: RequestData, buyer: SellerDetails): Result<ReverseCharge | null> {
  if (draft.taxes.every(({ category }) => category !== 'AE')) return ok(null);
  const { country } = taxSellerOf(buyer);
  const rate = taxRateOf({ taxClass: request.tax, country, on: request.suppliedOn, own: buyer.taxRates });
  if (!rate.ok) return rate;

  return ok({ rate: rate.value.rate, taxMinor: percentOf(draft.netMinor, rate.value.rate) });
}
