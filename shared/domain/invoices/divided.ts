/** What is left of an invoice once its lines are divided. */
import type { DraftLine } from '../drafting/draft.ts';
import type { ReductionShare } from '../reductions.ts';
import type { InvoiceCause } from './states.ts';

/** An invoice as it was drafted. */
export type Divided = {
  readonly currency: string;
  readonly cause: InvoiceCause;
  readonly lines: readonly DraftLine[];
  readonly reductions?: readonly ReductionShare[] | undefined;
};

/** A share on the whole with what earlier notes took back of it and what this one does, in the basis of the prices. */
export type SharePart = {
  readonly share: ReductionShare;
  readonly beforeMinor: bigint;
  readonly amountMinor: bigint;
};
