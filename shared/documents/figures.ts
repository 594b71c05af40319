import { formatMoney } from '../kernel/money.ts';
import type { Figure, Labelled } from './content.ts';
import { amountText, dateText, percentText, type Style } from './format.ts';
import type { TaxSubtotal } from './model.ts';
import { sanitise } from '../kernel/sanitise.ts';
import type { Texts } from './texts/keys.ts';

/** What every part of a document is frozen with. */
export type Manner = { readonly texts: Texts; readonly style: Style };

/** The rate of a line or a subtotal as printed. */
export function rateOf(taxed: Pick<TaxSubtotal, 'category' | 'rate'>, style: Style): Figure {
  // What is outside the scope of the tax has no rate, not a rate of zero.
  return { value: taxed.rate, text: taxed.category === 'O' ? '–' : percentText(taxed.rate, style) };
}

/** A bare amount. */
export function amount(minor: bigint, style: Style): Figure {
  return { value: formatMoney({ minor, currency: style.currency }), text: amountText(minor, style) };
}

/** A day, its month in words. */
export function day(date: string, style: Style): Figure {
  return { value: date, text: dateText(date, style, 'long') };
}

/** One row, or none where there is nothing to say. */
export function labelled(label: string, text: string | null): Labelled[] {
  return text === null ? [] : [{ label, text }];
}

/** Sanitised text; null where nothing is left to print. */
export function sanitisedOrNull(text: string | null): string | null {
  const clean = sanitise(text ?? '');
  return clean === '' ? null : clean;
}
