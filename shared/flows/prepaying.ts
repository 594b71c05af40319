/**
 * What invoices pay from prepaid credits, and what credit notes give back to them. What is kept for an invoice only grows until
 * it is issued, so that whichever of two deliveries is numbered states no more than is kept; what it does not state goes back
 * once it is issued, and nobody can change any more what it states.
 */
import type { Draft } from '../domain/drafting.ts';
import { type Invoice, invoices } from '../domain/invoices.ts';
import { dueMinorOf } from '../domain/invoices/deducting.ts';
import type { SellerDetails } from '../domain/legal-entities.ts';
import type { PaidFromCredits } from '../domain/prepaid/balance.ts';
import { boughtOf, firstOf, sum } from '../domain/prepaid/consuming.ts';
import { prepaidBalanceId } from '../domain/prepaid.ts';
import { lesser } from '../domain/receivables/account.ts';
import type { Acting } from '../execute.ts';
import { load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Journal, Ports } from '../ports.ts';
import { recordOf, tellBalance } from './telling-balances.ts';

type Of = {
  readonly tenant: string;
  readonly id: string;
  readonly entity: string;
  readonly seller: Pick<SellerDetails, 'prepaidPosition' | 'prepaidOrder'>;
  readonly acting: Acting;
  /** Whether the invoice has been issued or numbered, so that a message that comes again takes nothing for it. */
  readonly isIssued: () => Promise<boolean>;
};

const UNPAID_BY_CREDITS = new Set<Draft['kind']>(['deposit', 'credits']);

/** A draft with what of it is paid from credits, and whether any are kept for it. */
export type PaidDraft = { readonly draft: Draft; readonly isKept: boolean };

/** Keeps credits for a draft: none for a deposit, whose tax is owed when it is paid, nor for other credits. Where the customer has no balance, one read. */
export async function withPrepaid(
  draft: Draft,
  of: Of,
  { journal }: Pick<Ports, 'journal'>,
): Promise<Result<PaidDraft>> {
  if (of.seller.prepaidPosition === undefined || UNPAID_BY_CREDITS.has(draft.kind))
    return ok({ draft, isKept: false });
  const limitMinor = dueMinorOf(draft);
  const { customer, currency, issueDate: on } = draft;
  const { tenant, id: invoice, entity, acting } = of;
  const ref = { tenant, id: prepaidBalanceId(tenant, { entity, customer, currency }) };
  if ((await journal.latest(ref, 'strong')) === undefined) return ok({ draft, isKept: false });
  if (await of.isIssued()) {
    await releaseUnstated({ tenant, invoice, acting }, { journal });
    return ok({ draft, isKept: false });
  }
  const { prepaidOrder: order } = of.seller;
  const wish = { do: 'consume', invoice, limitMinor, on, at: acting.at, ...(order && { order }) } as const;
  const told = await tellBalance(journal, {
    ...{ ref, source: invoice, acting },
    command: ({ kept }) => (limitMinor <= 0n ? undefined : { ...wish, ...(kept && { kept }) }),
  });
  if (!told.ok) return told;
  const kept = told.value.record.kept ?? [];
  const amountMinor = lesser(sum(kept), limitMinor);
  const prepaid = paidFrom({ amountMinor, boughtMinor: boughtOf(firstOf(kept, amountMinor)) });

  return ok({
    draft: amountMinor > 0n ? { ...draft, prepaid } : draft,
    isKept: kept.length > 0,
  });
}

/**
 * Gives back what is kept for an issued invoice and not stated by it: it was drafted for less after it had been refused, or
 * another delivery of its message was numbered. Asked again, it finds nothing to give back.
 */
export async function releaseUnstated(
  of: { readonly tenant: string; readonly invoice: string; readonly acting: Acting },
  { journal }: Pick<Ports, 'journal'>,
): Promise<void> {
  const { tenant, invoice, acting } = of;
  const { kept, balance } = await recordOf(tenant, invoice, journal);
  if (!kept || kept.length === 0) return;
  const { state } = await load(journal, invoices, { tenant, id: invoice });
  if (state.status === 'none') return;
  const statedMinor = state.prepaid?.amountMinor ?? 0n;
  await tellBalance(journal, {
    ...{ ref: { tenant, id: balance }, source: invoice, acting },
    command: (record) => ({ do: 'release', invoice, statedMinor, kept: record.kept ?? [], at: acting.at }),
  });
}

/** What of a credit note goes back to the credits that paid its invoice; nothing where none did. */
export async function givenBack(
  note: {
    readonly tenant: string;
    readonly id: string;
    readonly invoice: string;
    readonly grossMinor: bigint;
  },
  of: { readonly invoice: Exclude<Invoice, { status: 'none' }>; readonly acting: Acting },
  { journal }: { readonly journal: Journal },
): Promise<Result<{ readonly prepaid?: PaidFromCredits }>> {
  const { tenant, id: creditNote, invoice, grossMinor: noteMinor } = note;
  if (!of.invoice.prepaid) return ok({});
  const { grossMinor: chargedMinor, prepaid } = of.invoice;
  const told = await tellBalance(journal, {
    ref: { tenant, id: prepaidBalanceId(tenant, of.invoice) },
    source: invoice,
    acting: of.acting,
    command: ({ notes, back, kept }) => {
      if (notes.some((each) => each.creditNote === creditNote)) return undefined;
      const notesMinor = notes.reduce((total, each) => total + each.noteMinor, 0n);
      const paid = firstOf(kept ?? [], prepaid.amountMinor);
      const met = { paid, before: { notesMinor, parts: back } };
      return { do: 'return', ...met, creditNote, invoice, noteMinor, chargedMinor, at: of.acting.at };
    },
  });
  if (!told.ok) return told;
  const back = told.value.record.notes.find((each) => each.creditNote === creditNote);

  return ok(back && back.amountMinor > 0n ? { prepaid: paidFrom(back) } : {});
}

function paidFrom(of: { readonly amountMinor: bigint; readonly boughtMinor: bigint }): PaidFromCredits {
  const { amountMinor, boughtMinor } = of;

  return { amountMinor, ...(boughtMinor > 0n && { boughtMinor }) };
}
