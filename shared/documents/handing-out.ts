/** An e-invoice as it is handed out. */
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import { fileNameOf } from '../kernel/file-names.ts';
import type { DocumentValidation } from '../contracts/e-invoices.ts';
import type { Finding } from './en16931/finding.ts';
import { E_INVOICE_FORMATS, type EInvoiceFormat, partsOf } from './en16931/formats.ts';
import type { SemanticInvoice } from './en16931/model.ts';
import { isFatal } from './en16931/report.ts';
import { checkInvoice } from './en16931/rules/check.ts';
import { inProfile, writeXml } from './en16931/write.ts';
import { notCompliant } from './prepared.ts';

/** A document as XML, refused with `document.not_compliant` where the format does not take it. */
export function xmlAnswer(
  { number, semantic }: { readonly number: string; readonly semantic: SemanticInvoice },
  format: EInvoiceFormat,
): Result<{ readonly body: string; readonly headers: Readonly<Record<string, string>> }> {
  const { profile } = partsOf(format, semantic.type);
  const findings = checkInvoice(inProfile(semantic, profile), profile);
  if (isFatal(findings)) return notCompliant(findings);
  const headers = {
    'content-type': 'application/xml; charset=utf-8',
    'content-disposition': `attachment; filename="${fileNameOf(number)}.xml"`,
  };

  return ok({ body: writeXml(semantic, format), headers });
}

/** The report that is stored with a document, and whether each format takes it. */
export function validationOf(of: {
  readonly number: string;
  readonly semantic: SemanticInvoice;
  readonly findings: readonly Finding[];
}): DocumentValidation {
  const { number, semantic, findings } = of;
  const formats = E_INVOICE_FORMATS.map((format) => {
    const { profile } = partsOf(format, semantic.type);
    const found = checkInvoice(inProfile(semantic, profile), profile);
    return { format, is_available: !isFatal(found), findings: [...found] };
  });

  return {
    object: 'document_validation',
    number,
    is_valid: !isFatal(findings),
    findings: [...findings],
    formats,
  };
}
