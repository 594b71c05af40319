/**
 * Exchange rates that a seller converts its tax at: one aggregate a seller, currency and month. A rate is corrected by a later
 * one of the same day; what was issued keeps the rate it was issued at. Documents that lack a rate are remembered until it comes.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { PREFIX } from '../kernel/ids.ts';
import { ok, refuse } from '../kernel/result.ts';
import { addDays } from '../kernel/time.ts';
import { RATE_AGE_DAYS_MAX } from './accounting-tax.ts';
import { type Request, requestMet } from './requests.ts';
import type { ExchangeRate } from './tax/accounting.ts';

/** Rates that a month of one currency may have, corrections included: four a day. */
export const RATES_PER_MONTH_MAX = 124;

/** Documents that are remembered as waiting for a rate of one month; the daily sweep hands over any beyond them. */
export const AWAITING_MAX = 200;

/** A rate as it was recorded. */
export type RecordedRate = ExchangeRate & { readonly recordedAt: string };

/** Between which currencies a rate is, of whom. */
export type RatePair = { readonly entity: string; readonly currency: string; readonly accounting: string };

/** The fact whose invoice waits for a rate. */
export type AwaitingFact = { readonly id: string; readonly version: number; readonly fact: string };

/** The rates of a month. */
export type ExchangeRates = {
  /** In the order in which they were recorded, each with the request that brought it. */
  readonly recorded: readonly (RecordedRate & { readonly request: Request })[];
  readonly awaiting: readonly AwaitingFact[];
};

/** What can be asked. */
export type ExchangeRateCommand =
  | {
      readonly do: 'record';
      readonly pair: RatePair;
      readonly rate: ExchangeRate;
      readonly request: Request;
      readonly at: string;
    }
  | { readonly do: 'await'; readonly pair: RatePair; readonly waiting: AwaitingFact }
  /** They were handed over again; whoever still lacks a rate asks anew. */
  | { readonly do: 'resume'; readonly waiting: readonly AwaitingFact[] };

/** What becomes true. */
export type ExchangeRateFact =
  | {
      readonly type: 'exchange_rate.recorded';
      readonly data: RatePair & RecordedRate & { readonly request: Request };
    }
  | { readonly type: 'exchange_rate.awaited'; readonly data: RatePair & AwaitingFact }
  | { readonly type: 'exchange_rate.resumed'; readonly data: { readonly waiting: readonly AwaitingFact[] } };

/** The rules of one month of rates. */
export const exchangeRates: Decider<ExchangeRates, ExchangeRateCommand, ExchangeRateFact> = {
  name: 'exchange_rates',
  headVersion: 1,
  initial: { recorded: [], awaiting: [] },
  decide(state, command) {
    if (command.do === 'record') return recorded(state, command);
    if (command.do === 'resume') {
      const waiting = state.awaiting.filter((each) => isAmong(command.waiting, each));
      return ok(waiting.length === 0 ? [] : [{ type: 'exchange_rate.resumed', data: { waiting } }]);
    }
    const { pair, waiting } = command;
    const isKnown = isAmong(state.awaiting, waiting) || state.awaiting.length >= AWAITING_MAX;

    return ok(isKnown ? [] : [{ type: 'exchange_rate.awaited', data: { ...pair, ...waiting } }]);
  },
  evolve(state, fact) {
    switch (fact.type) {
      case 'exchange_rate.recorded': {
        const { entity: _, currency: __, accounting: ___, ...rate } = fact.data;
        return { ...state, recorded: [...state.recorded, rate] };
      }
      case 'exchange_rate.awaited': {
        const { id, version, fact: name } = fact.data;
        return { ...state, awaiting: [...state.awaiting, { id, version, fact: name }] };
      }
      case 'exchange_rate.resumed': {
        const awaiting = state.awaiting.filter((each) => !isAmong(fact.data.waiting, each));
        return { ...state, awaiting };
      }
    }
  },
};

function recorded(state: ExchangeRates, command: ExchangeRateCommand & { do: 'record' }) {
  const { pair, rate, request, at } = command;
  const requests = state.recorded.map((each) => each.request);
  const met = requestMet(requests, request);
  if (met) return met;
  if (state.recorded.length >= RATES_PER_MONTH_MAX)
    return refuse(
      'exchange_rate.too_many',
      `A month of one currency has at most ${RATES_PER_MONTH_MAX} rates, corrections included.`,
    );
  const data = { ...pair, ...rate, request, recordedAt: at };

  return ok([{ type: 'exchange_rate.recorded' as const, data }]);
}

/** Whether a waiting fact is one of many. */
export function isAmong(many: readonly AwaitingFact[], { id, version, fact }: AwaitingFact): boolean {
  return many.some((each) => each.id === id && each.version === version && each.fact === fact);
}

/** The aggregate of a month, `2026-11`. */
export function exchangeRatesOf(tenant: string, pair: RatePair, month: string): string {
  return derivedId(PREFIX.exchangeRates, tenant, pair.entity, pair.accounting, pair.currency, month);
}

/** The month of a day. */
export function monthOf(date: string): string {
  return date.slice(0, 7);
}

/** The months in which a rate for a day may stand, the latest first. */
export function monthsFor(on: string): readonly string[] {
  return [...new Set([monthOf(on), monthOf(addDays(on, -RATE_AGE_DAYS_MAX))])];
}

/** The months in which the first rate of a day or after it may stand, the earliest first. */
export function monthsFrom(on: string): readonly string[] {
  return [...new Set([monthOf(on), monthOf(addDays(on, RATE_AGE_DAYS_MAX))])];
}

/** The rates that hold: of each day the one recorded last, the earliest day first; with how often it was corrected. */
export function standingRates({ recorded: all }: Pick<ExchangeRates, 'recorded'>) {
  const byDay = Map.groupBy(all, ({ ratedOn }) => ratedOn);

  return [...byDay.values()]
    .flatMap((ofDay) => ofDay.slice(-1).map((rate) => ({ rate, corrections: ofDay.length - 1 })))
    .toSorted((a, b) => (a.rate.ratedOn < b.rate.ratedOn ? -1 : 1));
}

/** The rate of a day, or of the last day before it that has one and is not too long ago. */
export function rateFor(on: string, rates: Pick<ExchangeRates, 'recorded'>): ExchangeRate | undefined {
  const since = addDays(on, -RATE_AGE_DAYS_MAX);
  const found = standingRates(rates).findLast(({ rate: { ratedOn } }) => ratedOn <= on && ratedOn >= since);

  return found && plainRate(found.rate);
}

/**
 * The rate that the European Central Bank published for a day or, where it published none, for the next day on which it did
 * (Directive 2006/112/EC, Art. 369h (2)).
 */
export function ecbRateFrom(on: string, rates: Pick<ExchangeRates, 'recorded'>): ExchangeRate | undefined {
  const until = addDays(on, RATE_AGE_DAYS_MAX);
  const recorded = rates.recorded.filter(({ source }) => ECB.test(source));
  const found = standingRates({ recorded }).find(
    ({ rate: { ratedOn } }) => ratedOn >= on && ratedOn <= until,
  );

  return found && plainRate(found.rate);
}

/** How a rate's source names the bank. */
const ECB = /^(ECB|European Central Bank)\b/i;

function plainRate({ rate, quotation, ratedOn, source }: ExchangeRate): ExchangeRate {
  return { rate, quotation, ratedOn, source };
}
