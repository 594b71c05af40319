/** Whether an order may be accepted: whatever could stop its invoices later is refused before it is placed. */
import type { TaxBuyer } from '../contracts/tax.ts';
import { refusedDraft } from '../domain/drafting/deposits.ts';
import type { Decide, Draft } from '../domain/drafting/draft.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import { refusedWithoutTaxId } from '../domain/legal-entities/tax-ids.ts';
import { asPlaced, flawOf } from '../domain/orders/acceptance.ts';
import type { OrderTerms } from '../domain/orders/states.ts';
import { decideBeyondThreshold } from '../domain/tax/decision.ts';
import { decidedBy } from '../domain/tax/engine.ts';
import { encode } from '../journal/codec.ts';
import type { Result } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';
import { withAccountingTax } from './converting.ts';

/** Drafts the whole order once, so that nothing accepted here can fail to be invoiced later; undefined where all is well. */
export async function refusedInvoice(
  terms: OrderTerms,
  of: {
    readonly tenant: string;
    readonly order: string;
    readonly seller: SellerDetails;
    readonly buyer: TaxBuyer;
    readonly now: string;
  },
  ports: Pick<Ports, 'journal' | 'taxEngine'>,
) {
  const { tenant, order: id, seller, buyer, now } = of;
  const unnamed = refusedWithoutTaxId(seller, '#/legal_entity');
  if (unnamed) return unnamed;
  const flaw = flawOf(terms, Buffer.byteLength(encode(terms)));
  if (flaw) return flaw;
  const drafting = (decide: Decide) => refusedDraft(asPlaced(terms, now), { id, seller, buyer, now, decide });
  const draft = await decidedBy(ports.taxEngine, drafting);
  if (!draft.ok) return draft;
  const beyond = ports.taxEngine === null && flawBeyondThreshold(draft.value, drafting);
  if (beyond) return beyond;
  // What is invoiced later waits for the rate of its own day, which nobody can know yet.
  if (terms.billing !== 'on_placement' && !terms.deposits) return undefined;
  const stated = await withAccountingTax(draft.value, { tenant, entity: terms.entity, seller }, ports);

  return stated.ok ? undefined : stated;
}

/** What an accepted sale would be refused for beyond the threshold for consumers abroad; undefined where it does not count. */
function flawBeyondThreshold(first: Draft, draft: (decide: Decide) => Result<Draft>) {
  if (!first.lines.some(({ taxed }) => taxed?.unionSale)) return undefined;
  const beyond = draft(decideBeyondThreshold);

  return beyond.ok ? undefined : beyond;
}
