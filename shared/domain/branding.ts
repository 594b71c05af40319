/** How a seller's documents look: only what stays readable for everyone, and in black and white. */
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';

/** A seller's own look. */
export type Branding = {
  /** Colour of name, title and rules, `#rrggbb` in small letters; null prints them in ink. */
  readonly accentColor: string | null;
  /** Absent or null: the name is printed in its place. */
  readonly logo?: Logo | null;
};

/** A logo by its content; the picture itself lies with the documents. */
export type Logo = { readonly sha256: string; readonly width: number; readonly height: number };

/** The look of a seller that never said anything about it. */
export const PLAIN: Branding = { accentColor: null };

/** Whether a look says nothing, so that nothing is recorded of it. */
export function isPlain({ accentColor, logo }: Partial<Branding>): boolean {
  return !accentColor && !logo;
}

/** WCAG 2.2, 1.4.3: what text of any size needs against its ground. */
const CONTRAST_MIN = 4.5;

/** Refused where the accent would be too pale on white paper. */
export function readable(branding: Branding): Result<Branding> {
  const { accentColor } = branding;
  if (accentColor === null || contrastToWhite(accentColor) >= CONTRAST_MIN) return ok(branding);

  return refuse('branding.contrast_low', `On white, ${accentColor} has a contrast below ${CONTRAST_MIN}:1.`, {
    pointer: '#/branding/accent_color',
    hint: 'Choose a darker colour.',
  });
}

/** From 1 to 21, by the relative luminance of WCAG 2.2. */
export function contrastToWhite(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(color.slice(at, at + 2)));

  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

/** The light that a channel of sRGB, two hexadecimal digits, gives off. */
function linear(channel: string): number {
  const share = Number.parseInt(channel, 16) / 255;

  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
