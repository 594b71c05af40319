/** Migrating subscriptions: what a page of them would become, and what becomes of the rows that were agreed to. */
import { begunBy } from '../domain/subscriptions/beginning.ts';
import { customers } from '../domain/customers.ts';
import { type MigrationResult, migrationPages, pageOfMigration } from '../domain/migrations/pages.ts';
import { type MigrationRow, type PlannedRow, requestOfMigration, rowOf } from '../domain/migrations/row.ts';
import { addMoved } from '../domain/migrations/totals.ts';
import {
  type KnownMigration,
  MIGRATION_PAGE_MAX,
  type MigrationCursor,
  type MigrationFact,
  type MigrationFilter,
  type MigrationStep,
} from '../domain/migrations.ts';
import { offerOf } from '../domain/plans/offer.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import type { Subscription } from '../domain/subscriptions/states.ts';
import { type Acting, attempt, execute, factsOf, type Loaded, load, ROUNDS_MAX } from '../execute.ts';
import { Contended } from '../kernel/contended.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Instant } from '../kernel/time.ts';
import type { AggregateRef, Journal, Ports, ViewRow } from '../ports.ts';
import { listPage } from '../views/lists.ts';
import type { SubscriptionListed } from '../views/subscriptions.ts';
import { planVersion } from './offering.ts';

/** Looks into the list of subscriptions for one page of rows. */
const LOOKS_PER_PAGE_MAX = 10;

/** Rows applied in one step. */
const ROWS_PER_STEP_MAX = 25;

type Read = Pick<Ports, 'journal' | 'views'>;
type Asked = { readonly ref: AggregateRef; readonly state: KnownMigration; readonly at: Instant };

/** The rows of the next page, and where planning goes on. The list names each subscription once and never moves it. */
export async function nextPage(
  asked: Asked,
  ports: Read,
): Promise<{ readonly rows: readonly MigrationRow[]; readonly cursor: MigrationCursor | null }> {
  const { ref, state } = asked;
  const of = {
    tenant: ref.tenant,
    list: 'subscriptions',
    limit: MIGRATION_PAGE_MAX,
    now: state.openedAt,
  };
  let cursor = state.cursor;
  for (let looks = 0; looks < LOOKS_PER_PAGE_MAX && cursor !== null; looks += 1) {
    const page = await listPage(ports.views, of, cursor === 'newest' ? null : cursor);
    cursor = page.next;
    const ids = page.rows.flatMap((row) => candidateOf(row, state) ?? []);
    const planned = await Promise.all(ids.map((id) => plannedMember(id, asked, ports)));
    const rows = planned.flatMap((each) => (each ? [each.row] : []));
    if (rows.length > 0) return { rows, cursor };
  }

  return { rows: [], cursor };
}

/** The rows of a page that was planned, or none of one that was not. */
export async function plannedRows(
  journal: Journal,
  ref: AggregateRef,
  page: number,
): Promise<readonly MigrationRow[]> {
  const commit = await journal.at(ref, page + 1);
  const facts = commit ? factsOf<MigrationFact>(commit) : [];

  return facts.flatMap((fact) => (fact.type === 'migration.advanced' ? fact.data.rows : []));
}

function candidateOf({ sk, data }: ViewRow, { plan, only }: KnownMigration): string | undefined {
  const listed = data as SubscriptionListed; // written by subscriptionRows
  const isMeant = only.customers === null || only.customers.includes(listed.customer);

  return listed.plan === plan && listed.status !== 'ended' && isMeant ? sk.split('#')[1] : undefined;
}

async function plannedMember(id: string, asked: Asked, ports: Read): Promise<PlannedRow | undefined> {
  const { state } = await load(ports.journal, subscriptions, { tenant: asked.ref.tenant, id });

  return plannedOf(id, { ...asked, subscription: state }, ports);
}

async function plannedOf(
  id: string,
  { ref, state, at, subscription }: Asked & { readonly subscription: Subscription },
  { journal }: Pick<Ports, 'journal'>,
): Promise<PlannedRow | undefined> {
  if (subscription.status === 'none' || !isWithin(subscription.currency, state.only)) return undefined;
  const { tenant } = ref;
  const { plan, toVersion, notBefore } = state;
  const offer = offerOf(await planVersion(journal, { tenant, id: plan }, toVersion), subscription);
  const { state: customer } = await load(journal, customers, { tenant, id: subscription.customer });
  const profile = customer.status === 'active' ? customer.profile : null;
  const terms = { tenant, subscription: id, migration: ref.id, plan, toVersion, offer, notBefore };

  return rowOf(begunBy(subscription, at).state, { ...terms, profile, at });
}

function isWithin(currency: string, only: MigrationFilter): boolean {
  return only.currency === null || only.currency === currency;
}

type Applying = {
  readonly ref: AggregateRef;
  readonly state: KnownMigration;
  readonly acting: Acting;
};

/** Applies the next rows that are agreed to, and tells what became of them. What was recorded of them before stands. */
export async function appliedStep(task: Applying, ports: Pick<Ports, 'journal'>): Promise<MigrationStep> {
  const { ref, state } = task;
  const { page, row } = state.place;
  const all = await plannedRows(ports.journal, ref, page);
  const of = { page, from: row, rows: agreedRows(all.slice(row), state.allowance) };
  const results = all.length === 0 ? [] : await resultsOf(of, task, ports);
  const rows = all.slice(row, row + results.length);

  const counted = (is: MigrationResult['is']) => results.filter((result) => result?.is === is).length;
  const moved = rows.flatMap((each, index) =>
    each.is === 'planned' && results[index]?.is === 'applied' ? [each] : [],
  );
  const end = row + rows.length;
  const next = end < all.length ? { page, row: end } : { page: page + 1, row: 0 };
  const to = next.page > state.pages ? null : next;

  return {
    from: state.place,
    to,
    applied: counted('applied'),
    stale: counted('stale'),
    totals: addMoved([], moved),
  };
}

type Results = readonly (MigrationResult | null)[];
type Rows = { readonly page: number; readonly from: number; readonly rows: readonly MigrationRow[] };

/** What became of rows: as it was recorded, or as it is now and then recorded. */
async function resultsOf({ page, from, rows }: Rows, task: Applying, ports: Pick<Ports, 'journal'>) {
  const { ref: migration, acting } = task;
  const { tenant } = migration;
  const ref = { tenant, id: pageOfMigration(tenant, migration.id, page) };
  const { state } = await load(ports.journal, migrationPages, ref);
  if (state.status === 'known' && state.results.length > from) return state.results.slice(from);
  const results: (MigrationResult | null)[] = [];
  for (const each of rows) results.push(each.is === 'planned' ? await applied(each, task, ports) : null);
  const command = { do: 'record', migration: migration.id, page, from, results } as const;
  const done = await execute(ports.journal, migrationPages, { ref, command, acting });
  invariant(done.ok && done.value.state.status === 'known', 'a page takes every result');

  return done.value.state.results.slice(from) satisfies Results;
}

/** As many rows as one step takes; of those that were planned no more than were agreed to. */
function agreedRows(rows: readonly MigrationRow[], allowance: number | null): readonly MigrationRow[] {
  let left = allowance ?? ROWS_PER_STEP_MAX;
  const taken: MigrationRow[] = [];
  for (const row of rows.slice(0, ROWS_PER_STEP_MAX)) {
    if (row.is === 'planned' && left === 0) break;
    if (row.is === 'planned') left -= 1;
    taken.push(row);
  }

  return taken;
}

/** Changes one subscription if it would still be billed as it was planned, before and after. */
async function applied(
  row: MigrationRow & { readonly is: 'planned' },
  { ref, state, acting }: Applying,
  ports: Pick<Ports, 'journal'>,
): Promise<MigrationResult> {
  const member = { tenant: ref.tenant, id: row.subscription };
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const loaded: Loaded<Subscription> = await load(ports.journal, subscriptions, member);
    if (isMet(loaded.state, ref.id)) return { is: 'applied' };
    const asked = { ref, state, at: acting.at, subscription: loaded.state };
    const planned = await plannedOf(row.subscription, asked, ports);
    if (planned === undefined || !('command' in planned))
      return { is: 'stale', code: planned?.row.code ?? STALE.code };
    if (planned.row.hash !== row.hash) return STALE;
    const command = { do: 'change', ...planned.command } as const;
    const done = await attempt(ports.journal, subscriptions, { ref: member, loaded, command, acting });
    if (done && !done.ok) return { is: 'stale', code: done.refusal.code };
    if (done) return { is: 'applied' };
  }
  throw new Contended(`${row.subscription} stays contended after ${ROUNDS_MAX} rounds`);
}

const STALE = { is: 'stale', code: 'migration.stale' } as const;

function isMet(state: Subscription, migration: string): boolean {
  const { key } = requestOfMigration(migration);

  return state.status !== 'none' && state.requests.some((request) => request.key === key);
}
