/** The story of an aggregate: its commits, page by page, as one list. */
import { invariant } from '../kernel/invariant.ts';
import type { AggregateRef, Commit, Journal } from '../ports.ts';

/** Commits that are read as one story. */
export const HISTORY_COMMITS_MAX = 10_000;

type Span = { readonly from?: number; readonly to?: number };

/** The commits from one version to another, or to the newest, oldest first. A hole, or a story beyond the bound, is a fault. */
export async function commitsOf(
  journal: Pick<Journal, 'history'>,
  ref: AggregateRef,
  span: Span = {},
): Promise<readonly Commit[]> {
  const commits: Commit[] = [];
  for await (const page of pagesOf(journal, ref, span)) {
    commits.push(...page);
    invariant(commits.length <= HISTORY_COMMITS_MAX, `${ref.id} is too long to be read at once`);
  }

  return commits;
}

/** What is wanted of each of those commits. Nothing else of them is kept, so that a long story of large heads stays small. */
export async function toldIn<Told>(
  journal: Pick<Journal, 'history'>,
  of: { readonly ref: AggregateRef; readonly span: Span },
  read: (commit: Commit) => readonly Told[],
): Promise<readonly Told[]> {
  const told: Told[] = [];
  for await (const page of pagesOf(journal, of.ref, of.span))
    for (const commit of page) told.push(...read(commit));

  return told;
}

async function* pagesOf(
  journal: Pick<Journal, 'history'>,
  ref: AggregateRef,
  { from = 1, to }: Span,
): AsyncGenerator<readonly Commit[]> {
  for (let next = from; to === undefined || next <= to; ) {
    const page = await journal.history(ref, next);
    const wanted = to === undefined ? page : page.filter(({ version }) => version <= to);
    if (wanted.length === 0) {
      invariant(to === undefined, `${ref.id} ends at version ${next - 1}`);
      return;
    }
    yield wanted;
    next += wanted.length;
  }
}
