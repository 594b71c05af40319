/** Sizes and colours of layout 1. Lengths are in points, from the top left corner of an A4 page. */
import type { Weight } from './typeface.ts';

/** Points of so many millimetres. */
export function millimetres(count: number): number {
  return (count * 72) / 25.4;
}

/** A4. */
export const PAGE = { width: 595.28, height: 841.89 } as const;

/** Where text begins and ends: DIN 5008, 25 mm and 20 mm from the edges. */
export const LEFT = millimetres(25);
export const RIGHT = PAGE.width - millimetres(20);

/** Where the second column of the letter head begins: DIN 5008, 125 mm. */
export const SECOND_COLUMN = millimetres(125);

/** Contrast to white above 16:1, 6:1; both print well in black and white. */
export const INK = '#1b2128';
export const GREY = '#57616d';
export const RULE = '#c8ced6';
export const PANEL = '#f2f4f6';

/** How a text is set; `leading` is the distance between lines where another than the usual one is prescribed. */
export type Look = {
  readonly weight: Weight;
  readonly size: number;
  readonly color: string;
  readonly leading?: number;
};

export const WORDMARK: Look = { weight: 'bold', size: 14, color: INK };
export const TITLE: Look = { weight: 'bold', size: 19, color: INK };
export const TITLE_NUMBER: Look = { weight: 'regular', size: 19, color: GREY };
export const HEADING: Look = { weight: 'bold', size: 9.5, color: INK };
export const BODY: Look = { weight: 'regular', size: 8.5, color: INK };
export const STRONG: Look = { weight: 'bold', size: 8.5, color: INK };
export const ADDRESS: Look = { weight: 'regular', size: 9.5, color: INK };
export const LABEL: Look = { weight: 'regular', size: 7.5, color: GREY };
export const COLUMN: Look = { weight: 'bold', size: 7.5, color: GREY };
export const DETAIL: Look = { weight: 'regular', size: 7.5, color: GREY };
export const TOTAL: Look = { weight: 'bold', size: 11, color: INK };
export const SENDER: Look = { weight: 'regular', size: 6.5, color: GREY };
export const FOOT: Look = { weight: 'regular', size: 6.5, color: GREY };

/** A look in the seller's own colour, if it has one. */
export function accented(look: Look, { accent = look.color }: { readonly accent?: string }): Look {
  return { ...look, color: accent };
}

/** The distance from one line to the next of a text that runs over several. */
export function leadingOf(look: Look): number {
  return look.leading ?? look.size * 1.4;
}
