/** What is asked of a finished history: the checker, views that can be rebuilt, and work that may be repeated at will. */
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import { encode } from '../../shared/journal/codec.ts';
import { project } from '../../shared/flows/projecting.ts';
import { epochMilliseconds } from '../../shared/kernel/time.ts';
import type { Violation } from '../checker/books.ts';
import { check } from '../checker/check.ts';
import { type History, runJobs, settleDown } from './history.ts';
import { wrongReconciliations } from './reckoned.ts';
import { journalHash, rowsIn, snapshotOf } from './snapshot.ts';
import type { World } from './world.ts';

/** How thoroughly a history is looked at; repeating everything costs as much as the history itself. */
export type Thoroughness = { readonly repeats: boolean };

/** All that is wrong at the end of a history; nothing in a healthy system. */
export async function wrongWith(history: History, { repeats }: Thoroughness): Promise<readonly Violation[]> {
  const { world, isAtRest } = history;
  const violations: Violation[] = [
    ...check(await snapshotOf(history)),
    ...faultsOfOurOwn(world),
    ...waste(world),
  ];
  if (!isAtRest) {
    violations.push({
      invariant: 'I-41',
      about: 'the world',
      says: `it is not at rest after ${history.rounds} rounds`,
    });

    return violations;
  }
  violations.push(...(await notForgotten(world)), ...wrongReconciliations(history));
  if (world.layers.views) violations.push(...(await wrongViews(world)));
  if (repeats) violations.push(...(await changedByRepeating(history)));

  return violations;
}

/** A function that touches what it was not granted, or an answer of the API that blames itself without a fault about. */
function faultsOfOurOwn({ twins, log, faults }: World): readonly Violation[] {
  const denied = [...new Set(twins.said.filter((line) => line.includes('NotGranted')))];
  const isFaultless = Object.values(faults.counts).every((count) => count === 0);
  const blamed = isFaultless ? log.filter(({ told }) => told.status >= 500 || told.status === 0) : [];

  return [
    ...denied.map((line) => ({ invariant: 'grants', about: 'the topology', says: line })),
    ...blamed.map(({ ask, told }) => ({
      invariant: 'I-01',
      about: `${ask.method} ${ask.route}`,
      says: `answered ${told.status}`,
    })),
  ];
}

/** Messages that a fact may cost, on average, where nothing goes wrong. */
const MESSAGES_PER_COMMIT_MAX = 2;

/** I-33: without faults the relay sends what is owed and no more. */
function waste({ twins, faults }: World): readonly Violation[] {
  const sent = twins.sentBy.get('journal.relay') ?? 0;
  const commits = twins.journal.stream.length;
  const isFaultless = Object.values(faults.counts).every((count) => count === 0);
  if (!isFaultless || sent <= commits * MESSAGES_PER_COMMIT_MAX) return [];

  return [
    { invariant: 'I-33', about: 'the relay', says: `${sent} messages were sent of ${commits} commits` },
  ];
}

/** Versions of a profile that are looked for; no history writes more. */
const PROFILE_VERSIONS = 12;

/** I-38: of an erased customer no profile is left, in whatever order things happened. */
async function notForgotten({ twins }: World): Promise<readonly Violation[]> {
  const left: Violation[] = [];
  for (const { tenant, id, facts } of twins.journal.stream) {
    if (!facts.some(({ type }) => type === 'customer.erased')) continue;
    for (let version = 1; version <= PROFILE_VERSIONS; version += 1) {
      if (!(await twins.profiles.get({ tenant, id }, version))) continue;
      left.push({ invariant: 'I-38', about: id, says: `version ${version} of the profile is left` });
    }
  }

  return left;
}

/** I-30 of views: projecting every commit into empty views gives the rows that are there, but for those that may have expired. */
async function wrongViews({ twins }: World): Promise<readonly Violation[]> {
  const fresh = memoryViews();
  const ports = { journal: twins.journal, views: fresh, stage: 'live' };
  for (const commit of twins.journal.stream) await project(commit, ports);
  const [rebuilt, live] = [await rowsIn(fresh), await rowsIn(twins.views)];
  const seconds = epochMilliseconds(twins.now()) / 1_000;
  const spelled = (rows: typeof live) =>
    new Map(
      rows
        .filter(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt > seconds)
        .map((row) => [`${row.pk} ${row.sk}`, encode(row)]),
    );
  const [wanted, found] = [spelled(rebuilt), spelled(live)];
  const keys = new Set([...wanted.keys(), ...found.keys()]);

  return [...keys]
    .filter((key) => wanted.get(key) !== found.get(key))
    .map((key) => ({
      invariant: 'I-30',
      about: key,
      says: `the row is ${found.get(key)}, rebuilt it is ${wanted.get(key)}`,
    }));
}

/** Days and months end at these minutes, in one zone or another. */
const DAY_ENDS_EACH_MS = 15 * 60_000;

/** Time passes meanwhile: where a day may have ended, what fell due with it is no effect of repeating; it is done first, and all repeated once more. */
async function changedByRepeating({ world, restedAt }: History): Promise<readonly Violation[]> {
  const quarterOf = (milliseconds: number) => Math.floor(milliseconds / DAY_ENDS_EACH_MS);
  const begun = quarterOf(epochMilliseconds(restedAt));
  const wrong = await changedByRepeatingOnce(world);

  if (wrong.length === 0 || quarterOf(world.twins.time.milliseconds) === begun) return wrong;
  await runJobs(world);

  return changedByRepeatingOnce(world);
}

/** I-43 and I-44: every job again, then every message that was ever sent. */
async function changedByRepeatingOnce(world: World): Promise<readonly Violation[]> {
  const before = journalHash(world);
  await runJobs(world);
  const afterJobs = journalHash(world);
  for (const { to, body } of world.post.sent) {
    const queue = world.post.queues.get(to);
    queue?.letters.push({ id: `r${queue.letters.length}`, body, visibleAt: 0, receives: 0, isHeld: false });
  }
  await settleDown(world);
  const afterMessages = journalHash(world);

  return [
    ...(before === afterJobs
      ? []
      : [{ invariant: 'I-43', about: 'the jobs', says: 'running them again changes the journal' }]),
    ...(afterJobs === afterMessages
      ? []
      : [{ invariant: 'I-44', about: 'the messages', says: 'sending them again changes the journal' }]),
  ];
}
