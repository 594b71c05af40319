import { expect, test } from 'vitest';
import type { SellerDetails } from '../../../shared/domain/legal-entities/states.ts';
import { buyerOf, saleOf } from '../../../shared/flows/buying.ts';
import type { Supply } from '../../../shared/contracts/tax.ts';
import type { Ports } from '../../../shared/ports.ts';

const SELLER = { country: 'DE', taxRates: {} } as unknown as SellerDetails; // all that is asked of it

/** Whether the customer is read for a sale at home. */
async function isRead(supply: Supply | undefined, vat_id: string | null): Promise<boolean> {
  const profile = { name: 'Beispiel', email: null, address: { country: 'DE', postal_code: '10115' }, vat_id };
  const read = new Error('the customer is read');
  const journal = new Proxy({}, { get: () => () => Promise.reject(read) });
  const ports = { journal, profiles: { get: async () => ({ data: profile }) } };
  const sale = saleOf('ten_1', { customer: 'cus_1', profile: 1 }, [
    { tax: 'standard', ...(supply && { supply }) },
  ]);
  const of = { seller: SELLER, today: '2026-11-23' };

  return buyerOf(sale, of, ports as unknown as Pick<Ports, 'journal' | 'profiles'>).then(
    // nothing else is asked
    () => false,
    (error) => error === read,
  );
}

test.each<[string, Supply | undefined, string | null, boolean]>([
  ['an electronic service to whoever has no VAT id', 'electronic', null, true],
  ['an electronic service to a business', 'electronic', 'DE129273398', false],
  ['another service', undefined, null, false],
  ['goods', 'goods', null, false],
])(
  'at home, %s: the customer is read for evidence only where that may place it',
  async (_, supply, vatId, expected) => {
    expect(await isRead(supply, vatId)).toBe(expected);
  },
);
