/** Migrations at the desk of billing, asked for by name. */
import {
  ask,
  type Answered,
  type Desk,
  desk,
  order,
  publishPlan,
  publishVersion,
  register,
} from '../billing/desk.ts';

/** A row as it is answered. */
export type Row = {
  readonly subscription: string;
  readonly status: string;
  readonly on: string | null;
  readonly next_bill: Readonly<Record<'old' | 'new' | 'delta', { readonly amount: string }>> | null;
  readonly causes: readonly string[];
  readonly code: string | null;
};

/** A plan at 19.90 with subscriptions that have begun in January, one more for each other customer, and its version at 24.90. */
export async function raised(count: number, { others = [] }: { readonly others?: readonly string[] } = {}) {
  const at = await desk('2026-01-31T10:00:00.000Z');
  const plan = await publishPlan(at);
  const ids = await order(
    at,
    Array.from({ length: count }, () => plan),
  );
  for (const name of others) {
    const customer = await register(at, name);
    ids.push(...(await order(at, [plan], { key: name, customer })));
  }
  await publishVersion(at, plan, '24.90');

  return { at, plan, ids };
}

/** Plans a migration and lets the planning end. */
export async function planned(at: Desk, plan: string, body: Record<string, unknown> = {}, key = 'plan it') {
  const answer = await at.call('migrations.keep', {
    routeKey: 'POST /v1/plans/{plan_id}/migrations',
    pathParameters: { plan_id: plan },
    body: JSON.stringify({ to_version: 2, ...body }),
    key,
  });
  await at.settle();

  return answer.status === 202 ? shown(at, plan, String(answer.body.id)) : answer;
}

/** A migration as the API shows it. */
export function shown(at: Desk, plan: string, migration: string): Promise<Answered> {
  return at.call('migrations.keep', {
    routeKey: 'GET /v1/plans/{plan_id}/migrations/{migration_id}',
    pathParameters: { plan_id: plan, migration_id: migration },
  });
}

/** Every row, page by page. */
export async function rowsOf(at: Desk, plan: string, migration: unknown): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: unknown;
  for (let page = 0; page < 10; page += 1) {
    const { body } = await at.call('migrations.keep', {
      routeKey: 'GET /v1/plans/{plan_id}/migrations/{migration_id}/rows',
      pathParameters: { plan_id: plan, migration_id: String(migration) },
      ...(cursor ? { queryStringParameters: { cursor: String(cursor) } } : {}),
    });
    rows.push(...(body.data as Row[]));
    cursor = body.next_cursor;
    if (cursor === null) break;
  }

  return rows;
}

/** Agrees to a migration and lets everything happen that follows. */
export async function applied(
  at: Desk,
  plan: string,
  { migration, key = 'apply', times = 1, ...body }: Readonly<Record<string, unknown>> & { times?: number },
): Promise<Answered> {
  const answer = await at.call('migrations.keep', {
    routeKey: 'POST /v1/plans/{plan_id}/migrations/{migration_id}/apply',
    pathParameters: { plan_id: plan, migration_id: String(migration) },
    body: JSON.stringify(body),
    key: String(key),
  });
  await at.settle({ times });

  return answer.status === 202 ? shown(at, plan, String(migration)) : answer;
}

/** Asks something of each of some subscriptions. */
export async function askEach(at: Desk, asked: readonly (readonly [string | undefined, string, object?])[]) {
  for (const [index, [id, verb, body]] of asked.entries())
    await ask(at, id, { verb, body, key: `ask ${index}` });
}
