/**
 * What invoices pay from prepaid credits, and what credit notes give back to them. What is kept for an invoice only grows until
 * it is issued, so that whichever of two deliveries is numbered states no more than is kept; what it does not state goes back
 * once it is issued, and nobody can change any more what it states.
 */
import type { Draft } from '../domain/drafting.ts';
import { type Invoice, invoices } from '../domain/invoices.ts';
import { dueMinorOf } from '../domain/invoices/deducting.ts';
import type { SellerDetails } from '../domain/legal-entities.ts';
import { creditedIn, lowerableMinor, loweredBy } from '../domain/drafting/lowering.ts';
import type { GrantedPart, PaidFromCredits, PrepaidPosition } from '../domain/prepaid/balance.ts';
import { boughtOf, firstOf, statedParts, sum } from '../domain/prepaid/consuming.ts';
import { prepaidBalanceId } from '../domain/prepaid.ts';
import { lesser } from '../domain/receivables/account.ts';
import type { Acting } from '../execute.ts';
import { load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { AggregateRef, Journal, Ports } from '../ports.ts';
import { withAccountingTax } from './converting.ts';
import { recordOf, tellBalance } from './telling-balances.ts';

type Of = {
  readonly tenant: string;
  readonly id: string;
  readonly entity: string;
  readonly seller: Pick<SellerDetails, 'prepaidPosition' | 'prepaidOrder' | 'accountingCurrency' | 'country'>;
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
  const { customer, currency, issueDate: on } = draft;
  const { tenant, id: invoice, entity, acting } = of;
  const ref = { tenant, id: prepaidBalanceId(tenant, { entity, customer, currency }) };
  if ((await journal.latest(ref, 'strong')) === undefined) return ok({ draft, isKept: false });
  if (await of.isIssued()) {
    await releaseUnstated({ tenant, invoice, acting }, { journal });
    return ok({ draft, isKept: false });
  }
  const wish = { ...of, ref, invoice, on };
  if (of.seller.prepaidPosition !== 'before_tax') return paidBy(draft, wish, journal);
  const lowered = await loweredByCredits(draft, wish, journal);

  return lowered.ok ? paidBy(lowered.value, { ...wish, position: 'after_tax' }, journal) : lowered;
}

type Wish = Pick<Of, 'tenant' | 'entity' | 'seller' | 'acting'> & {
  readonly ref: AggregateRef;
  readonly invoice: string;
  readonly on: string;
  readonly position?: PrepaidPosition;
};

/** The draft whose net given credits lower. */
async function loweredByCredits(draft: Draft, wish: Wish, journal: Journal): Promise<Result<Draft>> {
  const limitMinor = lowerableMinor(draft);
  const kept = await keptFor(limitMinor, { ...wish, position: 'before_tax' }, journal);
  if (!kept.ok) return kept;
  const given = kept.value.filter(({ bought }) => bought === undefined);
  const loweredMinor = lesser(sum(given), limitMinor);
  if (loweredMinor <= 0n) return ok(draft);

  const { accountingTax, ...lowered } = loweredBy(draft, loweredMinor);
  const paid = { ...lowered, prepaid: { amountMinor: 0n, loweredMinor } };

  return accountingTax ? withAccountingTax(paid, wish, { journal }) : ok(paid);
}

/** The draft with what of its total is paid: by all credits, or where given ones lowered its net by bought ones. */
async function paidBy(draft: Draft, wish: Wish, journal: Journal): Promise<Result<PaidDraft>> {
  const limitMinor = dueMinorOf(draft);
  const isApart = lowerableMinor(draft) > 0n || draft.prepaid !== undefined;
  const { position, ...all } = wish;
  const asked = { ...all, ...(isApart && position && { position }) };
  const told = await keptFor(limitMinor, asked, journal);
  if (!told.ok) return told;
  const kept = told.value;
  const paying = asked.position ? kept.filter(({ bought }) => bought) : kept;
  const amountMinor = lesser(sum(paying), limitMinor);
  const boughtMinor = boughtOf(firstOf(paying, amountMinor));
  const prepaid = { ...draft.prepaid, ...paidFrom({ amountMinor, boughtMinor }) };
  const isPaid = amountMinor > 0n || draft.prepaid !== undefined;

  return ok({ draft: isPaid ? { ...draft, prepaid } : draft, isKept: kept.length > 0 });
}

/** What is kept for an invoice after it asked for so much. */
async function keptFor(
  limitMinor: bigint,
  of: Wish,
  journal: Journal,
): Promise<Result<readonly GrantedPart[]>> {
  const { ref, invoice, on, acting, position, seller } = of;
  const { prepaidOrder: order } = seller;
  const terms = {
    invoice,
    limitMinor,
    on,
    at: acting.at,
    ...(order && { order }),
    ...(position && { position }),
  };
  const told = await tellBalance(journal, {
    ...{ ref, source: invoice, acting },
    command: ({ kept }) =>
      limitMinor <= 0n ? undefined : { do: 'consume', ...terms, ...(kept && { kept }) },
  });

  return told.ok ? ok(told.value.record.kept ?? []) : told;
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
  const stated = state.prepaid ?? { amountMinor: 0n };
  await tellBalance(journal, {
    ...{ ref: { tenant, id: balance }, source: invoice, acting },
    command: (record) => ({ do: 'release', invoice, stated, kept: record.kept ?? [], at: acting.at }),
  });
}

/** What of a credit note goes back to the credits that paid its invoice; nothing where none did. */
export async function givenBack(
  note: {
    readonly tenant: string;
    readonly id: string;
    readonly invoice: string;
    readonly grossMinor: bigint;
    /** What it takes back of allowances and charges. */
    readonly says: { readonly reductions?: Parameters<typeof creditedIn>[0] };
  },
  of: { readonly invoice: Exclude<Invoice, { status: 'none' }>; readonly acting: Acting },
  { journal }: { readonly journal: Journal },
): Promise<Result<{ readonly prepaid?: PaidFromCredits }>> {
  const { tenant, id: creditNote, invoice, grossMinor: noteMinor, says } = note;
  if (!of.invoice.prepaid) return ok({});
  const { grossMinor: chargedMinor, prepaid } = of.invoice;
  const told = await tellBalance(journal, {
    ref: { tenant, id: prepaidBalanceId(tenant, of.invoice) },
    source: invoice,
    acting: of.acting,
    command: ({ notes, back, kept }) => {
      if (notes.some((each) => each.creditNote === creditNote)) return undefined;
      const notesMinor = notes.reduce((total, each) => total + each.noteMinor, 0n);
      const { paid, lowered: parts } = statedParts(kept ?? [], prepaid);
      const lowered = { parts, backMinor: creditedIn(says.reductions ?? []) };
      const met = { paid, lowered, before: { notesMinor, parts: back } };
      return { do: 'return', ...met, creditNote, invoice, noteMinor, chargedMinor, at: of.acting.at };
    },
  });
  if (!told.ok) return told;
  const back = told.value.record.notes.find((each) => each.creditNote === creditNote);

  if (!back || back.amountMinor === 0n) return ok({});
  const { loweredMinor, boughtMinor } = back;
  const paid = paidFrom({ amountMinor: back.amountMinor - loweredMinor, boughtMinor });

  return ok({ prepaid: { ...paid, ...(loweredMinor > 0n && { loweredMinor }) } });
}

function paidFrom(of: { readonly amountMinor: bigint; readonly boughtMinor: bigint }): PaidFromCredits {
  const { amountMinor, boughtMinor } = of;

  return { amountMinor, ...(boughtMinor > 0n && { boughtMinor }) };
}
