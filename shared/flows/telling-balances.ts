/**
 * Tells a prepaid balance something about a grant or an invoice, once: what it told before is in the record of that grant or
 * invoice, and the balance is written at the very version at which the record was read.
 */
import type { PrepaidBalance, PrepaidCommand, PrepaidFact } from '../domain/prepaid/balance.ts';
import type { PrepaidRecord, ToldFact } from '../domain/prepaid/records.ts';
import { prepaidRecordId, prepaidRecords, sourceOf } from '../domain/prepaid/records.ts';
import { prepaidBalances } from '../domain/prepaid.ts';
import type { Acting } from '../execute.ts';
import { attempt, execute, factsOf, load, loadAt } from '../execute.ts';
import { Contended } from '../kernel/contended.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { AggregateRef, Commit, Journal } from '../ports.ts';

/** Rounds of look and append before a contended balance is left to whoever comes again. */
const ROUNDS_MAX = 8;

/** What a balance has told about a grant or an invoice, and whether this call made it tell something. */
export type Told = { readonly record: PrepaidRecord; readonly isNew: boolean };

type Telling = {
  readonly ref: AggregateRef;
  /** The grant or invoice; left out for what is about the balance as a whole. */
  readonly source?: string;
  readonly acting: Acting;
  /** What there is to tell, by what was told before; nothing where that is enough. */
  readonly command: (record: PrepaidRecord) => PrepaidCommand | undefined;
};

/** Tells a balance what there is to tell about a grant or an invoice by its record. */
export async function tellBalance(journal: Journal, of: Telling): Promise<Result<Told>> {
  const { ref, acting } = of;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const newest = await journal.latest(ref, 'strong');
    if (newest) await recorded(newest, acting, journal);
    const record = await recordOf(ref.tenant, of.source, journal);
    const command = of.command(record);
    if (!command) return ok({ record, isNew: false });
    const state: PrepaidBalance = newest
      ? await loadAt(journal, prepaidBalances, newest)
      : prepaidBalances.initial;
    const loaded = { state, version: newest?.version ?? 0, hash: newest?.hash ?? '' };
    const done = await attempt(journal, prepaidBalances, { ref, loaded, command, acting });
    if (!done) continue;
    if (!done.ok) return done;
    if (!done.value.commit) return ok({ record, isNew: false });
    await recorded(done.value.commit, acting, journal);

    return ok({ record: await recordOf(ref.tenant, of.source, journal), isNew: true });
  }

  throw new Contended(`the prepaid balance ${ref.id} stays contended`);
}

/** What was told about a grant or an invoice, as far as it is recorded. */
export async function recordOf(
  tenant: string,
  source: string | undefined,
  journal: Journal,
): Promise<PrepaidRecord> {
  if (source === undefined) return prepaidRecords.initial;

  return (await load(journal, prepaidRecords, { tenant, id: prepaidRecordId(tenant, source) })).state;
}

/** Makes sure that what a commit of a balance told is recorded. */
async function recorded(
  { tenant, id: balance, version, ...commit }: Commit,
  acting: Acting,
  journal: Journal,
): Promise<void> {
  for (const told of factsOf<PrepaidFact>({ tenant, id: balance, version, ...commit })) {
    const source = sourceOf(told);
    if (source === undefined) continue;
    const ref = { tenant, id: prepaidRecordId(tenant, source) };
    const command = { balance, version, told: told as ToldFact }; // it has a source
    await execute(journal, prepaidRecords, { ref, command, acting });
  }
}
