/** Self-billing: nobody is invoiced for without an agreement, each wish has one invoice, and it says what was asked for. */
import { lineNet, percentOf } from './arithmetic.ts';
import { type Data, type Fact, idOf, isParked, list, minor, part, sum, text } from './books.ts';
import { checkNotes } from './credit-notes.ts';
import type { Given } from './snapshot.ts';

/** I-04, I-06, I-10 and I-28 of self-billed invoices, I-11 of the credit notes to them. */
export function checkSelfBilling(given: Given): void {
  const { journal, snapshot, report } = given;
  for (const invoice of journal.ofType('self_billed_invoice.issued')) checkIssued(invoice, given);
  checkCredits(given);
  for (const request of journal.ofType('self_billing.requested')) {
    const { tenant, id, data } = request;
    const agreed = journal.of(tenant, text(data, 'agreement'))[0];
    const isAgreed =
      agreed?.type === 'self_billing.agreed' &&
      text(agreed.data, 'customer') === text(data, 'customer') &&
      text(agreed.data, 'entity') === text(data, 'entity') &&
      // Clocks differ; where the order is known, it tells which came first.
      (snapshot.isOrdered ? agreed.place < request.place : agreed.at <= request.at);
    if (!isAgreed) report({ invariant: 'I-04', about: id, says: 'the supplier has not agreed to it' });
    const ended = journal
      .of(tenant, text(data, 'agreement'))
      .find((fact) => fact.type === 'self_billing.ended' && fact.at < request.at);
    if (ended && text(data, 'suppliedOn') > text(ended.data, 'endedOn'))
      report({ invariant: 'I-04', about: id, says: 'the agreement had ended before it was supplied' });
    const isThere = journal
      .of(tenant, idOf('sbi', tenant, id))
      .some(({ type }) => type === 'self_billed_invoice.issued');
    if (snapshot.isAtRest && !isThere && !isParked(journal, id))
      report({ invariant: 'I-28', about: id, says: 'no invoice was issued' });
  }
}

/** What is taken back is no more than was charged, of the tax that we owe as well; each wish has one note. */
function checkCredits(given: Given): void {
  const { journal, snapshot, report } = given;
  const notes = journal.ofType('self_billed_credit_note.issued');
  const byInvoice = Map.groupBy(notes, ({ tenant, data }) => `${tenant} ${text(data, 'invoice')}`);
  for (const group of byInvoice.values()) {
    checkNotes(group, given, 'self_billed_invoice.issued');
    checkReversed(group, given);
  }
  for (const { tenant, id, data } of journal.ofType('self_billed_invoice.credit_requested')) {
    const ordinal = data.ordinal === undefined ? 'full' : String(data.ordinal);
    const note = idOf('sbc', tenant, id, ordinal);
    const isThere = journal.of(tenant, note).length > 0;
    if (snapshot.isAtRest && !isThere && !isParked(journal, id))
      report({ invariant: 'I-28', about: id, says: 'no credit note was issued' });
  }
  for (const { tenant, id, data } of notes) {
    const asked = journal
      .of(tenant, text(data, 'invoice'))
      .some(
        (fact) =>
          fact.type === 'self_billed_invoice.credit_requested' &&
          String(fact.data.ordinal) === String(data.ordinal),
      );
    if (!asked) report({ invariant: 'I-04', about: id, says: 'nobody asked for this credit note' });
  }
}

/** The tax that we owe in the supplier's place, after so many notes, is the rate on what they took back together. */
function checkReversed(notes: readonly Fact[], { journal, report }: Given): void {
  let [net, tax] = [0n, 0n];
  const inOrder = notes.toSorted((a, b) => Number(a.data.ordinal ?? 0) - Number(b.data.ordinal ?? 0));
  for (const { tenant, id, data } of inOrder) {
    const invoice = journal.of(tenant, text(data, 'invoice'))[0];
    const reversed = part(invoice?.data, 'reverseCharge');
    net += minor(data, 'netMinor');
    tax += minor(part(data, 'reverseCharge'), 'taxMinor');
    const owed = reversed ? percentOf(net, text(reversed, 'rate')) : 0n;
    if (tax !== owed || data.isDeductible !== invoice?.data.isDeductible)
      report({ invariant: 'I-11', about: id, says: 'it takes back another tax of ours than was owed' });
  }
}

function checkIssued({ tenant, id, data }: Fact, { journal, report }: Given): void {
  const wrong = (invariant: string, says: string) => report({ invariant, about: id, says });
  const asked = journal.of(tenant, text(data, 'request'))[0];
  if (asked?.type !== 'self_billing.requested') {
    wrong('I-04', 'nobody asked for it');
    return;
  }
  if (id !== idOf('sbi', tenant, asked.id)) wrong('I-06', 'its id does not derive from the request');
  const same = ['entity', 'customer', 'currency', 'agreement'];
  for (const name of same) if (text(data, name) !== text(asked.data, name)) wrong('I-10', `another ${name}`);
  const currency = text(data, 'currency');
  const nets = list(asked.data, 'lines').map((line) => netOf(line, currency));
  const told = Array.isArray(data.netsMinor) ? data.netsMinor.map(String) : [];
  if (nets.map(String).join(' ') !== told.join(' ')) wrong('I-10', 'the nets do not follow from the request');
  const isReversed = list(data, 'taxes').some((tax) => text(tax, 'category') === 'AE');
  const reversed = part(data, 'reverseCharge');
  if (isReversed !== (reversed !== undefined)) wrong('I-10', 'the charge is reversed, or it is not');
  if (reversed && minor(reversed, 'taxMinor') !== percentOf(minor(data, 'netMinor'), text(reversed, 'rate')))
    wrong('I-10', 'what is owed in the place of the supplier is another');
}

function netOf(line: Data, currency: string): bigint {
  return lineNet({
    quantity: text(line, 'quantity'),
    unitPrice: text(line, 'unitPrice'),
    currency,
  });
}

/** We owe the gross; the tax on it and what we owe in the supplier's place is deducted, or borne. */
export function boughtOf(data: Data): readonly (readonly [account: string, minor: bigint])[] {
  const reversed = minor(part(data, 'reverseCharge'), 'taxMinor');
  const tax = sum([minor(data, 'taxMinor'), reversed]);
  const isDeductible = data.isDeductible === true;

  return [
    ['purchased_supplies', minor(data, 'netMinor') + (isDeductible ? 0n : tax)],
    ['input_tax', isDeductible ? tax : 0n],
    ['output_tax', -reversed],
    ['payables', -minor(data, 'grossMinor')],
  ];
}
