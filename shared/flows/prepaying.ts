/**
 * What invoices pay from prepaid credits, and what credit notes give back to them. What is kept for an invoice only grows until
 * it is issued, so that whichever of two deliveries is numbered states no more than is kept; what it does not state goes back
 * once it is issued, and nobody can change any more what it states.
 */
import { lesser } from '../kernel/money.ts';
import { deferredOf } from '../domain/deferrals/deferring.ts';
import type { Draft } from '../domain/drafting/draft.ts';
import { invoices } from '../domain/invoices.ts';
import { dueMinorOf } from '../domain/invoices/deducting.ts';
import type { Invoice } from '../domain/invoices/states.ts';
import { creditedIn, lowerableMinor, loweredBy } from '../domain/drafting/lowering.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import type { Consumption, GrantedPart } from '../domain/prepaid/balance.ts';
import { boughtOf, firstOf, statedParts, sum } from '../domain/prepaid/consuming.ts';
import type { PaidFromCredits, PrepaidPosition, UsableLine } from '../domain/prepaid/credits.ts';
import { usableLines } from '../domain/prepaid/limits.ts';
import { prepaidBalanceId } from '../domain/prepaid.ts';
import type { Acting } from '../execute.ts';
import { load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { CivilDate } from '../kernel/time.ts';
import type { AggregateRef, Journal, Ports } from '../ports.ts';
import { withAccountingTax } from './converting.ts';
import { recordOf, tellBalance } from './telling-balances.ts';

type Of = {
  readonly tenant: string;
  readonly id: string;
  readonly entity: string;
  readonly seller: Pick<
    SellerDetails,
    'prepaidPosition' | 'prepaidOrder' | 'accountingCurrency' | 'country' | 'zone' | 'revenueRecognition'
  >;
  readonly acting: Acting;
  /** Whether the invoice has been issued or numbered, so that a message that comes again takes nothing for it. */
  readonly isIssued: () => Promise<boolean>;
};

/** Invoices that credits do not pay: deposits, whose tax is owed when they are paid, and other credits. */
export const UNPAID_BY_CREDITS: ReadonlySet<Draft['kind']> = new Set<Draft['kind']>(['deposit', 'credits']);

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
    // Who kept credits for it may not have lived to record it.
    await tellBalance(journal, { ref, source: invoice, acting, command: () => undefined });
    await releaseUnstated({ tenant, invoice, acting }, { journal });
    return ok({ draft, isKept: false });
  }
  const { prepaidOrder: order } = of.seller;
  const keep: Keep = (asked) => keptFor({ ref, invoice, on, acting, order, ...asked }, journal);

  return withKept(draft, { ...of, keep }, { journal });
}

/** Keeps credits for so much of an invoice, and answers all that is kept for it. */
export type Keep = (asked: Asked) => Promise<Result<readonly GrantedPart[]>>;

/** What is asked for an invoice, and by which lines. */
export type Asked = Pick<Consumption, 'limitMinor'> & {
  readonly lines: readonly UsableLine[];
  readonly position: PrepaidPosition | undefined;
};

type Keeping = Pick<Of, 'tenant' | 'entity' | 'seller'> & { readonly keep: Keep };

/** A draft whose net given credits lower, where the seller has it so, and whose total the others pay. */
export async function withKept(
  draft: Draft,
  of: Keeping,
  ports: Pick<Ports, 'journal'>,
): Promise<Result<PaidDraft>> {
  if (of.seller.prepaidPosition !== 'before_tax') return paidBy(draft, of.keep, undefined);
  const isApart = lowerableIn(draft, of) > 0n;
  const lowered = await loweredByCredits(draft, of, ports);

  return lowered.ok ? paidBy(lowered.value, of.keep, isApart ? 'after_tax' : undefined) : lowered;
}

/** What of the net may be lowered: nothing of what is not all earned at once, as each line is deferred with its own net. */
function lowerableIn(draft: Draft, of: Pick<Of, 'entity' | 'seller'>): bigint {
  return deferredOf(draft, of) ? 0n : lowerableMinor(draft);
}

/** The draft whose net given credits lower. */
async function loweredByCredits(
  draft: Draft,
  of: Keeping,
  ports: Pick<Ports, 'journal'>,
): Promise<Result<Draft>> {
  const limitMinor = lowerableIn(draft, of);
  const position = 'before_tax';
  const lines = usableLines(draft, position);
  const kept = limitMinor > 0n ? await of.keep({ limitMinor, lines, position }) : ok([]);
  if (!kept.ok) return kept;
  const loweredMinor = lesser(sum(kept.value.filter(({ bought }) => bought === undefined)), limitMinor);
  if (loweredMinor <= 0n) return ok(draft);
  const { accountingTax, ...lowered } = loweredBy(draft, loweredMinor);
  const paid = { ...lowered, prepaid: { amountMinor: 0n, loweredMinor } };

  return accountingTax ? withAccountingTax(paid, of, ports) : ok(paid);
}

/** The draft with what of its total is paid: by all credits, or where given ones lower its net by bought ones. */
async function paidBy(
  draft: Draft,
  keep: Keep,
  position: 'after_tax' | undefined,
): Promise<Result<PaidDraft>> {
  const limitMinor = dueMinorOf(draft);
  const told = await keep({ limitMinor, lines: usableLines(draft, 'after_tax'), position });
  if (!told.ok) return told;
  const kept = told.value;
  const paying = position ? kept.filter(({ bought }) => bought) : kept;
  const amountMinor = lesser(sum(paying), limitMinor);
  const boughtMinor = boughtOf(firstOf(paying, amountMinor));
  const prepaid = { ...draft.prepaid, ...paidFrom({ amountMinor, boughtMinor }) };
  const isPaid = amountMinor > 0n || draft.prepaid !== undefined;

  return ok({ draft: isPaid ? { ...draft, prepaid } : draft, isKept: kept.length > 0 });
}

/** What is kept for an invoice after it asked for so much. */
async function keptFor(
  of: Asked &
    Pick<Consumption, 'invoice' | 'on'> & {
      readonly ref: AggregateRef;
      readonly acting: Acting;
      readonly order: Consumption['order'] | undefined;
    },
  journal: Journal,
): Promise<Result<readonly GrantedPart[]>> {
  const { ref, invoice, limitMinor, lines, on, acting, order, position } = of;
  const terms = {
    invoice,
    limitMinor,
    lines,
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
    command: (record) => ({
      ...{ do: 'release', invoice, stated, kept: record.kept ?? [] },
      ...{ on: state.issueDate, at: acting.at },
    }),
  });
}

/** What of a credit note goes back to the credits that paid its invoice; nothing where none did. */
export async function givenBack(
  note: {
    readonly tenant: string;
    readonly id: string;
    readonly invoice: string;
    readonly grossMinor: bigint;
    readonly issueDate: CivilDate;
    /** What it takes back of allowances and charges. */
    readonly says: { readonly reductions?: Parameters<typeof creditedIn>[0] };
  },
  of: { readonly invoice: Exclude<Invoice, { status: 'none' }>; readonly acting: Acting },
  { journal }: { readonly journal: Journal },
): Promise<Result<{ readonly prepaid?: PaidFromCredits }>> {
  const { tenant, id: creditNote, invoice, grossMinor: noteMinor, issueDate: on, says } = note;
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
      return { do: 'return', ...met, creditNote, invoice, noteMinor, chargedMinor, on, at: of.acting.at };
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
