/** The tax of a draft in its seller's accounting currency. A document whose rate is missing is remembered until it comes. */
import { accountingCurrencyOf, convertedMinor, RATE_AGE_DAYS_MAX } from '../domain/accounting-tax.ts';
import type { Draft } from '../domain/drafting/draft.ts';
import type { AwaitingFact, RatePair } from '../domain/exchange-rates.ts';
import { exchangeRates, exchangeRatesOf, monthOf, monthsFor, rateFor } from '../domain/exchange-rates.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import type { AccountingTax, ExchangeRate } from '../domain/tax/accounting.ts';
import type { Acting } from '../execute.ts';
import { execute, load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Message, Ports } from '../ports.ts';

type Books = Pick<Ports, 'journal'>;

/** Whose tax it is. */
export type Accounted = {
  readonly tenant: string;
  readonly entity: string;
  readonly seller: Pick<SellerDetails, 'accountingCurrency' | 'country'>;
};

/**
 * The draft with its tax in accounting currency, where that is another and there is tax: at the rate of its tax point, or the
 * last one before. Refused with `exchange_rate.missing`.
 */
export async function withAccountingTax(
  draft: Draft,
  of: Accounted,
  { journal }: Books,
): Promise<Result<Draft>> {
  const pair = pairOf(draft, of);
  if (!pair) return ok(draft);
  const rate = await rateOn(draft.taxPoint, { tenant: of.tenant, pair }, journal);

  return rate ? ok({ ...draft, accountingTax: taxAt(rate, draft, pair) }) : missing(draft.taxPoint, pair);
}

/** The same for the invoice that a fact owes, which is remembered where its rate is missing. */
export async function withAccountingTaxOrAwaited(
  draft: Draft,
  of: Accounted & { readonly waiting: AwaitingFact; readonly acting: Acting },
  ports: Books,
): Promise<Result<Draft>> {
  const stated = await withAccountingTax(draft, of, ports);
  const pair = pairOf(draft, of);
  if (stated.ok || !pair) return stated;
  const rate = await rateOrAwaited(draft.taxPoint, { tenant: of.tenant, pair, counting: of }, ports);

  return rate.ok ? withAccountingTax(draft, of, ports) : rate;
}

/**
 * The rate of a day between two currencies. Where it is missing, whoever counts on it is remembered until it comes.
 * Refused with `exchange_rate.missing`.
 */
export async function rateOrAwaited(
  on: string,
  of: {
    readonly tenant: string;
    readonly pair: RatePair;
    readonly counting?: { readonly waiting: AwaitingFact; readonly acting: Acting };
  },
  { journal }: Books,
): Promise<Result<ExchangeRate>> {
  const { tenant, pair, counting } = of;
  const known = await rateOn(on, of, journal);
  if (known) return ok(known);
  if (!counting) return missing(on, pair);
  const id = exchangeRatesOf(tenant, pair, monthOf(on));
  const { waiting, acting } = counting;
  const command = { do: 'await', pair, waiting } as const;
  const noted = await execute(journal, exchangeRates, { ref: { tenant, id }, command, acting });
  if (!noted.ok) return noted;
  // The rate may have come before it was known that somebody waits for it.
  const come = await rateOn(on, of, journal);

  return come ? ok(come) : missing(on, pair);
}

/** Hands the facts that wait for a rate to the function whose invoices they owe. */
export async function handOver(
  waiting: readonly AwaitingFact[],
  of: { readonly tenant: string; readonly trace: string },
  { queues }: Pick<Ports, 'queues'>,
): Promise<void> {
  const messages = waiting.map((fact): Message => {
    return { to: 'invoices.issue', body: JSON.stringify({ kind: 'fact', ...of, ...fact }) };
  });
  const failed = await queues.send(messages);
  if (failed.length > 0) throw new Error(`${failed.length} waiting invoices were not handed over`);
}

function pairOf({ currency, taxMinor }: Draft, { entity, seller }: Accounted): RatePair | undefined {
  const accounting = accountingCurrencyOf(seller);

  return accounting === null || accounting === currency || taxMinor === 0n
    ? undefined
    : { entity, currency, accounting };
}

async function rateOn(
  on: string,
  of: { readonly tenant: string; readonly pair: RatePair },
  journal: Ports['journal'],
): Promise<ExchangeRate | undefined> {
  for (const month of monthsFor(on)) {
    const ref = { tenant: of.tenant, id: exchangeRatesOf(of.tenant, of.pair, month) };
    const { state } = await load(journal, exchangeRates, ref);
    const rate = rateFor(on, state);
    if (rate) return rate;
  }

  return undefined;
}

function taxAt(
  rate: ExchangeRate,
  { taxMinor, currency: from }: Draft,
  { accounting }: RatePair,
): AccountingTax {
  const at = { ...rate, currency: accounting };

  return { ...at, taxMinor: convertedMinor(taxMinor, { ...at, from }) };
}

function missing(on: string, { currency, accounting }: RatePair) {
  return refuse(
    'exchange_rate.missing',
    `No exchange rate between ${currency} and ${accounting} is recorded for ${on} or the ${RATE_AGE_DAYS_MAX} days before it.`,
    { hint: 'Record one with `POST /v1/exchange_rates`, and send the same request again.' },
  );
}
