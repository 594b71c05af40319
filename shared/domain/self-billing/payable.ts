/** What is owed to the supplier of a self-billed invoice: what it charged, less what is taken back of it and what was paid. */
import { percentOf } from '../../kernel/rational.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { CivilDate, Instant } from '../../kernel/time.ts';
import { addDays } from '../../kernel/time.ts';
import type { PostingSet } from '../../ports.ts';
import { metCredit } from '../invoices/crediting.ts';
import { inputTaxLost, payablePaid } from '../ledger.ts';
import { requestMet } from '../requests.ts';
import type {
  Objection,
  ObjectionWish,
  PayablePayment,
  PaymentWish,
  SelfBilledCreditWish,
  SelfBilledIssued,
} from './states.ts';

/** Payments of one payable; each is remembered, and the invoice must stay small. */
export const PAYABLE_PAYMENTS_MAX = 50;

/** A payable in minor units. More may be paid than is owed where a credit note came later; the supplier owes it then. */
export type Payable = {
  readonly creditedMinor: bigint;
  readonly paidMinor: bigint;
  readonly openMinor: bigint;
  readonly overpaidMinor: bigint;
};

/** What all credit notes that were asked for so far take back. One supply stands on the document, so one rate does. */
export function takenBackOf({ creditedMinor, netMinor, taxMinor, taxes }: SelfBilledIssued): {
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
} {
  const takenMinor = creditedMinor.reduce((sum, minor) => sum + minor, 0n);
  if (takenMinor === netMinor) return { netMinor: takenMinor, taxMinor };

  return { netMinor: takenMinor, taxMinor: percentOf(takenMinor, taxes[0]?.rate ?? '0') };
}

/** What is owed by now. */
export function payableOf(invoice: SelfBilledIssued): Payable {
  const taken = takenBackOf(invoice);
  const creditedMinor = taken.netMinor + taken.taxMinor;
  const paidMinor = invoice.payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const leftMinor = invoice.grossMinor - creditedMinor - paidMinor;

  return {
    creditedMinor,
    paidMinor,
    openMinor: leftMinor > 0n ? leftMinor : 0n,
    overpaidMinor: leftMinor < 0n ? -leftMinor : 0n,
  };
}

/** Refuses a credit note to what is no invoice any more; one that was asked for before the objection is met again. */
export function refusedAfterObjection(state: SelfBilledIssued, wish: SelfBilledCreditWish) {
  return state.objection && !metCredit(state, wish) ? objected() : undefined;
}

/** The objection with its postings; undefined where the same request has recorded it. Nobody objects twice. */
export function objectionOf(
  state: SelfBilledIssued,
  { at, ...wish }: ObjectionWish,
): Result<{ readonly data: Objection; readonly books?: PostingSet } | undefined> {
  const met = state.objection && requestMet([state.objection], wish);
  if (met) return met.ok ? ok(undefined) : met;
  if (state.objection) return objected();
  if (wish.objectedOn < state.issueDate || wish.objectedOn > latestDay(at))
    return outOfRange('#/objected_on', 'The supplier objects from the day of the invoice on, until today.');
  const lostTaxMinor = state.isDeductible ? state.taxMinor - takenBackOf(state).taxMinor : 0n;
  const data = { ...wish, lostTaxMinor };
  const { entity, currency } = state;

  return ok(
    lostTaxMinor === 0n
      ? { data }
      : { data, books: inputTaxLost({ entity, currency, date: wish.objectedOn, taxMinor: lostTaxMinor }) },
  );
}

/** The payment with its postings; undefined where the same request has recorded it. Never more than is open is paid. */
export function paymentOf(
  state: SelfBilledIssued,
  { at, ...wish }: PaymentWish,
): Result<{ readonly data: PayablePayment; readonly books: PostingSet } | undefined> {
  const met = requestMet(state.payments, wish);
  if (met) return met.ok ? ok(undefined) : met;
  const { amountMinor, paidOn } = wish;
  if (paidOn < state.issueDate || paidOn > latestDay(at))
    return outOfRange('#/paid_on', 'It is paid from the day of the invoice on, until today.');
  const { openMinor } = payableOf(state);
  if (amountMinor <= 0n || amountMinor > openMinor)
    return refuse('self_billed_invoice.payment_exceeds', 'More would be paid than is open, or nothing.', {
      pointer: '#/amount',
      hint: 'Look at `payable.open` of the invoice.',
    });
  if (state.payments.length >= PAYABLE_PAYMENTS_MAX)
    return refuse(
      'self_billed_invoice.too_many_payments',
      `An invoice is paid in at most ${PAYABLE_PAYMENTS_MAX} parts.`,
    );
  const { entity, currency } = state;

  return ok({
    data: { ...wish, payment: state.payments.length + 1 },
    books: payablePaid({ entity, currency, date: paidOn, amountMinor }),
  });
}

/** The day that has begun somewhere. */
function latestDay(at: Instant): CivilDate {
  return addDays(at.slice(0, 10), 1);
}

function objected() {
  return refuse('self_billed_invoice.objected', 'The supplier has objected: this is no invoice any more.', {
    hint: 'Ask the supplier for an invoice of its own.',
  });
}

function outOfRange(pointer: string, message: string) {
  return refuse('self_billed_invoice.day_out_of_range', message, { pointer });
}
