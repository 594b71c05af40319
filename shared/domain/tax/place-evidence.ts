/** What is known of where a consumer is: countries with their kind and day, and never the address or number they came from. */
import type { PlaceEvidenceGiven, PlaceEvidenceKind } from '../../contracts/place-evidence.ts';

/** One item of Art. 24f of Implementing Regulation (EU) 282/2011. */
export type PlaceEvidence = {
  readonly kind: PlaceEvidenceKind;
  /** ISO 3166-1. */
  readonly country: string;
  /** Whose word it is. */
  readonly by: 'customer' | 'seller' | 'third_party';
  /** The service that told it, by name. */
  readonly source: string | null;
  /** The day on which it was told. */
  readonly on: string;
};

/** Given evidence as it is recorded at an instant. */
export function evidenceOf(given: PlaceEvidenceGiven, at: string): readonly PlaceEvidence[] {
  return given.map(({ kind, country, given_by: by, source }) => ({
    ...{ kind, country, by, source },
    on: at.slice(0, 10),
  }));
}

/** What is known after more was told: of each kind the newest. */
export function withEvidence(
  known: readonly PlaceEvidence[],
  told: readonly PlaceEvidence[],
): readonly PlaceEvidence[] {
  return [...known.filter(({ kind }) => told.every((each) => each.kind !== kind)), ...told];
}

/** Of what is told that which was not known: the very same country by the same word is no news. */
export function newsIn(
  known: readonly PlaceEvidence[],
  told: readonly PlaceEvidence[],
): readonly PlaceEvidence[] {
  return told.filter(({ kind, country, by, source }) =>
    known.every(
      (each) => each.kind !== kind || each.country !== country || each.by !== by || each.source !== source,
    ),
  );
}
