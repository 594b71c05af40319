/** What every document must say, and how its parts refer to each other. */
import { CREDIT_TYPES, type SemanticInvoice, type SemanticPeriod } from '../model.ts';
import type { Report } from './reporting.ts';

/** Checks presence, lines, allowances and charges, periods, terms and references. */
export function checkDocument(invoice: SemanticInvoice, report: Report): void {
  checkPresence(invoice, report);
  checkLines(invoice, report);
  checkReductions(invoice, report);
  checkPeriod(invoice.period, 'BG-14', report);
  checkDue(invoice, report);
  checkTerms(invoice, report);
  checkPreceding(invoice, report);
  const isTold = invoice.supplyDate !== null || invoice.period !== null;
  // What is paid in advance is not supplied yet.
  const isDue = invoice.type !== '386' && !isTold;
  if (isDue && !invoice.lines.every(({ period }) => period !== null)) report('CH-SUPPLY', 'BT-72', '');
}

function checkPresence(invoice: SemanticInvoice, report: Report): void {
  const { issueDate, type, seller, buyer, lines } = invoice;
  const asked: readonly (readonly [rule: string, field: string, value: string])[] = [
    ['BR-03', 'BT-2', issueDate],
    ['BR-04', 'BT-3', type],
    ['BR-06', 'BT-27', seller.name],
    ['BR-07', 'BT-44', buyer.name],
    ['BR-09', 'BT-40', seller.address.country],
    ['BR-11', 'BT-55', buyer.address.country],
  ];
  for (const [rule, field, value] of asked) if (value === '') report(rule, field, '');
  if (lines.length === 0) report('BR-16', 'BG-25', '');
}

function checkLines({ lines }: SemanticInvoice, report: Report): void {
  const ids = new Set<string>();
  lines.forEach((line, index) => {
    const field = `BG-25[${index + 1}]`;
    if (ids.has(line.id) || line.id === '') report('CH-LINE-ID', `${field}/BT-126`, line.id);
    ids.add(line.id);
    if (line.name === '') report('BR-25', `${field}/BT-153`, '');
    if (line.price.startsWith('-')) report('BR-27', `${field}/BT-146`, line.price);
    checkPeriod(line.period, `${field}/BG-26`, report);
  });
}

function checkReductions({ reductions }: SemanticInvoice, report: Report): void {
  reductions.forEach(({ isCharge, reason, reasonCode }, index) => {
    const field = `BG-20/21[${index + 1}]`;
    const isUnexplained = (reason ?? '') === '' && (reasonCode ?? '') === '';
    if (isUnexplained) report(isCharge ? 'BR-38' : 'BR-33', `${field}/${isCharge ? 'BT-104' : 'BT-97'}`, '');
  });
}

function checkPeriod(period: SemanticPeriod | null, field: string, report: Report): void {
  if (period?.start && period.end && period.end < period.start)
    report('BR-29', field, `${period.start} – ${period.end}`);
}

/**
 * The law lets a debt fall due before it is invoiced, as rent does, and a corrected invoice keeps the day of the first one: so
 * it is for a person to look at, and on what gives back or is paid already it says nothing.
 */
function checkDue({ type, issueDate, dueDate, totals }: SemanticInvoice, report: Report): void {
  if (totals.dueMinor <= 0n || type === CORRECTED || CREDIT_TYPES.has(type)) return;
  if (dueDate !== null && issueDate !== '' && dueDate < issueDate)
    report('CH-DUE-BEFORE', 'BT-9', `${dueDate} < ${issueDate}`);
}

const CORRECTED = '384';

const CASH_DISCOUNT =
  /^#(?:SKONTO|VERZUG)#TAGE=\d{1,3}#PROZENT=\d{1,2}\.\d{2}#(?:BASISBETRAG=-?\d+\.\d{2}#)?$/;

/** Each line of terms that begins with a sign belongs to the form of XRechnung, and ends in a line break. */
function checkTerms({ terms, dueDate, totals }: SemanticInvoice, report: Report): void {
  if (totals.dueMinor > 0n && dueDate === null && terms === null) report('CH-DUE', 'BT-9', '');
  if (terms === null || !terms.includes('#')) return;
  const lines = terms.split('\n');
  const discounts = lines.filter((line) => line.trimStart().startsWith('#'));
  const isUnended = lines.at(-1)?.trimStart().startsWith('#') ?? false;
  const wrong = discounts.find((line) => !CASH_DISCOUNT.test(line.trim()));
  if (wrong !== undefined || isUnended) report('BR-DE-18', 'BT-20', wrong ?? lines.at(-1) ?? '');
}

const REFERRING: ReadonlySet<string> = new Set(['381', '384', '261']);

function checkPreceding({ type, preceding }: SemanticInvoice, report: Report): void {
  if (!REFERRING.has(type)) return;
  if (preceding.length === 0) report('CH-PRECEDING', 'BT-25', '');
  for (const { number, date } of preceding)
    if (number === '' || date === null) report('CH-PRECEDING', date === null ? 'BT-26' : 'BT-25', number);
}
