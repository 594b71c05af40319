import { expect, test } from 'vitest';
import {
  PRODUCT_VERSIONS_MAX,
  type ProductFact,
  type ProductTerms,
  products,
} from '../../../shared/domain/products.ts';
import { fold } from '../../../shared/kernel/decider.ts';

const AT = '2026-11-23T10:00:00.000Z';
const TERMS: ProductTerms = {
  ...{ name: 'Walnut desk', sku: null, unit: null, tax: 'standard', supply: 'goods', entity: null },
  prices: [['EUR', '349.00']],
};

test('a product has no more versions than it may have', () => {
  const version = (number: number): ProductFact => ({
    type: 'product.published',
    data: { ...TERMS, version: number, at: AT },
  });
  const command = {
    do: 'publish',
    terms: TERMS,
    request: { key: 'one more', fingerprint: 'x' },
    at: AT,
  } as const;

  const last = products.decide(fold(products, [version(PRODUCT_VERSIONS_MAX - 1)]), command);
  const more = products.decide(fold(products, [version(PRODUCT_VERSIONS_MAX)]), command);

  expect(last).toMatchObject({ ok: true, value: [{ data: { version: PRODUCT_VERSIONS_MAX } }] });
  expect(more).toMatchObject({ ok: false, refusal: { code: 'product.too_many_versions' } });
});
