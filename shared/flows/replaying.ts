/**
 * A billing run decided again from the facts that it was decided from. Each subscription is read as it stood when the run
 * came to it, and its usage as it was known by then, so that whatever was recorded since changes nothing.
 */
import { NOBODY_LOOKED, type Repairs } from '../domain/billing/repairs.ts';
import type { SubscriptionFact } from '../domain/subscriptions/facts.ts';
import { repairsIn } from '../domain/subscriptions/recorded.ts';
import { canonicalJson } from '../kernel/hash.ts';
import type { Instant } from '../kernel/time.ts';
import { customers } from '../domain/customers.ts';
import {
  manifestOf,
  type ManifestHashes,
  manifestLines,
  type PageManifest,
  type Traced,
  withPageManifest,
} from '../domain/billing/manifest.ts';
import { decidedAt, pageOfRun, type Run, type RunFact, runPages, runs } from '../domain/runs.ts';
import { factsOf, load, stateOf } from '../execute.ts';
import { commitsOf } from '../journal/story.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { AggregateRef, Commit, Journal, Ports, Usage, UsageQuery } from '../ports.ts';
import { decideAsOf } from './rating.ts';

/** What the pages of a run told, and what they come to when they are decided again; null where the run has no page that tells it. */
export type Replay = {
  readonly pages: number;
  readonly subscriptions: number;
  readonly told: ManifestHashes | null;
  readonly again: ManifestHashes | null;
  /** Subscriptions whose lines are not those that were billed, each with both as text; a dry run billed none. */
  readonly different: readonly {
    readonly subscription: string;
    readonly billed: string;
    readonly again: string;
  }[];
};

type Read = Pick<Ports, 'journal' | 'usage'>;

/** Decides every page of a run again. Refuses with `billing_run.not_found`, and with `billing_run.unfinished` while a page is at work. */
export async function replayRun(ref: AggregateRef, ports: Read): Promise<Result<Replay>> {
  const { state: run } = await load(ports.journal, runs, ref);
  if (run.status === 'none') return refuse('billing_run.not_found', 'There is no such billing run.');
  const pages = (await commitsOf(ports.journal, ref))
    .flatMap((commit) => factsOf<RunFact>(commit))
    .flatMap(({ type, data }) => (type === 'run.advanced' && data.page > 0 ? [data] : []));
  let replay: Replay = { pages: 0, subscriptions: 0, told: null, again: null, different: [] };
  for (const { page, subscriptions } of pages) {
    const { state } = await load(ports.journal, runPages, {
      ...ref,
      id: pageOfRun(ref.tenant, ref.id, page),
    });
    if (state.status === 'none') return refuse('billing_run.unfinished', `Page ${page} is not done yet.`);
    const { manifest: told, versions } = state;
    if (!told || !versions) continue;
    const read = subscriptions.flatMap((id, index) => {
      const version = versions[index] ?? null;
      return version === null ? [] : [{ id, version }];
    });
    const of = { ref, run, at: told.at };
    replay = withPage(replay, { told, decided: await pageAgain(read, of, ports) });
  }

  return ok(replay);
}

type Again = Traced & { readonly billed: readonly SubscriptionFact[] | null };

function withPage(
  { pages, subscriptions, told, again, different }: Replay,
  page: { readonly told: PageManifest; readonly decided: readonly Again[] },
): Replay {
  const { decided } = page;
  const changed = decided.flatMap(({ subscription, facts, billed }) => {
    const [then, now] = [billed && linesIn(billed), linesIn(facts)];
    return then === null || then === now ? [] : [{ subscription, billed: then, again: now }];
  });

  return {
    pages: pages + 1,
    subscriptions: subscriptions + decided.length,
    told: withPageManifest(told, page.told),
    again: withPageManifest(again, manifestOf(decided, page.told.at)),
    different: [...different, ...changed],
  };
}

/** Of its first bill, as no other has any. */
function repairsToldBy(commit: Commit): Repairs {
  const bill = factsOf<SubscriptionFact>(commit).find(({ type }) => type === 'subscription.billed');

  return bill?.type === 'subscription.billed' ? repairsIn(bill.data) : NOBODY_LOOKED;
}

async function pageAgain(
  subscriptions: readonly { readonly id: string; readonly version: number }[],
  of: {
    readonly ref: AggregateRef;
    readonly run: Exclude<Run, { status: 'none' }>;
    readonly at: Instant;
  },
  ports: Read,
): Promise<readonly Again[]> {
  const decided: Again[] = [];
  for (const { id: subscription, version } of subscriptions) {
    const ref = { tenant: of.ref.tenant, id: subscription };
    const commits = await commitsOf(ports.journal, ref);
    const next = commits[version];
    const own = !of.run.dryRun && next && isOfRun(next, of.ref.id) ? next : undefined;
    const at = own?.at ?? of.at;
    const profile = await profileAt(ref.tenant, { commits, at }, ports.journal);
    const task = { tenant: ref.tenant, subscription, target: of.run.targetDate, run: of.ref.id, profile };
    const asked = { ...task, at: decidedAt(of.run, at) };
    // A bill of its own tells by its version what it knew; where nothing was recorded, only the time tells it.
    const knownBy = own ? { version } : { version, at };
    const read = {
      journal: asOf(ports.journal, { ref, version }),
      usage: knownTo(ports.usage, knownBy),
    };
    // What it put right of earlier bills is believed: the notes on those have gone on since.
    const repairs = own && { repairs: repairsToldBy(own) };
    const result = await decideAsOf(at, { ref, command: { do: 'bill', ...asked, ...repairs } }, read);
    invariant(result.ok, `${subscription} refuses to be billed again`);
    decided.push({ subscription, ...result.value, billed: of.run.dryRun ? null : billedBy(own) });
  }

  return decided;
}

function billedBy(commit: Commit | undefined): readonly SubscriptionFact[] {
  return commit ? factsOf<SubscriptionFact>(commit) : [];
}

/** The version of the customer's profile that a bill at an instant would name; null where it was erased by then. */
async function profileAt(
  tenant: string,
  { commits, at }: { readonly commits: readonly Commit[]; readonly at: Instant },
  journal: Journal,
): Promise<number | null> {
  const [first] = commits.flatMap((commit) => factsOf<SubscriptionFact>(commit));
  invariant(first?.type === 'subscription.created', 'a subscription begins with its creation');
  const history = await commitsOf(journal, { tenant, id: first.data.customer });
  const last = history.findLast((commit) => commit.at <= at) ?? history[0];
  const state = last && stateOf(customers, last);

  return state?.status === 'active' ? state.profile : null;
}

function isOfRun(commit: Commit, run: string): boolean {
  return factsOf<SubscriptionFact>(commit).some(
    ({ type, data }) =>
      (type === 'subscription.billed' || type === 'subscription.parked') && data.run === run,
  );
}

/** A journal in which one aggregate stands at an earlier version. */
function asOf(
  journal: Journal,
  { ref, version }: { readonly ref: AggregateRef; readonly version: number },
): Journal {
  return {
    ...journal,
    latest: (asked, consistency) =>
      asked.id === ref.id ? journal.at(ref, version) : journal.latest(asked, consistency),
    history: async (asked, from) => {
      const commits = await journal.history(asked, from);
      return asked.id === ref.id ? commits.filter((commit) => commit.version <= version) : commits;
    },
  };
}

/** Usage without what was recorded later. */
function knownTo(usage: Usage, knownBy: NonNullable<UsageQuery['knownBy']>): Usage {
  return { ...usage, events: (ref, query) => usage.events(ref, { ...query, knownBy }) };
}

function linesIn(facts: readonly SubscriptionFact[]): string {
  return canonicalJson(manifestLines(facts));
}
