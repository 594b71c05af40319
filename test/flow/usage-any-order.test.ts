/** Whatever the order in which usage arrives, each window ends at the same net. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../shared/kernel/time.ts';
import { billsOf, CALLS, foundIn, openMetered, runAt, use } from '../kit/metered.ts';
import type { Data } from '../checker/books.ts';

const SEED = 20_261_125;

/** A table whose steps make every unit count differently. */
const METER = {
  ...CALLS,
  prices: [
    {
      currency: 'EUR',
      price: {
        model: 'graduated',
        tiers: [
          { up_to: '10', unit_amount: '1.00', flat_amount: '2' },
          { up_to: null, unit_amount: '0.333', flat_amount: '3' },
        ],
      },
    },
  ],
};

type Sent = {
  readonly id: string;
  readonly day: number;
  readonly quantity: number;
  readonly corrects?: string;
};

const events = fc
  .array(fc.record({ day: fc.integer({ min: 0, max: 89 }), quantity: fc.integer({ min: 0, max: 30 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .chain((originals) => {
    const sent = originals.map((each, index): Sent => ({ ...each, id: `e${index}` }));
    const corrections = fc.array(
      fc.record({ of: fc.nat({ max: sent.length - 1 }), quantity: fc.integer({ min: 0, max: 30 }) }),
      { maxLength: 4 },
    );
    return corrections.map((more) => [
      ...sent,
      ...more.map(({ of, quantity }, index): Sent => {
        const target = sent[of] ?? { id: 'none', day: 0 };
        return { id: `c${index}`, day: target.day, quantity, corrects: target.id };
      }),
    ]);
  });

/** For each event the month in which it arrives; one that is not over by then arrives in its own. */
const story = events.chain((sent) =>
  fc.record({
    sent: fc.constant(sent),
    charge: fc.constantFrom('in_advance', 'in_arrears'),
    order: fc.shuffledSubarray(
      sent.map((_, index) => index),
      { minLength: sent.length },
    ),
    delays: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: sent.length, maxLength: sent.length }),
  }),
);

describe('usage that arrives in any order', () => {
  it('ends at what its windows come to when all of it came in time', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ sent, charge, order, delays }) => {
        const late = await netsOf(sent, charge, { order, delays });
        const timely = await netsOf(sent, charge, { order: sent.map((_, index) => index), delays: [] });

        expect(late).toEqual(timely);
      }),
      { seed: SEED, numRuns: 25 },
    );
  });
});

/** The net of each window after half a year, with each event sent in its own month or so many months later. */
async function netsOf(
  sent: readonly Sent[],
  charge: string,
  { order, delays }: { readonly order: readonly number[]; readonly delays: readonly number[] },
): Promise<ReadonlyMap<string, string>> {
  const at = await openMetered({ charge, meters: [METER] });
  for (let month = 1; month <= 6; month += 1) {
    at.house.clock.set(`2026-0${month}-28T12:00:00.000Z`);
    for (const index of order) {
      const event = sent[index];
      if (!event) continue;
      const day = addDays('2026-01-01', event.day);
      const own = Number(day.slice(5, 7)) + (day.slice(8) > '28' ? 1 : 0);
      if (month !== own + (delays[index] ?? 0)) continue;
      const { id, quantity, corrects } = event;
      await use(at, [`${day}T11:00:00.000Z`, String(quantity), { id, ...(corrects && { corrects }) }]);
    }
    await runAt(at.house, `2026-0${month + 1}-01T06:00:00.000Z`);
  }
  await runAt(at.house, '2026-08-01T06:00:00.000Z');
  expect(await foundIn(at.house)).toEqual([]);

  return nets(billsOf(at.house, at.subscription));
}

function nets(bills: readonly Data[]): ReadonlyMap<string, string> {
  const sums = new Map<string, bigint>();
  for (const line of bills.flatMap(({ lines }) => lines as readonly Data[])) {
    if (line.kind !== 'usage' && line.kind !== 'correction') continue;
    const window = `${String(line.start)} ${String(line.end)}`;
    sums.set(window, (sums.get(window) ?? 0n) + BigInt(String(line.listMinor)));
  }

  return new Map([...sums].map(([window, sum]) => [window, String(sum)]));
}
