/** The nightly proof: books that sum to zero and numbers without a gap, over every commit that passes by. */
import type { Commit } from '../ports.ts';

/** What has been seen so far; one entry a currency and one a series, however long the journal is. */
export type Proof = {
  readonly sums: Map<string, bigint>;
  readonly series: Map<string, { last: number; given: number }>;
};

/** Nothing seen yet. */
export function emptyProof(): Proof {
  return { sums: new Map(), series: new Map() };
}

/** Takes a commit into the proof. */
export function prove(proof: Proof, commit: Commit): void {
  for (const { type, data, books } of commit.facts) {
    if (books) {
      const sum = books.entries.reduce((total, entry) => total + entry.amountMinor, 0n);
      proof.sums.set(books.currency, (proof.sums.get(books.currency) ?? 0n) + sum);
    }
    if (type === 'numbers.assigned') addManifest(proof, `${commit.tenant}#${commit.id}`, data as Manifest); // the fact's own shape
  }
}

/** How many currencies do not sum to zero, and how many numbers of all series are missing or given twice. */
export function verdictOf(proof: Proof): { readonly unbalanced: number; readonly gaps: number } {
  const unbalanced = [...proof.sums.values()].filter((sum) => sum !== 0n).length;
  const gaps = [...proof.series.values()].reduce((sum, { last, given }) => sum + Math.abs(last - given), 0);

  return { unbalanced, gaps };
}

type Manifest = {
  readonly first: number;
  readonly documents: readonly { readonly issueDate: string }[];
  readonly run?: string;
};

/** A count is gapless exactly when its highest number is how many were given. */
function addManifest(proof: Proof, aggregate: string, { first, documents, run }: Manifest): void {
  // One aggregate holds the counts of all years; each begins at 1.
  const series = `${aggregate} ${run ?? documents[0]?.issueDate.slice(0, 4)}`;
  const { last, given } = proof.series.get(series) ?? { last: 0, given: 0 };
  proof.series.set(series, {
    last: Math.max(last, first + documents.length - 1),
    given: given + documents.length,
  });
}
