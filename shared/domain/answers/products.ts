/** What the API tells of products: from the state to the wire. */
import type { Product as ProductBody } from '../../contracts/products.ts';
import type { KnownProduct } from '../products.ts';

/** A product as answered. */
export function answerProduct(
  id: string,
  product: Omit<KnownProduct, 'status' | 'requests' | 'createdAt'>,
): ProductBody {
  const { version, name, sku, unit, tax, supply, prices, entity, publishedAt } = product;

  return {
    id,
    object: 'product',
    ...{ version, name, sku, unit, tax, supply },
    prices: prices.map(([currency, amount]) => ({ currency, amount })),
    legal_entity: entity,
    published_at: publishedAt,
  };
}
