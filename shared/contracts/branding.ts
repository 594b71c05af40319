/** How a seller's documents look, on the wire. */
import * as z from 'zod';

/** Of a picture that fits, in base64. */
const LOGO_LENGTH_MAX = 200_000;

/** Colour of name, title and rules; dark enough to be read on white (4.5:1). Null prints them in ink. */
const AccentColor = z
  .string()
  .regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #1d4ed8')
  .nullable();

/** A PNG in 8-bit RGB or RGBA, printed in place of the name at the head; null prints the name. */
const LogoUpload = z.base64().max(LOGO_LENGTH_MAX).nullable();

/** The look a seller is registered with. */
export const Branding = z.strictObject({
  accent_color: AccentColor.default(null),
  logo: LogoUpload.default(null),
});

/** A change of the look; whatever is left out stays. */
export const BrandingChange = z.strictObject({
  accent_color: AccentColor.optional(),
  logo: LogoUpload.optional(),
});

/** The look as answered: the logo by the hash of what is printed. */
export const BrandingShown = z.strictObject({
  accent_color: AccentColor,
  logo: z.strictObject({ sha256: z.string(), width: z.int(), height: z.int() }).nullable(),
});
