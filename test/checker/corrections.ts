/** Corrected invoices: what each replaces, and that it asks for nothing that was paid before. */
import { type Data, type Fact, idOf, isParked, part, text, whole } from './books.ts';
import type { Given } from './snapshot.ts';

type Journal = Given['journal'];

/** The request that a corrected invoice came of; undefined for any other. */
export function correctionOf({ tenant, id, data }: Fact, journal: Journal): Fact | undefined {
  const replaced = text(part(data, 'corrects'), 'invoice');

  return journal
    .of(tenant, replaced)
    .find((fact) => fact.type === 'invoice.correction_requested' && text(fact.data, 'invoice') === id);
}

/** The lines that a correction states; undefined where they are those of the order. */
export function correctedLines(invoice: Fact, journal: Journal): unknown {
  return correctionOf(invoice, journal)?.data.lines;
}

/** The last of the invoices that replace one, itself where none does. */
export function lastOf(tenant: string, invoice: string, journal: Journal): string {
  const next = journal.of(tenant, invoice).find(({ type }) => type === 'invoice.correction_requested');

  return next ? lastOf(tenant, text(next.data, 'invoice'), journal) : invoice;
}

/** Whether a payment of an invoice that an item replaces was under way when it was opened; then nobody charges it. */
export function isAwaited({ tenant, id, data, place }: Fact, journal: Journal): boolean {
  const replaced = Array.isArray(data.replaces) ? data.replaces.map(String) : [];
  const attempts = journal
    .ofType('payment.intended')
    .filter((fact) => fact.tenant === tenant && replaced.includes(text(fact.data, 'invoice')));

  return attempts.some((attempt) => {
    if (attempt.place > place) return false;
    const facts = journal.of(tenant, attempt.id);
    const isOver = facts.some((fact) => ENDED.has(fact.type) && fact.place < place);
    const isTaken = journal
      .of(tenant, id)
      .some(
        (fact) =>
          fact.type === 'cash.added' && text(fact.data, 'payment') === attempt.id && fact.place < place,
      );

    return !isOver && !isTaken;
  });
}

const ENDED = new Set(['payment.failed', 'payment.cancelled']);

/** The first of the invoices that a corrected one goes back to, itself where it replaces none. */
export function firstOf({ tenant, id, data }: Fact, journal: Journal): string {
  const corrects = part(data, 'corrects');
  const former =
    corrects && journal.of(tenant, text(corrects, 'invoice')).find(({ type }) => type === 'invoice.issued');

  return former ? firstOf(former, journal) : id;
}

/** The id and the cause of a corrected invoice derive from the one that it replaces. */
export function idOfCorrected(tenant: string, data: Data): string | undefined {
  const corrects = part(data, 'corrects');

  return corrects && idOf('inv', tenant, 'corrected', text(corrects, 'invoice'));
}

/** I-53: it names what it replaces, which is taken back as a whole, and is owed only once that credit is on the account. */
export function checkCorrections({ journal, report, snapshot }: Given): void {
  for (const invoice of journal.ofType('invoice.issued')) {
    if (!part(invoice.data, 'corrects')) continue;
    for (const says of wrongIn(invoice, journal)) report({ invariant: 'I-53', about: invoice.id, says });
  }
  if (!snapshot.isAtRest) return;
  for (const { tenant, id, data } of journal.ofType('invoice.correction_requested')) {
    const isThere = journal.of(tenant, text(data, 'invoice')).some(({ type }) => type === 'invoice.issued');
    if (!isThere && !isParked(journal, id, text(data, 'invoice')))
      report({
        invariant: 'I-53',
        about: id,
        says: 'it was taken back, and no corrected invoice was issued',
      });
  }
}

function wrongIn(invoice: Fact, journal: Journal): readonly string[] {
  const { tenant, id, data } = invoice;
  const corrects = part(data, 'corrects');
  const replaced = journal
    .of(tenant, text(corrects, 'invoice'))
    .find(({ type }) => type === 'invoice.issued');
  if (!replaced || !correctionOf(invoice, journal)) return ['nobody asked for it'];
  const told = ['number', 'issueDate'].filter((name) => text(corrects, name) !== text(replaced.data, name));
  const same = ['entity', 'customer', 'currency', 'account'].filter(
    (name) => text(data, name) !== text(replaced.data, name),
  );
  const revision = whole(part(replaced.data, 'corrects'), 'revision') + 1;
  const note = idOf('crn', tenant, replaced.id, 'full');
  const story = journal.of(tenant, text(data, 'account'));
  const opened = story.find((fact) => fact.type === 'item.opened' && text(fact.data, 'invoice') === id);
  const credited = story.find(
    (fact) => fact.type === 'credit.added' && text(fact.data, 'creditNote') === note,
  );
  const isEarly = opened && (!credited || credited.version > opened.version);

  return [
    ...told.map((name) => `it names another ${name} than that of the invoice it replaces`),
    ...same.map((name) => `its ${name} is another than that of the invoice it replaces`),
    ...(whole(corrects, 'revision') === revision ? [] : [`it is revision ${revision}`]),
    ...(isEarly ? ['it was owed before what it replaces was credited'] : []),
  ];
}
