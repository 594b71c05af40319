/** How document numbers look, on the wire. */
import * as z from 'zod';

/**
 * How numbers look: `{year}`, `{month}` if wanted, and `{number}` with its width, such as `RE-{year}-{number:5}`. Year and month are
 * those of the issue date in the seller's zone; the count begins again with the year alone.
 */
export const NumberPattern = z
  .string()
  .max(40)
  .regex(
    /^[A-Z0-9./-]*\{year\}[A-Z0-9./-]*(\{month\}[A-Z0-9./-]*)?\{number(:[1-9])?\}$/,
    'must hold {year}, then {month} if wanted, and end in {number} or {number:5}',
  )
  .meta({ example: 'RE-{year}-{number:5}' });

/** What of a pattern keeps its numbers apart from another's: behind the year a digit is as good as any other. */
export function skeletonOf(pattern: string): string {
  const [before = '', after = ''] = pattern.split('{year}');

  return `${before}{year}${after.replace(/(\{month\}|\{number(:\d)?\}|\d)+/g, '#')}`;
}
