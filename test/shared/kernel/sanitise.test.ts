import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sanitise } from '../../../shared/kernel/sanitise.ts';

test.each([
  ['a decomposed letter is composed', 'Cafe\u0301', 'Café'],
  ['lines and tabs become a space', ' two\r\n\tlines ', 'two lines'],
  ['control characters go', 'a\u0000b\u001bc\u007f', 'abc'],
  ['a change of writing direction goes', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['joiners and soft hyphens go', 'ship\u00adping\u200b\u200d', 'shipping'],
  ['half of a surrogate pair is replaced', 'a\ud800b', 'a\ufffdb'],
  ['a tower of marks loses its upper floors', `x${'\u0332'.repeat(50)}`, 'x\u0332\u0332'],
  ['mark-up is only text', '<b>&amp;</b>', '<b>&amp;</b>'],
])('%s', (_promise, text, clean) => {
  expect(sanitise(text)).toBe(clean);
});

test('clean text stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = sanitise(text);

      expect(sanitise(clean)).toBe(clean);
      expect(clean.isWellFormed()).toBe(true);
    }),
  );
});
