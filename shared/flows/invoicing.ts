/** A drafted invoice as it is frozen: its figures, its postings, and what of it is not earned yet. */
import { netOfLines } from '../domain/deferrals/earning.ts';
import { deferredOf } from '../domain/deferrals/deferring.ts';
import type { Draft } from '../domain/drafting/draft.ts';
import { draftSums } from '../domain/drafting/sums.ts';
import { invoiceIssued } from '../domain/ledger.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import { accountId } from '../domain/receivables.ts';
import type { Acting } from '../execute.ts';
import type { Frozen } from './freezing.ts';

/** What is printed, how it is handled, and how it asks to be paid. */
type Ready = Pick<Frozen, 'model' | 'content' | 'examined' | 'retainedUntil' | 'delivery'> & {
  readonly isDebited?: boolean;
  readonly reference?: string | null;
};

/** Everything of an invoice but its number; `document` is what is printed, and how it is handled. */
export function frozenInvoice(
  draft: Draft,
  of: Pick<Frozen, 'tenant' | 'id' | 'entity'> & {
    readonly seller: SellerDetails;
    readonly document: Ready;
    readonly acting: Acting;
  },
): Frozen {
  const { tenant, id, entity, seller, acting } = of;
  const { isDebited, reference, ...document } = of.document;
  const figures = figuresOf(tenant, entity, draft);
  const { currency, issueDate } = figures;
  const deferred = deferredOf(draft, of);
  const deferredMinor = netOfLines(deferred?.lines ?? []);

  return {
    schema: 1,
    kind: 'invoice',
    tenant,
    id,
    entity,
    issueDate,
    pattern: seller.invoiceNumbers,
    ...(seller.counting && { counting: seller.counting }),
    ...document,
    data: {
      ...figures,
      dueDate: draft.dueDate,
      zone: seller.zone,
      cause: draft.cause,
      ...(draft.discount && { discount: draft.discount }),
      ...(isDebited && { directDebit: true }),
      ...(reference && { reference }),
    },
    books: invoiceIssued({ entity, currency, date: issueDate, ...draftSums(draft), deferredMinor }),
    ...(deferred && { deferred }),
    ...{ cause: acting.cause, trace: acting.trace, at: acting.at },
  };
}

function figuresOf(tenant: string, entity: string, draft: Draft) {
  const { customer, currency, issueDate } = draft;
  const account = accountId(tenant, { entity, customer, currency });

  return { entity, customer, account, currency, issueDate, ...draftSums(draft) };
}
