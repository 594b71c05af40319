/** What tells where a consumer of electronic services is, on the wire (Implementing Regulation (EU) 282/2011, Art. 24f). */
import * as z from 'zod';
import { CivilDateBody, Country } from './common.ts';

/** The kinds of Art. 24f (a) to (f), in its order. */
const PLACE_EVIDENCE_KINDS = [
  'billing_address',
  'ip_geolocation',
  'bank',
  'sim',
  'fixed_line',
  'other',
] as const;

/** A kind of evidence; the billing address is taken from the customer itself. */
export const PlaceEvidenceKind = z.enum(PLACE_EVIDENCE_KINDS).meta({
  id: 'PlaceEvidenceKind',
  description:
    'What tells where the customer is: Art. 24f (a) to (f) of Implementing Regulation (EU) 282/2011, in its order',
});

/** A parsed kind. */
export type PlaceEvidenceKind = z.infer<typeof PlaceEvidenceKind>;

/** Evidence at most: one of each kind that is given. */
const GIVEN_MAX = PLACE_EVIDENCE_KINDS.length - 1;

const EVIDENCE = {
  country: Country,
  /** Whose word it is: where one item suffices, it has to come from neither the customer nor the seller (Art. 24b). */
  given_by: z.enum(['customer', 'seller', 'third_party']),
  /** The service that told it, by a name; never an address of a device. */
  source: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a name in small letters, such as geo_service')
    .nullable()
    .default(null)
    .meta({ example: 'geo_service' }),
};

/** Evidence that is given: the country alone, dated by the day on which it is told. A later one of its kind takes its place. */
export const PlaceEvidenceGiven = z
  .array(z.strictObject({ kind: PlaceEvidenceKind.exclude(['billing_address']), ...EVIDENCE }))
  .max(GIVEN_MAX)
  .refine((all) => new Set(all.map(({ kind }) => kind)).size === all.length, 'names a kind twice')
  .meta({ id: 'PlaceEvidenceGiven' });

/** Parsed evidence. */
export type PlaceEvidenceGiven = z.infer<typeof PlaceEvidenceGiven>;

/** Evidence as it is known. */
export const PlaceEvidence = z
  .strictObject({ kind: PlaceEvidenceKind, ...EVIDENCE, source: z.string().nullable(), day: CivilDateBody })
  .meta({ id: 'PlaceEvidence' });

/** Known evidence, parsed. */
export type PlaceEvidence = z.infer<typeof PlaceEvidence>;

/** What a document was issued on: frozen with it. */
export const PlaceProof = z
  .strictObject({
    outcome: z.enum(['proven', 'contradictory', 'insufficient']),
    /** Why so many items were enough; null where it is not proven, so that the billing address was taken. */
    rule: z.enum(['two_items', 'one_item']).nullable(),
    /** Where the customer was taken to be. */
    country: Country,
    /** The items that prove it. */
    proving: z.array(PlaceEvidence),
    /** What else was known, some of which may name another country. */
    others: z.array(PlaceEvidence),
  })
  .meta({ id: 'PlaceProof' });

/** A parsed proof. */
export type PlaceProof = z.infer<typeof PlaceProof>;

/** What an invoice tells of its consumer's place: null where it does not decide the tax. */
export const PLACED = { place_proof: PlaceProof.nullable() };

/** What becomes of a document whose buyer's place is not proven. */
export const PlaceCheckPolicy = z.enum(['issue', 'wait']).meta({
  id: 'PlaceCheckPolicy',
  description:
    'An unproven place lets the document be issued on the billing address with a warning in its report, or wait for evidence',
});

/** A parsed policy. */
export type PlaceCheckPolicy = z.infer<typeof PlaceCheckPolicy>;

/** How many items prove a place. */
export const PlaceItems = z.enum(['two', 'one']).meta({
  id: 'PlaceItems',
  description:
    'One item of a third party suffices while the electronic services for consumers in other member states stay below 100,000 EUR in this calendar year and the last',
});

/** A parsed number of items. */
export type PlaceItems = z.infer<typeof PlaceItems>;
