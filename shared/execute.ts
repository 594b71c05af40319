/**
 * The four beats of every change: load the state of one aggregate, decide in a pure function which facts follow,
 * evolve the state, append them in one conditional put.
 */
import { Contended } from './kernel/contended.ts';
import type { Decider, Story } from './kernel/decider.ts';
import { fold } from './kernel/decider.ts';
import { invariant } from './kernel/invariant.ts';
import type { Refusal } from './kernel/refusal.ts';
import type { Result } from './kernel/result.ts';
import { ok, refuse } from './kernel/result.ts';
import type { Instant } from './kernel/time.ts';
import { COMMIT_BYTES_MAX } from './journal/commit.ts';
import { inOpenPeriod } from './journal/open-period.ts';
import { commitsOf } from './journal/story.ts';
import { nextCommit } from './journal/next-commit.ts';
import { upcast } from './journal/upcasts.ts';
import type { AggregateRef, Commit, Consistency, Journal, PostingSet } from './ports.ts';

/** A fact as a rule states it; the journal adds the schema version. */
export type Fact = { readonly type: string; readonly data: unknown; readonly books?: PostingSet };

/** Who acts, because of what, in which story, and when. */
export type Acting = {
  readonly actor: string;
  readonly cause: string;
  readonly trace: string;
  readonly at: Instant;
  readonly fingerprint?: string;
};

/** The state after a command; `commit` is absent when the command found its effect already there. */
export type Done<State> = { readonly state: State; readonly version: number; readonly commit?: Commit };

/** A state with the version it stands at; version 0 is an aggregate that nobody has written. */
export type Loaded<State> = { readonly state: State; readonly version: number; readonly hash: string };

/** Rounds of load, decide, append before a contended aggregate is left to the platform's retry. */
export const ROUNDS_MAX = 8;

/**
 * Runs a command against an aggregate. The first round may read eventually, or start from a state that the
 * caller has just met: a stale state can only lose the put. Anything but a put is believed only from a strong read.
 * A command whose effect is there already succeeds whatever version was expected, so that a retry meets itself.
 * Throws `Contended` when the aggregate stays so for `ROUNDS_MAX` rounds.
 */
export async function execute<State, Command, F extends Fact>(
  journal: Journal,
  decider: Decider<State, Command, F>,
  task: {
    readonly ref: AggregateRef;
    readonly command: Command;
    readonly acting: Acting;
    readonly expect?: number;
    readonly from?: Loaded<State> | undefined;
  },
): Promise<Result<Done<State>>> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const consistency = round === 0 && task.expect === undefined ? 'eventual' : 'strong';
    const met = consistency === 'eventual' ? task.from : undefined;
    const loaded = met ?? (await load(journal, decider, task.ref, consistency));
    if (task.expect !== undefined && task.expect !== loaded.version) {
      return alreadyThere(decider, loaded, task.command) ?? staleVersion(loaded.version);
    }

    const done = await attempt(journal, decider, { ...task, loaded });
    const written = done?.ok && done.value.commit !== undefined;
    if (done && (written || consistency === 'strong')) return done;
  }

  throw new Contended(`${decider.name} stays contended after ${ROUNDS_MAX} rounds`);
}

/**
 * One round against a state the caller has loaded and examined: undefined when somebody was faster, and the caller must
 * look again. For decisions that need more of the world than the aggregate's own state.
 */
export async function attempt<State, Command, F extends Fact>(
  journal: Journal,
  decider: Decider<State, Command, F>,
  task: {
    readonly ref: AggregateRef;
    readonly loaded: Loaded<State>;
    readonly command: Command;
    readonly acting: Acting;
  },
): Promise<Result<Done<State>> | undefined> {
  const { ref, loaded, acting } = task;
  const decided = decider.decide(loaded.state, task.command);
  if (!decided.ok) return decided;
  if (decided.value.length === 0) return ok({ state: loaded.state, version: loaded.version });

  const facts = await inOpenPeriod(journal, { tenant: ref.tenant, at: acting.at }, decided.value);
  const done = next(decider, loaded, { ref, facts, acting });
  if (!done.ok) return done;
  const outcome = await journal.append(done.value.commit);

  return outcome.outcome === 'taken' ? undefined : done;
}

/**
 * Writes the first version of an aggregate whose id derives from the request, without reading first. Whoever comes
 * second with the same fingerprint gets the first commit's state; another fingerprint is refused.
 */
export async function create<State, Command, F extends Fact>(
  journal: Journal,
  decider: Decider<State, Command, F>,
  task: { readonly ref: AggregateRef; readonly command: Command; readonly acting: Acting },
): Promise<Result<Done<State> & { readonly replayed: boolean }>> {
  const decided = decider.decide(decider.initial, task.command);
  if (!decided.ok) return replay(journal, decider, task, decided);

  const nothing = { state: decider.initial, version: 0, hash: '' };
  const { ref, acting } = task;
  const facts = await inOpenPeriod(journal, { tenant: ref.tenant, at: acting.at }, decided.value);
  const done = next(decider, nothing, { ref, facts, acting });
  if (!done.ok) return done;
  const outcome = await journal.append(done.value.commit);
  if (outcome.outcome === 'appended') return ok({ ...done.value, replayed: false });

  return firstAnswer(decider, outcome.outcome === 'taken' ? outcome.by : done.value.commit, task.acting);
}

/** The earlier success of a request that would be refused today, or the refusal when there was none. */
export async function replay<State, Command, F extends Fact>(
  journal: Journal,
  decider: Decider<State, Command, F>,
  task: { readonly ref: AggregateRef; readonly acting: Acting },
  refused: { readonly ok: false; readonly refusal: Refusal },
): Promise<Result<Done<State> & { readonly replayed: boolean }>> {
  const first = await journal.at(task.ref, 1);

  return first ? firstAnswer(decider, first, task.acting) : refused;
}

/** The state of an aggregate: its newest head, or the fold of its facts. */
export async function load<State, F extends Fact>(
  journal: Journal,
  decider: Story<State, F>,
  ref: AggregateRef,
  consistency: Consistency = 'strong',
): Promise<Loaded<State>> {
  const commit = await journal.latest(ref, consistency);
  if (!commit) return { state: decider.initial, version: 0, hash: '' };

  return { state: await loadAt(journal, decider, commit), version: commit.version, hash: commit.hash };
}

/** The state of an eventual read where it is enough, else of a strong one: that something is missing is believed of a strong read alone. */
export async function loadEnough<State, F extends Fact>(
  journal: Journal,
  decider: Story<State, F>,
  of: { readonly ref: AggregateRef; readonly isEnough: (state: State) => boolean },
): Promise<State> {
  const { state } = await load(journal, decider, of.ref, 'eventual');

  return of.isEnough(state) ? state : (await load(journal, decider, of.ref)).state;
}

/** The state that a commit left behind, from the commit alone where it carries it. */
export function stateOf<State, F extends Fact>(decider: Story<State, F>, commit: Commit): State | undefined {
  if (commit.version === 1) return fold(decider, factsOf<F>(commit));
  if (commit.head?.v !== decider.headVersion) return undefined;

  return commit.head.state as State; // written by `next` under this head version
}

/** A commit's facts in today's shape. */
export function factsOf<F extends Fact>(commit: Commit): readonly F[] {
  return commit.facts.map((fact) => upcast(fact) as unknown as F); // the upcast yields the type's current shape
}

/** The state that a commit left behind, folded where the commit does not carry it. */
export async function loadAt<State, F extends Fact>(
  journal: Journal,
  decider: Story<State, F>,
  commit: Commit,
): Promise<State> {
  const known = stateOf(decider, commit);
  if (known !== undefined) return known;

  const commits = await commitsOf(journal, commit, { to: commit.version });

  return commits.reduce((state, part, index) => {
    invariant(part.version === index + 1, `${commit.id} has a hole at version ${index + 1}`);
    return fold(decider, factsOf<F>(part), state);
  }, decider.initial);
}

function next<State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  loaded: Loaded<State>,
  change: { readonly ref: AggregateRef; readonly facts: readonly F[]; readonly acting: Acting },
): Result<Done<State> & { readonly commit: Commit }> {
  const { ref, facts, acting } = change;
  const state = fold(decider, facts, loaded.state);
  const version = loaded.version + 1;
  const head = version === 1 ? {} : { head: { v: decider.headVersion, state } };
  const { tenant, id } = ref;
  const { commit, bytes } = nextCommit({ tenant, id, version, ...head, ...acting }, facts, loaded.hash);

  return bytes > COMMIT_BYTES_MAX
    ? refuse('object.too_large', 'The object would grow beyond what can be stored; split it.')
    : ok({ state, version, commit });
}

/** Success without a commit where the command has nothing left to do. */
function alreadyThere<State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  { state, version }: Loaded<State>,
  command: Command,
): Result<Done<State>> | undefined {
  const decided = decider.decide(state, command);

  return decided.ok && decided.value.length === 0 ? ok({ state, version }) : undefined;
}

function firstAnswer<State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  first: Commit,
  acting: Acting,
): Result<Done<State> & { readonly replayed: boolean }> {
  if (first.fingerprint !== acting.fingerprint) {
    return refuse('idempotency.key_reused', 'This Idempotency-Key was used with another request.', {
      hint: 'Send a new key, or the same request again.',
    });
  }

  return ok({ state: fold(decider, factsOf<F>(first)), version: 1, commit: first, replayed: true });
}

/** The refusal of a change that expects another version. */
export function staleVersion(version: number) {
  return refuse('precondition.failed', `The object is at version ${version} by now.`, {
    hint: 'Read it again and repeat the change.',
  });
}
