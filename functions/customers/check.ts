/** Woken by customer.vat_id_set, or by a document that waits; asks the register, records customer.vat_id_checked. */
import type { VatCheck } from '../../shared/domain/customers/states.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { tellAgain } from '../../shared/flows/buying.ts';
import { customers, standingOf } from '../../shared/domain/customers.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { isCheckable } from '../../shared/domain/tax/parties.ts';
import { tenants } from '../../shared/domain/tenants.ts';
import { actingOn, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, load } from '../../shared/execute.ts';
import { addToInstant } from '../../shared/kernel/time.ts';
import { isVatIdWellFormed } from '../../shared/kernel/vat-ids.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';

/** An answer is news for so long. */
const NEWS_MINUTES = 10;

async function check(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { message } = delivery;
  const ref = { tenant: message.tenant, id: message.id };
  const { state } = await load(ports.journal, customers, ref);
  if (state.status !== 'active') return DONE;
  const profile = message.kind === 'work' ? Number(message.task.profile) : state.profile;
  const stored = await ports.profiles.get(ref, profile);
  const vatId = (stored?.data.vat_id ?? null) as string | null; // written from CustomerProfile
  const at = ports.clock.now();
  if (vatId === null || !isCheckable(vatId)) return DONE;
  if (standingOf({ profile, checks: state }, at.slice(0, 10)) !== 'unchecked') {
    // Somebody was faster, and whoever asked does not know yet. Of an older answer they did know.
    const isNews = (state.vatCheck?.at ?? '') >= addToInstant(at, { minutes: -NEWS_MINUTES });
    if (isNews && message.kind === 'work') await tellAgain(message, ports);
    return DONE;
  }

  const answer = await answerOf({ ref, vatId }, ports);
  const done = await execute(ports.journal, customers, {
    ref,
    command: { do: 'note_vat_check', check: { profile, at, ...answer } },
    acting: actingOn('customers.check', delivery, ports),
  });
  if (!done.ok) return DONE;
  if (answer.answer === 'unavailable')
    return { end: 'wait', reason: 'the register of VAT ids does not answer' };
  if (message.kind === 'work') await tellAgain(message, ports);

  return DONE;
}

/** What cannot be a VAT id by its check digits is not worth the register's time. */
async function answerOf(
  of: { readonly ref: AggregateRef; readonly vatId: string },
  ports: Ports,
): Promise<Omit<VatCheck, 'profile' | 'at'>> {
  const { ref, vatId } = of;
  if (!isVatIdWellFormed(vatId)) return { answer: 'invalid', by: 'check_digits', consultation: null };
  const requester = await requesterOf(ref.tenant, ports);

  return { ...(await ports.taxIds.check({ vatId, requester })), by: 'register' };
}

/** The first seller of the tenant that has a VAT id asks for all. */
async function requesterOf(tenant: string, ports: Ports): Promise<string | null> {
  const { state } = await load(ports.journal, tenants, { tenant, id: tenant }, 'eventual');
  for (const id of state.status === 'active' ? state.entities : []) {
    const { state: seller } = await load(ports.journal, legalEntities, { tenant, id }, 'eventual');
    if (seller.status === 'active' && seller.vatId !== null && isCheckable(seller.vatId)) return seller.vatId;
  }

  return null;
}

export const handler = onQueue('customers.check', eachOf(check));
