/** Woken daily, at the start of the local cloud and on demand; re-reads the journal, makes up for lost news, proves the books. */
import { isActedOn } from '../../shared/flows/consequences.ts';
import { tablesEnding } from '../../shared/domain/tax.ts';
import { messagesOf } from '../../shared/edge/news.ts';
import type { Tick, TickAnswer } from '../../shared/edge/schedule.ts';
import { onSchedule } from '../../shared/edge/schedule.ts';
import { timesOf } from '../../shared/edge/tenant-time.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import { addToInstant, isInstant } from '../../shared/kernel/time.ts';
import type { Commit, Message, Ports } from '../../shared/ports.ts';
import { rowsOf } from '../../shared/flows/projecting.ts';
import type { Proof } from '../../shared/flows/proving.ts';
import { emptyProof, prove, verdictOf } from '../../shared/flows/proving.ts';

/** Segments the table is read in, this many at once. */
const SEGMENTS = 8;

/** Pages of one segment; a table that needs more is swept by a shorter look-back on demand. */
const PAGES_MAX = 100_000;

/** Without a word in the tick, facts of this many days back are looked at; a stream keeps one day. */
const DAYS_BACK = 3;

/** Facts younger than this are still on their way. */
const MINUTES_YOUNG = 15;

type Window = { readonly since: string; readonly until: string };
type Tally = { read: number; sent: number; projected: number; unhealed: number };
type Sweeping = {
  readonly windowOf: (tenant: string) => Promise<Window>;
  readonly tally: Tally;
  readonly proof: Proof;
};

/** `{ since }` in the tick is an instant to look back to, `all` reads everything and waits for nothing. */
async function sweep(ports: Ports, tick: Tick): Promise<TickAnswer> {
  const windowOf = windowsOf(tick, ports);
  const tally: Tally = { read: 0, sent: 0, projected: 0, unhealed: 0 };
  const proof = emptyProof();
  await Promise.all(
    Array.from({ length: SEGMENTS }, (_, index) => sweepSegment(index, { windowOf, tally, proof }, ports)),
  );
  const verdict = verdictOf(proof);
  ports.observer.metric('SweptMessages', tally.sent, {});
  ports.observer.metric('LedgerImbalance', verdict.unbalanced, {});
  ports.observer.metric('TaxTablesEnding', tablesEnding(ports.clock.now().slice(0, 10)), {});
  ports.observer.metric('NumberGap', verdict.gaps, {});

  // Everything else was healed; the fault makes the alarm ring for what was not.
  if (tally.unhealed > 0) throw new Error(`${tally.unhealed} commits could not be swept`);

  return { ...tally, ...verdict };
}

/** What is looked at of a tenant, in its own time. */
function windowsOf(tick: Tick, ports: Ports): (tenant: string) => Promise<Window> {
  const everything = tick.since === 'all' || tick.since === null;
  const given = typeof tick.since === 'string' && !everything ? tick.since : undefined;
  if (given !== undefined) invariant(isInstant(given), 'since is `all` or an instant');
  const windowAt = (now: string) =>
    everything
      ? { since: '', until: now }
      : {
          since: given ?? addToInstant(now, { days: -DAYS_BACK }),
          until: addToInstant(now, { minutes: -MINUTES_YOUNG }),
        };
  // Whatever is recorded while it reads is left to the next sweep.
  const usual = windowAt(ports.clock.now());
  const timeOf = timesOf(ports);

  return async (tenant) => {
    const { clock } = (await timeOf(tenant)).ports;

    return clock.machine ? windowAt(clock.now()) : usual;
  };
}

async function sweepSegment(index: number, of: Sweeping, ports: Ports): Promise<void> {
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { items, next } = await ports.journal.scan({ index, of: SEGMENTS }, after);
    of.tally.read += items.length;
    for (const commit of items) {
      const window = await of.windowOf(commit.tenant);
      if (commit.at > window.until) continue;
      prove(of.proof, commit);
      if (commit.at < window.since) continue;
      await heal(commit, of.tally, ports);
    }
    if (next === undefined) return;
    after = next;
  }
}

/** One commit that cannot be healed does not keep the others from it. */
async function heal(commit: Commit, tally: Tally, ports: Ports): Promise<void> {
  try {
    tally.sent += await sendAgain(commit, ports);
    tally.projected += await projectAgain(commit, ports);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'unknown', message: String(error) };
    const { tenant, id, version } = commit;
    ports.observer.line({
      outcome: 'fault',
      tenant,
      id,
      version,
      error: name,
      reason: message.slice(0, 300),
    });
    tally.unhealed += 1;
  }
}

async function sendAgain(commit: Commit, ports: Ports): Promise<number> {
  const missing: Message[] = [];
  for (const message of messagesOf(commit))
    if (!(await isActedOn(commit, message.to, ports))) missing.push(message);
  if (missing.length === 0) return 0;
  const failed = await ports.queues.send(missing);
  if (failed.length > 0)
    throw new Error(`${failed.length} messages were not taken; the next sweep sends them`);

  return missing.length;
}

async function projectAgain(commit: Commit, ports: Ports): Promise<number> {
  let written = 0;
  for (const row of await rowsOf(commit, ports)) {
    const stored = await ports.views.get(row.pk, row.sk);
    if (stored && stored.version >= row.version) continue;
    await ports.views.put(row);
    written += 1;
  }

  return written;
}

export const handler = onSchedule('journal.sweep', sweep);
