/** What the sandbox provider answers and what it tells us by webhook; unknown members are dropped, wrong ones refused. */
import * as z from 'zod';
import { isCurrency } from '../../kernel/currencies.ts';
import { isInstant } from '../../kernel/time.ts';

/** The most objects one list of the sandbox holds. */
export const SANDBOX_LIST_MAX = 100;

const Text = z.string().min(1).max(255);
const Moment = z.string().refine(isInstant);
const Amount = z.string().regex(/^[0-9]{1,18}$/);
const Currency = z.string().refine(isCurrency);
const Link = z.url({ protocol: /^https?$/ }).max(2_000);

/** A charge as the sandbox sees it. */
export const SandboxCharge = z.object({
  object: z.literal('charge'),
  id: Text,
  tenant: Text,
  payment: Text,
  invoice: Text,
  checkout: Text.nullable(),
  status: z.enum(['accepted', 'action_required', 'settled', 'declined', 'cancelled']),
  amount_minor: Amount,
  currency: Currency,
  decline_code: Text.nullable(),
  url: Link.nullable(),
  settled_at: Moment.nullable(),
});
export type SandboxCharge = z.infer<typeof SandboxCharge>;

/** A refund as the sandbox sees it. */
export const SandboxRefund = z.object({
  object: z.literal('refund'),
  id: Text,
  tenant: Text,
  refund: Text,
  payment: Text,
  charge: Text,
  status: z.enum(['accepted', 'settled', 'declined']),
  amount_minor: Amount,
  currency: Currency,
  decline_code: Text.nullable(),
  settled_at: Moment.nullable(),
});
export type SandboxRefund = z.infer<typeof SandboxRefund>;

/** A hosted page for one payment; it stays open after a decline, so that the customer may try again. */
export const SandboxCheckout = z.object({
  object: z.literal('checkout'),
  id: Text,
  tenant: Text,
  payment: Text,
  status: z.enum(['open', 'complete', 'expired']),
  url: Link,
  charge: SandboxCharge.nullable(),
});
export type SandboxCheckout = z.infer<typeof SandboxCheckout>;

/** All the sandbox knows of one payment. */
export const SandboxPayment = z.object({
  charges: z.array(SandboxCharge).max(SANDBOX_LIST_MAX),
  checkouts: z.array(SandboxCheckout).max(SANDBOX_LIST_MAX),
});

/** All the sandbox knows of one refund. */
export const SandboxRefunds = z.object({ refunds: z.array(SandboxRefund).max(SANDBOX_LIST_MAX) });

/** A page on which a customer saves a means of payment. */
export const SandboxSetup = z.object({ object: z.literal('setup'), id: Text, url: Link, customer: Text });

/** The saved means of payment of one customer. */
export const SandboxMethods = z.object({
  methods: z
    .array(z.object({ id: Text, kind: Text, label: Text, customer: Text.nullable() }))
    .max(SANDBOX_LIST_MAX),
});

/** A refusal of the sandbox. */
export const SandboxError = z.object({ error: z.object({ code: Text, message: z.string().max(1_000) }) });

/** The envelope of every event; what `data` holds depends on the type. */
export const SandboxEvent = z.object({ id: Text, type: Text, created: Moment, data: z.unknown() });
export type SandboxEvent = z.infer<typeof SandboxEvent>;
