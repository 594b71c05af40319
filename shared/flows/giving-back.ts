/** From what an end, a change or late news of a subscription gives back to the invoices that charged it, each of which is asked for it once. */
import { invoices } from '../domain/invoices.ts';
import type { SubscriptionFact } from '../domain/subscriptions/facts.ts';
import type { Settlement } from '../domain/subscriptions/states.ts';
import { type Acting, execute, factsOf } from '../execute.ts';
import { sha256Base64Url } from '../kernel/hash.ts';
import type { Commit, Ports } from '../ports.ts';
import { movedTo, placeOfBill } from './gathered-bills.ts';
import { lastRevision } from './replacing.ts';

/** Why not all invoices could be asked: one is not there yet, or refuses. */
export type NotAsked =
  | { readonly waitsFor: string }
  | { readonly code: string; readonly reason: string }
  | undefined;

/** Asks all invoices; undefined once each was. Whoever was asked already is not asked again. */
export async function askedBack(
  commit: Commit,
  acting: Acting,
  ports: Pick<Ports, 'journal'>,
): Promise<NotAsked> {
  const { tenant } = commit;
  const back = backIn(commit);
  if (!back) return undefined;
  const { settlement, reason, fingerprint } = back;
  for (const note of settlement.notes) {
    const place = await placeOfBill(tenant, note, ports);
    if (!place) return { waitsFor: note.invoice };
    const { invoice, lines } = movedTo(place, note);
    const own = place.own && { instead: place.own };
    const wish = { reason, remainder: settlement.remainder, fingerprint, lines, ...own };
    const last = await lastRevision({ tenant, id: invoice }, ports.journal);
    const ref = { tenant, id: last.id };
    const command = { do: 'request_rest', wish } as const;
    const asked = await execute(ports.journal, invoices, { ref, command, acting });
    if (asked.ok) continue;
    const { code, message } = asked.refusal;
    return code === 'invoice.not_found' ? { waitsFor: last.id } : { code, reason: `${last.id}: ${message}` };
  }

  return undefined;
}

type Back = {
  readonly settlement: Settlement;
  readonly reason: string;
  readonly fingerprint: string;
};

/** A subscription ends once, and so is known by its name; it may be changed often and hear of usage late, and each time asks for its own. */
function backIn(commit: Commit): Back | undefined {
  for (const fact of factsOf<SubscriptionFact>(commit)) {
    if (fact.type === 'subscription.ended' && fact.data.settlement) {
      const reason = fact.data.reason === 'unpaid' ? 'subscription_unpaid' : 'subscription_cancelled';
      return { settlement: fact.data.settlement, reason, fingerprint: commit.id };
    }
    if (fact.type === 'subscription.changed' && fact.data.settlement)
      return {
        settlement: fact.data.settlement,
        reason: 'subscription_changed',
        fingerprint: ofCommit(commit),
      };
    if (fact.type === 'subscription.credit_returned')
      return {
        settlement: fact.data.settlement,
        reason: fact.data.reason ?? 'usage_lowered',
        fingerprint: ofCommit(commit),
      };
  }

  return undefined;
}

/** Of a fingerprint only the first characters are kept, which those of an id would fill. */
function ofCommit({ id, version }: Commit): string {
  return sha256Base64Url(`${id}:${version}`);
}
