import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BODY_DEPTH_MAX, BODY_VALUES_MAX, parseJson, POINTER_LENGTH_MAX } from '../../../shared/edge/json.ts';

const told = (text: string | Uint8Array) => {
  const parsed = parseJson(typeof text === 'string' ? new TextEncoder().encode(text) : text);

  return parsed.ok ? parsed.value : parsed.refusal.code;
};
const pointerOf = (text: string) => {
  const parsed = parseJson(new TextEncoder().encode(text));

  return parsed.ok ? undefined : parsed.refusal.pointer;
};

it('whatever JSON says once is read as the platform reads it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      const hasProto = text.includes('__proto__');
      if (!hasProto) expect(told(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 1_000, seed: 20261123 },
  );
});

it('text that is no JSON is refused and never a fault', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', 'e', ' ', 'ü') }),
      (text) => {
        const parsed = parseJson(new TextEncoder().encode(text));
        if (!parsed.ok) expect(parsed.refusal.code).toMatch(/^request\./);
      },
    ),
    { numRuns: 2_000, seed: 20261123 },
  );
});

describe('a body that two readers could understand differently is refused', () => {
  it('with the pointer of the member that stands twice', () => {
    expect(pointerOf('{"a":1,"a":2}')).toBe('#/a');
    expect(pointerOf('{"lines":[{},{"quantity":"1","unit":null,"quantity":"2"}]}')).toBe(
      '#/lines/1/quantity',
    );
    expect(pointerOf('{"a/b":{"c~d":1,"c~d":2}}')).toBe('#/a~1b/c~0d');
  });

  it('when the names are spelt differently and mean the same', () => {
    expect(told('{"a":1,"\\u0061":2}')).toBe('request.malformed');
  });

  it('but not when the same name stands in two objects, or in a text', () => {
    expect(told('[{"a":1},{"a":2}]')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(told('{"a":{"a":1},"b":"\\"a\\":1,{\\"a\\":1}"}')).toEqual({ a: { a: 1 }, b: '"a":1,{"a":1}' });
  });

  it('when it names __proto__, however spelt', () => {
    for (const name of ['__proto__', '\\u005f_proto__']) {
      expect(told(`{"x":{"${name}":{"isAdmin":true}}}`)).toBe('request.malformed');
    }
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

describe('a body is bounded before it is parsed', () => {
  it('in its depth', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

    expect(told(nested(BODY_DEPTH_MAX))).toEqual(JSON.parse(nested(BODY_DEPTH_MAX)));
    expect(told(nested(BODY_DEPTH_MAX + 1))).toBe('request.too_deep');
    expect(told(`"${'['.repeat(500)}"`)).toBe('['.repeat(500));
  });

  it('in the number of its values', () => {
    const list = (count: number) => `[${Array.from({ length: count }, () => '0').join(',')}]`;

    expect(told(list(BODY_VALUES_MAX + 1))).toHaveLength(BODY_VALUES_MAX + 1);
    expect(told(list(BODY_VALUES_MAX + 2))).toBe('request.too_many_values');
  });
});

it('bytes that are no UTF-8 are refused', () => {
  expect(told(Uint8Array.of(0x22, 0xff, 0x22))).toBe('request.encoding');
  expect(told(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).toBe('request.encoding');
});

it('a pointer is cut, however long a name is', () => {
  const name = 'x'.repeat(10_000);

  expect(pointerOf(`{"${name}":1,"${name}":2}`)?.length).toBe(POINTER_LENGTH_MAX);
});
