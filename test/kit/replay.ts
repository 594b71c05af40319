/** A run decided again from the journal alone: what its manifest must say. */
import {
  manifestOf,
  type ManifestHashes,
  type Traced,
  withPageManifest,
} from '../../shared/domain/billing/manifest.ts';
import type { RunFact } from '../../shared/domain/runs.ts';
import type { SubscriptionFact } from '../../shared/domain/subscriptions.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import { factsOf } from '../../shared/execute.ts';
import { fold } from '../../shared/kernel/decider.ts';
import type { Commit } from '../../shared/ports.ts';

/** Changes a fact that is an input of the run. */
export type Spoil = (fact: SubscriptionFact) => SubscriptionFact;

/** The hashes of a run whose subscriptions have no usage; `spoil` may change what it is decided from. */
export function replayed(
  stream: readonly Commit[],
  run: string,
  spoil: Spoil = (fact) => fact,
): ManifestHashes | null {
  const own = stream.filter(({ id }) => id === run);
  const [opened] = own.flatMap((commit) => factsOf<RunFact>(commit));
  if (opened?.type !== 'run.opened') throw new Error(`${run} was never opened`);
  let hashes: ManifestHashes | null = null;
  for (const commit of own) {
    for (const fact of factsOf<RunFact>(commit)) {
      if (fact.type !== 'run.advanced' || fact.data.page === 0) continue;
      const traced = fact.data.subscriptions.map((subscription) =>
        decidedAgain(stream, { subscription, run, at: commit.at, target: opened.data.targetDate, spoil }),
      );
      hashes = withPageManifest(hashes, manifestOf(traced, commit.at));
    }
  }

  return hashes;
}

function decidedAgain(
  stream: readonly Commit[],
  of: {
    readonly subscription: string;
    readonly run: string;
    readonly at: string;
    readonly target: string | null;
    readonly spoil: Spoil;
  },
): Traced {
  const { subscription, run, at, target, spoil } = of;
  const commits = stream.filter(({ id }) => id === subscription);
  const isOfRun = (commit: Commit) =>
    factsOf<SubscriptionFact>(commit).some(
      ({ type, data }) =>
        (type === 'subscription.billed' || type === 'subscription.parked') && data.run === run,
    );
  const end = commits.findIndex(isOfRun);
  const before = end < 0 ? commits.filter((commit) => commit.at <= at) : commits.slice(0, end);
  const state = fold(subscriptions, before.flatMap((commit) => factsOf<SubscriptionFact>(commit)).map(spoil));
  const tenant = commits[0]?.tenant ?? '';
  const asked = { tenant, subscription, at: commits[end]?.at ?? at, target, run, profile: 1 };
  const decided = subscriptions.decide(state, { do: 'bill', ...asked });
  if (!decided.ok) throw new Error(decided.refusal.code);

  return {
    subscription,
    version: before.length,
    facts: decided.value,
    state: fold(subscriptions, decided.value, state),
  };
}
