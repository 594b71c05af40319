/** How document numbers look and how they are counted, on the wire. */
import * as z from 'zod';

/**
 * How numbers look: `{year}`, `{month}` and `{customer}` if wanted, and `{number}`, such as `RE-{year}-{number:5}` or
 * `{customer:3}-{number:3}`. Year and month are those of the issue date in the seller's zone. Behind the customer's ordinal,
 * which may outgrow its width, something other than a digit has to follow.
 */
export const NumberPattern = z
  .string()
  .max(40)
  .regex(
    /^[A-Z0-9./-]*(\{year\}[A-Z0-9./-]*(\{month\}[A-Z0-9./-]*)?)?(\{customer(:[1-9])?\}[A-Z./-][A-Z0-9./-]*)?\{number(:[1-9])?\}$/,
    'must hold {year}, then {month} and {customer} if wanted, and end in {number} or {number:5}',
  )
  .meta({ example: 'RE-{year}-{number:5}' });

/** Who has a count of its own: the seller, or each of its customers. */
export const NumberScope = z.enum(['legal_entity', 'customer']);

/** One of them. */
export type NumberScope = z.infer<typeof NumberScope>;

/** When a count begins again at one. */
export const NumberReset = z.enum(['never', 'yearly', 'monthly']);

/** One of them. */
export type NumberReset = z.infer<typeof NumberReset>;
