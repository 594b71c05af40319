/** Whether an order may be accepted: whatever could stop its invoices later is refused before it is placed. */
import type { TaxBuyer } from '../contracts/tax.ts';
import { refusedDraft } from '../domain/drafting/deposits.ts';
import type { SellerDetails } from '../domain/legal-entities.ts';
import type { OrderTerms } from '../domain/orders.ts';
import { asPlaced, flawOf } from '../domain/orders/acceptance.ts';
import { decidedBy } from '../domain/tax/engine.ts';
import { encode } from '../journal/codec.ts';
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
  const flaw = flawOf(terms, Buffer.byteLength(encode(terms)));
  if (flaw) return flaw;
  const draft = await decidedBy(ports.taxEngine, (decide) =>
    refusedDraft(asPlaced(terms, now), { id, seller, buyer, now, decide }),
  );
  if (!draft.ok) return draft;
  // What is invoiced later waits for the rate of its own day, which nobody can know yet.
  if (terms.billing !== 'on_placement' && !terms.deposits) return undefined;
  const stated = await withAccountingTax(draft.value, { tenant, entity: terms.entity, seller }, ports);

  return stated.ok ? undefined : stated;
}
