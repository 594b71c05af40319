/**
 * Deferred revenue: one row for each deferral under the end of its service, so that what is unearned at a day is in the
 * rows behind it; and one for the instant at which its next revenue is recognised, closed by the commit that does.
 */
import type { Deferral, DeferralFact, OpenDeferral } from '../domain/deferrals.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';
import { addDays } from '../kernel/time.ts';
import type { Commit, Page, ViewQuery, ViewRow, Views } from '../ports.ts';
import { expiryOfClosed } from './expiry.ts';

/** Partitions the rows are spread over: a month's end comes for all at once. */
export const DEFERRAL_SHARDS = 8;

/** What the row of a deferral says: enough to tell what of it is unearned on any day. */
export type DeferralListed = Pick<OpenDeferral, 'entity' | 'currency' | 'issueDate' | 'lines' | 'credits'>;

/** A deferral whose next revenue is recognised at the instant of its key; closed once that has happened. */
export type DueDeferral = { readonly tenant: string; readonly deferral: string; readonly open: boolean };

/** The end of what no day earns. */
const NEVER = '9999-12-31';

/** The rows of a deferral. */
export function deferralRows(commit: Commit, deferral: Deferral): readonly ViewRow[] {
  if (deferral.status === 'none') return [];
  const { tenant, id, version } = commit;
  const { entity, currency, issueDate, lines, credits, dueAt } = deferral;
  const data: DeferralListed = { entity, currency, issueDate, lines, credits };
  const end = endOf(lines);
  const pk = partition(tenant, shardOf(id));
  const row = { pk, sk: `${end}#${id}`, version, data };
  const before = endOf(linesBefore(commit, lines));
  // What was listed under a later day is listed under the end now.
  const moved = { pk, sk: `${before}#${id}`, version, data: { ...data, lines: [] } };

  return [
    row,
    ...(before === end ? [] : [{ ...moved, expiresAt: expiryOfClosed(commit.at) }]),
    ...closedRows(commit, dueAt),
    ...(dueAt === null ? [] : [dueRow(commit, dueAt)]),
  ];
}

/** The first day behind all service; a month begins behind it when nothing is left to tell of. */
function endOf(lines: OpenDeferral['lines']): CivilDate {
  const [end = NEVER] = lines
    .map(({ period, stoppedOn }) => {
      const served = period?.end ?? NEVER;
      return stoppedOn === undefined || stoppedOn >= served ? served : addDays(stoppedOn, 1);
    })
    .toSorted()
    .slice(-1);

  return end;
}

/** The lines without the ends that the commit tells of. */
function linesBefore({ facts }: Commit, lines: OpenDeferral['lines']): OpenDeferral['lines'] {
  const told = facts as readonly DeferralFact[]; // of a deferral, whose rows these are
  const ended = told.flatMap((fact) => (fact.type === 'deferral.ended' ? fact.data.lines : []));

  return lines.map(({ stoppedOn, ...line }) =>
    stoppedOn === undefined || ended.includes(line.line) ? line : { ...line, stoppedOn },
  );
}

/** One shard of the deferrals whose service ends behind a day, and of those that hold a credit that no day earns. */
export function deferralsBehind(
  views: Views,
  of: { readonly tenant: string; readonly shard: number; readonly day: CivilDate; readonly limit: number },
  after?: string,
): Promise<Page<ViewRow>> {
  // `~` sorts behind every id, so what ends on the day itself is passed over.
  return views.query({
    pk: partition(of.tenant, of.shard),
    limit: of.limit,
    after: after ?? `${of.day}#~`,
  });
}

/** One shard of the deferrals whose revenue is to be recognised by now, and of those where that has just been done. */
export function dueDeferrals(
  views: Views,
  of: { readonly shard: number; readonly now: Instant; readonly limit: number; readonly after?: string },
): Promise<Page<ViewRow>> {
  const { shard, now, limit, after } = of;

  return views.query({
    pk: duePartition(shard),
    to: `${now}#~`,
    limit,
    ...(after === undefined ? {} : { after }),
  });
}

/** One shard of the deferrals in the order in which they fall due, closed ones among them, within a range of keys. */
export function waitingDeferrals(
  views: Views,
  of: { readonly shard: number; readonly limit: number } & Pick<ViewQuery, 'from' | 'to' | 'after'>,
): Promise<Page<ViewRow>> {
  const { shard, ...range } = of;

  return views.query({ pk: duePartition(shard), ...range });
}

function dueRow({ tenant, id, version }: Commit, dueAt: Instant): ViewRow {
  const data: DueDeferral = { tenant, deferral: id, open: true };

  return { ...dueKey({ tenant, id, dueAt }), version, data };
}

/** Whatever was due before the commit's facts is not any more, unless it still is. */
function closedRows(commit: Commit, dueAt: Instant | null): readonly ViewRow[] {
  const { tenant, id, version, facts } = commit;
  const expiresAt = expiryOfClosed(commit.at);
  const data: DueDeferral = { tenant, deferral: id, open: false };
  const former = facts.map((fact) => (fact.data as { dueAt?: Instant | null }).dueAt); // a member of most facts of a deferral

  return former
    .filter((before): before is Instant => typeof before === 'string' && before !== dueAt)
    .map((before) => ({ ...dueKey({ tenant, id, dueAt: before }), version, data, expiresAt }));
}

function dueKey({ tenant, id, dueAt }: { tenant: string; id: string; dueAt: Instant }) {
  return { pk: duePartition(shardOf(id)), sk: `${dueAt}#${tenant}#${id}` };
}

function partition(tenant: string, shard: number): string {
  return `${tenant}#deferrals#${shard}`;
}

function duePartition(shard: number): string {
  return `due#deferrals#${shard}`;
}

function shardOf(id: string): number {
  return Number.parseInt(sha256Hex(id).slice(0, 4), 16) % DEFERRAL_SHARDS;
}
