/** Ids that money and taxes follow: accounts, banks, VAT ids, electronic addresses. */
import { isBic, isCreditorId, isIban, isLeitweg, looksLikeLeitweg } from '../../../kernel/check-digits.ts';
import { isEasCode } from '../../../kernel/electronic-addresses.ts';
import { inNormalForm, isVatIdWellFormed } from '../../../kernel/vat-ids.ts';
import { CREDIT_TYPES, type SemanticInvoice, type SemanticParty } from '../model.ts';
import type { Report } from './reporting.ts';

/** Means that move money between accounts named by IBAN in the SEPA. */
const SEPA_MEANS: ReadonlySet<string> = new Set(['58', '59']);

/** Checks every identifier of a document; of our own, by `isOwn`, less is refused for a VAT id than of anybody's. */
export function checkIdentifiers(invoice: SemanticInvoice, report: Report, isOwn: boolean): void {
  checkPayment(invoice, report);
  checkVatIds(invoice, report, isOwn);
  checkEndpoint(invoice.seller, 'BT-34', report);
  checkEndpoint(invoice.buyer, 'BT-49', report);
  const reference = invoice.buyerReference;
  if (reference !== null && looksLikeLeitweg(reference) && !isLeitweg(reference))
    report('CH-LEITWEG', 'BT-10', reference);
}

function checkPayment({ payment }: SemanticInvoice, report: Report): void {
  if (payment === null) return;
  const { account, debit, means } = payment;
  const isSepa = SEPA_MEANS.has(means);
  if (account && (isSepa || looksLikeIban(account.iban)) && !isIban(unspaced(account.iban)))
    report('CH-IBAN', 'BT-84', account.iban);
  if (account?.bic && !isBic(unspaced(account.bic))) report('CH-BIC', 'BT-86', account.bic);
  if (debit?.iban && !isIban(unspaced(debit.iban))) report('CH-IBAN', 'BT-91', debit.iban);
  if (debit?.creditor && !isCreditorId(unspaced(debit.creditor)))
    report('CH-CREDITOR', 'BT-90', debit.creditor);
}

function unspaced(text: string): string {
  return text.replaceAll(' ', '');
}

function looksLikeIban(text: string): boolean {
  return /^[A-Z]{2}\d{2}/.test(text);
}

/** What is owed by whom hangs on the buyer's VAT id. */
const RELYING: ReadonlySet<string> = new Set(['AE', 'K']);

/**
 * A note takes back what its invoice said, wrong ids and all; and a buyer's id of old, from before it was checked at the door,
 * stops no document of ours whose tax does not hang on it.
 */
function checkVatIds({ type, seller, buyer, taxes }: SemanticInvoice, report: Report, isOwn: boolean): void {
  const isTakenBack = isOwn && CREDIT_TYPES.has(type);
  const isReliedOn = taxes.some(({ category }) => RELYING.has(category));
  const isBuyerLenient = isTakenBack || (isOwn && !isReliedOn);
  checkVatId(seller, { field: 'BT-31', rule: isTakenBack ? 'CH-VAT-ID-PRINTED' : 'CH-VAT-ID' }, report);
  checkVatId(buyer, { field: 'BT-48', rule: isBuyerLenient ? 'CH-VAT-ID-PRINTED' : 'CH-VAT-ID' }, report);
}

const PREFIXED = /^(?:[A-Z]{2})[0-9A-Z+*.\- ]{2,}$/;

function checkVatId(
  { vatId }: SemanticParty,
  { field, rule }: { readonly field: string; readonly rule: string },
  report: Report,
): void {
  if (vatId === null) return;
  if (!PREFIXED.test(vatId)) report('BR-CO-09', field, vatId);
  else if (!isVatIdWellFormed(inNormalForm(vatId))) report(rule, field, vatId);
}

function checkEndpoint({ endpoint }: SemanticParty, field: string, report: Report): void {
  if (endpoint !== null && !isEasCode(endpoint.scheme)) report('BR-CL-25', field, endpoint.scheme);
}
