/** Woken by the routes of exchange rates; records exchange_rate.recorded, and shows the rates of a month. */
import type {
  ExchangeRate as ExchangeRateBody,
  ExchangeRateQuery,
  NewExchangeRate,
} from '../../shared/contracts/exchange-rates.ts';
import { exchangeRateRoutes } from '../../shared/contracts/exchange-rates.ts';
import { accountingCurrencyOf } from '../../shared/domain/accounting-tax.ts';
import type { ExchangeRates, RatePair, RecordedRate } from '../../shared/domain/exchange-rates.ts';
import {
  exchangeRates,
  exchangeRatesOf,
  monthOf,
  standingRates,
} from '../../shared/domain/exchange-rates.ts';
import { legalEntities, onlyEntity } from '../../shared/domain/legal-entities.ts';
import { tenants } from '../../shared/domain/tenants.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { rememberedRequest } from '../../shared/edge/remembered.ts';
import { execute, load } from '../../shared/execute.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { Ports } from '../../shared/ports.ts';

async function record(call: Call<NewExchangeRate, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, body } = call;
  const asked = await pairOf(tenant, { ...body, pointer: '#/' }, ports);
  if (!asked.ok) return asked;
  const { pair, zone } = asked.value;
  if (body.date > localDate(call.acting.at, zone))
    return refuse('exchange_rate.day_in_future', 'The day of the rate has not begun where the seller is.', {
      pointer: '#/date',
    });
  const { rate, quotation, date: ratedOn, source } = body;
  const request = rememberedRequest(call);
  // The month remembers the request itself, so its fingerprint is not one of the commit.
  const { fingerprint: _, ...acting } = call.acting;
  const done = await execute(ports.journal, exchangeRates, {
    ref: { tenant, id: exchangeRatesOf(tenant, pair, monthOf(ratedOn)) },
    command: {
      do: 'record',
      pair,
      rate: { rate, quotation, ratedOn, source },
      request,
      at: acting.at,
    },
    acting,
  });
  if (!done.ok) return done;
  const { state, commit } = done.value;

  return ok({ body: firstAnswer(state, request.key, pair), replayed: commit === undefined });
}

/** A rate as it was answered when it was recorded, whatever came after it. */
function firstAnswer({ recorded }: ExchangeRates, key: string, pair: RatePair): ExchangeRateBody {
  const index = recorded.findIndex(({ request }) => request.key === key);
  const rate = recorded[index];
  invariant(rate, 'a recorded rate is in the state');
  const earlier = recorded.slice(0, index).filter(({ ratedOn }) => ratedOn === rate.ratedOn);

  return answerRate(rate, { pair, corrections: earlier.length });
}

async function list(call: Call<undefined, ExchangeRateQuery>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, query, acting } = call;
  const asked = await pairOf(tenant, { ...query, pointer: '?' }, ports);
  if (!asked.ok) return asked;
  const { pair } = asked.value;
  const ref = { tenant, id: exchangeRatesOf(tenant, pair, query.month) };
  const { state } = await load(ports.journal, exchangeRates, ref);
  const data = standingRates(state).map(({ rate, corrections }) => answerRate(rate, { pair, corrections }));

  return ok({ body: { data, next_cursor: null, as_of: acting.at } });
}

type Asked = {
  readonly legal_entity?: string | undefined;
  readonly currency: string;
  readonly accounting_currency?: 'EUR' | undefined;
  readonly pointer: string;
};

/** Between which currencies a rate is, and where its seller is. */
async function pairOf(
  tenant: string,
  { legal_entity: named, currency, accounting_currency: asked, pointer }: Asked,
  { journal }: Pick<Ports, 'journal'>,
): Promise<Result<{ readonly pair: RatePair; readonly zone: string }>> {
  const known =
    named === undefined ? (await load(journal, tenants, { tenant, id: tenant })).state : undefined;
  const entity =
    named === undefined ? onlyEntity(known?.status === 'active' ? known.entities : []) : ok(named);
  if (!entity.ok) return entity;
  const { state: seller } = await load(journal, legalEntities, { tenant, id: entity.value });
  if (seller.status === 'none')
    return refuse('legal_entity.unknown', 'There is no such legal entity.', {
      pointer: `${pointer}legal_entity`,
    });
  const accounting = asked ?? accountingCurrencyOf(seller);
  if (accounting === null || accounting === currency)
    return refuse(
      'exchange_rate.same_currency',
      'The seller accounts for its tax in this currency, or in that of each document.',
      { pointer: `${pointer}currency` },
    );

  return ok({ pair: { entity: entity.value, currency, accounting }, zone: seller.zone });
}

function answerRate(
  { rate, quotation, ratedOn, source, recordedAt }: RecordedRate,
  { pair, corrections }: { readonly pair: RatePair; readonly corrections: number },
): ExchangeRateBody {
  return {
    object: 'exchange_rate',
    legal_entity: pair.entity,
    currency: pair.currency,
    accounting_currency: pair.accounting,
    date: ratedOn,
    rate,
    quotation,
    source,
    corrections,
    recorded_at: recordedAt,
  };
}

export const handler = onHttp('exchange_rates.keep', [
  endpoint(exchangeRateRoutes.record, record),
  endpoint(exchangeRateRoutes.list, list),
]);
