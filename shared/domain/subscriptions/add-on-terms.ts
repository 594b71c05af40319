/** What an add-on agrees on: its own price and rules, on the grid of its host. */
import { type CivilDate, laterDay } from '../../kernel/time.ts';
import type { Sold } from '../billing/billed-line.ts';
import { soldIn } from '../billing/lines.ts';
import { keptRules } from '../billing/proration.ts';
import { periodAt, periodIndexOn, type Rhythm } from '../billing/rhythm.ts';
import { isStubMerged, type StubRules } from '../billing/stubs.ts';
import type { PlanOffer } from '../plans/offer.ts';
import { phasesOf } from '../pricing/phases.ts';
import { setupCharge } from './charges.ts';
import type { SubscriptionTerms } from './terms.ts';

/** Whether a change stays on the grid of a rhythm, on which the add-ons are, too. */
export function isOnGrid(
  rhythm: Rhythm,
  { interval, count, anchorDay }: Pick<Rhythm, 'interval' | 'count'> & { readonly anchorDay: number | null },
): boolean {
  const isSame = interval === rhythm.interval && count === rhythm.count;

  return isSame && (anchorDay ?? rhythm.anchorDay) === rhythm.anchorDay;
}

/** The grid of an add-on is that of its host, whose anchor day it returns to; its own days before it are a stub by its plan's rule. */
export function addOnRhythm(
  host: Rhythm,
  {
    interval,
    count,
    rules,
    from,
  }: Pick<PlanOffer, 'interval' | 'count'> & { readonly rules: StubRules; readonly from: CivilDate },
): Rhythm {
  const first = laterDay(from, host.start);
  const { start: begun, end } = periodAt(host, periodIndexOn(host, first));
  const behind = first === begun ? first : end;
  const anchor = first <= host.anchor ? host.anchor : behind;
  const start = rules.stub === 'free' ? anchor : first;
  const merged = isStubMerged(rules, { start, anchor });

  return { interval, count, start, anchor, anchorDay: host.anchorDay, merged, firstIndex: 0 };
}

/** What an add-on agrees on: its own price, the rules of its plan, and whatever else its host has. */
export function addOnTerms(
  host: SubscriptionTerms,
  of: {
    readonly host: string;
    readonly plan: string;
    readonly offer: PlanOffer;
    readonly sold: Pick<Sold, 'quantity' | 'dimensions'>;
    readonly from: CivilDate;
  },
): SubscriptionTerms {
  const { plan, offer, sold, from } = of;
  const { version: planVersion, name: description, price, charge, rules, tax, supply, metering } = offer;
  const { customer, entity, currency, zone, dueDays, language, grouping, invoiceGroup } = host;
  const rhythm = addOnRhythm(host.rhythm, { ...offer, from });
  const { setup, phases, priceBasis } = offer;

  return {
    ...soldIn({ plan, planVersion, description, price, ...sold }),
    ...{ order: null, line: null, host: of.host },
    ...{ customer, entity, currency, zone, dueDays, language, tax, charge, rhythm },
    ...(grouping && { grouping }),
    ...(invoiceGroup !== undefined && { invoiceGroup }),
    startsOn: from,
    ...(priceBasis && { priceBasis }),
    rules: keptRules(rules),
    ...(supply && { supply }),
    ...(metering && { metering }),
    ...(phases && { phases: phasesOf(phases, rhythm) }),
    ...(setup !== undefined && {
      charges: [setupCharge(setup, { description, language, startsOn: from })],
    }),
  };
}
