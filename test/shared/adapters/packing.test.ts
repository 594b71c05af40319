import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemBytes, WRITE_UNIT_BYTES } from '../../../shared/adapters/item-size.ts';
import { packedItem, unpacked } from '../../../shared/adapters/packing.ts';
import { noise } from '../../contract/commits.ts';

test('an item within a write unit lies as it is', () => {
  const item = { pk: 'ten_a#ord_1', sk: 1, body: 'x'.repeat(900) };

  expect(packedItem(item, 'body')).toBe(item);
});

test('an item above a write unit lies packed, and its text comes back', () => {
  const item = { pk: 'ten_a#ord_1', sk: 1, body: '{"amountMinor":"12345"}'.repeat(100) };

  const packed = packedItem(item, 'body');

  expect(itemBytes(packed)).toBeLessThan(WRITE_UNIT_BYTES);
  expect(packed.pk).toBe(item.pk);
  expect(unpacked(packed.body as Uint8Array)).toBe(item.body);
});

test('bytes come back from the Base64 in which a stream has them', () => {
  const { body } = packedItem({ body: 'Grüße 🧾'.repeat(200) }, 'body');

  expect(unpacked(Buffer.from(body as Uint8Array).toString('base64'))).toBe('Grüße 🧾'.repeat(200));
});

test('packing never makes an item larger, and loses nothing', () => {
  void fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 3_000 }), fc.nat(4_000), (text, length) => {
      const item = { body: text + noise(length) };

      const { body } = packedItem(item, 'body');

      expect(itemBytes({ body })).toBeLessThanOrEqual(itemBytes(item));
      expect(body instanceof Uint8Array ? unpacked(body) : body).toBe(item.body);
    }),
  );
});

test('bytes that were never packed are a fault', () => {
  expect(() => unpacked(new Uint8Array([1, 2, 3]))).toThrow();
});
