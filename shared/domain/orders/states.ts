/** An order as its facts tell it. */
import type { Supply } from '../../contracts/tax.ts';
import type { CreditsSold } from '../prepaid/credits.ts';
import type { LineDiscount } from '../pricing.ts';
import type { DiscountTerms } from '../receivables/discount-terms.ts';
import type { Reduction } from '../reductions.ts';
import type { SubscriptionBegin } from '../subscriptions/start.ts';
import type { TaxClass } from '../tax.ts';

/** A part of the order's total that is paid in advance: percent of it, or a gross amount in major units. */
export type Deposit = { readonly dueDays?: number } & (
  | { readonly percent: string }
  | { readonly amount: string }
);

/** A line as agreed; `unitPrice` is null on a line that starts a subscription. */
export type OrderLine = {
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string | null;
  readonly tax: TaxClass;
  readonly unit: string | null;
  readonly discount: LineDiscount | null;
  readonly sku: string | null;
  readonly plan: string | null;
  readonly supply: Supply;
  /** How its subscription begins, where the order says so. */
  readonly begin: SubscriptionBegin | null;
  /** The product that it was taken over from; absent where it was spelled out. */
  readonly product?: string;
};

/** A line as stored: the four usual parts, then only what differs from the default. */
export type StoredLine = readonly [
  description: string,
  quantity: string,
  unitPrice: string | null,
  tax: TaxClass,
  rest?: Partial<Pick<OrderLine, 'unit' | 'discount' | 'sku' | 'plan' | 'supply' | 'begin' | 'product'>>,
];

/** A delivery: `lines` are pairs of line number (from 1) and quantity. */
export type Delivery = {
  readonly id: string;
  readonly lines: readonly (readonly [line: number, quantity: string])[];
  readonly on: string;
  /** Of the request that recorded it; a repeated key must carry the same. */
  readonly fingerprint: string;
};

/** What an order agrees on; a snapshot that nothing changes afterwards. */
export type OrderTerms = {
  readonly entity: string;
  readonly customer: string;
  /** The profile version whose name and address the documents carry. */
  readonly profile: number;
  readonly currency: string;
  readonly lines: readonly StoredLine[];
  readonly billing: 'on_placement' | 'on_fulfilment';
  readonly dueDays: number;
  /** Whether the subscriptions that it starts share invoices with others of the customer; absent where they do not. */
  readonly grouping?: 'by_billing_day';
  /** IANA zone in which the days of the subscriptions that it starts begin; absent where that is the seller's. */
  readonly zone?: string;
  readonly language: string;
  readonly reference: string | null;
  readonly metadata: readonly (readonly [string, string])[];
  /** Where goods go, if not to the customer's country; absent on most orders. */
  readonly deliverTo?: string;
  /** The territory of that place, where its postcode was told; the postcode itself is personal and not kept. */
  readonly arrivesIn?: string;
  /** Whether prices contain the tax; absent on most orders, whose prices are net. */
  readonly priceBasis?: 'gross';
  /** On the document as a whole, the allowances first; absent on most orders. */
  readonly reductions?: readonly Reduction[];
  /** What is invoiced before anything is delivered; absent on most orders. */
  readonly deposits?: readonly Deposit[];
  /** What may be kept for paying early; absent on most orders. */
  readonly discount?: DiscountTerms;
  /** Present where it buys prepaid credits and nothing else. */
  readonly credits?: CreditsSold;
};

/** An order's life. */
export type Order =
  | { readonly status: 'none' }
  | (OrderTerms & {
      readonly status: 'placed' | 'cancelled';
      readonly placedAt: string;
      readonly cancelledAt: string | null;
      readonly deliveries: readonly Delivery[];
    });

/** An order that exists. */
export type PlacedOrder = Exclude<Order, { readonly status: 'none' }>;

/** What can be asked. `today` is the civil date in the seller's zone. */
export type OrderCommand =
  | { readonly do: 'place'; readonly terms: OrderTerms; readonly at: string }
  | { readonly do: 'cancel'; readonly at: string }
  | { readonly do: 'fulfil'; readonly delivery: Delivery; readonly today: string };

/** What becomes true. */
export type OrderFact =
  | { readonly type: 'order.placed'; readonly data: OrderTerms & { readonly at: string } }
  /** Said beside `order.placed` when lines of the order name a plan; it wakes whoever starts subscriptions. */
  | { readonly type: 'subscription.ordered'; readonly data: { readonly lines: number } }
  | { readonly type: 'order.cancelled'; readonly data: { readonly at: string } }
  | { readonly type: 'order.fulfilled'; readonly data: Delivery };
