/** A document made ready to be frozen: put into words for people and into terms for machines, and examined before it gets a number. */
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { FrozenContent } from './content.ts';
import { toEn16931 } from './en16931/derive.ts';
import type { SemanticInvoice } from './en16931/model.ts';
import { type Finding, isFatal } from './en16931/report.ts';
import { checkInvoice } from './en16931/rules/check.ts';
import { freeze } from './freeze.ts';
import type { DocumentModel } from './model.ts';

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
  const findings = checkInvoice(semantic, 'document');
  if (!isFatal(findings)) return ok({ model, content: freeze(model), examined: { semantic, findings } });

  const named = findings.filter(({ severity }) => severity === 'fatal').slice(0, NAMED_MAX);
  return refuse('document.not_compliant', named.map(({ rule, field }) => `${rule} at ${field}`).join(', '), {
    hint: named.map(({ remedy }) => remedy.en).join(' '),
  });
}
