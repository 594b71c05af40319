import { describe, expect, it } from 'vitest';
import { amountOfQuantity, returnedAfter } from '../../../../shared/domain/invoices/quantities.ts';

const three = (quantity: string) => ({ line: 1, quantity, charged: '3' });

describe('a line taken back by quantity', () => {
  it('comes to its share, and the last piece takes the last cent', () => {
    const taken: bigint[] = [];
    let leftMinor = 10_000n;
    let state = {};
    for (let piece = 0; piece < 3; piece += 1) {
      const amount = amountOfQuantity(state, three('1'), leftMinor);
      const minor = amount.ok ? amount.value : 0n;
      state = { ...state, ...returnedAfter(state, { lines: [{ line: 1, netMinor: minor, quantity: '1' }] }) };
      leftMinor -= minor;
      taken.push(minor);
    }

    expect(taken).toEqual([3_333n, 3_334n, 3_333n]);
    expect(leftMinor).toBe(0n);
    expect(state).toEqual({ returned: [{ line: 1, quantity: '3' }] });
  });

  it.each([
    ['a half of it', '1.5', 10_000n, 5_000n],
    ['a piece after 10.00 were taken off as an amount', '1', 9_000n, 3_000n],
    ['all of it', '3', 10_000n, 10_000n],
  ])('%s: %s of 3 with %s left is %s', (_, quantity, leftMinor, minor) => {
    expect(amountOfQuantity({}, three(quantity), leftMinor)).toEqual({ ok: true, value: minor });
  });

  it.each(['3.000001', '0', '4'])('of %s is refused where 3 were sold', (quantity) => {
    expect(amountOfQuantity({}, three(quantity), 10_000n)).toMatchObject({
      refusal: { code: 'credit_note.quantity_exceeds' },
    });
  });
});
