/** The lives of self-billed invoices and of the credit notes to them. */
import type { Decider } from '../../kernel/decider.ts';
import { derivedId } from '../../kernel/hash.ts';
import { PREFIX } from '../../kernel/ids.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { PostingSet } from '../../ports.ts';
import { creditedAfter, creditRequested, metBy } from '../invoices/crediting.ts';
import { returnedAfter } from '../invoices/quantities.ts';
import type { SelfBilledCreditData, SelfBilledData } from '../self-billing.ts';
import { objectionOf, paymentOf, refusedAfterObjection } from './payable.ts';
import type {
  Objection,
  ObjectionWish,
  PayablePayment,
  PaymentWish,
  SelfBilled,
  SelfBilledCredit,
  SelfBilledCreditWish,
  SelfBilledIssued,
} from './states.ts';

/** What can be asked of a self-billed invoice. */
export type SelfBilledCommand =
  | { readonly do: 'issue'; readonly data: SelfBilledData; readonly books: PostingSet }
  | { readonly do: 'request_credit'; readonly wish: SelfBilledCreditWish }
  | { readonly do: 'object'; readonly wish: ObjectionWish }
  | { readonly do: 'pay'; readonly wish: PaymentWish };

/** What becomes true of a self-billed invoice. */
export type SelfBilledFact =
  | {
      readonly type: 'self_billed_invoice.issued';
      readonly data: SelfBilledData;
      readonly books: PostingSet;
    }
  | {
      readonly type: 'self_billed_invoice.credit_requested';
      readonly data: SelfBilledCredit;
      readonly books?: undefined;
    }
  /** Without postings where no input tax is lost. */
  | { readonly type: 'self_billed_invoice.objected'; readonly data: Objection; readonly books?: PostingSet }
  | { readonly type: 'self_billed_invoice.paid'; readonly data: PayablePayment; readonly books: PostingSet };

/** The rules of one self-billed invoice; all that can be refused of its issue was refused before it got a number. */
export const selfBilledInvoices: Decider<SelfBilled, SelfBilledCommand, SelfBilledFact> = {
  name: 'self_billed_invoices',
  headVersion: 2,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'issue') return ok(state.status === 'none' ? [issued(command)] : []);
    if (state.status === 'none')
      return refuse('self_billed_invoice.not_found', 'There is no such self-billed invoice.');
    switch (command.do) {
      case 'request_credit':
        return requestCredit(state, command.wish);
      case 'object':
        return factOf('self_billed_invoice.objected', objectionOf(state, command.wish));
      case 'pay':
        return factOf('self_billed_invoice.paid', paymentOf(state, command.wish));
    }
  },
  evolve(state, fact) {
    if (fact.type === 'self_billed_invoice.issued')
      return { ...fact.data, status: 'issued', credits: [], creditedMinor: [], payments: [] };
    if (state.status === 'none') return state;
    switch (fact.type) {
      case 'self_billed_invoice.objected':
        return { ...state, objection: fact.data };
      case 'self_billed_invoice.paid':
        return { ...state, payments: [...state.payments, fact.data] };
      case 'self_billed_invoice.credit_requested':
        return {
          ...state,
          credits: [...state.credits, metBy(fact.data)],
          creditedMinor: creditedAfter(state, fact.data),
          ...returnedAfter(state, fact.data),
        };
    }
  },
};

function issued({ data, books }: SelfBilledCommand & { do: 'issue' }): SelfBilledFact {
  return { type: 'self_billed_invoice.issued', data, books };
}

function requestCredit(
  state: SelfBilledIssued,
  wish: SelfBilledCreditWish,
): Result<readonly SelfBilledFact[]> {
  const credit = refusedAfterObjection(state, wish) ?? creditRequested(state, wish);
  if (!credit.ok) return credit;

  return ok(credit.value ? [{ type: 'self_billed_invoice.credit_requested', data: credit.value }] : []);
}

/** The one fact of a command; none where the same request has led to it. */
function factOf<Type extends SelfBilledFact['type'], Told extends object>(
  type: Type,
  told: Result<Told | undefined>,
): Result<readonly (Told & { readonly type: Type })[]> {
  if (!told.ok) return told;

  return ok(told.value ? [{ ...told.value, type }] : []);
}

/** A credit note to a self-billed invoice. */
export type SelfBilledCreditNote =
  | { readonly status: 'none' }
  | (SelfBilledCreditData & { readonly status: 'issued' });

/** What becomes true of it. */
export type SelfBilledCreditFact = {
  readonly type: 'self_billed_credit_note.issued';
  readonly data: SelfBilledCreditData;
  readonly books: PostingSet;
};

/** The rules of one such credit note. */
export const selfBilledCreditNotes: Decider<
  SelfBilledCreditNote,
  { readonly do: 'issue'; readonly data: SelfBilledCreditData; readonly books: PostingSet },
  SelfBilledCreditFact
> = {
  name: 'self_billed_credit_notes',
  headVersion: 1,
  initial: { status: 'none' },
  decide: (state, { data, books }) =>
    ok(state.status === 'none' ? [{ type: 'self_billed_credit_note.issued', data, books }] : []),
  evolve: (_, { data }) => ({ ...data, status: 'issued' }),
};

/** The id of the invoice that a request leads to. */
export function selfBilledInvoiceOf(tenant: string, request: string): string {
  return derivedId(PREFIX.selfBilledInvoice, tenant, request);
}

/** The credit note of a request: by its ordinal, or the one that takes the invoice back as a whole. */
export function selfBilledCreditNoteOf(
  tenant: string,
  invoice: string,
  { ordinal }: Pick<SelfBilledCredit, 'ordinal'>,
): string {
  return derivedId(
    PREFIX.selfBilledCreditNote,
    tenant,
    invoice,
    ordinal === undefined ? 'full' : String(ordinal),
  );
}
