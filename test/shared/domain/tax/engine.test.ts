import { expect, test } from 'vitest';
import type { TaxDecision, TaxQuestion } from '../../../../shared/contracts/tax.ts';
import { draftOrder } from '../../../../shared/domain/drafting.ts';
import { asPlaced } from '../../../../shared/domain/orders/acceptance.ts';
import { decidedBy } from '../../../../shared/domain/tax/engine.ts';
import { refuse } from '../../../../shared/kernel/result.ts';
import type { TaxEngine } from '../../../../shared/ports.ts';

const NOW = '2026-11-23T09:00:00.000Z';

/** An order of two lines, placed before lines said what they supply. */
const ORDER = asPlaced(
  {
    entity: 'le_1',
    customer: 'cus_1',
    profile: 1,
    currency: 'EUR',
    lines: [
      ['Reading lamp', '1', '100.00', 'standard'],
      ['Almanac', '1', '50.00', 'reduced'],
    ],
    billing: 'on_placement',
    dueDays: 14,
    language: 'en',
    reference: null,
    metadata: [],
  },
  NOW,
);
const SELLER = { country: 'DE', zone: 'Europe/Berlin', taxRates: null };

const draft = (decide: Parameters<Parameters<typeof decidedBy>[1]>[0]) =>
  draftOrder(ORDER, { id: 'ord_1', delivery: null, seller: SELLER, now: NOW, decide });

const TEXAN: Omit<TaxDecision, 'rate'> = {
  category: 'S',
  country: 'US-TX',
  phrase: null,
  proofs: [],
  reason: 'consumer_where_buyer_is',
};

test('without an engine our own rules decide', async () => {
  const drafted = await decidedBy(null, draft);

  expect(drafted).toMatchObject({
    ok: true,
    value: {
      taxes: [
        { rate: '19', taxMinor: 1_900n },
        { rate: '7', taxMinor: 350n },
      ],
    },
  });
});

test('an engine is asked once about all lines, and its answers are what the document says', async () => {
  const asked: (readonly TaxQuestion[])[] = [];
  const engine: TaxEngine = {
    decide: async (questions) => {
      asked.push(questions);
      return {
        ok: true,
        value: [
          { ...TEXAN, rate: '8.25' },
          { ...TEXAN, rate: '6.25' },
        ],
      };
    },
  };

  const drafted = await decidedBy(engine, draft);

  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject([
    { taxClass: 'standard', supply: 'services', on: '2026-11-23', seller: { country: 'DE' } },
    { taxClass: 'reduced' },
  ]);
  expect(drafted).toMatchObject({
    ok: true,
    value: { lines: [{ rate: '8.25', taxed: { country: 'US-TX' } }, { rate: '6.25' }], taxMinor: 1_138n },
  });
});

test('what an engine refuses is refused', async () => {
  const engine: TaxEngine = { decide: async () => refuse('tax.rate_unknown', 'The engine does not know.') };

  expect(await decidedBy(engine, draft)).toMatchObject({ refusal: { code: 'tax.rate_unknown' } });
});

test('an engine that leaves a question open is a fault', async () => {
  const engine: TaxEngine = { decide: async () => ({ ok: true, value: [] }) };

  await expect(decidedBy(engine, draft)).rejects.toThrow('every question');
});
