/** Meters, and the events that they count. */
import type { Instant } from '../../kernel/time.ts';
import type { Price } from '../pricing/models.ts';

/** How the events of a span become one quantity. */
export type Aggregation = 'sum' | 'count' | 'max' | 'last' | 'unique' | 'time_weighted';

/** Something that a plan measures; one without prices is shown, and not charged. */
export type Meter = {
  readonly code: string;
  readonly aggregation: Aggregation;
  /** One price for each currency. */
  readonly prices?: readonly (readonly [currency: string, price: Price])[];
};

/** Something that was used; the port's event has the same shape. */
export type MeteredEvent = {
  readonly id: string;
  readonly at: Instant;
  readonly quantity: string;
  readonly dimension: string | null;
  /** The event of the same instant whose quantity it replaces, 0 to take it back; absent where it stands for itself. */
  readonly corrects?: string;
};
