/** The list of products. */
import type { KnownProduct, Product } from '../domain/products.ts';
import type { Commit, ViewRow } from '../ports.ts';
import { listRow } from './lists.ts';

/** What the row of a product says. */
export type ProductListed = Omit<KnownProduct, 'status' | 'requests' | 'createdAt'>;

/** The row of a product. */
export function productRows({ tenant, id, version }: Commit, product: Product): readonly ViewRow[] {
  if (product.status === 'none') return [];
  const { status: _, requests: __, createdAt, ...data } = product;

  return [listRow({ tenant, list: 'products', id, createdAt, version, data: data satisfies ProductListed })];
}
