/**
 * Number series: one per legal entity and kind of document, which begins again at 1 with each year, with each month or never.
 * One aggregate holds all its years, so that a batch interrupted at New Year's Eve cannot be numbered a second time in the new
 * year. A manifest numbers a whole batch at once; it lists what it numbers by id and content hash, so that it can only be finished.
 */
import type { NumberReset } from '../contracts/number-patterns.ts';
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { ok, refuse } from '../kernel/result.ts';
import { spanOf } from './series/counting.ts';

/** Documents one manifest may number. */
export const MANIFEST_DOCUMENTS_MAX = 100;

/** Manifests that may be unfinished at the same time. */
export const OPEN_MANIFESTS_MAX = 4;

/** A validated, frozen document that waits for its number. `content` is the hash of its frozen bytes. */
export type Numbered = { readonly id: string; readonly content: string; readonly issueDate: string };

/** What a series remembers: the next number of the count that runs, the last date, and what the latest manifests numbered. */
export type Series = {
  readonly next: number;
  readonly lastDate: string;
  /** Names the count that runs; absent where that is the year of the last date. */
  readonly run?: string;
  /** Newest last; a document is looked for here before it is numbered. */
  readonly recent: readonly { readonly first: number; readonly documents: readonly Numbered[] }[];
};

/**
 * Numbers a batch. `finished` are ids whose documents were seen to exist, so their manifests may be forgotten; `reset` says
 * when the count begins again, and is yearly where it is left out.
 */
export type SeriesCommand = {
  readonly do: 'number';
  readonly reset?: NumberReset;
  readonly documents: readonly Numbered[];
  readonly finished: readonly string[];
};

/** What becomes true; `run` names the count where it is not that of the documents' year. */
export type SeriesFact = {
  readonly type: 'numbers.assigned';
  readonly data: {
    readonly first: number;
    readonly documents: readonly Numbered[];
    readonly forget: number;
    readonly run?: string;
  };
};

/** The rules of one series. */
export const series: Decider<Series, SeriesCommand, SeriesFact> = {
  name: 'series',
  headVersion: 1,
  initial: { next: 1, lastDate: '', recent: [] },
  decide(state, { documents, finished, reset = 'yearly' }) {
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
    const span = spanOf(issueDate, reset);
    if (fresh.some((document) => spanOf(document.issueDate, reset) !== span)) {
      return refuse('series.spans_mixed', 'A manifest numbers documents of one count.');
    }
    const done = new Set(finished);
    const forget = leading(state, done);
    if (state.recent.length - forget >= OPEN_MANIFESTS_MAX) {
      return refuse('series.unfinished', 'Earlier manifests of this series must be finished first.');
    }

    return ok([
      {
        type: 'numbers.assigned',
        data: { ...continued(state, { issueDate, reset }), documents: fresh, forget },
      },
    ]);
  },
  evolve(state, { data: { first, documents, forget, run } }) {
    return {
      ...(run !== undefined && { run }),
      next: first + documents.length,
      lastDate: documents.map((document) => document.issueDate).reduce(later, state.lastDate),
      recent: [...state.recent.slice(forget), { first, documents }],
    };
  },
};

/** The count that a day's documents belong to, and its next number: a run of its own where the span is another than that of the last date. */
function continued(
  { lastDate, next, run }: Series,
  { issueDate, reset }: { readonly issueDate: string; readonly reset: NumberReset },
): { readonly first: number; readonly run?: string } {
  const span = spanOf(issueDate, reset);
  const goesOn = spanOf(lastDate, reset) === span && lastDate !== '';
  const name = goesOn ? (run ?? spanOf(lastDate, 'yearly')) : span || 'all';

  return { first: goesOn ? next : 1, ...(name !== spanOf(issueDate, 'yearly') && { run: name }) };
}

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
export const SERIES_KINDS = [
  'invoice',
  'credit_note',
  'self_billed_invoice',
  'self_billed_credit_note',
] as const;

/** One of them. */
export type SeriesKind = (typeof SERIES_KINDS)[number];

/** The series of a legal entity for a kind of document. */
export function seriesId(tenant: string, of: { readonly entity: string; readonly kind: SeriesKind }): string {
  return derivedId('ser', tenant, of.entity, of.kind);
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
