/** What the API tells of bills before they are made: of a change, of an end, of the next one. */
import type { SubscriptionPreview } from '../../contracts/subscription-changes.ts';
import type { CancellationPreview } from '../../contracts/subscription-ends.ts';
import type { SubscriptionStepPreview } from '../../contracts/subscription-steps.ts';
import type { Instant } from '../../kernel/time.ts';
import { causeOf } from '../billing.ts';
import type { BilledPeriodData } from '../billing/bill.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import { netOf, netSum } from '../billing/lines.ts';
import { describedAs } from '../billing/printing.ts';
import { explainBilledLine } from '../explaining.ts';
import type { InvoiceCause } from '../invoices/states.ts';
import { amountMinorOf } from '../invoices/wishes.ts';
import type { PlannedCancellation } from '../subscriptions/cancel.ts';
import { cancellationHash, previewHash } from '../subscriptions/preview.ts';
import type { ChangeSettlement, GivenBack, KnownSubscription } from '../subscriptions/states.ts';
import { answerSubscription } from './billing.ts';
import { amountInBasis } from './in-basis.ts';

/** What a change would bill, and what it would give back beside that. */
export function answerPreview(
  subscription: string,
  {
    bill,
    language,
    settlement,
    notes = [],
  }: {
    readonly bill: BilledPeriodData | null;
    readonly language: string;
    readonly settlement?: ChangeSettlement | undefined;
    /** What is given back, on the invoices that the lines stand on. */
    readonly notes?: readonly GivenBack[];
  },
): SubscriptionPreview {
  const preview = previewHash(bill, settlement);
  const shown = bill && { ...answerBill(bill, { subscription, language }), next_billing_at: bill.nextDueAt };
  const cause = bill && causeOf({ ...bill, subscription });
  const back = bill && cause ? { ...bill, cause, language } : null;

  return {
    ...{ object: 'subscription_preview', subscription, preview, bill: shown },
    credit_lines: back ? (settlement?.lines ?? []).map((line) => answerBilledLine(line, back)) : [],
    credit_notes: back ? notes.map((note) => answerNote(note, back)) : [],
  };
}

function answerNote({ invoice, lines }: GivenBack, of: Parameters<typeof amountInBasis>[1]) {
  return {
    invoice,
    lines: lines.map((each) => ({ line: each.line, ...amountInBasis(amountMinorOf(each), of) })),
  };
}

function answerBill(
  bill: BilledPeriodData,
  { subscription, language }: { readonly subscription: string; readonly language: string },
) {
  const { start, end, lines } = bill;
  const cause = causeOf({ ...bill, subscription });
  const shown = lines.map((line) => answerBilledLine(line, { ...bill, cause, language }));

  return { period: { start, end }, lines: shown, ...amountInBasis(netSum(lines), bill) };
}

/** What a cancellation would give back, and what would still be billed. */
export function answerCancellationPreview(
  subscription: string,
  {
    planned,
    state,
    notes,
    bills,
  }: {
    readonly planned: PlannedCancellation;
    readonly state: KnownSubscription;
    /** What is given back, on the invoices that the lines stand on. */
    readonly notes: readonly GivenBack[];
    /** What will still be billed. */
    readonly bills: readonly BilledPeriodData[];
  },
): CancellationPreview {
  const { cancellation, unused, trueUps } = planned;
  const { nextIndex } = state;
  const cause = { subscription, period: nextIndex - 1 };
  const backMinor = notes.flatMap(({ lines }) => lines).reduce((sum, line) => sum + amountMinorOf(line), 0n);

  return {
    object: 'cancellation_preview',
    subscription,
    preview: cancellationHash(planned),
    ends_on: cancellation.endsOn,
    credit: cancellation.credit,
    lines: unused.map((line) => answerBilledLine(line, { ...state, cause })),
    bills: bills.map((bill) => ({ ...answerBill(bill, { subscription, ...state }), due_at: bill.dueAt })),
    true_ups: trueUps.map((line) => answerBilledLine(line, { ...state, cause })),
    credit_notes: notes.map((note) => answerNote(note, state)),
    ...amountInBasis(backMinor, state),
  };
}

/** What a step would make of a subscription, and the next bill behind it. */
export function answerStepPreview(
  subscription: string,
  {
    state,
    at,
    bill,
  }: {
    readonly state: KnownSubscription;
    readonly at: Instant;
    readonly bill: BilledPeriodData | undefined;
  },
): SubscriptionStepPreview {
  const shown = bill && { ...answerBill(bill, { subscription, ...state }), due_at: bill.dueAt };
  const becomes = answerSubscription(subscription, { state, at });

  return { object: 'subscription_step_preview', subscription, becomes, next_bill: shown ?? null };
}

/** A line of a bill before it is on an invoice. */
export function answerBilledLine(
  line: BilledLine,
  of: Parameters<typeof amountInBasis>[1] & { readonly cause: InvoiceCause; readonly language: string },
) {
  const { rule, sentence } = explainBilledLine(line, of);
  const description = describedAs(line, of.language);
  const period = line.sold === null ? null : { start: line.start, end: line.end };

  return { rule, description, period, ...amountInBasis(netOf(line), of), sentence };
}
