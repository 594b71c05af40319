/** Prepaid balances on the wire: what customers have left, and how it came about. */
import * as z from 'zod';
import { CivilDateBody, id, InstantBody, MoneyBody } from './common.ts';
import { MeterCode } from './usage.ts';

/** Names that a grant may be limited to. */
const LIMITS_MAX = 5;

/** What credits may be used for: lines of these plans, of these meters, or where both are said of both. */
export const CreditLimit = z
  .strictObject({
    plans: z.array(id('plan')).max(LIMITS_MAX).default([]),
    meters: z.array(MeterCode).max(LIMITS_MAX).default([]),
  })
  .refine(({ plans, meters }) => plans.length + meters.length > 0, 'must name a plan or a meter')
  .meta({ id: 'CreditLimit' });

/** One movement of a balance; `amount` is above zero where it grew. */
export const BalanceMovement = z
  .strictObject({
    kind: z.enum(['granted', 'consumed', 'released', 'returned', 'expired', 'voided', 'refunded']),
    amount: MoneyBody,
    balance: MoneyBody,
    invoice: id('invoice').nullable(),
    credit_note: id('creditNote').nullable(),
    grants: z.array(z.strictObject({ credit_grant: id('creditGrant'), amount: MoneyBody })),
    at: InstantBody,
  })
  .meta({ id: 'BalanceMovement' });

/** A parsed `BalanceMovement`. */
export type BalanceMovement = z.infer<typeof BalanceMovement>;

/** What a customer has left with one seller in one currency, its grants in the order of use, and how it came about. */
export const PrepaidBalance = z
  .strictObject({
    id: id('prepaidBalance'),
    object: z.literal('prepaid_balance'),
    customer: id('customer'),
    legal_entity: id('legalEntity'),
    balance: MoneyBody,
    grants: z.array(
      z.strictObject({
        credit_grant: id('creditGrant'),
        left: MoneyBody,
        priority: z.int(),
        limited_to: CreditLimit.nullable(),
        valid_from: CivilDateBody,
        expires_on: CivilDateBody.nullable(),
      }),
    ),
    /** The latest movements, the latest first. */
    history: z.array(BalanceMovement),
  })
  .meta({ id: 'PrepaidBalance' });

/** A parsed `PrepaidBalance`. */
export type PrepaidBalance = z.infer<typeof PrepaidBalance>;

/** All balances of a customer. */
export const PrepaidBalanceList = z
  .strictObject({ data: z.array(PrepaidBalance) })
  .meta({ id: 'PrepaidBalanceList' });
