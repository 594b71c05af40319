/**
 * Number series: one per legal entity, kind of document and year. A manifest numbers a whole batch at once; it lists
 * what it numbers by id and content hash, so that an interrupted batch can only be finished, never given out again.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { ok, refuse } from '../kernel/result.ts';

/** Documents one manifest may number. */
export const MANIFEST_DOCUMENTS_MAX = 100;

/** Manifests that may be unfinished at the same time. */
export const OPEN_MANIFESTS_MAX = 4;

/** A validated, frozen document that waits for its number. `content` is the hash of its frozen bytes. */
export type Numbered = { readonly id: string; readonly content: string; readonly issueDate: string };

/** What a series remembers: the next number, the last date, and which documents the latest manifests numbered. */
export type Series = {
  readonly next: number;
  readonly lastDate: string;
  /** Newest last; a document is looked for here before it is numbered. */
  readonly recent: readonly { readonly first: number; readonly documents: readonly Numbered[] }[];
};

/** Numbers a batch. `finished` are ids whose documents were seen to exist, so their manifests may be forgotten. */
export type SeriesCommand = {
  readonly do: 'number';
  readonly documents: readonly Numbered[];
  readonly finished: readonly string[];
};

/** What becomes true. */
export type SeriesFact = {
  readonly type: 'numbers.assigned';
  readonly data: { readonly first: number; readonly documents: readonly Numbered[]; readonly forget: number };
};

/** The rules of one series. */
export const series: Decider<Series, SeriesCommand, SeriesFact> = {
  name: 'series',
  headVersion: 1,
  initial: { next: 1, lastDate: '', recent: [] },
  decide(state, { documents, finished }) {
    const known = new Set(
      state.recent.flatMap((manifest) => manifest.documents.map((document) => document.id)),
    );
    const fresh = documents.filter((document) => !known.has(document.id));
    if (fresh.length === 0) return ok([]);
    if (fresh.length > MANIFEST_DOCUMENTS_MAX)
      return refuse(
        'series.batch_too_large',
        `A manifest numbers at most ${MANIFEST_DOCUMENTS_MAX} documents.`,
      );
    if (fresh.some((document) => document.issueDate < state.lastDate)) {
      return refuse(
        'series.date_passed',
        'A later date was already numbered; the document must be dated anew.',
      );
    }
    const done = new Set(finished);
    const forget = state.recent.filter((manifest) =>
      manifest.documents.every((document) => done.has(document.id)),
    ).length;
    if (state.recent.length - leading(state, done) >= OPEN_MANIFESTS_MAX) {
      return refuse('series.unfinished', 'Earlier manifests of this series must be finished first.');
    }

    return ok([
      {
        type: 'numbers.assigned',
        data: { first: state.next, documents: fresh, forget: Math.min(forget, leading(state, done)) },
      },
    ]);
  },
  evolve(state, { data: { first, documents, forget } }) {
    return {
      next: first + documents.length,
      lastDate: documents.reduce(
        (last, document) => (document.issueDate > last ? document.issueDate : last),
        state.lastDate,
      ),
      recent: [...state.recent.slice(forget), { first, documents }],
    };
  },
};

/** The number that a series gave a document, if one of its recent manifests did. */
export function numberOf(
  state: Series,
  id: string,
): { readonly number: number; readonly document: Numbered } | undefined {
  for (const { first, documents } of state.recent) {
    const index = documents.findIndex((document) => document.id === id);
    const document = documents[index];
    if (document) return { number: first + index, document };
  }

  return undefined;
}

/** The series of a legal entity for a kind of document and a year. */
export function seriesId(
  tenant: string,
  of: { readonly entity: string; readonly kind: 'invoice' | 'credit_note'; readonly year: number },
): string {
  return derivedId('ser', tenant, of.entity, of.kind, String(of.year));
}

/** The printed number: `RE-{year}-{number:5}` with 2026 and 42 is `RE-2026-00042`. */
export function printedNumber(
  pattern: string,
  of: { readonly year: number; readonly number: number },
): string {
  return pattern
    .replace('{year}', String(of.year))
    .replace(/\{number(?::(\d))?\}/, (_, width?: string) =>
      String(of.number).padStart(Number(width ?? '1'), '0'),
    );
}

/** How many of the oldest manifests are wholly finished; only a leading run may be forgotten. */
function leading(state: Series, done: ReadonlySet<string>): number {
  const index = state.recent.findIndex(
    (manifest) => !manifest.documents.every((document) => done.has(document.id)),
  );

  return index < 0 ? state.recent.length : index;
}
