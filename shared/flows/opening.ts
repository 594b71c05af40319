/** Opens a billing run where something is due. The occasion names the run, so that who comes twice meets the first. */
import { FIRST_CURSOR, runs } from '../domain/runs.ts';
import { create } from '../execute.ts';
import { derivedId } from '../kernel/hash.ts';
import { PREFIX } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Ports } from '../ports.ts';
import { dueSubscriptions } from '../views/due.ts';

/** Answers how many runs it opened: one or none. */
export async function openWhereDue(
  of: { readonly tenant: string; readonly occasion: string; readonly actor: string; readonly at: Instant },
  ports: Ports,
): Promise<number> {
  const { tenant, occasion, actor, at } = of;
  if (!(await isAnythingDue(tenant, at, ports))) return 0;
  const id = derivedId(PREFIX.run, tenant, 'hourly', occasion);
  const done = await create(ports.journal, runs, {
    ref: { tenant, id },
    command: { do: 'open', terms: { kind: 'hourly', targetDate: null, until: at }, at },
    acting: { actor, cause: `tick ${occasion}`, trace: id, at },
  });

  return done.ok && !done.value.replayed ? 1 : 0;
}

/** A look that had to stop before its end counts as due: planning goes on from where it stops, a tick cannot. */
async function isAnythingDue(tenant: string, until: Instant, ports: Ports): Promise<boolean> {
  const question = { tenant, until, target: null, parkedToo: false, limit: 1 };
  const page = await dueSubscriptions(ports.views, question, FIRST_CURSOR);

  return page.subscriptions.length > 0 || page.next !== null;
}
