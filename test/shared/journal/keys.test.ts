import { expect, it } from 'vitest';
import { partitionOf, pdfKey, refOf } from '../../../shared/journal/keys.ts';

const REF = { tenant: 'ten_a1', id: 'ord_b2' };

it('a key leads with the tenant and is read back', () => {
  expect(partitionOf(REF)).toBe('ten_a1#ord_b2');
  expect(refOf(partitionOf(REF))).toEqual(REF);
  expect(pdfKey(REF)).toBe('documents/ten_a1/ord_b2.pdf');
});

it('no text can forge a separator or leave its place', () => {
  for (const id of [
    '',
    'ord_',
    'ord_a#ord_b',
    'ord_a/..',
    'ORD_a',
    'ord_ä',
    'orders_a',
    `ord_${'a'.repeat(41)}`,
    'ord_a\n',
  ]) {
    expect(() => partitionOf({ ...REF, id })).toThrow(TypeError);
    expect(() => partitionOf({ ...REF, tenant: id })).toThrow(TypeError);
  }
});
