/** The request that a newcomer pastes. */
import type { BusinessState } from './business.ts';

/** A curl that posts an order, each time it is pasted a new one; null while there is no business. */
export function curlOf(url: string, { apiKey, customer }: BusinessState): string | null {
  if (apiKey === null || customer === null) return null;
  const order = {
    customer,
    currency: 'EUR',
    lines: [
      { description: 'Walnut desk', quantity: '2', unit_price: '349.00' },
      { description: 'Assembly, per hour', quantity: '1.5', unit: 'hour', unit_price: '60.00' },
    ],
  };

  return [
    `  curl -sS ${url}/v1/orders \\`,
    `    -H 'authorization: Bearer ${apiKey}' \\`,
    `    -H "idempotency-key: order-$(date +%s)" \\`,
    `    -H 'content-type: application/json' \\`,
    `    -d '${JSON.stringify(order)}'`,
  ].join('\n');
}
