/** What is told of where a consumer is. */
import type {
  PlaceEvidence as PlaceEvidenceBody,
  PlaceProof as PlaceProofBody,
} from '../../contracts/place-evidence.ts';
import type { PlaceProof } from '../tax/place.ts';
import type { PlaceEvidence } from '../tax/place-evidence.ts';

/** An item as answered. */
export function answerEvidence({ kind, country, by, source, on }: PlaceEvidence): PlaceEvidenceBody {
  return { kind, country, given_by: by, source, day: on };
}

/** What a document was issued on; null where its place did not matter. */
export function answerPlaceProof(proof: PlaceProof | undefined): PlaceProofBody | null {
  if (!proof) return null;
  const { outcome, rule = null, country, proving, others } = proof;

  return {
    ...{ outcome, rule, country },
    proving: proving.map(answerEvidence),
    others: others.map(answerEvidence),
  };
}
