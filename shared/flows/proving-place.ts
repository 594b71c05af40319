/** What a document stands on where a consumer's place decides its tax; and documents that wait until evidence tells it. */
import { customers } from '../domain/customers.ts';
import type { Draft } from '../domain/drafting/draft.ts';
import type { AwaitingFact } from '../domain/exchange-rates.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import type { Acting } from '../execute.ts';
import { execute } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';
import { type Buyer, buyerOf, type Sale } from './buying.ts';

/** Whose sale it is, on which day, and the fact that owes its document. */
export type Proving = {
  readonly sale: Sale;
  readonly seller: SellerDetails;
  readonly today: string;
  readonly waiting: AwaitingFact;
  readonly acting: Acting;
};

/** A draft with the profile that it is printed with. */
export type DraftFor = { readonly draft: Draft; readonly profile: Buyer['profile'] };

/**
 * Drafts for the buyer of a sale, and keeps with the draft what is known of a consumer's place where a line is taxed by it. A
 * document that has to wait until that is proven is remembered with the customer; it is drafted once more, since evidence may have
 * come before it was known that somebody waits for it. Refused with `tax.place_unproven`, and as `buyerOf` and the draft are.
 */
export async function draftForBuyer(
  draft: (buyer: Buyer['tax']) => Promise<Result<Draft>>,
  of: Proving,
  ports: Pick<Ports, 'journal' | 'profiles'>,
): Promise<Result<DraftFor>> {
  const { sale, waiting, acting } = of;
  const first = await draftedFor(draft, of, ports);
  if (first.ok || first.refusal.code !== 'tax.place_unproven') return first;
  const ref = { tenant: sale.tenant, id: sale.customer };
  const noted = await execute(ports.journal, customers, {
    ref,
    command: { do: 'await_place', waiting },
    acting,
  });

  return noted.ok ? draftedFor(draft, of, ports) : noted;
}

async function draftedFor(
  draft: (buyer: Buyer['tax']) => Promise<Result<Draft>>,
  of: Proving,
  ports: Pick<Ports, 'journal' | 'profiles'>,
): Promise<Result<DraftFor>> {
  const buyer = await buyerOf(of.sale, of, ports);
  if (!buyer.ok) return buyer;
  const drafted = await draft(buyer.value.tax);
  if (!drafted.ok) return drafted;
  const { profile, place } = buyer.value;
  const isPlaced = drafted.value.lines.some(({ taxed }) => taxed?.proofs.includes('two_of_place'));
  const named = { ...drafted.value, profile: of.sale.profile };

  return ok({ draft: place && isPlaced ? { ...named, place } : named, profile });
}
