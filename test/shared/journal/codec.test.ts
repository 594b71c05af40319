import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode, encode } from '../../../shared/journal/codec.ts';

const name = fc
  .string({ maxLength: 8 })
  .filter((key) => !key.endsWith('Minor') && key !== '__proto__' && key !== 'toJSON');
const amountName = name.map((key) => `${key}Minor`);
const amount = fc.oneof(fc.bigInt(), fc.array(fc.bigInt(), { maxLength: 4 }), fc.constant(null));
const plain = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .tuple(
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
        fc.dictionary(amountName, amount, { maxKeys: 3 }),
      )
      .map(([rest, amounts]) => ({ ...rest, ...amounts })),
  ),
}));

it('whatever is encoded is decoded to the same', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(decode(encode(given))).toEqual(given);
    }),
    { numRuns: 1_000, seed: 20261123 },
  );
});

it('the same value has the same text after a round trip', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(encode(decode(encode(given)))).toBe(encode(given));
    }),
    { numRuns: 500, seed: 20261123 },
  );
});

it('an amount under a name that does not say so is a fault, not a text for ever', () => {
  for (const wrong of [
    { amount: 1n },
    { amounts: [1n] },
    [1n],
    { netMinor: { inner: 1n } },
    { netsMinor: [[1n]] },
  ]) {
    expect(() => encode(wrong)).toThrow('has no encoding');
  }
});

it('a text that would read as an amount is a fault', () => {
  expect(() => encode({ netMinor: '1' })).toThrow('would read as an amount');
  expect(() => encode({ netsMinor: ['1'] })).toThrow('would read as an amount');
});

it('a stored item that names __proto__, or an amount that is no integer, is not read', () => {
  expect(() => decode('{"__proto__":{"polluted":true}}')).toThrow(SyntaxError);
  expect(() => decode('{"netMinor":"1.5"}')).toThrow(SyntaxError);
  expect(() => decode('{"netMinor"')).toThrow(SyntaxError);
});
