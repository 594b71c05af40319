/** What a line of the budget of facts says. */

/** What one fact is allowed to cost and to touch. */
export type FactBudget = {
  /** Schema version written today; older ones are read through `upcasts.ts`. */
  readonly v: number;
  readonly aggregate: string;
  /** What its item is keyed by beside the tenant: how the aggregate's id is derived. */
  readonly key: string;
  /** Whether version 2 and later carry the folded state. */
  readonly head: 'folded' | 'only version 1';
  /** The largest item that carries it within the limits of the contracts, in bytes. */
  readonly bytesMax: number;
  /** Write units of its item in the reference order (10 lines), or in its usual form where it has no part in it. */
  readonly writeUnits: number;
  /** View rows that its commit writes. */
  readonly rows: readonly string[];
  /** Where the personal data behind it lies; the fact itself carries none. */
  readonly personalData: 'none' | 'profile' | 'frozen document' | 'raw webhook, expiring';
};
