/** What a final invoice deducts. */
import type { UnionSaleRow } from '../tax/union-sale.ts';

/** What of a deposit invoice its final invoice deducts; the nets are those of its lines. */
export type Deducted = {
  readonly final: string;
  readonly netsMinor: readonly bigint[];
  /** With their tax, of a deposit whose prices contain it; absent elsewhere. */
  readonly grossesMinor?: readonly bigint[];
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly grossMinor: bigint;
};

/** A deposit invoice as far as the final one deducts it. */
export type Deduction = {
  readonly invoice: string;
  readonly number: string;
  readonly issueDate: string;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly grossMinor: bigint;
  /** What of it the deposit brought into a return of the one-stop shop on its day of issue; absent where nothing. */
  readonly returned?: readonly UnionSaleRow[];
};
