/**
 * Woken by each fact of a migration; plans it page by page, and applies what was agreed to, row by row. Each step is a fact
 * that wakes this function for the next one.
 */
import { type KnownMigration, migrations } from '../../shared/domain/migrations.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, type Loaded, load } from '../../shared/execute.ts';
import { appliedStep, nextPage } from '../../shared/flows/migrating.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';

async function advance(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { message } = delivery;
  if (message.kind !== 'fact') return DONE;
  const ref = { tenant: message.tenant, id: message.id };
  const { state, version, hash } = await load(ports.journal, migrations, ref);
  // A later version says that somebody went on already; only the newest news is worth following.
  if (version !== message.version)
    return version < message.version ? { end: 'wait', reason: 'not readable yet' } : DONE;
  if (state.status === 'planning') await plan(ref, { state, version, hash }, { delivery, ports });
  if (state.status === 'applying') await apply(ref, state, { delivery, ports });

  return DONE;
}

type Work = { readonly delivery: Delivery; readonly ports: Ports };

async function plan(
  ref: AggregateRef,
  { state, version }: Loaded<KnownMigration>,
  { delivery, ports }: Work,
): Promise<void> {
  const acting = actingOn('migrations.advance', delivery, ports);
  const { rows, cursor } = await nextPage({ ref, state, at: acting.at }, ports);
  const command = { do: 'advance', page: state.pages + 1, rows, cursor, at: acting.at } as const;
  const done = await execute(ports.journal, migrations, { ref, command, acting, expect: version });
  if (!done.ok && done.refusal.code !== 'precondition.failed')
    throw new Error(`${ref.id}: ${done.refusal.code}`);
}

/** An approval that comes meanwhile does not move the place, so the step still holds. */
async function apply(ref: AggregateRef, state: KnownMigration, { delivery, ports }: Work): Promise<void> {
  const acting = actingOn('migrations.advance', delivery, ports);
  const step = await appliedStep({ ref, state, acting }, ports);
  const command = { do: 'progress', ...step, at: acting.at } as const;
  const done = await execute(ports.journal, migrations, { ref, command, acting });
  if (!done.ok) throw new Error(`${ref.id}: ${done.refusal.code}`);
}

export const handler = onQueue('migrations.advance', eachOf(advance));
