/** Lines whose prices contain the tax, taken back piece by piece: their nets are rounded together, their deferrals end alone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Deferral } from '../../../shared/domain/deferrals.ts';
import { deferrals } from '../../../shared/domain/deferrals.ts';
import { leftOf, netOfLines } from '../../../shared/domain/deferrals/earning.ts';
import { netsOfGross } from '../../../shared/domain/drafting/gross.ts';
import { fold } from '../../../shared/kernel/decider.ts';

const RATE = { category: 'S', rate: '19' } as const;
const DATA = { entity: 'le_1', currency: 'EUR', zone: 'Europe/Berlin', issueDate: '2028-01-01' };
const partsOf = (grosses: readonly bigint[]) => grosses.map((grossMinor) => ({ ...RATE, grossMinor }));

function told(state: Deferral, command: Parameters<typeof deferrals.decide>[1]): Deferral {
  const decided = deferrals.decide(state, command);
  if (!decided.ok) throw new Error(decided.refusal.code);

  return fold({ ...deferrals, initial: state }, decided.value);
}

const leftIn = (state: Deferral) => (state.status === 'none' ? [] : leftOf(state.lines, state.credits));

test('pieces of lines of one rate never take a line’s deferral below nothing, and all of them leave nothing of any', () => {
  const gross = fc.integer({ min: 5, max: 500 });
  const cuts = fc.array(fc.record({ line: fc.nat(), minor: fc.integer({ min: 1, max: 300 }) }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.array(gross, { minLength: 2, maxLength: 5 }), cuts, (grosses, wanted) => {
      const whole = grosses.map(BigInt);
      const lines = netsOfGross(partsOf(whole)).netsMinor.map((netMinor, index) => {
        const period = { start: '2028-01-01', end: `2028-0${index + 2}-01` };
        return { line: index + 1, netMinor, period };
      });
      let state = told(deferrals.initial, { do: 'open', invoice: 'inv_1', data: { ...DATA, lines } });
      const taken = whole.map(() => 0n);
      const rest = whole.map((_, line) => ({ line, minor: 500 }));
      for (const [number, { line, minor }] of [...wanted, ...rest].entries()) {
        const index = line % whole.length;
        const leftMinor = (whole[index] ?? 0n) - (taken[index] ?? 0n);
        const grossMinor = BigInt(minor) < leftMinor ? BigInt(minor) : leftMinor;
        if (grossMinor === 0n) continue;
        const { netsMinor } = netsOfGross(partsOf([grossMinor]), partsOf(taken));
        taken[index] = (taken[index] ?? 0n) + grossMinor;
        const noted = [{ line: index + 1, netMinor: netsMinor[0] ?? 0n }];
        state = told(state, {
          do: 'credit',
          credit: { creditNote: `crn_${number}`, on: '2028-01-01', lines: noted },
        });
        const left = leftIn(state);
        expect(left.every(({ netMinor }) => netMinor >= 0n)).toBe(true);
      }
      expect(leftIn(state).map(({ netMinor }) => netMinor)).toEqual(whole.map(() => 0n));
      expect(netOfLines(leftIn(state))).toBe(0n);
      expect(state).toMatchObject({ dueAt: null });
    }),
  );
});
