/** What a commit obliges the seller to issue. */
import type { Draft, DraftFrame } from '../domain/drafting/draft.ts';
import type { Result } from '../kernel/result.ts';
import type { Sale } from './buying.ts';

/** An invoice that is owed: its id, and how to draft it once the seller is known. */
export type Obligation = {
  readonly id: string;
  readonly entity: string;
  readonly sale: Sale;
  readonly draft: (frame: DraftFrame) => Result<Draft>;
  /** The deposit invoices that it deducts, in their order. */
  readonly deposits: readonly string[];
};
