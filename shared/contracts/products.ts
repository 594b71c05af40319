/** Products on the wire: what is sold by the piece, the hour or the licence, and what it is listed at. */
import * as z from 'zod';
import {
  Currency,
  id,
  InstantBody,
  listOf,
  ListQuery,
  positiveDecimal,
  text,
  unprintedText,
} from './common.ts';
import { route } from './route.ts';
import { Supply, TaxClass } from './tax.ts';

/** Currencies one product may have a price in. */
export const PRODUCT_PRICES_MAX = 50;

const ListPrice = z
  .strictObject({ currency: Currency, amount: positiveDecimal(12, '349.00') })
  .meta({ id: 'ListPrice' });

/** What a version of a product says; a line of an order that names the product takes over what it does not say itself. */
const said = {
  /** Printed as the description of a line. */
  name: text(200),
  sku: unprintedText(60).nullable().default(null),
  /** What a quantity counts, such as `hour`. */
  unit: text(20).nullable().default(null),
  tax: TaxClass.default('standard'),
  supply: Supply.default('services'),
  /** Of one unit, one for each currency; without one an order names its own. */
  prices: z.array(ListPrice).max(PRODUCT_PRICES_MAX).default([]),
};

/** A new product. */
export const NewProduct = z
  .strictObject({
    ...said,
    /** The one legal entity that sells it; left out, every one does. */
    legal_entity: id('legalEntity').optional(),
  })
  .meta({ id: 'NewProduct' });

/** A parsed new product. */
export type NewProduct = z.infer<typeof NewProduct>;

/** A product as answered. */
export const Product = z
  .strictObject({
    id: id('product'),
    object: z.literal('product'),
    version: z.int(),
    name: z.string(),
    sku: z.string().nullable(),
    unit: z.string().nullable(),
    tax: TaxClass,
    supply: Supply,
    prices: z.array(ListPrice),
    legal_entity: id('legalEntity').nullable(),
    published_at: InstantBody,
  })
  .meta({ id: 'Product' });

/** A product, typed. */
export type Product = z.infer<typeof Product>;

const tag = 'Catalog';
const REFUSALS = ['product.price_repeated', 'legal_entity.unknown'] as const;

/** The routes of products. */
export const productRoutes = {
  publish: route({
    method: 'POST',
    path: '/v1/products',
    summary: 'Publish a product',
    tag,
    scope: 'catalog:write',
    idempotency: 'required',
    body: NewProduct,
    answer: Product,
    status: 201,
    refusals: REFUSALS,
  }),
  publishVersion: route({
    method: 'POST',
    path: '/v1/products/{product_id}/versions',
    summary: 'Publish the next version of a product; what was ordered stays as it was',
    tag,
    scope: 'catalog:write',
    idempotency: 'required',
    body: NewProduct,
    answer: Product,
    status: 201,
    refusals: ['product.not_found', 'product.too_many_versions', 'idempotency.key_reused', ...REFUSALS],
  }),
  list: route({
    method: 'GET',
    path: '/v1/products',
    summary: 'List products',
    tag,
    scope: 'catalog:read',
    idempotency: 'none',
    query: ListQuery,
    answer: listOf(Product, 'ProductList'),
    status: 200,
    refusals: ['cursor.invalid'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/products/{product_id}',
    summary: 'Show a product',
    tag,
    scope: 'catalog:read',
    idempotency: 'none',
    answer: Product,
    status: 200,
    refusals: ['product.not_found'],
  }),
};
