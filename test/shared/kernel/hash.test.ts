import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  derivedId,
  equalConstantTime,
  fromBytesId,
  hmacSha256Base64,
  hmacSha256Hex,
  ID_BYTES,
  JSON_DEPTH_MAX,
  sha256Base64Url,
  sha256Hex,
} from '../../../shared/kernel/hash.ts';
import { isId } from '../../../shared/kernel/ids.ts';
import { InvariantViolation } from '../../../shared/kernel/invariant.ts';

const SEED = 20_260_329;
const texts = fc.string({ unit: 'grapheme' });
const plainJson = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('"__proto__"'));

describe('a hash', () => {
  it('agrees with the published vectors of FIPS 180 and RFC 4231', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hmacSha256Hex('Jefe', 'what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('is the same bytes in every spelling', () => {
    const hex = sha256Hex('abc');

    expect(Buffer.from(sha256Base64Url('abc'), 'base64url').toString('hex')).toBe(hex);
    expect(Buffer.from(hmacSha256Base64('k', 'd'), 'base64').toString('hex')).toBe(hmacSha256Hex('k', 'd'));
  });

  it('takes text as its UTF-8 bytes', () => {
    const bytes = new TextEncoder().encode('Grüße €');

    expect(sha256Hex('Grüße €')).toBe(sha256Hex(bytes));
    expect(hmacSha256Hex('schlüssel', 'Grüße €')).toBe(
      hmacSha256Hex(new TextEncoder().encode('schlüssel'), bytes),
    );
  });
});

describe('comparing secrets', () => {
  it('says equal for the same text and for no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(equalConstantTime(a, b)).toBe(a === b);
        expect(equalConstantTime(a, `${a}`)).toBe(true);
        expect(equalConstantTime(a, `${a}0`)).toBe(false);
      }),
      { seed: SEED },
    );
  });

  it('tells broken surrogates from the replacement character', () => {
    expect(equalConstantTime('\ud800', '\ufffd')).toBe(false);
  });
});

describe('an id derived from its obligation', () => {
  it('is fixed for ever, since journals hold it', () => {
    expect(derivedId('inv', 'sub_1', '2026-01-01')).toBe('inv_khxfe66nnf1am9d6m3ftznmwpm');
    expect(fromBytesId('key', new Uint8Array(ID_BYTES))).toBe(`key_${'0'.repeat(26)}`);
    expect(fromBytesId('key', new Uint8Array(ID_BYTES).fill(255))).toBe(`key_${'z'.repeat(25)}w`);
    expect(
      fromBytesId(
        'key',
        Uint8Array.from({ length: ID_BYTES }, (_, index) => index),
      ),
    ).toBe('key_000g40r40m30e209185gr38e1w');
  });

  it.each([
    [
      ['a#b', 'c'],
      ['a', 'b#c'],
    ],
    [
      ['a:b', 'c'],
      ['a', 'b:c'],
    ],
    [['1:a', ''], ['1:a']],
    [
      ['a', ''],
      ['', 'a'],
    ],
    [['ab'], ['a', 'b']],
    [['2:ab'], ['ab']],
    [[], ['']],
    [['a1:b'], ['a', 'b']],
    [['é'], ['e\u0301']],
    [
      ['a\u0000', 'b'],
      ['a', '\u0000b'],
    ],
  ])('keeps %j apart from %j', (parts, others) => {
    expect(derivedId('inv', ...parts)).not.toBe(derivedId('inv', ...others));
  });

  it('is the same for the same parts and another for any others', () => {
    const parts = fc.array(fc.oneof(fc.constantFrom('', 'a', '#', ':', '1:', '1:a', 'b#'), texts), {
      maxLength: 5,
    });

    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const isSame = a.length === b.length && a.every((part, index) => part === b[index]);

        expect(derivedId('ord', ...a) === derivedId('ord', ...b)).toBe(isSame);
        expect(isId('order', derivedId('ord', ...a))).toBe(true);
        expect(derivedId('ord', ...a).slice(4)).not.toBe(derivedId('inv', ...a).slice(4));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('keeps all of its bytes', () => {
    const bytes = fc.uint8Array({ minLength: ID_BYTES, maxLength: ID_BYTES });

    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(fromBytesId('key', a) === fromBytesId('key', b)).toBe(Buffer.from(a).equals(b));
      }),
      { seed: SEED },
    );
  });

  it('refuses text without bytes of its own and too few bytes', () => {
    expect(() => derivedId('inv', '\ud800')).toThrow(InvariantViolation);
    expect(() => fromBytesId('key', new Uint8Array(ID_BYTES - 1))).toThrow(InvariantViolation);
  });
});

describe('canonical JSON', () => {
  it.each([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ a: undefined, b: { d: 1, c: 2 } }, '{"b":{"c":2,"d":1}}'],
    [{ '10': 1, '9': 2, a: 3, A: 4, '': 5 }, '{"":5,"10":1,"9":2,"A":4,"a":3}'],
    ['\u2028"\\\n', '"\u2028\\"\\\\\\n"'],
    [-0, '0'],
    [1e21, '1e+21'],
    [[], '[]'],
    [{}, '{}'],
    [Object.assign(Object.create(null), { z: 1 }), '{"z":1}'],
    [{ constructor: 1, toString: 2 }, '{"constructor":1,"toString":2}'],
  ])('writes %j as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([
    ['a bigint', { minor: 1n }],
    ['a key __proto__', JSON.parse('{"a":{"__proto__":{"admin":true}}}')],
    ['no number', [Number.NaN]],
    ['an endless number', 1 / 0],
    ['undefined alone', undefined],
    ['undefined in a list', [undefined]],
    ['a hole in a list', new Array(1)],
    ['a function', { run: () => 0 }],
    ['a symbol', Symbol('s')],
    ['a map', new Map()],
    ['a moment', { at: new Date(0) }],
    ['bytes', new Uint8Array(1)],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(InvariantViolation);
  });

  it('follows nesting to its bound and no further', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    const circular: Record<string, unknown> = {};
    circular.self = circular;

    expect(canonicalJson(nested(JSON_DEPTH_MAX))).toContain('[[');
    expect(() => canonicalJson(nested(JSON_DEPTH_MAX + 1))).toThrow(InvariantViolation);
    expect(() => canonicalJson(circular)).toThrow(InvariantViolation);
  });

  it('says the same value whatever order its keys were set in', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          texts.filter((key) => key !== '__proto__'),
          plainJson,
        ),
        (record) => {
          const reversed = Object.fromEntries(Object.entries(record).reverse());

          expect(canonicalJson(reversed)).toBe(canonicalJson(record));
        },
      ),
      { seed: SEED },
    );
  });

  it('is JSON of the same value, and once more the same text', () => {
    fc.assert(
      fc.property(plainJson, (value) => {
        const text = canonicalJson(value);

        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      { seed: SEED },
    );
  });
});
