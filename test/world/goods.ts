/** What is bought and by whom. The names and addresses are marked, so that they can be looked for where they may not be. */
import type { Chance } from './chance.ts';

/** Part of every name, address and mail address of a test customer; it may lie in profiles and documents alone. */
export const CANARY = 'Zwitschervogel';

/** Currencies with two places, none and three. */
export const CURRENCIES = ['EUR', 'EUR', 'EUR', 'JPY', 'KWD'] as const;

/** How the saved methods behave. */
export const METHODS = [
  'pm_approve',
  'pm_approve',
  'pm_approve',
  'pm_approve_at_once',
  'pm_decline_soft',
  'pm_decline_hard',
  'pm_action_required',
  'pm_delay_60',
  'pm_delay_7200',
  'pm_duplicate',
  'pm_reorder',
  'pm_lose',
  'pm_timeout_after',
  'pm_timeout_before',
  'pm_unknown_code',
  'pm_refund_fails',
] as const;

/** A customer as clients send them. */
export function newCustomer(chance: Chance) {
  const number = chance.below(1_000_000);

  return {
    name: `${CANARY} ${number} GmbH`,
    email: `${CANARY.toLowerCase()}${number}@mail.example`,
    address: {
      line1: `${CANARY}weg ${number % 100}`,
      postal_code: '10115',
      city: `${CANARY}stadt`,
      country: 'DE',
    },
    language: chance.of(['en', 'de', 'fr']),
    payment_terms_days: chance.of([0, 14, 30]),
    ...(number % 2 === 0 && { invoice_grouping: 'by_billing_day' }),
    ...(number % 3 === 0 && { zone: 'America/New_York' }),
  };
}

/** A line that is charged once; of a divisible one, percentages alone are taken off. */
export function oneOffLine(chance: Chance, kind: 'any' | 'divisible' = 'any') {
  const price = `${chance.below(500)}.${String(chance.below(1_000)).padStart(3, '0')}`;
  const discount = chance.at(0.25)
    ? {
        discount:
          kind === 'divisible' || chance.at(0.6)
            ? { percent: String(chance.between(1, 60)) }
            : { amount: '0' },
      }
    : {};

  return {
    description: `Thing ${chance.below(100)}`,
    quantity: chance.at(0.7)
      ? String(chance.between(1, 9))
      : `${chance.below(9)}.${chance.between(1, 999).toString().padStart(3, '0')}`,
    unit_price: price,
    tax: chance.of(['standard', 'standard', 'standard', 'reduced', 'zero', 'exempt']),
    ...discount,
  };
}

/** What stands on some documents as a whole: a voucher, freight; of a divisible one, percentages alone. */
export function newReductions(chance: Chance, kind: 'any' | 'divisible' = 'any') {
  if (!chance.at(0.2)) return {};
  const share = (most: number) => ({ percent: `${chance.between(1, most)}.${chance.below(10)}` });
  const allowance = { reason: 'Voucher', ...share(45) };
  const charge = {
    reason: 'Freight',
    reason_code: 'FC',
    ...(kind === 'any' && chance.at(0.7) ? { amount: String(chance.between(1, 30)) } : share(9)),
  };

  return {
    allowances: chance.at(0.7) ? Array.from({ length: chance.between(1, 2) }, () => allowance) : [],
    charges: chance.at(0.6) ? [charge] : [],
  };
}

/** A seller. */
export function newEntity(chance: Chance) {
  return {
    name: 'Seller Ltd',
    address: {
      line1: 'Main street 1',
      postal_code: '10115',
      city: 'Berlin',
      country: chance.of(['DE', 'FR', 'AT']),
    },
    zone: chance.of(['Europe/Berlin', 'Pacific/Auckland', 'America/Los_Angeles', 'UTC']),
    currency: 'EUR',
    // Nobody in the world records exchange rates.
    accounting_currency: null,
    vat_id: 'DE136695976',
    ...(chance.at(0.3) ? { tax_rates: { standard: '19.6', reduced: '5.5' } } : {}),
  };
}

/** A plan with a price in every currency. */
export function newPlan(chance: Chance) {
  return {
    name: 'Plan',
    interval: chance.of(['month', 'month', 'month', 'year']),
    prices: [...new Set(CURRENCIES)].map((currency) => ({
      currency,
      amount: `${chance.between(1, 900)}.${chance.of(['00', '50', '99'])}`,
    })),
  };
}
