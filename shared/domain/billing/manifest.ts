/**
 * The manifest of a page of a run: hashes over all that its bills depend on, and over the lines that they came to. Whoever has
 * the facts up to the cut can decide the page again and must come to the same lines.
 */
import { canonicalJson, sha256Base64Url } from '../../kernel/hash.ts';
import type { Instant } from '../../kernel/time.ts';
import type { SubscriptionFact } from '../subscriptions/facts.ts';
import type { Subscription } from '../subscriptions/states.ts';
import type { BilledPeriodData } from './bill.ts';
import type { BilledLine } from './billed-line.ts';

/** One subscription of a page: its version before it was billed, and what billing made of it. */
export type Traced = {
  readonly subscription: string;
  readonly version: number;
  readonly state: Subscription;
  readonly facts: readonly SubscriptionFact[];
};

/** The hashes of a manifest. */
export type ManifestHashes = {
  /** Over the version of each subscription that was read. */
  readonly cut: string;
  /** Over the versions of plans and their prices. */
  readonly prices: string;
  /** Over the rules of proration and of coupons that were agreed on. */
  readonly policies: string;
  /** Over the windows of usage, with the hash of the events in each. */
  readonly usage: string;
  /** Over the lines of every bill. */
  readonly lines: string;
};

/** What a page's bills depend on and came to; `at` is the clock that they were decided by. */
export type PageManifest = ManifestHashes & { readonly at: Instant };

/** The manifest of the subscriptions of one page, in their order. */
export function manifestOf(traced: readonly Traced[], at: Instant): PageManifest {
  const lines = traced.flatMap(({ facts }) => billsIn(facts)).flatMap((bill) => bill.lines);

  return {
    at,
    cut: hashOf(traced.map(({ subscription, version }) => [subscription, version])),
    prices: hashOf([...new Set(lines.flatMap(priceOf))].sort()),
    policies: hashOf(
      traced.map(({ subscription, state }) => [subscription, state.status === 'none' ? null : state.rules]),
    ),
    usage: hashOf(lines.flatMap(usageOf)),
    lines: hashOf(traced.flatMap(({ facts }) => manifestLines(facts))),
  };
}

/** What of the bills among some facts the hash over lines is made of. */
export function manifestLines(facts: readonly SubscriptionFact[]): readonly unknown[] {
  return billsIn(facts).map(({ invoice, lines }) => [invoice, lines.map(plain)]);
}

/** The manifest of a run after one more page, in the order of the pages; before the first it is empty. */
export function withPageManifest(former: ManifestHashes | null, page: ManifestHashes): ManifestHashes {
  const { cut, prices, policies, usage, lines } = page;
  const chained = (name: keyof ManifestHashes, own: string) =>
    sha256Base64Url(`${former?.[name] ?? ''}\n${own}`);

  return {
    cut: chained('cut', cut),
    prices: chained('prices', prices),
    policies: chained('policies', policies),
    usage: chained('usage', usage),
    lines: chained('lines', lines),
  };
}

function billsIn(facts: readonly SubscriptionFact[]): readonly BilledPeriodData[] {
  return facts.flatMap((fact) => (fact.type === 'subscription.billed' ? [fact.data] : []));
}

function hashOf(value: unknown): string {
  return sha256Base64Url(canonicalJson(value));
}

function priceOf({ sold }: BilledLine): readonly string[] {
  return sold ? [canonicalJson([sold.plan, sold.planVersion, sold.price])] : [];
}

function usageOf({ usage, start, end }: BilledLine): readonly unknown[] {
  return usage ? [[usage.meter, start, end, usage.events, usage.hash]] : [];
}

/** Amounts as text, as JSON has none of their size. */
function plain({
  kind,
  sold,
  start,
  end,
  days,
  of,
  listMinor,
  discountMinor,
}: BilledLine): readonly unknown[] {
  return [kind, sold, start, end, days, of, String(listMinor), String(discountMinor)];
}
