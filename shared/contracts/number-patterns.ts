/** How document numbers look, on the wire. */
import * as z from 'zod';

/** How numbers look: `{year}` and `{number}` with its width, such as `RE-{year}-{number:5}`. */
export const NumberPattern = z
  .string()
  .max(40)
  .regex(
    /^[A-Z0-9./-]*\{year\}[A-Z0-9./-]*\{number(:[1-9])?\}$/,
    'must hold {year} and end in {number} or {number:5}',
  )
  .meta({ example: 'RE-{year}-{number:5}' });

/** A pattern without its width, which would not keep long numbers apart. */
export function widthless(pattern: string): string {
  return pattern.replace(/:\d\}$/, '}');
}
