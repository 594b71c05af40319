/** The list of plans. */
import type { Plan } from '../domain/plans/states.ts';
import type { Commit, ViewRow } from '../ports.ts';
import { listRow } from './lists.ts';

/** What the row of a plan says. */
export type PlanListed = Pick<
  Exclude<Plan, { status: 'none' }>,
  'name' | 'version' | 'entity' | 'interval' | 'publishedAt'
>;

/** The row of a plan. */
export function planRows(commit: Commit, plan: Plan): readonly ViewRow[] {
  if (plan.status === 'none') return [];
  const { name, version, entity, interval, publishedAt, createdAt } = plan;
  const data: PlanListed = { name, version, entity, interval, publishedAt };

  return [
    listRow({
      tenant: commit.tenant,
      list: 'plans',
      id: commit.id,
      createdAt,
      version: commit.version,
      data,
    }),
  ];
}
