/** An invoice taken back in pieces: each piece is a document in all its forms, and together they end at exactly zero. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import { composeCreditNote } from '../../shared/documents/compose.ts';
import { prepared, type PreparedDocument } from '../../shared/documents/prepared.ts';
import { invoices } from '../../shared/domain/invoices.ts';
import { amountMinorOf } from '../../shared/domain/invoices/wishes.ts';
import { partOf } from '../../shared/domain/invoices/pieces.ts';
import type { CreditWish, RequestedCredit } from '../../shared/domain/invoices/wishes.ts';
import { creditNoteIssued } from '../../shared/domain/ledger.ts';
import type { PostingSet } from '../../shared/ports.ts';
import { sum } from '../checker/books.ts';
import { assertBooks, assertEInvoices, assertFigures, assertWords } from './agreement.ts';
import { askedFor, piecesOf } from './cutting.ts';
import { type Expected, type Figures, totalOf } from './figures.ts';
import { ENTITY, type IssuedInvoice, standing, type Standing } from './issuing.ts';
import { expectedPiece } from './piece.ts';
import type { Cut, Sale } from './sale.ts';

/** The number of every credit note. */
export const CREDIT_NUMBER = 'CN-2026-00007';

const CREDIT_NOTE = '381';
const ISSUED_ON = '2026-12-01';
/** As many as an invoice may have but one, which takes the rest. */
const WISH = { reason: 'returned', remainder: 'credit' } as const;

/** An invoice with what was taken back of it so far. */
export type Taking = {
  readonly sale: Sale;
  readonly issued: IssuedInvoice;
  readonly expected: Expected;
  readonly invoice: Standing;
  readonly notes: readonly IssuedNote[];
};

/** A credit note as it is issued. */
export type IssuedNote = Figures & {
  readonly document: PreparedDocument;
  readonly books: PostingSet;
  readonly eInvoices: number;
  /** Whether it was asked for by quantity. */
  readonly isCounted: boolean;
};

/** An invoice of which nothing is taken back. */
export function untouched(sale: Sale, issued: IssuedInvoice, expected: Expected): Taking {
  return { sale, issued, expected, invoice: standing(issued), notes: [] };
}

/** Takes an invoice back by the cuts, and then the rest of it; tells the notes that took. */
export function takeBack(taking: Taking, cuts: readonly Cut[]): readonly IssuedNote[] {
  let { notes, ...rest } = taking;
  for (const cut of [...cuts, null]) ({ notes, ...rest } = takeOne({ notes, ...rest }, cut));
  assertNothingLeft(notes, taking.expected);

  return notes;
}

/** Takes a cut back, or all that is left; nothing happens where the cut comes to nothing. */
export function takeOne(taking: Taking, cut: Cut | null): Taking {
  const { issued, invoice, notes } = taking;
  const lines = cut && piecesOf(cut, invoice, issued.draft);
  if (lines?.length === 0) return taking;
  const wish: CreditWish = { ...WISH, fingerprint: `request-${notes.length}`, ...(lines && { lines }) };
  const decided = invoices.decide(invoice, { do: 'request_credit', wish });
  if (!decided.ok && decided.refusal.code === 'invoice.already_credited') return taking;
  if (!decided.ok && isIndivisible(invoice)) {
    deepStrictEqual(decided.refusal.code, 'credit_note.not_divisible');
    return taking;
  }
  holds(decided.ok, decided.ok ? '' : decided.refusal.code);
  const [fact] = decided.value;
  holds(fact?.type === 'invoice.credit_requested');
  if (lines) deepStrictEqual(fact.data.lines?.map(amountMinorOf), lines.map(askedFor(invoice, issued.draft)));

  return issueNote(taking, fact.data);
}

/** Issues the credit note that was asked for. */
export function issueNote(taking: Taking, credit: RequestedCredit): Taking {
  const { issued, invoice, notes, expected, sale } = taking;
  const { draft, document, number } = issued;
  const before = invoice.netsMinor.map((_, index) => invoice.creditedMinor[index] ?? 0n);
  const part = credit.lines ? partOf(draft, { beforeMinor: before, lines: credit.lines }) : null;
  const composed = composeCreditNote(document.model, {
    number,
    issueDate: ISSUED_ON,
    part,
    reason: credit.reason,
  });
  const note = prepared(composed);
  holds(note.ok, note.ok ? '' : note.refusal.message);
  const { deducts: _, prepaid: __, ...whole } = expected;
  const wanted =
    part && credit.lines
      ? expectedPiece({ sale, draft, expected, lines: credit.lines, before, notes, piece: part })
      : whole;
  const told = { ...wanted, code: CREDIT_NOTE };
  assertFigures(note.value.model, told);
  assertWords(note.value, told);
  const { kind } = draft;
  const { netMinor, taxMinor, grossMinor } = composed;
  const book = { entity: ENTITY, currency: draft.currency, date: ISSUED_ON, ...(kind && { kind }) };
  const books = creditNoteIssued({ ...book, netMinor, taxMinor, grossMinor });
  assertBooks(books, told, true);
  const eInvoices = assertEInvoices(note.value, CREDIT_NUMBER, told);
  const after = invoices.evolve(invoice, { type: 'invoice.credit_requested', data: credit });
  holds(after.status === 'issued');
  const isCounted = credit.lines?.some(({ quantity }) => quantity !== undefined) ?? false;
  const issuedNote = { ...composed, document: note.value, books, eInvoices, isCounted } as IssuedNote; // of a draft's lines

  return { ...taking, invoice: after, notes: [...notes, issuedNote] };
}

/** What a negative line took off cannot be told apart by rates, nor from what is on the whole. */
function isIndivisible(invoice: Standing): boolean {
  const isReduced = (invoice.grossesMinor ?? invoice.netsMinor).some((minor) => minor < 0n);

  return isReduced && (invoice.reductions !== undefined || invoice.taxes.length > 1);
}

/** All notes together are the invoice: net, tax of each category and rate, gross, and the tax in another currency. */
export function assertNothingLeft(notes: readonly Figures[], expected: Expected): void {
  const total = (of: (note: Figures) => bigint) => sum(notes.map(of));
  deepStrictEqual(
    {
      net: total(({ netMinor }) => netMinor),
      gross: total(({ grossMinor }) => grossMinor),
      taxes: expected.taxes.map(({ bears }) => ({ bears, ...totalOf(notes, bears) })),
      accounting: total(({ accountingTax }) => accountingTax?.taxMinor ?? 0n),
    },
    {
      ...{ net: expected.net, gross: expected.gross, taxes: expected.taxes },
      accounting: expected.accounting?.tax ?? 0n,
    },
  );
}
