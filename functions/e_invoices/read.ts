/** Woken by the routes of e-invoices; answers documents as XML, the reports stored with them, and a report on anybody's. */
import type { EInvoiceFormat, ValidationReport } from '../../shared/contracts/e-invoices.ts';
import { eInvoiceRoutes } from '../../shared/contracts/e-invoices.ts';
import type { Finding } from '../../shared/documents/en16931/finding.ts';
import type { SemanticInvoice } from '../../shared/documents/en16931/model.ts';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { isFatal } from '../../shared/documents/en16931/report.ts';
import { checkInvoice } from '../../shared/documents/en16931/rules/check.ts';
import { examinedOf } from '../../shared/documents/prepared.ts';
import { creditNotes, invoices } from '../../shared/domain/invoices.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { load } from '../../shared/execute.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { validationOf, xmlAnswer } from '../../shared/documents/handing-out.ts';
import { readFrozen } from '../../shared/flows/freezing.ts';
import type { Ports } from '../../shared/ports.ts';

type Asking = Call<undefined, { readonly format: EInvoiceFormat }>;
type Plain = Call<undefined, undefined>;

/** An issued document as machines are told of it. */
type Told = {
  readonly number: string;
  readonly semantic: SemanticInvoice;
  readonly findings: readonly Finding[];
};

async function invoiceXml(call: Asking, ports: Ports): Promise<Result<Answer>> {
  return xmlOf(await invoiceOf(call, ports), call.query.format);
}

async function noteXml(call: Asking, ports: Ports): Promise<Result<Answer>> {
  return xmlOf(await noteOf(call, ports), call.query.format);
}

async function invoiceValidation(call: Plain, ports: Ports): Promise<Result<Answer>> {
  return reportOf(await invoiceOf(call, ports));
}

async function noteValidation(call: Plain, ports: Ports): Promise<Result<Answer>> {
  return reportOf(await noteOf(call, ports));
}

/** Nothing of the document is kept. */
async function validate(call: Call<string, undefined>): Promise<Result<Answer>> {
  const read = readEInvoice(call.body);
  if (!read.ok) return read;
  const { invoice, syntax, specification, profile } = read.value;
  const findings = [...read.value.findings, ...checkInvoice(invoice, profile)];
  const body: ValidationReport = {
    object: 'validation_report',
    number: invoice.number,
    syntax,
    specification,
    profile,
    is_valid: !isFatal(findings),
    findings,
  };

  return ok({ body });
}

async function invoiceOf(call: Pick<Plain, 'tenant' | 'params'>, ports: Ports): Promise<Result<Told>> {
  const ref = { tenant: call.tenant, id: call.params.invoice_id ?? '' };
  const { state } = await load(ports.journal, invoices, ref);
  if (state.status === 'none') return refuse('invoice.not_found', 'There is no such invoice.');

  return ok(await told(call.tenant, state, ports));
}

async function noteOf(call: Pick<Plain, 'tenant' | 'params'>, ports: Ports): Promise<Result<Told>> {
  const ref = { tenant: call.tenant, id: call.params.credit_note_id ?? '' };
  const { state } = await load(ports.journal, creditNotes, ref);
  if (state.status === 'none') return refuse('credit_note.not_found', 'There is no such credit note.');

  return ok(await told(call.tenant, state, ports));
}

async function told(
  tenant: string,
  of: { readonly number: string; readonly content: string },
  ports: Ports,
): Promise<Told> {
  const { semantic, findings } = examinedOf(await readFrozen(tenant, of.content, ports), of.number);

  return { number: of.number, semantic, findings };
}

function xmlOf(asked: Result<Told>, format: EInvoiceFormat): Result<Answer> {
  return asked.ok ? xmlAnswer(asked.value, format) : asked;
}

function reportOf(asked: Result<Told>): Result<Answer> {
  return asked.ok ? ok({ body: validationOf(asked.value) }) : asked;
}

export const handler = onHttp('e_invoices.read', [
  endpoint(eInvoiceRoutes.invoiceXml, invoiceXml),
  endpoint(eInvoiceRoutes.noteXml, noteXml),
  endpoint(eInvoiceRoutes.invoiceValidation, invoiceValidation),
  endpoint(eInvoiceRoutes.noteValidation, noteValidation),
  endpoint(eInvoiceRoutes.validate, validate),
]);
