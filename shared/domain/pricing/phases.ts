/** Phases: introductory prices for the first periods of a subscription, before the price that follows them. */
import { type Rhythm, stubsOf } from '../billing/rhythm.ts';
import type { PriceBasis } from './amounts.ts';
import { refusedAmount } from './check.ts';
import type { Price } from './models.ts';

/** A phase of a plan in one currency. */
export type Phase = { readonly periods: number; readonly price: Price };

/** A phase of a subscription: its price holds for the periods before number `until`. */
export type PricePhase = { readonly until: number; readonly price: Price };

/** When each phase is over, counted from the first whole period; the days before it belong to the first phase. */
export function phasesOf(phases: readonly Phase[], rhythm: Rhythm): readonly PricePhase[] {
  let until = rhythm.firstIndex + stubsOf(rhythm);

  return phases.map(({ periods, price }) => {
    until += periods;
    return { until, price };
  });
}

/** The price of a period: that of its phase, or the one that follows them all. */
export function priceAt(
  { price, phases = [] }: { readonly price: Price; readonly phases?: readonly PricePhase[] },
  index: number,
): Price {
  return phases.find(({ until }) => index < until)?.price ?? price;
}

/** The phases once the periods begin anew: days before a new anchor are no period of a phase. */
export function phasesOn(phases: readonly PricePhase[], rhythm: Rhythm): readonly PricePhase[] {
  const more = stubsOf(rhythm);

  return phases.map(({ until, price }) => ({
    until: until > rhythm.firstIndex ? until + more : until,
    price,
  }));
}

/** The phases that a change could still meet: the period that was billed last may be charged again. */
export function phasesLeft(phases: readonly PricePhase[], nextIndex: number): readonly PricePhase[] {
  return phases.filter(({ until }) => until >= nextIndex);
}

/** Why a quantity cannot be charged at one of the prices that a subscription will have, or undefined. */
export function refusedPhases(
  { price, phases = [] }: { readonly price: Price; readonly phases?: readonly { readonly price: Price }[] },
  of: PriceBasis & { readonly quantity: string; readonly currency: string },
) {
  for (const each of [...phases.map((phase) => phase.price), price]) {
    const refused = refusedAmount(each, of);
    if (refused) return refused;
  }

  return undefined;
}
