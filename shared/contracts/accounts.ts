/** A customer's accounts on the wire: what is open, what is unapplied. */
import * as z from 'zod';
import { CivilDateBody, Currency, ItemId, id, MoneyBody } from './common.ts';
import { route } from './route.ts';

/** An open item. */
export const OpenItem = z
  .strictObject({
    invoice: ItemId,
    number: z.string(),
    due_date: CivilDateBody,
    total: MoneyBody,
    paid: MoneyBody,
    credited: MoneyBody,
    open: MoneyBody,
    overdue: z.boolean(),
  })
  .meta({ id: 'OpenItem' });

/** A parsed `OpenItem`. */
export type OpenItem = z.infer<typeof OpenItem>;

/** One account: a customer with one seller in one currency. */
export const Account = z
  .strictObject({
    id: id('account'),
    object: z.literal('account'),
    legal_entity: id('legalEntity'),
    customer: id('customer'),
    currency: Currency,
    open: MoneyBody,
    unapplied_cash: MoneyBody,
    unapplied_credit: MoneyBody,
    items: z.array(OpenItem),
    cash: z.array(z.strictObject({ payment: id('payment'), amount: MoneyBody })),
    credits: z.array(
      z.strictObject({ credit_note: id('creditNote'), invoice: id('invoice'), amount: MoneyBody }),
    ),
  })
  .meta({ id: 'Account' });

/** A parsed `Account`. */
export type Account = z.infer<typeof Account>;

/** All accounts of a customer. */
export const AccountList = z.strictObject({ data: z.array(Account) }).meta({ id: 'AccountList' });

/** Applies unapplied money to an open invoice; without an amount as much as both sides allow. */
export const NewAllocation = z
  .strictObject({
    invoice: ItemId,
    payment: id('payment').optional(),
    credit_note: id('creditNote').optional(),
    amount: MoneyBody.optional(),
  })
  .refine(({ payment, credit_note }) => (payment === undefined) !== (credit_note === undefined), {
    message: 'must name either a payment or a credit note',
    path: ['payment'],
  })
  .meta({ id: 'NewAllocation' });

/** A parsed `NewAllocation`. */
export type NewAllocation = z.infer<typeof NewAllocation>;

/** What was applied. */
export const Allocation = z
  .strictObject({
    object: z.literal('allocation'),
    account: id('account'),
    invoice: ItemId,
    payment: id('payment').nullable(),
    credit_note: id('creditNote').nullable(),
    amount: MoneyBody,
  })
  .meta({ id: 'Allocation' });

const tag = 'Accounts';

/** The routes of accounts. */
export const accountRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/customers/{customer_id}/accounts',
    summary: "Show a customer's accounts, per seller and currency",
    tag,
    scope: 'payments:read',
    idempotency: 'none',
    answer: AccountList,
    status: 200,
    refusals: ['customer.not_found'],
  }),
  allocate: route({
    method: 'POST',
    path: '/v1/customers/{customer_id}/allocations',
    summary: 'Apply unapplied cash or credit to an open invoice',
    tag,
    scope: 'payments:write',
    idempotency: 'required',
    body: NewAllocation,
    answer: Allocation,
    status: 201,
    refusals: [
      'invoice.unknown',
      'account.not_found',
      'account.nothing_unapplied',
      'account.item_not_open',
      'account.amount_exceeds',
      'account.conflict',
      'money.malformed',
      'money.too_precise',
      'money.too_large',
      'payment.amount_not_positive',
      'payment.currency_differs',
      'idempotency.key_reused',
    ],
  }),
};
