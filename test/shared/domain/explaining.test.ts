import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BilledLine } from '../../../shared/domain/billing/billed-line.ts';
import {
  explainBilledLine,
  explainOrderLine,
  explainPrintedLine,
} from '../../../shared/domain/explaining.ts';
import type { Explanation } from '../../../shared/domain/explaining/explanation.ts';
import { priceLine } from '../../../shared/domain/pricing.ts';
import type { Price, Tier } from '../../../shared/domain/pricing/models.ts';
import { perUnit } from '../../../shared/domain/pricing/models.ts';
import { addDays } from '../../../shared/kernel/time.ts';
import { minorOf } from '../../checker/arithmetic.ts';
import { explainedNet } from '../../checker/evaluator.ts';
import { billAt, billedIn, moved, started } from './subscription-sample.ts';

const SEED = 20_261_126;
const CAUSE = { subscription: 'sub_sample', period: 0 };

const again = (explanation: Explanation) => explainedNet(explanation);

const decimals = fc
  .integer({ min: 0, max: 9_999_999 })
  .map((value) => `${Math.floor(value / 1_000)}.${String(value % 1_000).padStart(3, '0')}`);
const quantities = fc
  .integer({ min: 1, max: 999_999 })
  .map((value) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`);
const tables = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 5_000 }), { maxLength: 5 }),
    fc.array(decimals, { minLength: 12, maxLength: 12 }),
  )
  .map(([bounds, amounts]): readonly Tier[] =>
    [...bounds.toSorted((a, b) => a - b).map(String), null].map((upTo, index) => ({
      upTo,
      unit: amounts[2 * index] ?? '0',
      flat: amounts[2 * index + 1] ?? '0',
    })),
  );
const rules = fc.record({
  flatAtZero: fc.constantFrom('charge', 'skip'),
  fraction: fc.constantFrom('exact_bound', 'whole_units', 'rounded_up'),
});
const minimums = fc.option(decimals, { freq: 3 });
const prices = fc.oneof(
  fc
    .tuple(fc.constantFrom('flat', 'per_unit'), decimals, minimums)
    .map(([model, amount, minimum]) => ({ model, amount, minimum })),
  fc
    .tuple(fc.constantFrom('graduated', 'volume'), tables, rules, minimums)
    .map(([model, tiers, more, minimum]) => ({ model, tiers, ...more, minimum })),
  fc
    .tuple(decimals, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 50 }))
    .map(([amount, size, free]) => ({
      model: 'package',
      amount,
      size: String(size),
      free: String(free),
      minimum: null,
    })),
  fc
    .record({
      percent: decimals,
      fixed: decimals,
      freeEvents: fc.option(fc.integer({ min: 0, max: 2 })),
      freeValue: fc.option(decimals),
      least: fc.option(fc.constant('1.5')),
      most: fc.option(fc.constant('900')),
    })
    .map((rest) => ({ model: 'percentage', minimum: null, ...rest })),
) as fc.Arbitrary<Price>; // each of the kinds above

describe('an explanation', () => {
  it('is enough to reckon every line of any bill again, whatever was sold and changed', () => {
    const currencies = fc.constantFrom('EUR', 'JPY', 'KWD');
    const anchors = fc.integer({ min: 0, max: 1_000 }).map((days) => addDays('2024-01-01', days));
    const coupons = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 100 }).map((value) => ({ percent: String(value) })),
        fc.integer({ min: 0, max: 500 }).map((value) => ({ amount: String(value) })),
      ),
      { maxLength: 3 },
    );

    fc.assert(
      fc.property(
        prices,
        prices,
        fc.tuple(quantities, quantities),
        anchors,
        fc.tuple(currencies, coupons),
        fc.integer({ min: 0, max: 27 }),
        (price, other, [quantity, later], anchor, [currency, given], offset) => {
          let state = started({ price, quantity, currency, anchor, anchorDay: 15, zone: 'UTC' });
          for (const [index, off] of given.entries()) {
            const coupon = { id: `c${index}`, name: `Coupon ${index}`, off, left: null };
            state = moved(state, {
              do: 'add_coupon',
              coupon,
              at: `${anchor}T12:00:00.000Z`,
              request: { key: `${index}`, fingerprint: '' },
            }).state;
          }
          const first = moved(state, billAt(`${anchor}T12:00:00.000Z`));
          const { plan, planVersion, description, charge } = state;
          const target = {
            sold: { plan, planVersion: planVersion + 1, description, price: other, quantity: later },
            interval: 'month',
            count: 1,
            charge,
            anchorDay: null,
          } as const;
          const asked = {
            ...billAt(`${addDays(anchor, offset)}T12:00:00.000Z`),
            when: 'now',
            target,
            agreed: null,
            request: { key: 'key', fingerprint: '' },
          } as const;
          const due = moved(first.state, billAt(asked.at));
          const second = moved(due.state, { ...asked, do: 'change' });

          const lines: readonly BilledLine[] = billedIn([
            ...first.facts,
            ...due.facts,
            ...second.facts,
          ]).flatMap((bill) => bill.lines);
          for (const line of lines) {
            const explanation = explainBilledLine(line, { currency, cause: CAUSE });
            expect(again(explanation)).toBe(line.listMinor - line.discountMinor);
            expect(minorOf({ amount: explanation.net, currency })).toBe(line.listMinor - line.discountMinor);
          }
        },
      ),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  it('is enough to reckon every line of an order again', () => {
    const discounts = fc.option(
      fc.integer({ min: 0, max: 100 }).map((value) => ({ percent: String(value) })),
    );

    fc.assert(
      fc.property(quantities, decimals, discounts, (quantity, unitPrice, discount) => {
        const line = { quantity, unitPrice, discount };
        const priced = priceLine({ ...line, currency: 'EUR' });
        if (!priced.ok) return;

        const explanation = explainOrderLine(line, {
          priced: priced.value,
          currency: 'EUR',
          cause: { order: 'ord_sample', step: 'placed' },
        });

        expect(again(explanation)).toBe(priced.value.netMinor);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('is made from the printed line where a document has none', () => {
    const line = { quantity: '2', unitPrice: '19.90', discountMinor: 398n, netMinor: 3_582n };

    const explanation = explainPrintedLine(line, {
      currency: 'EUR',
      cause: { order: 'ord_sample', step: 'placed' },
    });

    expect(explanation).toMatchObject({ rule: 'quantity_times_price', list: '39.80', net: '35.82' });
    expect(again(explanation)).toBe(3_582n);
  });

  it('says in one sentence what a part of a period costs, and what is given back', () => {
    const state = moved(
      started({ price: perUnit('20'), quantity: '1', anchor: '2026-04-11', zone: 'UTC' }),
      billAt('2026-04-11T12:00:00.000Z'),
    ).state;
    const { plan, description, charge } = state;
    const target = {
      sold: { plan, planVersion: 2, description, price: perUnit('30'), quantity: '1' },
      interval: 'month',
      count: 1,
      charge,
      anchorDay: null,
    } as const;
    const asked = {
      ...billAt('2026-04-26T12:00:00.000Z'),
      when: 'now',
      target,
      agreed: null,
      request: { key: 'k', fingerprint: '' },
    } as const;
    const [bill] = billedIn(moved(state, { ...asked, do: 'change' }).facts);

    expect(
      bill?.lines.map((line) => explainBilledLine(line, { currency: 'EUR', cause: CAUSE }).sentence),
    ).toEqual([
      'A quantity of 1 costs 20 EUR for a whole period; 15 of 30 days from 2026-04-26 until before 2026-05-11 were charged and are not used, which gives back -10.00 EUR.',
      'A quantity of 1 costs 30 EUR for a whole period; 15 of 30 days from 2026-04-26 until before 2026-05-11 are 15.00 EUR, that is 15.00 EUR.',
    ]);
  });
});
