/** Sets a message aside as a fact with its reason, so that the rest of its batch goes on and nobody has to read logs. */
import { parked } from '../domain/parked.ts';
import { create } from '../execute.ts';
import { derivedId } from '../kernel/hash.ts';
import type { Ports } from '../ports.ts';
import type { FunctionName } from '../topology.ts';

/** Work that no tenant can be named for is parked here. */
export const SYSTEM_TENANT = 'ten_system';

/** What is parked, and why. */
export type Parking = {
  readonly tenant: string;
  readonly subject: string;
  readonly trace: string;
  readonly code: string;
  readonly reason: string;
};

/** Reasons are cut at this length; they name codes and fields, never content. */
export const REASON_LENGTH_MAX = 300;

/** Records the parked message once and counts it. */
export async function park(worker: FunctionName, parking: Parking, ports: Ports): Promise<void> {
  const { tenant, subject, trace, code } = parking;
  const reason = parking.reason.slice(0, REASON_LENGTH_MAX);
  await create(ports.journal, parked, {
    ref: { tenant, id: derivedId('prk', worker, tenant, subject) },
    command: { do: 'park', worker, subject, code, reason },
    acting: { actor: worker, cause: subject, trace, at: ports.clock.now() },
  });
  ports.observer.metric('ParkedMessages', 1, { worker });
}
