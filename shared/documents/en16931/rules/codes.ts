/** Whether every code of a document is on the list that EN 16931 names for its field (BR-CL). */
import type { SemanticInvoice, SemanticReduction, SemanticSubtotal } from '../model.ts';
import {
  CHARGE_CODES,
  CREDIT_NOTE_CODES,
  INVOICE_CODES,
  isAllowanceCode,
  isEInvoiceCountry,
  isPaymentMeans,
  isVatexCode,
} from './code-lists.ts';
import type { Report } from './reporting.ts';
import { isUnitCode } from './unit-codes.ts';

/** Checks the codes; what is missing is told by the rule that asks for it. Currencies and categories are told where they are read. */
export function checkCodes(invoice: SemanticInvoice, report: Report): void {
  const { type, payment, taxes, lines, reductions } = invoice;
  if (type !== '' && !INVOICE_CODES.has(type) && !CREDIT_NOTE_CODES.has(type))
    report('BR-CL-01', 'BT-3', type);
  checkCountries(invoice, report);
  if (payment?.means === '') report('BR-49', 'BT-81', '');
  else if (payment && !isPaymentMeans(payment.means)) report('BR-CL-16', 'BT-81', payment.means);
  taxes.forEach((tax, index) => {
    checkVatex(tax, `BG-23[${index + 1}]/BT-121`, report);
  });
  reductions.forEach((each, index) => {
    checkReason(each, `BG-20/21[${index + 1}]/${each.isCharge ? 'BT-105' : 'BT-98'}`, report);
  });
  lines.forEach((line, index) => {
    const field = `BG-25[${index + 1}]`;
    if (!isUnitCode(line.unit)) report('BR-CL-23', `${field}/BT-130`, line.unit);
    for (const each of line.reductions)
      checkReason(each, `${field}/${each.isCharge ? 'BG-28/BT-145' : 'BG-27/BT-140'}`, report);
  });
}

function checkCountries({ seller, buyer, delivery }: SemanticInvoice, report: Report): void {
  const countries: readonly (readonly [field: string, code: string])[] = [
    ['BT-40', seller.address.country],
    ['BT-55', buyer.address.country],
    ['BT-80', delivery?.country ?? ''],
  ];
  for (const [field, code] of countries)
    if (code !== '' && !isEInvoiceCountry(code)) report('BR-CL-14', field, code);
}

/** Codes that say of themselves to which category they belong; the others give reasons of an exemption. */
const CATEGORY_BY_CODE: ReadonlyMap<string, string> = new Map([
  ['VATEX-EU-AE', 'AE'],
  ['VATEX-EU-IC', 'K'],
  ['VATEX-EU-G', 'G'],
  ['VATEX-EU-O', 'O'],
  ['VATEX-EU-D', 'E'],
  ['VATEX-EU-F', 'E'],
  ['VATEX-EU-I', 'E'],
  ['VATEX-EU-J', 'E'],
]);

function checkVatex({ reasonCode, category }: SemanticSubtotal, field: string, report: Report): void {
  if (reasonCode === null) return;
  const fitting = CATEGORY_BY_CODE.get(reasonCode);
  if (!isVatexCode(reasonCode)) report('BR-CL-22', field, reasonCode);
  else if (fitting !== undefined && fitting !== category)
    report('CH-VATEX', field, `${reasonCode} ≠ ${category}`);
}

function checkReason({ isCharge, reasonCode }: SemanticReduction, field: string, report: Report): void {
  if (reasonCode === null) return;
  if (isCharge && !CHARGE_CODES.has(reasonCode)) report('BR-CL-20', field, reasonCode);
  if (!isCharge && !isAllowanceCode(reasonCode)) report('BR-CL-19', field, reasonCode);
}
