/**
 * Changes within a period that was charged in advance, which bill at once: what is left of it is given back at the old price and
 * charged at the new one. Where that gives back more than it charges and the rules want a credit note for a lowered supply, the
 * bill charges the new terms alone, and all that is given back is taken off the invoices that charged it; else the rest waits
 * for later bills.
 */
import { changeBill, periodBill } from '../billing.ts';
import type { BillCommand, BilledPeriodData } from '../billing/bill.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import { netSum } from '../billing/lines.ts';
import { periodAt } from '../billing/rhythm.ts';
import { drawnFrom, sumOfNotes, withoutDrawn } from './creditable.ts';
import { evolveKnown } from './evolve.ts';
import type { SubscriptionFact } from './facts.ts';
import { creditsAnew, linesWithin } from './prorating.ts';
import type { ChangeSettlement, KnownSubscription } from './states.ts';

/** The fact of a change that took effect. */
export type Changed = Extract<SubscriptionFact, { readonly type: 'subscription.changed' }>;

/** A change with what it gives back and charges on a bill of its own, or gives back on the first bill of periods that begin anew. */
export type ChangeAtOnce = {
  readonly kind: 'within' | 'anew';
  readonly fact: Changed;
  readonly credits: readonly BilledLine[];
  readonly charges: readonly BilledLine[];
  readonly billOf: (told: KnownSubscription, credits: readonly BilledLine[]) => BilledPeriodData;
};

/** What a change makes due; null where it gives nothing back and charges nothing. */
export function changeAtOnce(
  state: KnownSubscription,
  { fact, asked }: { readonly fact: Changed; readonly asked: BillCommand },
): ChangeAtOnce | null {
  const { on, rhythm } = fact.data;
  if (rhythm) {
    const billOf: ChangeAtOnce['billOf'] = (told, back) => periodBill(told, asked, back);
    return { kind: 'anew', fact, credits: creditsAnew(state, on), charges: [], billOf };
  }
  const then = evolveKnown(state, fact);
  const { credits, charges } = linesWithin(state, { then, on });
  if (credits.length + charges.length === 0) return null;
  const span = { start: on, end: periodAt(state.rhythm, state.nextIndex - 1).end };
  const billOf: ChangeAtOnce['billOf'] = (told, back) =>
    changeBill(told, asked, { lines: [...back, ...charges], span });

  return { kind: 'within', fact, credits, charges, billOf };
}

/** The change as it is told, what of its credits stays on its bill, and the bill. */
export function settledChange(
  state: KnownSubscription,
  { fact, credits, billOf }: Pick<ChangeAtOnce, 'fact' | 'credits' | 'billOf'>,
): { readonly fact: Changed; readonly credits: readonly BilledLine[]; readonly bill: BilledPeriodData } {
  const told = evolveKnown(state, fact);
  const bill = billOf(told, credits);
  const settlement = settlementOf(told, { bill, credits });
  if (!settlement) return { fact, credits, bill };
  const settled = { ...fact, data: { ...fact.data, settlement } };

  return { fact: settled, credits: [], bill: billOf(evolveKnown(state, settled), []) };
}

/**
 * Null where nothing is carried, or it is carried all the same: a promised minimum counts what is billed, and what no invoice
 * of ours charged none of them can give back.
 */
function settlementOf(
  told: KnownSubscription,
  { bill, credits }: { readonly bill: BilledPeriodData; readonly credits: readonly BilledLine[] },
): ChangeSettlement | null {
  const isCarried = bill.lines.some(({ kind }) => kind === 'carried');
  if (!isCarried || told.rules.negative !== 'credit_note' || told.spending) return null;
  const backMinor = -netSum(credits);
  const notes = drawnFrom(told, backMinor);
  if (backMinor <= 0n || sumOfNotes(notes) !== backMinor) return null;

  return { remainder: 'offset', notes, lines: credits, left: withoutDrawn(told.creditable, notes) };
}
