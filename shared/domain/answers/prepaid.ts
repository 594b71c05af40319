/** What the API tells of prepaid credits. */
import type {
  CreditGrant as CreditGrantBody,
  CreditPurchase as CreditPurchaseBody,
} from '../../contracts/prepaid.ts';
import type {
  BalanceMovement,
  PrepaidBalance as PrepaidBalanceBody,
} from '../../contracts/prepaid-balances.ts';
import { invariant } from '../../kernel/invariant.ts';
import { parseMoney } from '../../kernel/money.ts';
import type { PlacedOrder } from '../orders/states.ts';
import type { NewGrant, OpenBalance, PrepaidFact } from '../prepaid/balance.ts';
import { inOrderOfUse } from '../prepaid/consuming.ts';
import type { CreditLimit, OrderOfUse } from '../prepaid/credits.ts';
import { boughtGrantOf } from '../prepaid/selling.ts';
import { invoiceOfOrder } from '../orders/invoicing.ts';
import type { Holder } from '../receivables/account.ts';
import { amountOf } from './payments.ts';

/** Movements of a balance that are shown. */
export const MOVEMENTS_MAX = 100;

/** A grant as it was made. */
export function answerGrant(
  { grant, credits, rate, amountMinor, priority, limit, reason, validFrom, expiresOn, at }: NewGrant,
  { entity, customer, currency }: Holder,
): CreditGrantBody {
  return {
    id: grant,
    object: 'credit_grant',
    customer,
    legal_entity: entity,
    ...{ credits, rate, priority, reason, limited_to: answerLimit(limit) },
    amount: amountOf(amountMinor, currency),
    valid_from: validFrom,
    expires_on: expiresOn,
    created_at: at,
  };
}

function answerLimit(limit: CreditLimit | undefined): CreditGrantBody['limited_to'] {
  return limit ? { plans: [...limit.plans], meters: [...limit.meters] } : null;
}

/** A purchase of credits, by the order that it placed. */
export function answerPurchase(tenant: string, id: string, order: PlacedOrder): CreditPurchaseBody {
  invariant(order.credits, 'a purchase of credits is an order of credits');
  const { credits, rate, voucher, priority, limit, expiresAfterDays } = order.credits;
  const price = parseMoney(order.lines[0]?.[2] ?? '', order.currency);
  invariant(price.ok, 'the price of credits was formatted by us');

  return {
    id,
    object: 'credit_purchase',
    customer: order.customer,
    legal_entity: order.entity,
    ...{ credits, rate, priority, voucher, limited_to: answerLimit(limit) },
    amount: amountOf(price.value.minor, order.currency),
    expires_after_days: expiresAfterDays,
    invoice: invoiceOfOrder(tenant, id, 'placed'),
    credit_grant: boughtGrantOf(tenant, id),
    created_at: order.placedAt,
  };
}

/** A balance with its grants in the order of use, those that are not valid yet behind them, and its latest movements. */
export function answerBalance(
  id: string,
  of: {
    readonly state: OpenBalance;
    readonly facts: readonly PrepaidFact[];
    readonly today: string;
    readonly order: OrderOfUse | undefined;
  },
): PrepaidBalanceBody {
  const { customer, entity, currency, grants } = of.state;
  const usable = inOrderOfUse(grants, { on: of.today, order: of.order });
  const listed = [...usable, ...grants.filter((grant) => !usable.includes(grant))];
  const leftMinor = grants.reduce((sum, { restMinor }) => sum + restMinor, 0n);

  return {
    id,
    object: 'prepaid_balance',
    customer,
    legal_entity: entity,
    balance: amountOf(leftMinor, currency),
    grants: listed.map(({ grant, restMinor, priority, limit, validFrom, expiresOn }) => ({
      credit_grant: grant,
      left: amountOf(restMinor, currency),
      priority,
      limited_to: answerLimit(limit),
      valid_from: validFrom,
      expires_on: expiresOn,
    })),
    history: movementsOf(of.facts, { leftMinor, currency }).slice(0, MOVEMENTS_MAX),
  };
}

type Movement = Exclude<PrepaidFact, { type: 'prepaid_balance.opened' }>;

const KINDS = {
  'prepaid.granted': ['granted', 1n],
  'prepaid.consumed': ['consumed', -1n],
  'prepaid.released': ['released', 1n],
  'prepaid.returned': ['returned', 1n],
  'prepaid.expired': ['expired', -1n],
  'prepaid.voided': ['voided', -1n],
  'prepaid.refunded': ['refunded', -1n],
} as const satisfies Record<Movement['type'], readonly [BalanceMovement['kind'], bigint]>;

/** What moved the balance, the latest first, back from what is left; a document that found nothing to use moved nothing. */
function movementsOf(
  facts: readonly PrepaidFact[],
  of: { readonly leftMinor: bigint; readonly currency: string },
): BalanceMovement[] {
  const { currency } = of;
  const moves: BalanceMovement[] = [];
  let balanceMinor = of.leftMinor;
  for (const fact of facts.toReversed()) {
    if (fact.type === 'prepaid_balance.opened' || fact.data.amountMinor === 0n) continue;
    const [kind, sign] = KINDS[fact.type];
    const parts = 'parts' in fact.data ? fact.data.parts : [fact.data];
    moves.push({
      kind,
      amount: amountOf(sign * fact.data.amountMinor, currency),
      balance: amountOf(balanceMinor, currency),
      invoice: 'invoice' in fact.data ? fact.data.invoice : null,
      credit_note: 'creditNote' in fact.data ? fact.data.creditNote : null,
      grants: parts.map(({ grant, amountMinor }) => ({
        credit_grant: grant,
        amount: amountOf(sign * amountMinor, currency),
      })),
      at: fact.data.at,
    });
    balanceMinor -= sign * fact.data.amountMinor;
  }

  return moves;
}
