/** Products: what a line of an order may name instead of spelling it out. A published version never changes. */
import type { Supply } from '../contracts/tax.ts';
import type { Decider } from '../kernel/decider.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { type Request, requestMet } from './requests.ts';
import type { TaxClass } from './tax.ts';

/** What a version of a product says; amounts are of one unit, in major units. */
export type ProductTerms = {
  readonly name: string;
  readonly sku: string | null;
  readonly unit: string | null;
  readonly tax: TaxClass;
  readonly supply: Supply;
  /** The one legal entity that sells it, or null where every one does. */
  readonly entity: string | null;
  readonly prices: readonly (readonly [currency: string, amount: string])[];
};

/** A product that exists, as its newest version says. */
export type KnownProduct = ProductTerms & {
  readonly status: 'published';
  readonly version: number;
  readonly publishedAt: string;
  readonly createdAt: string;
  /** The requests that published the versions from the second on, in their order. */
  readonly requests: readonly Request[];
};

/** A product's life. */
export type Product = { readonly status: 'none' } | KnownProduct;

/** What can be asked; without a request it is the first version, whose id derives from its own. */
export type ProductCommand = {
  readonly do: 'publish';
  readonly terms: ProductTerms;
  readonly request?: Request;
  readonly at: string;
};

/** What becomes true. */
export type ProductFact = {
  readonly type: 'product.published';
  readonly data: ProductTerms & { readonly version: number; readonly request?: Request; readonly at: string };
};

/** Versions of one product. */
export const PRODUCT_VERSIONS_MAX = 1_000;

/** Requests that a product remembers. */
const REQUESTS_MAX = 20;

/** The rules of one product. */
export const products: Decider<Product, ProductCommand, ProductFact> = {
  name: 'products',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, { terms, request, at }) {
    if (request && state.status === 'none') return refuse('product.not_found', 'There is no such product.');
    const met = request && state.status !== 'none' && requestMet(state.requests, request);
    if (met) return met;
    if (!request && state.status !== 'none') return ok([]);
    const refused = refusedPrices(terms);
    if (refused) return refused;
    const version = state.status === 'none' ? 1 : state.version + 1;
    if (version > PRODUCT_VERSIONS_MAX)
      return refuse('product.too_many_versions', `A product has at most ${PRODUCT_VERSIONS_MAX} versions.`, {
        hint: 'Publish another product.',
      });

    return ok([{ type: 'product.published', data: { ...terms, version, ...(request && { request }), at } }]);
  },
  evolve(state, fact) {
    const { at, request, ...terms } = fact.data;
    const former = state.status === 'none' ? { createdAt: at, requests: [] } : state;
    const requests = [...former.requests, ...(request ? [request] : [])].slice(-REQUESTS_MAX);

    return { ...terms, status: 'published', publishedAt: at, createdAt: former.createdAt, requests };
  },
};

/** What a product offers to a line of an order. */
export type ProductOffer = Pick<ProductTerms, 'name' | 'sku' | 'unit' | 'tax' | 'supply'> & {
  /** Of one unit; null where the product has no price in the currency. */
  readonly unitPrice: string | null;
};

/** What a product offers in a currency; nothing is ever converted. Refusals: `product.unknown`, `product.not_sold_by_entity`. */
export function productOffer(
  product: Product,
  of: { readonly entity: string; readonly currency: string },
): Result<ProductOffer> {
  if (product.status === 'none') return refuse('product.unknown', 'There is no such product.');
  if (product.entity !== null && product.entity !== of.entity)
    return refuse('product.not_sold_by_entity', 'This product is sold by another legal entity.');
  const { name, sku, unit, tax, supply, prices } = product;
  const unitPrice = prices.find(([currency]) => currency === of.currency)?.[1] ?? null;

  return ok({ name, sku, unit, tax, supply, unitPrice });
}

function refusedPrices({ prices }: ProductTerms) {
  for (const [index, [currency]] of prices.entries()) {
    const pointer = `#/prices/${index}/currency`;
    if (prices.findIndex(([other]) => other === currency) !== index)
      return refuse('product.price_repeated', 'A product has one price for each currency.', { pointer });
  }

  return undefined;
}
