/**
 * Number series: one per legal entity and kind of document, which begins again at 1 with each year. One aggregate holds
 * all its years, so that a batch interrupted at New Year's Eve cannot be numbered a second time in the new year. A manifest
 * numbers a whole batch at once; it lists what it numbers by id and content hash, so that it can only be finished.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { ok, refuse } from '../kernel/result.ts';
import { yearOf } from '../kernel/time.ts';

/** Documents one manifest may number. */
export const MANIFEST_DOCUMENTS_MAX = 100;

/** Manifests that may be unfinished at the same time. */
export const OPEN_MANIFESTS_MAX = 4;

/** A validated, frozen document that waits for its number. `content` is the hash of its frozen bytes. */
export type Numbered = { readonly id: string; readonly content: string; readonly issueDate: string };

/** What a series remembers: the next number of the last date's year, that date, and what the latest manifests numbered. */
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
    const [{ issueDate }] = fresh as [Numbered, ...Numbered[]]; // it is not empty, see above
    const year = yearOf(issueDate);
    if (fresh.some((document) => yearOf(document.issueDate) !== year)) {
      return refuse('series.years_mixed', 'A manifest numbers documents of one year.');
    }
    const done = new Set(finished);
    const forget = leading(state, done);
    if (state.recent.length - forget >= OPEN_MANIFESTS_MAX) {
      return refuse('series.unfinished', 'Earlier manifests of this series must be finished first.');
    }

    return ok([
      {
        type: 'numbers.assigned',
        data: {
          first: yearOf(state.lastDate) === year ? state.next : 1,
          documents: fresh,
          forget,
        },
      },
    ]);
  },
  evolve(state, { data: { first, documents, forget } }) {
    return {
      next: first + documents.length,
      lastDate: documents.map((document) => document.issueDate).reduce(later, state.lastDate),
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

/** The kinds of documents that have a series. */
export const SERIES_KINDS = ['invoice', 'credit_note', 'self_billed_invoice'] as const;

/** One of them. */
export type SeriesKind = (typeof SERIES_KINDS)[number];

/** The series of a legal entity for a kind of document. */
export function seriesId(tenant: string, of: { readonly entity: string; readonly kind: SeriesKind }): string {
  return derivedId('ser', tenant, of.entity, of.kind);
}

/** The printed number: `RE-{year}-{number:5}` of a day in 2026 and 42 is `RE-2026-00042`. */
export function printedNumber(
  pattern: string,
  of: { readonly issueDate: string; readonly number: number },
): string {
  const [year = '', month = ''] = of.issueDate.split('-');

  return pattern
    .replace('{year}', year)
    .replace('{month}', month)
    .replace(/\{number(?::(\d))?\}/, (_, width?: string) =>
      String(of.number).padStart(Number(width ?? '1'), '0'),
    );
}

function later(a: string, b: string): string {
  return [a, b].sort()[1] ?? a;
}

/** How many of the oldest manifests are wholly finished; only a leading run may be forgotten. */
function leading(state: Series, done: ReadonlySet<string>): number {
  const index = state.recent.findIndex(
    (manifest) => !manifest.documents.every((document) => done.has(document.id)),
  );

  return index < 0 ? state.recent.length : index;
}
