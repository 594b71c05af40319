/** Invoices and credit notes, immutable once issued: whatever can be refused is refused in drafting, before there is a number. */
import type { Decider } from '../kernel/decider.ts';
import { ok, refuse } from '../kernel/result.ts';
import { creditRequested, creditedAfter, metBy, restRequested } from './invoices/crediting.ts';
import { correct } from './invoices/correcting.ts';
import { deductDeposit } from './invoices/deducting.ts';
import { returnedAfter } from './invoices/quantities.ts';
import type {
  ClearedBy,
  CreditNote,
  CreditNoteCommand,
  CreditNoteFact,
  Invoice,
  InvoiceCommand,
  InvoiceFact,
} from './invoices/states.ts';

/** The rules of one invoice. */
export const invoices: Decider<Invoice, InvoiceCommand, InvoiceFact> = {
  name: 'invoices',
  headVersion: 2,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'issue') return ok(state.status === 'none' ? issued(command) : []);
    if (state.status === 'none') return refuse('invoice.not_found', 'There is no such invoice.');
    if (command.do === 'hear') return ok(command.account > state.heard ? [echoOf(command)] : []);
    if (command.do === 'deduct') return ok(state.deducted ? [] : deductDeposit(state, command));
    if (command.do === 'correct') return correct(state, command.wish);
    const credit =
      command.do === 'request_rest'
        ? restRequested(state, command.wish)
        : creditRequested(state, command.wish);
    if (!credit.ok) return credit;

    return ok(credit.value ? [{ type: 'invoice.credit_requested', data: credit.value }] : []);
  },
  evolve(state, fact) {
    if (fact.type === 'invoice.issued')
      return { ...fact.data, status: 'issued', settledBy: null, heard: 0, credits: [], creditedMinor: [] };
    if (state.status === 'none') return state;
    switch (fact.type) {
      case 'revenue.deferred':
        return state;
      case 'invoice.settled':
        return { ...state, settledBy: fact.data.by, heard: fact.data.account };
      case 'invoice.reopened':
        return { ...state, settledBy: null, heard: fact.data.account };
      case 'invoice.deducted':
        return { ...state, deducted: fact.data };
      case 'invoice.correction_requested':
        return { ...state, correctedBy: fact.data.invoice };
      case 'invoice.credit_requested':
        return {
          ...state,
          credits: [...state.credits, metBy(fact.data)],
          creditedMinor: creditedAfter(state, fact.data),
          ...returnedAfter(state, fact.data),
        };
    }
  },
};

function issued({ data, books, deferred }: InvoiceCommand & { do: 'issue' }): readonly InvoiceFact[] {
  const issue: InvoiceFact = { type: 'invoice.issued', data, books };

  return deferred ? [issue, { type: 'revenue.deferred', data: deferred }] : [issue];
}

function echoOf({ by, account }: { readonly by: ClearedBy | null; readonly account: number }): InvoiceFact {
  return by === null
    ? { type: 'invoice.reopened', data: { account } }
    : { type: 'invoice.settled', data: { by, account } };
}

/** The rules of one credit note. */
export const creditNotes: Decider<CreditNote, CreditNoteCommand, CreditNoteFact> = {
  name: 'credit_notes',
  headVersion: 1,
  initial: { status: 'none' },
  decide: (state, { data, books }) =>
    ok(state.status === 'none' ? [{ type: 'credit_note.issued', data, books }] : []),
  evolve: (_, fact) => ({ ...fact.data, status: 'issued' }),
};
