/** What is billed step by step is what is reckoned from the beginning: asked of every subscription of a history. */
import { reconciliationLines } from '../../infra/local/reconciliations.ts';
import { toItem } from '../../shared/journal/commit.ts';
import type { Violation } from '../checker/books.ts';
import type { History } from './history.ts';

/** The bills that come to another amount than they must. */
export function wrongReconciliations({ world, restedAt }: History): readonly Violation[] {
  const { lines } = reconciliationLines(world.twins.journal.stream.map(toItem), () => restedAt);

  return lines.slice(1).map((says) => ({ invariant: 'I-55', about: 'recompute and compare', says }));
}
