import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOrder } from '../../../../shared/domain/drafting.ts';
import type { Draft } from '../../../../shared/domain/drafting/draft.ts';
import { creditedIn, lowerableMinor, loweredBy } from '../../../../shared/domain/drafting/lowering.ts';
import { storeLine } from '../../../../shared/domain/orders.ts';
import { asPlaced } from '../../../../shared/domain/orders/acceptance.ts';
import type { OrderTerms } from '../../../../shared/domain/orders/states.ts';
import { percentOf } from '../../../checker/arithmetic.ts';

const AT = '2026-11-23T09:00:00.000Z';

type Sold = { readonly unitPrice: string; readonly tax: 'standard' | 'reduced' | 'zero' };

function drafted(sold: readonly Sold[], more: Partial<OrderTerms> = {}): Draft {
  const plain = { description: 'Lamp', unit: null, sku: null, plan: null, discount: null, quantity: '1' };
  const terms: OrderTerms = {
    ...{
      entity: 'le_a',
      customer: 'cus_a',
      profile: 1,
      currency: 'EUR',
      billing: 'on_placement',
      dueDays: 30,
    },
    ...{ language: 'en', reference: null, metadata: [] },
    lines: sold.map((line) => storeLine({ ...plain, ...line })),
    ...more,
  };
  const seller = { country: 'DE', zone: 'Europe/Berlin', taxRates: null };
  const draft = draftOrder(asPlaced(terms, AT), { seller, id: 'ord_a', delivery: null, now: AT });
  if (!draft.ok) throw new Error(draft.refusal.code);

  return draft.value;
}

const anySold = fc.array(
  fc.record({
    unitPrice: fc.integer({ min: 0, max: 100_000 }).map((cents) => (cents / 100).toFixed(2)),
    tax: fc.constantFrom('standard' as const, 'reduced' as const, 'zero' as const),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('credits before the tax', () => {
  it('lower the net by just so much, no base below nothing, and bear the tax of what is left', () => {
    fc.assert(
      fc.property(anySold, fc.double({ min: 0, max: 1, noNaN: true }), (sold, share) => {
        const whole = drafted(sold);
        const most = lowerableMinor(whole);
        const minor = BigInt(Math.floor(Number(most) * share));
        fc.pre(minor > 0n);
        const lowered = loweredBy(whole, minor);

        expect(creditedIn(lowered.reductions ?? [])).toBe(minor);
        expect(lowered.netMinor).toBe(whole.netMinor - minor);
        expect(lowered.taxes.reduce((sum, { baseMinor }) => sum + baseMinor, 0n)).toBe(lowered.netMinor);
        for (const { baseMinor, taxMinor, rate } of lowered.taxes) {
          expect(baseMinor >= 0n).toBe(true);
          expect(taxMinor).toBe(percentOf(baseMinor, rate));
        }
        expect(lowered.grossMinor).toBe(lowered.netMinor + lowered.taxMinor);
      }),
    );
  });

  it('may take the whole net, beside what was agreed', () => {
    const reductions = [{ isCharge: false, reason: 'Coupon', code: null, amount: '10.00' }];
    const whole = drafted([{ unitPrice: '80.00', tax: 'standard' }], { reductions });
    const lowered = loweredBy(whole, lowerableMinor(whole));

    expect(lowered).toMatchObject({ netMinor: 0n, taxMinor: 0n, grossMinor: 0n });
    expect(creditedIn(lowered.reductions ?? [])).toBe(7_000n);
  });

  it.each([
    ['whose prices contain the tax', { priceBasis: 'gross' as const }],
    ['that deducts deposits', { deducts: [] }],
    [
      'that counts towards the threshold',
      { unionSales: { rule: 'below_threshold' as const, year: 2026, rows: [] } },
    ],
  ])('lower nothing of a draft %s', (_, more) => {
    expect(lowerableMinor({ ...drafted([{ unitPrice: '80.00', tax: 'standard' }]), ...more })).toBe(0n);
  });
});
