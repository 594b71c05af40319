/** Billing: what a bill of a subscription says. */
import { derivedId } from '../kernel/hash.ts';
import type { Period } from '../kernel/time.ts';
import { addDays, earlierDay, laterDay } from '../kernel/time.ts';
import type { BillCommand, BilledPeriodData } from './billing/bill.ts';
import type { BilledLine } from './billing/billed-line.ts';
import { carryLine, discounted } from './billing/lines.ts';
import { correctionLines, isCorrectionLeft, loweredByUsage } from './billing/late.ts';
import {
  billedPeriod,
  dueDay,
  isUsageLeft,
  nextDueOf,
  trueUpsOf,
  usageEnd,
  usageStop,
} from './billing/owed.ts';
import { oneOffLines } from './billing/one-off.ts';
import { periodLines } from './billing/period-lines.ts';
import { loweredByRepairs, mended, repairLines, rulesTold } from './billing/repairs.ts';
import { billedUsage, usageLines } from './billing/usage.ts';
import { gatheringOf } from './gatherings.ts';
import type { InvoiceCause } from './invoices/states.ts';
import { refusedAmount } from './pricing/check.ts';
import { priceAt } from './pricing/phases.ts';
import type { KnownSubscription } from './subscriptions/states.ts';

/** Periods billed in one commit at most; whoever is further behind goes on with the next wake-up. */
export const PERIODS_PER_WAKE_MAX = 24;

/** The invoice that a period owes; the id is the guard against billing it twice. */
export function invoiceOfPeriod(tenant: string, subscription: string, index: number): string {
  return derivedId('inv', tenant, subscription, 'period', String(index));
}

/** What an invoice of a bill is for. */
export function causeOf(
  bill: Pick<BilledPeriodData, 'subscription' | 'index' | 'change' | 'usage'>,
): Extract<InvoiceCause, { readonly subscription: string }> {
  const { subscription, index, change, usage } = bill;
  if (usage !== undefined) return { subscription, usage };

  return change === null ? { subscription, period: index } : { subscription, change };
}

/** The invoice that a change owes. */
export function invoiceOfChange(tenant: string, subscription: string, change: number): string {
  return derivedId('inv', tenant, subscription, 'change', String(change));
}

/** The invoice that usage owes which no period bills. */
export function invoiceOfUsage(tenant: string, subscription: string, bill: number): string {
  return derivedId('inv', tenant, subscription, 'usage', String(bill));
}

/** Why a bill of these terms cannot be made, or null. */
export function firstObstacle(
  state: KnownSubscription,
  command: Pick<BillCommand, 'profile'>,
): { readonly code: string; readonly reason: string } | null {
  if (command.profile === null) {
    return {
      code: 'customer.erased',
      reason: 'The personal data of the customer was erased, so no invoice can name them.',
    };
  }
  const refused = refusedAmount(priceAt(state, state.nextIndex), state);

  return refused ? { code: refused.refusal.code, reason: refused.refusal.message } : null;
}

/** The bill of period `nextIndex`; what was not served and the credits `ofChange` come first. */
export function periodBill(
  given: KnownSubscription,
  command: BillCommand,
  ofChange: readonly BilledLine[] = [],
): BilledPeriodData {
  const state = mended(given, command);
  const credits = state.unserved ? [...state.unserved, ...ofChange] : ofChange;
  const { nextIndex: index, nextDueAt: dueAt } = state;
  const period = billedPeriod(state, index);
  const charges = chargesOf(state, period);
  const usage = usageLines(state, { until: usageEnd(state, index), usage: command.usage });
  const corrections = correctionLines(state, command);
  const counted = [...credits, ...charges, ...usage, ...corrections];
  // What an end gives back of this very period counts towards no commitment.
  const then =
    state.charge === 'in_advance' ? { ...state, charged: charges, chargedBefore: state.charged } : state;
  const trueUps = trueUpsOf(then, command, { lines: counted, by: dueDay(state, index) });
  const lines = closed(
    [
      ...[...credits, ...charges, ...oneOffLines(state), ...usage],
      ...[...corrections, ...repairLines(state, command), ...trueUps],
    ],
    state,
    period,
  );
  const invoice = invoiceOfPeriod(command.tenant, command.subscription, index);
  const late = command.corrections && { late: command.corrections.left };
  const nextDueAt = nextDueOf({
    ...state,
    // The bill that is waited for says when the next is due once it is paid.
    ...(state.status === 'incomplete' && { status: 'active' as const }),
    nextIndex: index + 1,
    ...billedUsage(state, { lines: usage, ...late }),
  });
  const suppliedOn = state.charge === 'in_advance' ? period.start : addDays(period.end, -1);
  const own = { ...carriedOver(state, command), ...period, suppliedOn, index, change: null, lines, invoice };

  return { ...own, dueAt, nextDueAt, ...late, ...toldOf(lines, state, command), ...sharedOf(state, command) };
}

/** The gathering that a bill falls into; nothing where its invoice is its own. */
function sharedOf(
  state: KnownSubscription,
  { tenant }: Pick<BillCommand, 'tenant'>,
): Pick<BilledPeriodData, 'gathering' | 'group'> {
  const gathering = gatheringOf(tenant, state, state.nextDueAt);
  const { invoiceGroup: group } = state;
  if (gathering === undefined) return {};

  return { gathering, ...(group !== undefined && { group }) };
}

function chargesOf(state: KnownSubscription, period: Period): readonly BilledLine[] {
  const { currency, rules } = state;
  const coupons = state.coupons.filter(({ left }) => left !== 0);

  return discounted(periodLines(state, period), { coupons, stacking: rules.stacking, currency });
}

/** The bill of usage that no period bills, or of corrections of it, once the subscription has stopped. */
export function usageBill(given: KnownSubscription, command: BillCommand): BilledPeriodData {
  const state = mended(given, command);
  const { nextIndex: index, nextDueAt: dueAt } = state;
  const isLeft = isUsageLeft(state);
  const stop = usageStop(state) ?? state.startsOn;
  const usage = isLeft ? usageLines(state, { until: stop, usage: command.usage }) : [];
  const used = [...usage, ...correctionLines(state, command)];
  // What paused before it ended was used until the pause; what was promised for is until the end.
  const isOver = state.status === 'ended' && state.cancellation !== null;
  const by = isOver ? laterDay(stop, state.cancellation.endsOn) : stop;
  const trueUps = trueUpsOf(state, command, { lines: used, by });
  const charges = [...used, ...repairLines(state, command), ...trueUps];
  const start = used.map((line) => line.start).reduce(earlierDay, addDays(stop, -1));
  const span = { start, end: stop };
  const number = (state.usage?.bills ?? 0) + 1;
  const invoice = invoiceOfUsage(command.tenant, command.subscription, number);
  const own = { ...carriedOver(state, command), ...span, suppliedOn: addDays(stop, -1) };
  const late = command.corrections && { late: command.corrections.left };
  const then = { ...state, ...billedUsage(state, { lines: usage, ...late }) };
  const nextDueAt = isCorrectionLeft(then) ? dueAt : nextDueOf(then);
  const lines = closed(charges, state, span);

  const told = toldOf(lines, state, command);

  return {
    ...own,
    index,
    change: null,
    usage: number,
    lines,
    ...late,
    ...told,
    invoice,
    dueAt,
    nextDueAt,
  };
}

/** What could give back is told only where something is carried to later bills: nobody asks otherwise. */
export function toldOf(
  lines: readonly BilledLine[],
  state: KnownSubscription,
  command: BillCommand,
): Pick<BilledPeriodData, 'lowered' | 'rulesVersion' | 'healed'> {
  const rules = rulesTold(state, command);
  if (lines.every(({ kind }) => kind !== 'carried')) return rules;
  const lowered = [...loweredByUsage(state, command), ...loweredByRepairs(command)];

  return lowered.length === 0 ? rules : { ...rules, lowered };
}

/** A bill of nothing but what puts earlier ones right, numbered as those of changes are; it moves no due date. */
export function repairBill(given: KnownSubscription, command: BillCommand): BilledPeriodData {
  const state = mended(given, command);
  const lines = repairLines(state, command);
  const span = {
    start: lines.map((line) => line.start).reduce(earlierDay),
    end: lines.map((line) => line.end).reduce(laterDay),
  };
  const bill = changeBill(state, command, { lines, span });
  const days = (command.repairs?.of ?? []).flatMap(({ suppliedOn }) => suppliedOn ?? []);

  return { ...bill, ...toldOf(bill.lines, state, command), suppliedOn: days.reduce(laterDay, span.start) };
}

/** The bill of a change within a period that was charged in advance; the next period stays owed as it was. */
export function changeBill(
  state: KnownSubscription,
  command: BillCommand,
  of: { readonly lines: readonly BilledLine[]; readonly span: Period },
): BilledPeriodData {
  const { nextIndex: index, nextDueAt: dueAt } = state;
  const change = state.changes + 1;
  const lines = closed(of.lines, state, of.span);
  const invoice = invoiceOfChange(command.tenant, command.subscription, change);

  const own = { ...carriedOver(state, command), ...of.span, suppliedOn: of.span.start };

  return { ...own, index, change, lines, invoice, dueAt, nextDueAt: dueAt };
}

function closed(lines: readonly BilledLine[], state: KnownSubscription, span: Period): readonly BilledLine[] {
  const carry = carryLine(lines, {
    creditMinor: state.creditMinor,
    span: { start: span.start, end: span.end },
  });

  return carry ? [...lines, carry] : lines;
}

function carriedOver(state: KnownSubscription, { subscription, run, at, profile }: BillCommand) {
  const { customer, entity, currency, priceBasis, tax, supply, dueDays, language } = state;
  const terms = { subscription, customer, entity, currency, tax, dueDays, language };
  const rest = { ...(priceBasis && { priceBasis }), ...(supply && { supply }) };

  // A bill without a profile never leaves the rules: `firstObstacle` stops it.
  return { ...terms, profile: profile ?? 0, run, at, ...rest };
}
