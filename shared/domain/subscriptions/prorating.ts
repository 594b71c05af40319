/** What a change within a period that was charged in advance gives back and charges, day by day. */
import { laterDay } from '../../kernel/time.ts';
import type { BilledLine, Sold } from '../billing/billed-line.ts';
import { couponUses } from '../billing/coupons.ts';
import { creditLine } from '../billing/credits.ts';
import { chargeLine, daysOfChange, soldIn, undividedLine } from '../billing/lines.ts';
import { edgeOf, isDivided, month30Of } from '../billing/proration.ts';
import { periodAt, segmentsAt } from '../billing/rhythm.ts';
import { priceAt } from '../pricing/phases.ts';
import type { KnownSubscription } from './states.ts';

/** The lines of a change within its period: what is left of it is given back at the old price and charged at the new one. */
export function linesWithin(
  state: KnownSubscription,
  { then, on }: { readonly then: KnownSubscription; readonly on: string },
): { readonly credits: readonly BilledLine[]; readonly charges: readonly BilledLine[] } {
  const { creditFrom, chargeFrom } = daysOfChange(on, state.rules);

  return { credits: creditsOf(state, creditFrom), charges: chargesOf(then, chargeFrom) };
}

/** What is given back where the periods begin anew: with this day, so it stays charged as well only where it belongs to both. */
export function creditsAnew(state: KnownSubscription, on: string): readonly BilledLine[] {
  const { rules } = state;

  return creditsOf(state, edgeOf(rules) === 'both' ? daysOfChange(on, rules).creditFrom : on);
}

function creditsOf(state: KnownSubscription, from: string): readonly BilledLine[] {
  return state.charged.flatMap((line) => creditLine(line, from, state) ?? []);
}

/** What is left of the period at the new price; the coupons that held for the period hold for these days of it. */
function chargesOf(state: KnownSubscription, from: string): readonly BilledLine[] {
  const { currency, rules, charged } = state;
  const sold = soldIn(state, priceAt(state, state.nextIndex - 1));
  const held = new Set(charged.flatMap(({ coupons }) => coupons.map(({ coupon }) => coupon)));
  const coupons = state.coupons.filter(({ id }) => held.has(id));

  return partsFrom(state, { sold, from }).flatMap((line) => {
    const [own = []] = couponUses([line.listMinor], {
      coupons,
      stacking: rules.stacking,
      currency,
      share: line,
    });
    return [{ ...line, coupons: own, discountMinor: own.reduce((sum, { offMinor }) => sum + offMinor, 0n) }];
  });
}

/** What is sold for the days of the period from one on; where its price is not divided, for all of them or none. */
function partsFrom(
  { rhythm, nextIndex, rules, currency }: KnownSubscription,
  { sold, from }: { readonly sold: Sold; readonly from: string },
): readonly BilledLine[] {
  const period = periodAt(rhythm, nextIndex - 1);
  if (!isDivided({ rules }))
    return from > period.start ? [] : [undividedLine(sold, { span: period, currency })];

  return segmentsAt(rhythm, nextIndex - 1).flatMap(({ whole, start, end }) => {
    const span = { start: laterDay(from, start), end };
    const month30 = month30Of(whole, { rhythm, rules });

    return span.start < end ? [chargeLine(sold, { span, whole, month30, currency })] : [];
  });
}
