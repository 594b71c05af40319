import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decider, fold } from '../../../shared/kernel/decider.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';

const till: Decider<number, number, { readonly paidIn: number }> = {
  name: 'till',
  headVersion: 1,
  initial: 0,
  decide: (_state, amount) =>
    amount > 0 ? ok([{ paidIn: amount }]) : refuse('amount.not_positive', 'Nothing is paid in.'),
  evolve: (state, fact) => state + fact.paidIn,
};

describe('a state', () => {
  it('is what its facts made of the beginning', () => {
    expect(fold(till, [])).toBe(0);
    expect(fold(till, [{ paidIn: 2 }, { paidIn: 3 }])).toBe(5);
  });

  it('goes on from a head as if all facts had been told', () => {
    const facts = fc.array(fc.record({ paidIn: fc.nat() }), { maxLength: 20 });

    fc.assert(
      fc.property(facts, facts, (before, after) => {
        expect(fold(till, after, fold(till, before))).toBe(fold(till, [...before, ...after]));
      }),
      { seed: 7 },
    );
  });

  it('follows from a decision or is left alone by a refusal', () => {
    expect(till.decide(0, 4)).toEqual(ok([{ paidIn: 4 }]));
    expect(till.decide(0, 0)).toMatchObject({ refusal: { code: 'amount.not_positive' } });
  });
});
