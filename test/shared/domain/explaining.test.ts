import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  explainBilledLine,
  explainOrderLine,
  explainPrintedLine,
} from '../../../shared/domain/explaining.ts';
import type { Explanation } from '../../../shared/domain/explaining/explanation.ts';
import { explainUsage } from '../../../shared/domain/explaining/usage.ts';
import { priceLine } from '../../../shared/domain/pricing.ts';
import { perUnit } from '../../../shared/domain/pricing/models.ts';
import { explainedNet } from '../../checker/evaluator.ts';
import { decimals, quantities } from '../../explanations/prices.ts';
import { missingIn, proveLives } from '../../explanations/proving.ts';
import { billAt, billedIn, moved, started } from './subscription-sample.ts';

const SEED = 20_261_126;
/** More of them run in `npm run soak:explanations`. */
const LIVES = 1_000;
const CAUSE = { subscription: 'sub_sample', period: 0 };

const again = (explanation: Explanation) => explainedNet(explanation);

describe('an explanation', () => {
  it('is enough to reckon every line of any bill again, whatever was sold, used and changed', () => {
    const occurred = proveLives({ seed: SEED, count: LIVES });

    expect(missingIn(occurred)).toEqual([]);
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
      'A quantity of 1 costs 30 EUR for a whole period; 15 of 30 days from 2026-04-26 until before 2026-05-11 are 15.00 EUR.',
    ]);
  });
});

describe('what was used, said in a sentence', () => {
  const sold = {
    ...{ plan: 'pln_1', planVersion: 1, description: 'Seats', quantity: '5' },
    price: { model: 'per_unit', amount: '10', minimum: null },
  } as const;
  const said = (events: number, carried: string | null) =>
    explainUsage(
      {
        ...{ kind: 'usage', sold, start: '2027-02-26', end: '2027-03-26', days: 28, of: 28 },
        ...{ listMinor: 5000n, discountMinor: 0n, coupons: [], formerMinor: null },
        usage: { meter: 'seats', aggregation: 'time_weighted', events, hash: 'a', carried },
      } as unknown as Parameters<typeof explainUsage>[0], // no more of a line than the sentence reads
      { currency: 'EUR', cause: CAUSE },
    ).sentence;

  it('names the level from before, which counts though nothing was told in these days', () => {
    expect(said(0, '5')).toBe(
      '0 events of seats from 2027-02-26 until before 2027-03-26, with a level of 5 from before, come to 5, which costs 50 EUR; that is 50.00 EUR.',
    );
  });

  it('counts one event as one, and leaves out a level of nought', () => {
    expect(said(1, '0')).toContain('1 event of seats from 2027-02-26 until before 2027-03-26 comes to 5,');
    expect(said(2, null)).toContain('2 events of seats from 2027-02-26 until before 2027-03-26 come to 5,');
  });
});
