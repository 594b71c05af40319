/** The small words that every contract uses: bounded, strict, each with a message that says what would be accepted. */
import * as z from 'zod';
import { isCountry } from '../kernel/countries.ts';
import { currencyAsked, isCurrency } from '../kernel/currencies.ts';
import type { IdKind } from '../kernel/ids.ts';
import { isId } from '../kernel/ids.ts';
import { missingLetters, namedLetters } from '../kernel/letters.ts';
import { isCivilDate, isInstant, isZone } from '../kernel/time.ts';

/** Characters that never belong in business text: controls, line breaks, direction overrides, what is not seen, lone surrogates. */
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/u;

/** A character that is still there once a document is cleaned of what nobody sees. */
const VISIBLE = /[^\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Z}\p{Variation_Selector}]/u;

/** What is said of every text that documents print; the letters themselves would be a pattern that nobody reads. */
export const PRINTED_TEXT =
  'As printed: Latin, Greek and Cyrillic letters, digits and usual signs; others are refused with `text.not_printable`';

/** Text of 1 to `max` characters on which nobody can hide anything, and which no document prints. */
export const unprintedText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !UNPRINTABLE.test(value), {
      error: 'must not contain line breaks, control, direction or invisible characters',
      abort: true,
    })
    .refine((value) => value.trim() === value, 'must not begin or end with blanks')
    .refine((value) => value === '' || VISIBLE.test(value), {
      error: 'must hold a character that can be seen',
      abort: true,
    });

/** What a refusal says beside the sentence. */
const NOT_PRINTABLE = {
  code: 'text.not_printable',
  hint: 'Documents print Latin with all its accents, Greek and Cyrillic; write the text in letters of these.',
};

/** The same, of letters that documents can print. Whatever may stand on a document is one of these. */
export const text = (max: number) =>
  unprintedText(max)
    .refine((value) => value.length > max || missingLetters(value).length === 0, {
      error: ({ input }) =>
        `holds what documents cannot print: ${namedLetters(missingLetters(String(input)))}`,
      params: NOT_PRINTABLE,
    })
    .meta({ description: PRINTED_TEXT });

/** An id of one kind. */
export const id = (kind: IdKind) =>
  z
    .string()
    .max(40)
    .refine((value) => isId(kind, value), `must be an id of kind ${kind}`)
    .meta({ description: `Id of kind ${kind}` });

/** An id of what a customer owes: an invoice, or an item that was brought forward from another system. */
export const ItemId = z
  .string()
  .max(40)
  .refine(
    (value) => isId('invoice', value) || isId('openItem', value),
    'must be an id of kind invoice or openItem',
  )
  .meta({ description: 'Id of kind invoice, or openItem where it was brought forward' });

/** ISO 4217, as in our own table. */
export const Currency = z
  .string()
  .length(3)
  .refine(isCurrency, { error: ({ input }) => currencyAsked(input) })
  .meta({ description: 'ISO 4217 currency code', example: 'EUR' });

/** ISO 3166-1 alpha-2. */
export const Country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166-1 alpha-2)')
  .refine(isCountry, 'must be a country')
  .meta({ example: 'DE' });

/** A decimal of up to 12 integer digits and `places` decimals, without exponent. */
export const decimal = (places: number, example: string) =>
  z
    .string()
    .max(32)
    .regex(
      new RegExp(`^-?(0|[1-9]\\d{0,11})(\\.\\d{1,${places}})?$`),
      `must be a decimal with at most ${places} decimals`,
    )
    .meta({ example });

/** A decimal that is not negative. */
export const positiveDecimal = (places: number, example: string) =>
  decimal(places, example).refine((value) => !value.startsWith('-'), 'must not be negative');

/** An amount on the wire: a decimal string with as many decimals as the currency has, and the currency. */
export const MoneyBody = z
  .strictObject({ amount: decimal(4, '12.30'), currency: Currency })
  .meta({ id: 'Money', description: 'A decimal string with its currency' });

/** A civil date. */
export const CivilDateBody = z
  .string()
  .max(10)
  .refine(isCivilDate, 'must be a date YYYY-MM-DD')
  .meta({ example: '2026-11-23' });

/** A UTC instant. */
export const InstantBody = z
  .string()
  .max(30)
  .refine(isInstant, 'must be a UTC instant such as 2026-11-23T11:00:00.000Z')
  .meta({ example: '2026-11-23T11:00:00.000Z' });

/** Pairs a caller may attach: at most 50, keys to 40, values to 500 characters. */
export const METADATA_PAIRS_MAX = 50;

/** The caller's own key-value pairs. */
export const Metadata = z
  .record(z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/, 'must be 1-40 of A-Z a-z 0-9 _ . -'), unprintedText(500))
  .refine(
    (value) => Object.keys(value).length <= METADATA_PAIRS_MAX,
    `must have at most ${METADATA_PAIRS_MAX} pairs`,
  )
  .refine(
    (value) => !Object.hasOwn(value, '__proto__') && !Object.hasOwn(value, 'constructor'),
    'must not name __proto__ or constructor',
  );

/** An IANA time zone. */
export const Zone = z.string().max(60).refine(isZone, 'must be an IANA time zone such as Europe/Berlin');

/** A page of a list; list views may lag behind the journal by a moment. */
export const PAGE_SIZE_MAX = 100;

/** The query of every list. */
export const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(50),
  cursor: z.string().max(600).optional(),
});

/** The answer of every list. */
export const listOf = <Item extends z.ZodType>(item: Item, name: string) =>
  z
    .strictObject({
      data: z.array(item),
      next_cursor: z.string().nullable(),
      /** Lists follow the journal with a small delay. */
      as_of: InstantBody,
    })
    .meta({ id: name, description: 'A page; lists lag behind single objects by a moment' });
