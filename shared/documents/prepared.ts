/** A document made ready to be frozen: put into words for people and into terms for machines, and examined before it gets a number. */
import type { Draft } from '../domain/drafting/draft.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { composeInvoice, postalOf } from './compose.ts';
import type { DebitTerms } from './direct-debit.ts';
import type { FrozenContent } from './content.ts';
import { toEn16931, withNumber } from './en16931/derive.ts';
import type { Finding } from './en16931/finding.ts';
import type { SemanticInvoice } from './en16931/model.ts';
import { finding, isFatal } from './en16931/report.ts';
import { checkInvoice } from './en16931/rules/check.ts';
import { writeXml } from './en16931/write.ts';
import { freeze } from './freeze.ts';
import { checkLetters } from './letters.ts';
import type { DocumentModel, Party } from './model.ts';

/** The e-invoice without its number, and the report of its check. */
export type Examined = { readonly semantic: SemanticInvoice; readonly findings: readonly Finding[] };

/** Everything of a document but its number; after this nothing of it is computed again. */
export type PreparedDocument = {
  readonly model: DocumentModel;
  readonly content: FrozenContent;
  readonly examined: Examined;
};

/** What a refusal names at most. */
const NAMED_MAX = 4;

/** Refused with `document.not_compliant` where a fatal finding would be sent. */
export function prepared(model: DocumentModel): Result<PreparedDocument> {
  const semantic = toEn16931(model, '');
  const findings = [...checkInvoice(semantic, 'document'), ...checkPlace(model), ...checkLetters(model)];
  if (!isFatal(findings)) return ok({ model, content: freeze(model), examined: { semantic, findings } });

  return notCompliant(findings);
}

/** A consumer's place that decides the tax and is not proven is for a person to look at. */
function checkPlace({ place }: DocumentModel): readonly Finding[] {
  return place && place.outcome !== 'proven' ? [finding('CH-PLACE', 'BG-8/BT-55', place.country)] : [];
}

/** An invoice that is drafted, with the buyer as printed and the address in the parts that it was given in. */
export function preparedInvoice(
  draft: Draft,
  of: {
    readonly seller: SellerDetails;
    readonly buyer: Party;
    readonly address: SellerDetails['postal'];
    readonly buyerReference?: string | null | undefined;
    readonly debit?: DebitTerms;
    readonly id?: string;
  },
): Result<PreparedDocument> {
  const { seller, buyerReference, debit, id } = of;
  const buyer = { ...of.buyer, postal: postalOf(of.address) };

  return prepared(
    composeInvoice(draft, { seller, buyer, buyerReference, ...(debit && { debit }), ...(id && { id }) }),
  );
}

/** How a document asks to be paid: whether it is collected, and the structured reference of its bill, if it has one. */
export function askedFor({ model, examined }: PreparedDocument): {
  readonly isDebited: boolean;
  readonly reference: string | null;
} {
  const reference = examined.semantic.payment?.reference ?? null;

  return { isDebited: Boolean(model.directDebit), reference };
}

/** A self-billed invoice that is drafted: the supplier sells, whoever writes it buys. */
export function preparedSelfBilled(
  draft: Draft,
  of: { readonly supplier: SellerDetails; readonly buyer: SellerDetails },
): Result<PreparedDocument> {
  const { name, email, address, country, vatId, taxNumber, endpoint = null, postal } = of.buyer;
  const buyer = { name, email, address, country, vatId, taxNumber, endpoint, postal: postalOf(postal) };

  return prepared({ ...composeInvoice(draft, { seller: of.supplier, buyer }), type: 'self_billed' });
}

/** Refuses with the first of the fatal findings. */
export function notCompliant(findings: readonly Finding[]) {
  const named = findings.filter(({ severity }) => severity === 'fatal').slice(0, NAMED_MAX);

  return refuse('document.not_compliant', named.map(({ rule, field }) => `${rule} at ${field}`).join(', '), {
    hint: [...new Set(named.map(({ remedy }) => remedy.en))].join(' '),
  });
}

/** A frozen document under its number; what was frozen before documents were examined is derived from its model. */
export function examinedOf(
  frozen: { readonly model: unknown; readonly examined?: unknown },
  number: string,
): Examined {
  const model = frozen.model as DocumentModel; // frozen by the function that issued it
  const known = frozen.examined as Examined | undefined; // frozen with the model
  if (known) return { ...known, semantic: withNumber(known.semantic, number) };
  const semantic = toEn16931(model, number);

  return { semantic, findings: checkInvoice(semantic, 'document') };
}

/** The XML that goes into the PDF: Factur-X in the profile EN 16931. Null where the document cannot be an e-invoice. */
export function attachmentOf(semantic: SemanticInvoice): string | null {
  return isFatal(checkInvoice(semantic, 'en16931')) ? null : writeXml(semantic, 'cii');
}
