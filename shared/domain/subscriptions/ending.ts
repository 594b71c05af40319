/** The end of a subscription, and what of the charges made in advance it gives back. */
import { type CivilDate, earlierDay, type Instant } from '../../kernel/time.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import { creditLine } from '../billing/credits.ts';
import { daysOfChange, netSum } from '../billing/lines.ts';
import { isDivided } from '../billing/proration.ts';
import { isWithheldFree, openCredits } from '../billing/withheld.ts';
import { drawnFrom, sumOfNotes } from './creditable.ts';
import type { SubscriptionFact } from './facts.ts';
import type { Cancellation, KnownSubscription, Settlement } from './states.ts';

type CreditReturned = Extract<SubscriptionFact, { readonly type: 'subscription.credit_returned' }>;
type Ended = Extract<SubscriptionFact, { readonly type: 'subscription.ended' }>;

/** The first day that is not charged any more when the service stops on a day: the plan's rule for the day of a change. */
export function unchargedFrom(endsOn: CivilDate, { rules }: Pick<KnownSubscription, 'rules'>): CivilDate {
  return daysOfChange(endsOn, rules).creditFrom;
}

/**
 * What was charged for days behind the end, as lines that give it back; none where the cancellation says so. Days without
 * service are given back whatever it says, once: with the rest of the period where both are, else by themselves.
 */
export function unusedLines(
  state: KnownSubscription,
  { endsOn, credit, periods }: Pick<Cancellation, 'endsOn' | 'credit' | 'periods'>,
): readonly BilledLine[] {
  const { suspension, unserved = [], nextIndex, charged, currency } = state;
  // A period that is still to be billed gives them back itself.
  const waiting = nextIndex < periods ? [] : unserved;
  if (credit === 'none') return suspension ? [...waiting, ...openCredits(state, endsOn)] : waiting;
  const unused = unchargedFrom(endsOn, state);
  const isOpen = suspension && isWithheldFree(state) && isDivided(state);
  const from = isOpen ? earlierDay(suspension.on, unused) : unused;
  const rest = charged.flatMap((line) => creditLine(line, from, { currency, unserved }) ?? []);

  return waiting.length === 0 ? rest : [...waiting, ...rest];
}

/** What a cancellation gives back; credit that earlier bills left is the customer's, whatever it says of unused days. */
export function settlementOf(state: KnownSubscription, cancellation: Cancellation): Settlement | null {
  if (state.status === 'incomplete') return wholeBack(state, cancellation);
  const wantedMinor = state.creditMinor - netSum(unusedLines(state, cancellation));
  const notes = drawnFrom(state, wantedMinor);
  const { credit } = cancellation;

  return notes.length === 0 ? null : { remainder: credit === 'none' ? 'credit' : credit, notes };
}

/** All of a first bill that was waited for: who never came to be active owes nothing of it. */
function wholeBack(
  { awaited, priceBasis }: KnownSubscription,
  { credit }: Pick<Cancellation, 'credit'>,
): Settlement | null {
  if (!awaited?.bill || awaited.bill.lines.length === 0) return null;
  const { invoice, lines } = awaited.bill;
  const back = lines.map(({ line, netMinor: minor }) =>
    priceBasis === 'gross' ? { line, grossMinor: minor } : { line, netMinor: minor },
  );

  return { remainder: credit === 'none' ? 'offset' : credit, notes: [{ invoice, lines: back }] };
}

/** The fact that it has ended. */
export function endedBy(
  state: KnownSubscription,
  {
    cancellation,
    at,
    reason = 'cancelled',
  }: {
    readonly cancellation: Cancellation;
    readonly at: Instant;
    readonly reason?: 'cancelled' | 'unpaid';
  },
): Ended {
  const settlement = settlementOf(state, cancellation);
  const { endsOn } = cancellation;

  return {
    type: 'subscription.ended',
    data: { reason, endsOn, ...(settlement && { settlement }), at },
  };
}

/** What late news leaves as credit once it has ended, as a fact that gives it back; undefined where nothing is left, or nobody can. */
export function creditReturned(state: KnownSubscription, at: Instant): CreditReturned | undefined {
  const { cancellation, status, creditMinor } = state;
  if (status !== 'ended' || cancellation === null || creditMinor <= 0n) return undefined;
  const notes = drawnFrom(state, creditMinor);
  if (sumOfNotes(notes) !== creditMinor) return undefined;
  const { credit, endsOn } = cancellation;
  const settlement = { remainder: credit === 'none' ? ('credit' as const) : credit, notes };

  return { type: 'subscription.credit_returned', data: { endsOn, settlement, at } };
}

/** What the end makes of it; nothing is left to give back after one that did. */
export function endedWith({ reason, at, settlement }: Ended['data']) {
  return {
    ...({ status: 'ended', endedAt: at } as const),
    ...(reason === 'unpaid' && { endReason: reason }),
    ...(settlement && GIVEN_BACK),
  };
}

/** Nothing waits any more. */
export const GIVEN_BACK = { charged: [], creditMinor: 0n, creditable: [] } as const;
