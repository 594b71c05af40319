/**
 * Woken by the run routes and by an hourly tick; records run.opened. A tick says nothing of what is due: it looks, in each
 * tenant, and leaves no run where nothing is. The hour names the run, so that a second tick meets the first.
 */
import type { NewBillingRun } from '../../shared/contracts/billing.ts';
import { billingRoutes, FAILURES_SHOWN_MAX } from '../../shared/contracts/billing.ts';
import { manifestRoutes } from '../../shared/contracts/run-manifests.ts';
import { type ManifestHashes, withPageManifest } from '../../shared/domain/billing/manifest.ts';
import {
  answerDifference,
  answerManifest,
  answerRun,
  answerRunRow,
  retryTerms,
} from '../../shared/domain/answers/billing-runs.ts';
import type { Run, RunTerms } from '../../shared/domain/runs.ts';
import { runs, untilOf } from '../../shared/domain/runs.ts';
import { readCursor, writeCursor } from '../../shared/edge/cursor.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { onAny, onSchedule, type TickAnswer } from '../../shared/edge/schedule.ts';
import { timesOf } from '../../shared/edge/tenant-time.ts';
import { type Acting, create, load } from '../../shared/execute.ts';
import { openWhereDue } from '../../shared/flows/opening.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { isId, PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { AggregateRef, Ports, ViewRow } from '../../shared/ports.ts';
import type { ListPosition } from '../../shared/views/lists.ts';
import { listPage } from '../../shared/views/lists.ts';
import type { RunListed } from '../../shared/views/runs.ts';
import { pageDifferences, pageManifests, runTotals } from '../../shared/views/runs.ts';
import { tenantIds } from '../../shared/views/tenants.ts';

type DifferencesQuery = { cursor?: string | undefined };
type ListQuery = { limit: number; cursor?: string | undefined };

async function open(call: Call<NewBillingRun, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { acting, tenant } = call;
  const ref = { tenant, id: derivedId(PREFIX.run, tenant, ...obligationOf(call, billingRoutes.open)) };

  return opened(ref, { terms: termsOf(call.body, acting.at), acting }, ports);
}

async function retry(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { acting, tenant } = call;
  const origin = { tenant, id: call.params.billing_run_id ?? '' };
  if (!isId('run', origin.id)) return notFound();
  const { state: run } = await load(ports.journal, runs, origin);
  if (run.status === 'none') return notFound();
  const progress = await runTotals(ports.views, { tenant, run: origin.id, failuresMax: 0 });
  const terms = retryTerms(origin.id, { run, progress, until: acting.at });
  if (!terms.ok) return terms;
  const obligation = obligationOf(call, billingRoutes.retry);
  const ref = { tenant, id: derivedId(PREFIX.run, tenant, ...obligation, origin.id) };

  return opened(ref, { terms: terms.value, acting }, ports);
}

async function opened(
  ref: AggregateRef,
  { terms, acting }: { readonly terms: RunTerms; readonly acting: Acting },
  ports: Ports,
): Promise<Result<Answer>> {
  const command = { do: 'open', terms, at: acting.at } as const;
  const done = await create(ports.journal, runs, { ref, command, acting });
  if (!done.ok) return done;
  const { state, replayed } = done.value;

  return runAnswer(ref, { state, version: 1, replayed }, ports);
}

function termsOf(body: NewBillingRun, at: Instant): RunTerms {
  const { target_date: targetDate = null, dry_run: isDry = false, only } = body;
  const filter = only && {
    customers: only.customers ?? null,
    plan: only.plan ?? null,
    currency: only.currency ?? null,
  };

  const asked = { targetDate, ...(isDry && { dryRun: true as const }) };

  return { kind: 'manual', ...asked, until: untilOf(asked, at), ...(filter && { only: filter }) };
}

async function get(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.billing_run_id ?? '' };
  if (!isId('run', ref.id)) return notFound();

  return runAnswer(ref, await load(ports.journal, runs, ref), ports);
}

/** Page by page, so that a run of any length fits into memory. */
async function manifest(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.billing_run_id ?? '' };
  if (!isId('run', ref.id)) return notFound();
  const { state: run } = await load(ports.journal, runs, ref);
  if (run.status === 'none') return notFound();
  const of = { tenant: ref.tenant, run: ref.id };
  const progress = await runTotals(ports.views, { ...of, failuresMax: 0 });
  let hashes: ManifestHashes | null = null;
  for await (const page of pageManifests(ports.views, of)) {
    // What one page does not tell, the whole does not.
    hashes = page && withPageManifest(hashes, page);
    if (!hashes) break;
  }
  const answer = answerManifest(ref.id, { run, progress, hashes });

  return answer.ok ? ok({ body: answer.value }) : answer;
}

async function differences(call: Call<undefined, DifferencesQuery>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.billing_run_id ?? '' };
  const { state } = isId('run', ref.id) ? await load(ports.journal, runs, ref) : { state: runs.initial };
  if (state.status === 'none') return notFound();
  const scope = [ref.tenant, 'differences', ref.id];
  const from = await readCursor<string>(call.query.cursor, scope, ports);
  if (!from.ok) return from;
  const page = await pageDifferences(ports.views, { tenant: ref.tenant, run: ref.id }, from.value);
  const data = page.items.map(answerDifference);

  return ok({
    body: { data, next_cursor: await writeCursor(page.next, scope, ports), as_of: call.acting.at },
  });
}

async function list(call: Call<undefined, ListQuery>, ports: Ports): Promise<Result<Answer>> {
  const scope = [call.tenant, 'billing_runs'];
  const from = await readCursor<ListPosition>(call.query.cursor, scope, ports);
  if (!from.ok) return from;

  const of = { tenant: call.tenant, list: 'billing_runs', limit: call.query.limit, now: call.acting.at };
  const page = await listPage(ports.views, of, from.value);
  const data = await Promise.all(page.rows.map((row) => rowAnswer(call.tenant, row, ports)));

  return ok({
    body: { data, next_cursor: await writeCursor(page.next, scope, ports), as_of: call.acting.at },
  });
}

/** Opens the hour's run in each tenant where something is due; one tenant's fault does not keep the others waiting. */
async function tick(ports: Ports): Promise<TickAnswer> {
  const faults: unknown[] = [];
  let opened = 0;
  const tenants = await tenantIds(ports.views);
  const timeOf = timesOf(ports);
  for (const tenant of tenants) {
    try {
      opened += await openHourly(tenant, (await timeOf(tenant)).ports);
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `billing.run failed in ${faults.length} tenants`);

  return { tenants: tenants.length, opened };
}

async function openHourly(tenant: string, ports: Ports): Promise<number> {
  const at = ports.clock.now();

  return openWhereDue({ tenant, occasion: at.slice(0, 13), actor: 'billing.run', at }, ports);
}

async function runAnswer(
  ref: AggregateRef,
  {
    state,
    version,
    replayed = false,
  }: { readonly state: Run; readonly version: number; readonly replayed?: boolean },
  ports: Ports,
): Promise<Result<Answer>> {
  if (state.status === 'none') return notFound();
  const progress = await runTotals(ports.views, {
    tenant: ref.tenant,
    run: ref.id,
    failuresMax: FAILURES_SHOWN_MAX,
  });
  const location = `/v1/billing_runs/${ref.id}`;

  return ok({ body: answerRun(ref.id, { run: state, progress }), version, replayed, headers: { location } });
}

async function rowAnswer(tenant: string, row: ViewRow, ports: Ports) {
  const id = row.sk.split('#')[1] ?? '';
  const progress = await runTotals(ports.views, { tenant, run: id, failuresMax: 0 });

  return answerRunRow(id, { run: row.data as RunListed, progress }); // written by runRows
}

function notFound() {
  return refuse('billing_run.not_found', 'There is no such billing run.');
}

export const handler = onAny('billing.run', {
  http: onHttp('billing.run', [
    endpoint(billingRoutes.open, open),
    endpoint(billingRoutes.retry, retry),
    endpoint(billingRoutes.list, list),
    endpoint(billingRoutes.get, get),
    endpoint(billingRoutes.differences, differences),
    endpoint(manifestRoutes.manifest, manifest),
  ]),
  schedule: onSchedule('billing.run', tick),
});
