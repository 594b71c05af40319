/** How a seller's documents look, on the wire. */
import * as z from 'zod';

/** The parts of the look. */
export const Branding = z.strictObject({
  /** Colour of name, title and rules; dark enough to be read on white (4.5:1). Null prints them in ink. */
  accent_color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #1d4ed8')
    .nullable()
    .default(null),
});
