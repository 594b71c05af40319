import type { RuleLine } from './rule-text.ts';

/** What keeps our own documents from being printed as they were meant. */
export const PRINT_RULES: readonly RuleLine[] = [
  [
    'CH-LETTERS',
    'fatal',
    [
      'The text has letters that the fonts of our documents lack, and would be printed with replacement signs.',
      'Write it in Latin, Greek or Cyrillic letters.',
    ],
    [
      'Der Text hat Zeichen, die den Schriften unserer Belege fehlen, und würde mit Ersatzzeichen gedruckt.',
      'Ihn in lateinischen, griechischen oder kyrillischen Buchstaben schreiben.',
    ],
  ],
  [
    'CH-LETTERS-KEPT',
    'warning',
    [
      'The document repeats letters of an issued invoice that our fonts lack; a replacement sign is printed for each.',
      'Write the text in Latin, Greek or Cyrillic letters from now on.',
    ],
    [
      'Der Beleg wiederholt Zeichen einer ausgestellten Rechnung, die unseren Schriften fehlen; je ein Ersatzzeichen wird gedruckt.',
      'Den Text künftig in lateinischen, griechischen oder kyrillischen Buchstaben schreiben.',
    ],
  ],
];
