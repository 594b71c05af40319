/** The tenants of this deployment, for schedules that have work to look for in each. */
import type { Tenant } from '../domain/tenants.ts';
import type { Commit, ViewRow, Views } from '../ports.ts';

/** Tenants of one deployment. */
export const TENANTS_MAX = 10_000;

const PAGE = 500;
const PARTITION = 'tenants';

/** The row of a tenant. */
export function tenantRows(commit: Commit, state: Tenant): readonly ViewRow[] {
  if (state.status === 'none') return [];

  return [
    { pk: PARTITION, sk: commit.tenant, version: commit.version, data: { createdAt: state.createdAt } },
  ];
}

/** Every tenant's id. */
export async function tenantIds(views: Views): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await views.query({ pk: PARTITION, limit: PAGE, ...(after === undefined ? {} : { after }) });
    ids.push(...page.items.map((row) => row.sk));
    after = page.items.length === PAGE ? page.items.at(-1)?.sk : undefined;
  } while (after !== undefined && ids.length < TENANTS_MAX);

  return ids;
}
