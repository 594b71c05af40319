/** What is owed by self-billed invoices, reckoned again from their facts: never overpaid, and lost by an objection once. */
import { percentOf } from './arithmetic.ts';
import { type Data, type Fact, list, minor, sum, text, whole } from './books.ts';
import type { Given } from './snapshot.ts';

/** I-63. */
export function checkPayables(given: Given): void {
  for (const issued of given.journal.ofType('self_billed_invoice.issued')) checkStory(issued, given);
}

/** Where an invoice stands between two of its facts; `net` is what credit notes take back of it. */
type Standing = { net: bigint; paid: bigint; payments: number; isObjected: boolean };

function checkStory({ tenant, id, data: issued }: Fact, given: Given): void {
  const { journal, report } = given;
  const wrong = (says: string) => report({ invariant: 'I-63', about: id, says });
  const standing: Standing = { net: 0n, paid: 0n, payments: 0, isObjected: false };
  for (const { type, data } of journal.of(tenant, id)) {
    if (type === 'self_billed_invoice.credit_requested') {
      if (standing.isObjected) wrong('it was taken back after its supplier objected');
      standing.net += Array.isArray(data.lines) ? netOf(data) : minor(issued, 'netMinor');
    }
    if (type === 'self_billed_invoice.objected') afterObjection(data, issued, { standing, wrong });
    if (type === 'self_billed_invoice.paid') afterPayment(data, issued, { standing, wrong });
  }
  checkPosted({ tenant, id, issued, standing }, given);
}

type Of = { readonly standing: Standing; readonly wrong: (says: string) => void };

function afterObjection(data: Data, issued: Data, { standing, wrong }: Of): void {
  if (standing.isObjected) wrong('its supplier objected twice');
  standing.isObjected = true;
  const lost = minor(issued, 'taxMinor') - taxOf(issued, standing.net);
  if (minor(data, 'lostTaxMinor') !== (issued.isDeductible === true ? lost : 0n))
    wrong('another input tax is lost than was left');
  if (text(data, 'objectedOn') < text(issued, 'issueDate'))
    wrong('its supplier objected before it was there');
}

function afterPayment(data: Data, issued: Data, { standing, wrong }: Of): void {
  const amount = minor(data, 'amountMinor');
  const open = minor(issued, 'grossMinor') - standing.net - taxOf(issued, standing.net) - standing.paid;
  if (amount <= 0n || amount > open) wrong('more was paid than was open, or nothing');
  standing.paid += amount;
  standing.payments += 1;
  if (whole(data, 'payment') !== standing.payments) wrong('its payments are not counted one by one');
}

/** What the books owe for it is what is left of it, once its credit notes are there. */
function checkPosted(
  of: { readonly tenant: string; readonly id: string; readonly issued: Data; readonly standing: Standing },
  { journal, snapshot, report }: Given,
): void {
  const { tenant, id, issued, standing } = of;
  const notes = journal
    .ofType('self_billed_credit_note.issued')
    .filter((note) => note.tenant === tenant && text(note.data, 'invoice') === id);
  const credited = sum(notes.map(({ data }) => minor(data, 'grossMinor')));
  const isAll = sum(notes.map(({ data }) => minor(data, 'netMinor'))) === standing.net;
  if (!isAll && !snapshot.isAtRest) return;
  const posted = sum(
    [...journal.of(tenant, id), ...notes].flatMap(({ books }) =>
      (books?.entries ?? []).filter(({ account }) => account === 'payables').map((entry) => entry.minor),
    ),
  );
  const left = minor(issued, 'grossMinor') - standing.net - taxOf(issued, standing.net) - standing.paid;
  if (posted !== -left || credited !== standing.net + taxOf(issued, standing.net))
    report({ invariant: 'I-63', about: id, says: `the books owe ${-posted}, and ${left} is left` });
}

function netOf(request: Data): bigint {
  return sum(list(request, 'lines').map((piece) => minor(piece, 'netMinor')));
}

/** One supply stands on the document, so one rate does. */
function taxOf(issued: Data, net: bigint): bigint {
  return percentOf(net, text(list(issued, 'taxes')[0], 'rate'));
}
