/** What the sandbox accepts; everything has a bound, and what does not fit is answered with 400. */
import * as z from 'zod';
import { isCurrency } from '../../../shared/kernel/currencies.ts';

const Text = z.string().min(1).max(255);
const Amount = z.string().regex(/^[1-9][0-9]{0,17}$/);
const Currency = z.string().refine(isCurrency);
const Link = z.url({ protocol: /^https?$/ }).max(2_000);

/** A charge to make at once. */
export const ChargeBody = z.strictObject({
  tenant: Text,
  payment: Text,
  invoice: Text,
  amount_minor: Amount,
  currency: Currency,
  method: Text,
  customer: Text.nullable(),
  description: z.string().max(1_000),
});
export type ChargeBody = z.infer<typeof ChargeBody>;

/** A refund of a settled charge, whole or in part. */
export const RefundBody = z.strictObject({
  tenant: Text,
  refund: Text,
  payment: Text,
  charge: Text,
  amount_minor: Amount,
  currency: Currency,
});
export type RefundBody = z.infer<typeof RefundBody>;

/** A hosted page for one payment. */
export const CheckoutBody = z.strictObject({
  tenant: Text,
  payment: Text,
  invoice: Text,
  amount_minor: Amount,
  currency: Currency,
  customer: Text.nullable(),
  description: z.string().max(1_000),
  return_url: Link,
});
export type CheckoutBody = z.infer<typeof CheckoutBody>;

/** A page on which a customer saves a method. */
export const SetupBody = z.strictObject({ tenant: Text, customer: Text, return_url: Link });
export type SetupBody = z.infer<typeof SetupBody>;
