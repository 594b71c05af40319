/** How a seller is taxed, on the wire. */
import * as z from 'zod';
import { CivilDateBody, positiveDecimal, text } from './common.ts';
import { PlaceCheckPolicy, PlaceItems } from './place-evidence.ts';
import { VatCheckPolicy } from './tax.ts';

/** A seller's own rates in percent; `until` is the last day for which they are known, after which nothing is sold by them. */
const OwnRates = z.strictObject({
  standard: positiveDecimal(3, '19'),
  reduced: positiveDecimal(3, '7'),
  second_reduced: positiveDecimal(3, '5').nullable().default(null),
  third_reduced: positiveDecimal(3, '12').nullable().default(null),
  super_reduced: positiveDecimal(3, '2.1').nullable().default(null),
  until: CivilDateBody.nullable().default(null),
});

/** The parts, each in the form in which it is given. */
export const TAXATION = {
  /** Overrides the built-in rates of the country, in percent. */
  tax_rates: OwnRates.nullable(),
  /** Charges no tax at home, as small enterprises may (in Germany § 19 UStG). */
  small_business: z.boolean(),
  /** The sentence of that exemption; null prints ours. */
  small_business_note: text(200).nullable(),
  /** First day on which consumers in other member states are taxed at their own rates: registration for the one-stop shop, or 10,000 EUR a year passed. */
  oss_from: CivilDateBody.nullable(),
  vat_check: VatCheckPolicy,
  place_check: PlaceCheckPolicy,
  place_items: PlaceItems,
};

/** What is given of a consumer's place; left out, two items prove it and documents do not wait for them. */
export const PLACE_GIVEN = {
  place_check: TAXATION.place_check.default('issue'),
  place_items: TAXATION.place_items.default('two'),
};

/** What may be changed of it, for documents to come; whatever is left out stays. */
export const TAXATION_CHANGE = z.object(TAXATION).partial().shape;
