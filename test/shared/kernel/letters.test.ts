import fc from 'fast-check';
import { expect, test } from 'vitest';
import { missingLetters, namedLetters, refusedLetters } from '../../../shared/kernel/letters.ts';

test.each([
  ['Latin with its accents', 'Łódź, Tiếng Việt, Çeşme, Þórr'],
  ['Greek and Cyrillic', 'Ωμέγα Жук'],
  ['signs of prices and prose', '½ – 10 € “quoted” № 5 ☐ ✓'],
  ['an accent apart from its letter', 'Cafe\u0301'],
  ['what nobody sees is not printed and so not missed', 'ship\u00adping\u200d'],
])('%s can be printed', (_what, text) => {
  expect(missingLetters(text)).toEqual([]);
});

test.each([
  ['Hebrew', 'Lamp מן', ['מ', 'ן']],
  ['Arabic', 'مص', ['م', 'ص']],
  ['Chinese, each letter once', '灯 十 灯', ['灯', '十']],
  ['an emoji beyond the first plane', 'Lampe 💡', ['💡']],
  ['a letter and a mark that compose to one without a glyph', 'α\u0300', ['\u1f70']],
  ['the sign of a letter that was lost', 'M\ufffdller', ['\ufffd']],
  ['half of a surrogate pair', 'a\ud800', ['\ufffd']],
])('%s cannot', (_what, text, missing) => {
  expect(missingLetters(text)).toEqual(missing);
});

test('any text is judged without a fault, and named letters stay a sentence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const named = namedLetters(missingLetters(text));

      expect(named.length).toBeLessThan(120);
      expect(refusedLetters(text, 'x')?.refusal.code).toBe(named === '' ? undefined : 'text.not_printable');
    }),
  );
  expect(namedLetters(missingLetters('一二三四五六七'))).toMatch(/^一 \(U\+4E00\), .*, 2 more$/);
});
