/** Which lines of a draft are not earned when it is issued. */
import type { CivilDate } from '../../kernel/time.ts';
import type { DeferredData } from '../deferrals.ts';
import type { DraftLine } from '../drafting/draft.ts';
import type { InvoiceCause } from '../invoices/states.ts';
import type { SellerDetails } from '../legal-entities/states.ts';

/**
 * What an invoice defers: of a subscription's lines each that serves a day from its issue on, and the credit that waits
 * for a later bill. A line of a period that is over is revenue at once, as is all of an order and all of a seller that
 * recognises revenue at invoice.
 */
export function deferredOf(
  draft: {
    readonly cause: InvoiceCause;
    readonly currency: string;
    readonly issueDate: CivilDate;
    readonly lines: readonly Pick<DraftLine, 'netMinor' | 'period'>[];
  },
  of: { readonly entity: string; readonly seller: Pick<SellerDetails, 'zone' | 'revenueRecognition'> },
): DeferredData | undefined {
  const { cause, currency, issueDate } = draft;
  const { entity, seller } = of;
  if ('order' in cause || seller.revenueRecognition === 'at_invoice') return undefined;
  const lines = draft.lines.flatMap(({ netMinor, period }, index) =>
    netMinor === 0n || (period !== null && period.end <= issueDate)
      ? []
      : [{ line: index + 1, netMinor, period }],
  );

  return lines.length === 0 ? undefined : { entity, currency, issueDate, zone: seller.zone, lines };
}
