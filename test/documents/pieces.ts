/** An invoice taken back in pieces: each piece is a document in all its forms, and together they end at exactly zero. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import { composeCreditNote } from '../../shared/documents/compose.ts';
import { prepared } from '../../shared/documents/prepared.ts';
import { draftSums } from '../../shared/domain/drafting/sums.ts';
import type { Invoice } from '../../shared/domain/invoices.ts';
import { invoices } from '../../shared/domain/invoices.ts';
import { amountMinorOf, creditableMinor } from '../../shared/domain/invoices/crediting.ts';
import { partOf } from '../../shared/domain/invoices/pieces.ts';
import type { CreditWish, LineAmounts, RequestedCredit } from '../../shared/domain/invoices/wishes.ts';
import { creditNoteIssued } from '../../shared/domain/ledger.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { percentOf } from '../checker/arithmetic.ts';
import {
  assertBooks,
  assertEInvoices,
  assertFigures,
  assertWords,
  bearsOf,
  type Expected,
  type Figures,
} from './agreement.ts';
import { ENTITY, INVOICE_NUMBER, type IssuedInvoice } from './issuing.ts';
import type { Cut } from './sales.ts';

const CREDIT_NUMBER = 'CN-2026-00007';

type Standing = Exclude<Invoice, { readonly status: 'none' }>;

/** Takes an invoice back by the cuts, and then the rest of it; tells the notes that took. */
export function takeBack(
  issued: IssuedInvoice,
  expected: Expected,
  cuts: readonly Cut[],
): readonly Figures[] {
  let invoice = standing(issued);
  const isDivisible = !invoice.reductions && invoice.netsMinor.every((minor) => minor >= 0n);
  const notes: Figures[] = [];
  for (const cut of [...(isDivisible ? cuts : []), null]) {
    const lines = cut && piecesOf(cut, creditableMinor(invoice));
    if (lines?.length === 0) continue;
    const asked = askFor(invoice, {
      ...WISH,
      fingerprint: `request-${notes.length}`,
      ...(lines && { lines }),
    });
    if (!asked) break;
    invoice = asked.invoice;
    notes.push(issueNote(issued, asked, { expected, notes }));
  }
  assertNothingLeft(notes, expected);

  return notes;
}

const WISH = { reason: 'returned', remainder: 'credit' } as const;

function standing({ draft, books }: IssuedInvoice): Standing {
  const { customer, currency, issueDate, dueDate, cause } = draft;
  const of = {
    entity: ENTITY,
    customer,
    account: derivedId('acc', 'proof'),
    currency,
    issueDate,
    dueDate,
    cause,
  };
  const data = { ...of, ...draftSums(draft), number: INVOICE_NUMBER, content: 'hash' };
  const invoice = invoices.evolve({ status: 'none' }, { type: 'invoice.issued', data, books });
  holds(invoice.status === 'issued');

  return invoice;
}

type Asked = {
  readonly invoice: Standing;
  readonly before: readonly bigint[];
  readonly credit: RequestedCredit;
};

/** Undefined where there is nothing left to take back. */
function askFor(invoice: Standing, wish: CreditWish): Asked | undefined {
  const decided = invoices.decide(invoice, { do: 'request_credit', wish });
  if (!decided.ok && decided.refusal.code === 'invoice.already_credited') return undefined;
  holds(decided.ok, decided.ok ? '' : decided.refusal.code);
  const [fact] = decided.value;
  holds(fact?.type === 'invoice.credit_requested');
  const after = invoices.evolve(invoice, fact);
  holds(after.status === 'issued');
  const before = invoice.netsMinor.map((_, index) => invoice.creditedMinor[index] ?? 0n);

  return { invoice: after, before, credit: fact.data };
}

/** So much of what is left of each line, each line once; what comes to nothing is left out. */
function piecesOf(cut: Cut, left: readonly bigint[]): LineAmounts {
  const wanted = new Map(cut.map(({ line, thousandths }) => [line % left.length, thousandths]));

  return [...wanted].flatMap(([index, thousandths]) => {
    const netMinor = ((left[index] ?? 0n) * BigInt(thousandths)) / 1_000n;

    return netMinor > 0n ? [{ line: index + 1, netMinor }] : [];
  });
}

function issueNote(
  { draft, document }: IssuedInvoice,
  { credit, before }: Asked,
  so: { readonly expected: Expected; readonly notes: readonly Figures[] },
): Figures {
  const { currency } = draft;
  const part = credit.lines ? partOf(draft, { beforeMinor: before, lines: credit.lines }) : null;
  const issueDate = '2026-12-01';
  const composed = composeCreditNote(document.model, { number: INVOICE_NUMBER, issueDate, part });
  const note = prepared(composed);
  holds(note.ok, note.ok ? '' : note.refusal.message);
  const wanted = part && credit.lines ? expectedPart(credit.lines, draft, so.notes) : so.expected;
  assertFigures(note.value.model, wanted);
  assertWords(note.value, wanted);
  const { netMinor, taxMinor, grossMinor } = composed;
  const books = creditNoteIssued({
    entity: ENTITY,
    currency,
    date: issueDate,
    netMinor,
    taxMinor,
    grossMinor,
  });
  assertBooks(books, wanted, true);
  assertEInvoices(note.value, CREDIT_NUMBER, wanted);

  return composed;
}

/** The tax of a piece is the rate on all that is taken back with it, less what the pieces before it bore. */
function expectedPart(
  lines: LineAmounts,
  { lines: sold }: IssuedInvoice['draft'],
  notes: readonly Figures[],
): Expected {
  const nets = lines.map(amountMinorOf);
  const bases = new Map<string, bigint>();
  for (const piece of lines) {
    const of = sold[piece.line - 1];
    const netMinor = amountMinorOf(piece);
    if (of) bases.set(bearsOf(of), (bases.get(bearsOf(of)) ?? 0n) + netMinor);
  }
  const taxes = [...bases.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([bears, base]) => {
      const sofar = totalOf(notes, bears);
      const tax = percentOf(sofar.base + base, bears.split(' ')[1] ?? '0') - sofar.tax;

      return { bears, base, tax };
    });
  const net = nets.reduce((sum, each) => sum + each, 0n);
  const tax = taxes.reduce((sum, each) => sum + each.tax, 0n);

  return { nets, taxes, net, tax, gross: net + tax, allowances: 0n, charges: 0n };
}

function totalOf(notes: readonly Figures[], bears: string) {
  const taxes = notes.flatMap((note) => note.taxes).filter((tax) => bearsOf(tax) === bears);

  return {
    base: taxes.reduce((sum, { baseMinor }) => sum + baseMinor, 0n),
    tax: taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0n),
  };
}

/** All notes together are the invoice: net, tax of each category and rate, gross. */
function assertNothingLeft(notes: readonly Figures[], expected: Expected): void {
  const total = (of: (note: Figures) => bigint) => notes.reduce((sum, note) => sum + of(note), 0n);
  deepStrictEqual(
    {
      net: total(({ netMinor }) => netMinor),
      gross: total(({ grossMinor }) => grossMinor),
      taxes: expected.taxes.map(({ bears }) => ({ bears, ...totalOf(notes, bears) })),
    },
    { net: expected.net, gross: expected.gross, taxes: expected.taxes },
  );
}
