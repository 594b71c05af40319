/** Makes the return of the one-stop shop for a quarter, from the rows of its documents and the rates of the ECB. */
import type { RatePair } from '../domain/exchange-rates.ts';
import { ecbRateFrom, exchangeRates, exchangeRatesOf, monthsFrom } from '../domain/exchange-rates.ts';
import type { Quarter } from '../domain/tax/quarters.ts';
import type { ReturnedDocument } from '../domain/tax/returned-documents.ts';
import { type QuarterRate, ratesWanted, type UnionReturn, unionReturn } from '../domain/tax/union-return.ts';
import { load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';
import { RETURN_SHARDS, returnedIn } from '../views/oss.ts';

/** Rows of one page. */
const PAGE_ROWS_MAX = 500;

/** Documents that one return reads. */
export const RETURN_DOCUMENTS_MAX = 50_000;

type Wanted = { readonly tenant: string; readonly entity: string; readonly quarter: Quarter };

/** The return and the rates it was converted at. Refused with `oss_return.rate_missing` or `oss_return.too_many_documents`. */
export async function returnOf(
  wanted: Wanted,
  ports: Pick<Ports, 'journal' | 'views'>,
): Promise<Result<UnionReturn & { readonly rates: readonly QuarterRate[] }>> {
  const documents = await documentsOf(wanted, ports);
  if (!documents.ok) return documents;
  const rates: QuarterRate[] = [];
  for (const { currency, period, on } of ratesWanted(documents.value)) {
    const rate = await ecbRateOn(on, { ...wanted, currency }, ports);
    if (!rate) return rateMissing(currency, on);
    rates.push({ currency, period, rate });
  }

  return ok({ ...unionReturn(documents.value, { quarter: wanted.quarter, rates }), rates });
}

async function documentsOf(
  wanted: Wanted,
  { views }: Pick<Ports, 'views'>,
): Promise<Result<readonly ReturnedDocument[]>> {
  const documents: ReturnedDocument[] = [];
  for (let shard = 0; shard < RETURN_SHARDS; shard += 1) {
    let after: string | undefined;
    do {
      const limit = PAGE_ROWS_MAX;
      const page = await returnedIn(views, {
        ...wanted,
        shard,
        limit,
        ...(after !== undefined && { after }),
      });
      documents.push(...page.items);
      if (documents.length > RETURN_DOCUMENTS_MAX) return tooMany();
      after = page.next;
    } while (after !== undefined);
  }

  return ok(documents);
}

async function ecbRateOn(
  on: string,
  { tenant, entity, currency }: Wanted & { readonly currency: string },
  { journal }: Pick<Ports, 'journal'>,
) {
  const pair: RatePair = { entity, currency, accounting: 'EUR' };
  for (const month of monthsFrom(on)) {
    const ref = { tenant, id: exchangeRatesOf(tenant, pair, month) };
    const rate = ecbRateFrom(on, (await load(journal, exchangeRates, ref)).state);
    if (rate) return rate;
  }

  return undefined;
}

function rateMissing(currency: string, on: string) {
  return refuse(
    'oss_return.rate_missing',
    `No rate of the European Central Bank between ${currency} and EUR is recorded for ${on} or the next day it was published.`,
    { hint: 'Record it with `POST /v1/exchange_rates`, `accounting_currency` EUR and `source` ECB.' },
  );
}

function tooMany() {
  return refuse(
    'oss_return.too_many_documents',
    `A return of the one-stop shop reads at most ${RETURN_DOCUMENTS_MAX} documents.`,
  );
}
