/** The invoice that replaces another. */
import type { StoredLine } from '../orders/states.ts';

/** The invoice that a corrected one replaces; `revision` counts from 1. */
export type Corrects = {
  readonly invoice: string;
  readonly number: string;
  readonly issueDate: string;
  readonly revision: number;
};

/** What a corrected invoice says other than the one before it. */
export type Correction = {
  /** The id of the corrected invoice. */
  readonly invoice: string;
  /** The version of the customer's profile whose name and address it carries. */
  readonly profile: number;
  readonly reference: string | null;
  /** Its lines; absent where they are those of the order's step, or of the bill. */
  readonly lines?: readonly StoredLine[];
};

/** Asks for a correction. */
export type CorrectionWish = Correction & { readonly fingerprint: string };
