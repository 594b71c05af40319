/** What is refused of the terms of a plan before they are published. */
import { refuse } from '../../kernel/result.ts';
import { isWholePeriods } from '../billing/rhythm.ts';
import { refusedCommitment } from './commitment.ts';
import { perUnit } from '../pricing/models.ts';
import { refusedPrice } from '../pricing/check.ts';
import type { PlanMinimum, PlanTerms } from './states.ts';

/** An add-on has the trial and the term of its host; one that is charged once has a price that a bill names as quantity and amount. */
function refusedAddOn({ kind, prices, phases, setup, meters, ...bound }: PlanTerms) {
  if (kind === undefined) return undefined;
  if (bound.trialDays > 0 || bound.term || bound.addOns || bound.minimum)
    return refuse(
      'plan.add_on_bound',
      'An add-on has neither a trial, nor a term, nor a minimum spend, nor add-ons of its own.',
    );
  if (kind === 'add_on') return undefined;
  const index = prices.findIndex(
    ([, { model, minimum }]) => minimum !== null || (model !== 'per_unit' && model !== 'flat'),
  );
  if (index < 0 && !phases && !setup && !meters) return undefined;

  return refuse(
    'plan.one_off_price',
    'What is charged once has a flat price or one for a unit, and no other.',
    {
      pointer: index < 0 ? '#/prices' : `#/prices/${index}`,
    },
  );
}

/** Why the terms of a plan cannot be published, or undefined. */
export function refusedTerms(terms: PlanTerms) {
  const { prices, phases = [], setup = [], meters = [], term, interval, count } = terms;
  const bound = refusedAddOn(terms);
  if (bound) return bound;
  if (term && !isWholePeriods(term, { interval, count }))
    return refuse('plan.term_not_whole_periods', 'A term is made of whole periods of the plan.', {
      pointer: '#/term',
    });
  const refusedSpend = terms.minimum && refusedMinimum(terms.minimum, terms);
  if (refusedSpend) return refusedSpend;
  const refused = refusedPrices(prices, '#/prices');
  if (refused) return refused;
  for (const [index, phase] of phases.entries()) {
    const refusedOwn = refusedPrices(phase.prices, `#/phases/${index}/prices`);
    if (refusedOwn) return refusedOwn;
  }
  const refusedSetup = refusedPrices(
    setup.map(([currency, amount]) => [currency, perUnit(amount)]),
    '#/setup',
  );
  if (refusedSetup) return refusedSetup;
  for (const [index, { code, prices: own = [] }] of meters.entries()) {
    const pointer = `#/meters/${index}`;
    if (meters.slice(0, index).some((former) => former.code === code))
      return refuse('plan.meter_repeated', 'A plan has one meter of each code.', {
        pointer: `${pointer}/code`,
      });
    const refusedOwn = refusedPrices(own, `${pointer}/prices`);
    if (refusedOwn) return refusedOwn;
  }

  return undefined;
}

function refusedMinimum({ amounts, ...minimum }: PlanMinimum, plan: PlanTerms) {
  const at = '#/minimum_spend';
  const prices = amounts.map(([currency, amount]) => [currency, perUnit(amount)] as const);

  return refusedCommitment(minimum, { plan, at }) ?? refusedPrices(prices, `${at}/amounts`);
}

function refusedPrices(prices: PlanTerms['prices'], at: string) {
  const seen = new Set<string>();
  for (const [index, [currency, price]] of prices.entries()) {
    const pointer = `${at}/${index}`;
    if (seen.has(currency))
      return refuse('plan.price_repeated', 'A plan has one price for each currency.', {
        pointer: `${pointer}/currency`,
      });
    seen.add(currency);
    const refused = refusedPrice(price, { currency, pointer });
    if (refused) return refused;
  }

  return undefined;
}
