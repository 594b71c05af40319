/** Puts a draft and the two parties together into the document's model. */
import type { Draft } from '../domain/drafting/draft.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import { type DebitTerms, directDebitOf } from './direct-debit.ts';
import { type DocumentModel, type Party, type PostalAddress, toPayMinor } from './model.ts';
import { takesReference } from './swiss-bill.ts';

/** The model of an invoice. `buyer` comes from the profile version that the order named. */
export function composeInvoice(
  draft: Draft,
  of: {
    readonly seller: SellerDetails;
    readonly buyer: Party;
    readonly buyerReference?: string | null | undefined;
    readonly debit?: DebitTerms;
    readonly id?: string;
  },
): DocumentModel {
  const { seller, buyer, id } = of;
  const { name, iban, bic } = seller;
  const { currency } = draft;
  const directDebit = of.debit && directDebitOf(of.debit, { currency, dueMinor: toPayMinor(draft) });

  return {
    kind: 'invoice',
    ...inAdvance(draft),
    language: draft.language,
    currency: draft.currency,
    ...composeParties(of, draft.language),
    bank: iban === null || directDebit ? null : { iban, bic, holder: name },
    ...(directDebit && { directDebit }),
    ...(id && iban && takesReference(iban) && { id }),
    issueDate: draft.issueDate,
    dueDate: draft.dueDate,
    supplyDate: draft.supplyDate,
    orderReference: draft.reference,
    buyerReference: of.buyerReference ?? null,
    corrects: draft.corrects ? { number: draft.corrects.number, date: draft.corrects.issueDate } : null,
    ...(seller.tax?.smallBusiness && { smallBusiness: { text: seller.tax.smallBusinessNote } }),
    ...(draft.deliverTo && isElsewhere(draft, buyer) && { delivery: nowhereIn(draft.deliverTo) }),
    ...agreedOf(draft),
    ...(draft.place && { place: draft.place }),
    lines: draft.lines,
    ...(draft.reductions && { reductions: draft.reductions }),
    ...sumsOf(draft),
  };
}

function sumsOf({ taxes, netMinor, taxMinor, accountingTax, grossMinor }: Draft) {
  return { taxes, netMinor, taxMinor, ...(accountingTax && { accountingTax }), grossMinor };
}

/** Seller and buyer as they are printed in a language. */
export function composeParties(
  { seller, buyer }: { readonly seller: SellerDetails; readonly buyer: Party },
  language: string,
): Pick<DocumentModel, 'seller' | 'buyer'> {
  const { name, country, vatId, taxNumber, email, footer } = seller;
  const abroad = buyer.country === country ? null : language;
  const address = printedAddress(seller, abroad);
  const { contact = null, endpoint = null } = seller;
  const reachable = { postal: postalOf(seller.postal), contact, endpoint };

  return {
    seller: { name, address, country, vatId, taxNumber, email, footer, ...reachable, ...lookOf(seller) },
    buyer: { ...buyer, address: printedAddress(buyer, abroad) },
  };
}

/** The model of a pro forma invoice: it asks for no payment, so it has no due date and no account to pay to. */
export function composeProForma(draft: Draft, of: Parameters<typeof composeInvoice>[1]): DocumentModel {
  return {
    ...composeInvoice(draft, of),
    type: 'pro_forma',
    bank: null,
    directDebit: null,
    dueDate: null,
    cashDiscounts: [],
  };
}

/** What was agreed of prices and of paying early. */
function agreedOf({ priceBasis, discount }: Draft): Pick<DocumentModel, 'priceBasis' | 'cashDiscounts'> {
  return { ...(priceBasis && { priceBasis }), ...(discount && { cashDiscounts: discount.steps }) };
}

/** What an invoice is beside a plain one, and the deposits that it deducts. That it corrects goes before all else. */
function inAdvance({
  kind,
  corrects,
  deducts,
  prepaid,
}: Draft): Pick<DocumentModel, 'type' | 'deducts' | 'prepaid'> {
  const type = corrects ? 'corrected' : kind === 'credits' ? undefined : kind;

  return {
    ...(type && { type }),
    ...(deducts && { deducts: deducts.map(({ invoice: _, returned: __, ...deduction }) => deduction) }),
    ...(prepaid && prepaid.amountMinor > 0n && { prepaid }),
  };
}

/** The model of a credit note: of the whole the invoice's own lines and sums, else those of the part; dated anew. */
export function composeCreditNote(
  invoice: DocumentModel,
  of: {
    readonly number: string;
    readonly issueDate: string;
    readonly reason: string;
    readonly part:
      | (Pick<DocumentModel, 'lines' | 'taxes' | 'netMinor' | 'taxMinor' | 'grossMinor'> &
          Partial<Pick<DocumentModel, 'reductions' | 'accountingTax'>>)
      | null;
  },
): DocumentModel {
  // It takes back what was charged; what was deducted of that becomes the customer's credit with the rest.
  const { type, deducts: _, directDebit: __, prepaid: ___, reductions, ...charged } = invoice;

  return {
    ...charged,
    ...(of.part ?? (reductions && { reductions })),
    kind: 'credit_note',
    ...(type === 'self_billed' && { type }),
    bank: null,
    issueDate: of.issueDate,
    dueDate: null,
    corrects: {
      ...{ number: of.number, date: invoice.issueDate, reason: of.reason },
      ...(of.part && { isPart: true as const }),
    },
  };
}

function lookOf({ branding }: SellerDetails): Pick<DocumentModel['seller'], 'accent' | 'logo'> {
  const { accentColor = null, logo = null } = branding ?? {};
  return { ...(accentColor !== null && { accent: accentColor }), ...(logo !== null && { logo }) };
}

/** At home the country is left out, as the post has it; abroad its name stands at the end, in the document's language. */
function printedAddress(
  { address, country }: { readonly address: readonly string[]; readonly country: string },
  language: string | null,
): readonly string[] {
  if (address.at(-1) !== country) return address;
  const lines = address.slice(0, -1);
  if (language === null) return lines;

  return [...lines, new Intl.DisplayNames([language], { type: 'region' }).of(country) ?? country];
}

function isElsewhere({ deliverTo, isToOtherPart }: Draft, { country }: Pick<Party, 'country'>): boolean {
  return isToOtherPart === true || deliverTo !== country;
}

/** Of a delivery elsewhere only the country is known. */
function nowhereIn(country: string): PostalAddress {
  return { street: '', additional: null, postcode: '', city: '', region: null, country };
}

/** An address as it was given, in the parts that machines read. */
export function postalOf(given: SellerDetails['postal']): PostalAddress {
  const { line1, line2, postal_code, city, region, country } = given;

  return { street: line1, additional: line2, postcode: postal_code, city, region, country };
}
