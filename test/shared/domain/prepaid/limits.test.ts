import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreditGrant } from '../../../../shared/domain/prepaid/balance.ts';
import { consumed } from '../../../../shared/domain/prepaid/consuming.ts';
import type { CreditLimit, UsableLine } from '../../../../shared/domain/prepaid/credits.ts';

const AT = '2026-11-23T09:00:00.000Z';
const CONSUME = { invoice: 'inv_1', on: '2026-11-23', at: AT } as const;

const grant = (name: string, restMinor: bigint, limit?: CreditLimit): CreditGrant => ({
  ...{
    grant: name,
    restMinor,
    priority: 50,
    validFrom: '2026-11-23',
    expiresOn: null,
    expiresAt: null,
    at: AT,
  },
  ...(limit && { limit }),
});
const line = (plan: string | null, meter: string | null, worthMinor: bigint): UsableLine => ({
  plan,
  meter,
  worthMinor,
});
const used = (grants: readonly CreditGrant[], lines: readonly UsableLine[] | undefined) => {
  const limitMinor = lines?.reduce((sum, { worthMinor }) => sum + worthMinor, 0n) ?? 1_000n;
  const { parts } = consumed({ grants }, { ...CONSUME, limitMinor, ...(lines && { lines }) });
  return Object.fromEntries(parts.map((part) => [part.grant, part.amountMinor]));
};

describe('credits that are limited', () => {
  const plan: CreditLimit = { plans: ['pln_a'], meters: [] };
  const meter: CreditLimit = { plans: [], meters: ['calls'] };
  const both: CreditLimit = { plans: ['pln_a'], meters: ['calls'] };
  const lines = [
    line('pln_a', null, 500n),
    line('pln_a', 'calls', 300n),
    line('pln_b', 'calls', 200n),
    line(null, null, 100n),
  ];

  it.each([
    ['a plan', plan, 800n],
    ['a meter', meter, 500n],
    ['a meter of a plan', both, 300n],
  ])('to %s are used for its lines', (_, limit, expected) => {
    expect(used([grant('grt_1', 9_000n, limit)], lines)).toEqual({ grt_1: expected });
    expect(used([grant('grt_1', 100n, limit)], lines)).toEqual({ grt_1: 100n });
  });

  it('share no line: what one has paid another does not', () => {
    expect(used([grant('grt_1', 700n, plan), grant('grt_2', 700n, both)], lines)).toEqual({
      grt_1: 700n,
      grt_2: 100n,
    });
  });

  it('find what unlimited ones before them could leave them', () => {
    expect(used([grant('grt_1', 100n), grant('grt_2', 900n, plan)], lines)).toEqual({
      grt_1: 100n,
      grt_2: 800n,
    });
  });

  it('are used for nothing where no line is known', () => {
    expect(used([grant('grt_1', 100n, plan), grant('grt_2', 100n)], undefined)).toEqual({ grt_2: 100n });
  });

  it('never pay more than their lines, nor all together more than the invoice', () => {
    const anyLine = fc.record({
      plan: fc.constantFrom(null, 'pln_a', 'pln_b'),
      meter: fc.constantFrom(null, 'calls', 'seats'),
      worthMinor: fc.bigInt({ min: 0n, max: 1_000n }),
    });
    const anyGrant = fc.record({
      restMinor: fc.bigInt({ min: 1n, max: 2_000n }),
      limit: fc.constantFrom(undefined, plan, meter, both),
    });
    fc.assert(
      fc.property(
        fc.array(anyLine, { maxLength: 6 }),
        fc.array(anyGrant, { maxLength: 5 }),
        (sold, given) => {
          const grants = given.map(({ restMinor, limit }, index) => grant(`grt_${index}`, restMinor, limit));
          const taken = used(grants, sold);
          const total = Object.values(taken).reduce((sum, minor) => sum + minor, 0n);

          expect(total <= sold.reduce((sum, { worthMinor }) => sum + worthMinor, 0n)).toBe(true);
          const worthOf = (limit: CreditLimit) =>
            sold
              .filter(
                (each) => limit.plans.length === 0 || (each.plan !== null && limit.plans.includes(each.plan)),
              )
              .filter(
                (each) =>
                  limit.meters.length === 0 || (each.meter !== null && limit.meters.includes(each.meter)),
              )
              .reduce((sum, { worthMinor }) => sum + worthMinor, 0n);
          for (const limit of [plan, meter, both]) {
            const alike = grants
              .filter((each) => each.limit === limit)
              .map((each) => taken[each.grant] ?? 0n);
            expect(alike.reduce((sum, minor) => sum + minor, 0n) <= worthOf(limit)).toBe(true);
          }
        },
      ),
    );
  });
});
