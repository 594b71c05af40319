import { describe, expect, it } from 'vitest';
import { InvariantViolation, invariant, unreachable } from '../../../shared/kernel/invariant.ts';
import { all, ok, refuse } from '../../../shared/kernel/result.ts';

describe('a result', () => {
  it('is a value or a refusal with a code', () => {
    expect(ok(7)).toEqual({ ok: true, value: 7 });
    expect(refuse('order.closed', 'The order is closed.')).toEqual({
      ok: false,
      refusal: { code: 'order.closed', message: 'The order is closed.' },
    });
  });

  it('names the field and the remedy where they are known', () => {
    const refused = refuse('price.negative', 'A price is not negative.', {
      pointer: '/lines/0/price',
      hint: 'Use a credit.',
    });

    expect(refused.refusal).toEqual({
      code: 'price.negative',
      message: 'A price is not negative.',
      pointer: '/lines/0/price',
      hint: 'Use a credit.',
    });
  });

  it('gathers all values in their order', () => {
    expect(all([ok(1), ok(2), ok(3)])).toEqual(ok([1, 2, 3]));
    expect(all([])).toEqual(ok([]));
  });

  it('stops at the first refusal', () => {
    const first = refuse('a.first', 'First.');

    expect(all([ok(1), first, refuse('a.second', 'Second.')])).toBe(first);
  });
});

describe('an invariant', () => {
  it('passes what holds and throws at what does not', () => {
    expect(() => invariant(true, 'holds')).not.toThrow();
    expect(() => invariant(0, 'does not hold')).toThrow(new InvariantViolation('does not hold'));
  });

  it('is told apart from other errors by its name', () => {
    const violation = new InvariantViolation('broken');

    expect(violation).toBeInstanceOf(Error);
    expect(violation.name).toBe('InvariantViolation');
    expect(String(violation)).toBe('InvariantViolation: broken');
  });

  it('closes a union at run time too', () => {
    const smuggled = 'other' as never; // what a newer writer sends past the types of an older reader

    expect(() => unreachable(smuggled)).toThrow(InvariantViolation);
  });
});
