/** The story of an aggregate: its commits, page by page, as one list. */
import { invariant } from '../kernel/invariant.ts';
import type { AggregateRef, Commit, Journal } from '../ports.ts';

/** Commits that are read as one story. */
export const HISTORY_COMMITS_MAX = 10_000;

/** The commits from one version to another, or to the newest, oldest first. A hole, or a story beyond the bound, is a fault. */
export async function commitsOf(
  journal: Pick<Journal, 'history'>,
  ref: AggregateRef,
  { from = 1, to }: { readonly from?: number; readonly to?: number } = {},
): Promise<readonly Commit[]> {
  const commits: Commit[] = [];
  for (let next = from; to === undefined || next <= to; next = from + commits.length) {
    const page = await journal.history(ref, next);
    const wanted = to === undefined ? page : page.filter(({ version }) => version <= to);
    if (wanted.length === 0) {
      invariant(to === undefined, `${ref.id} ends at version ${next - 1}`);
      break;
    }
    commits.push(...wanted);
    invariant(commits.length <= HISTORY_COMMITS_MAX, `${ref.id} is too long to be read at once`);
  }

  return commits;
}
