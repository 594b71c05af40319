/** Woken by purchases of prepaid credits; records order.placed, whose invoice grants the credits once it is paid. */
import { type NewCreditPurchase, prepaidRoutes } from '../../shared/contracts/prepaid.ts';
import { saleWords } from '../../shared/domain/billing/sale-words.ts';
import { answerPurchase } from '../../shared/domain/answers/prepaid.ts';
import { orders, storeLine } from '../../shared/domain/orders.ts';
import type { OrderTerms, PlacedOrder } from '../../shared/domain/orders/states.ts';
import { refusedVoucher } from '../../shared/domain/prepaid/selling.ts';
import { worthOf } from '../../shared/domain/prepaid/worth.ts';
import { prepaidBalanceId, prepaidBalances, refusedWhenFull } from '../../shared/domain/prepaid.ts';
import { believedBuyer } from '../../shared/domain/tax/parties.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { create, load, replay } from '../../shared/execute.ts';
import { refusedInvoice } from '../../shared/flows/accepting.ts';
import { type Holding, holderOf } from '../../shared/flows/holding-credits.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { PREFIX } from '../../shared/kernel/ids.ts';
import { formatMoney, money } from '../../shared/kernel/money.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

type BuyCall = Call<NewCreditPurchase, undefined>;

async function buy(call: BuyCall, ports: Ports): Promise<Result<Answer>> {
  const { tenant, acting } = call;
  const id = derivedId(PREFIX.order, tenant, ...obligationOf(call, prepaidRoutes.buy));
  const ref = { tenant, id };
  const terms = await termsOf(call, id, ports);
  const command = terms.ok && ({ do: 'place', terms: terms.value, at: acting.at } as const);
  const done = command
    ? await create(ports.journal, orders, { ref, command, acting })
    : await replay(ports.journal, orders, { ref, acting }, terms as Extract<typeof terms, { ok: false }>); // no command
  if (!done.ok) return done;
  const { state, replayed } = done.value;

  return ok({
    body: answerPurchase(tenant, id, state as PlacedOrder), // an order that was created is placed
    replayed,
  });
}

/** The order of one line; whatever could stop its invoice later is refused here. */
async function termsOf(call: BuyCall, order: string, ports: Ports): Promise<Result<OrderTerms>> {
  const { tenant, body, acting } = call;
  const who = { tenant, customer: call.params.customer_id ?? '', seller: body.legal_entity, acting };
  const holding = await holderOf(who, ports);
  if (!holding.ok) return holding;
  const worth = worthOf(body);
  if (!worth.ok) return worth;
  const limited = refusedVoucher(body.limited_to);
  if (limited) return limited;
  const { buyer: known, seller } = holding.value;
  const { customer, entity } = holding.value;
  const balance = prepaidBalanceId(tenant, { entity, customer, currency: body.currency });
  const { state } = await load(ports.journal, prepaidBalances, { tenant, id: balance });
  const full = refusedWhenFull(state);
  if (full) return full;
  const terms = assemble(body, { ...holding.value, worthMinor: worth.value });
  const { kind, country } = known;
  const part = known.part ?? undefined;
  const buyer = believedBuyer({ kind, country, part, vatCountry: known.vat?.country ?? null });
  const refused = await refusedInvoice(terms, { tenant, order, seller, buyer, now: acting.at }, ports);

  return refused ?? ok(terms);
}

function assemble(body: NewCreditPurchase, of: Holding & { readonly worthMinor: bigint }): OrderTerms {
  const { entity, customer, buyer, worthMinor } = of;
  const { currency, credits, rate, voucher, priority } = body;
  const description = `${saleWords(buyer.language).prepaidCredits}: ${credits}`;
  const price = formatMoney(money(worthMinor, currency));
  const line = { description, quantity: '1', unitPrice: price, tax: 'standard' } as const;

  return {
    ...{ entity, customer, profile: buyer.profile, currency },
    lines: [storeLine({ ...line, unit: null, discount: null, sku: null, plan: null })],
    billing: 'on_placement',
    dueDays: body.payment_terms_days ?? buyer.dueDays,
    language: buyer.language,
    reference: body.reference,
    metadata: [],
    credits: { credits, rate, voucher, priority, expiresAfterDays: body.expires_after_days },
  };
}

export const handler = onHttp('prepaid.sell', [endpoint(prepaidRoutes.buy, buy)]);
