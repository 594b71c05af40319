import { expect, test } from 'vitest';
import {
  NUMBERING_CHANGES_MAX,
  type NumberingChange,
  renumbered,
} from '../../../../shared/domain/legal-entities/numbering.ts';

const USUAL = { invoiceNumbers: 'INV-{year}-{number:5}', creditNoteNumbers: 'CN-{year}-{number:5}' };
const BY_CUSTOMER = { scope: 'customer' as const, reset: 'never' as const };

const codeOf = (change: NumberingChange, known: Parameters<typeof renumbered>[0] = USUAL) => {
  const told = renumbered(known, change);

  return told.ok ? 'none' : told.refusal.code;
};

test.each([
  ['a wider count', { invoiceNumbers: 'INV-{year}-{number:6}' }, 'none'],
  ['other letters', { invoiceNumbers: 'RE-{year}-{number:5}' }, 'none'],
  ['the month before the count', { invoiceNumbers: 'INV-{year}{month}-{number:3}' }, 'none'],
  [
    'the letters of credit notes',
    { invoiceNumbers: 'CN-{year}-{number:3}', creditNoteNumbers: 'X-{year}-{number}' },
    'legal_entity.numbers_collide',
  ],
  ['one pattern for both', { creditNoteNumbers: 'INV-{year}-{number}' }, 'legal_entity.numbers_unfit'],
  ['no year where each year begins at one', { invoiceNumbers: 'INV-{number}' }, 'legal_entity.numbers_unfit'],
  ['no month where each month begins at one', { reset: 'monthly' }, 'legal_entity.numbers_unfit'],
  [
    'a count that never begins again',
    { reset: 'never', invoiceNumbers: 'INV/{number}', creditNoteNumbers: 'CN/{number}' },
    'none',
  ],
  [
    'a count without end that a year of old could have printed',
    { reset: 'never', invoiceNumbers: 'INV-{number}-{number}' },
    'legal_entity.numbers_collide',
  ],
  ['customers without their ordinal', BY_CUSTOMER, 'legal_entity.numbers_unfit'],
  [
    'an ordinal without counting by customer',
    { invoiceNumbers: 'INV-{year}-{customer}-{number}' },
    'legal_entity.numbers_unfit',
  ],
  [
    'numbers by customer',
    {
      ...BY_CUSTOMER,
      invoiceNumbers: '{customer:3}-{number:3}',
      creditNoteNumbers: 'C{customer:3}-{number:3}',
    },
    'none',
  ],
] as const)('%s: %o', (_, change, code) => {
  expect(codeOf(change)).toBe(code);
});

const COUNTED = {
  invoiceNumbers: 'RE-{year}{month}-{customer}-{number}',
  creditNoteNumbers: 'CN-{year}{month}-{customer}-{number}',
  counting: BY_CUSTOMER,
};

test('customers whose counts begin again otherwise get other letters, or a count could come to a number again', () => {
  expect(codeOf({ reset: 'yearly' }, COUNTED)).toBe('legal_entity.numbers_collide');
  expect(codeOf({ invoiceNumbers: 'RE-{year}{month}-{customer}-{number:3}' }, COUNTED)).toBe('none');
  const anew = {
    invoiceNumbers: 'I{year}-{customer}-{number}',
    creditNoteNumbers: 'C{year}-{customer}-{number}',
  };
  expect(codeOf({ reset: 'yearly', ...anew }, COUNTED)).toBe('none');
  const back = { ...anew, counting: { ...BY_CUSTOMER, reset: 'yearly' as const }, pastNumberings: [COUNTED] };
  const { counting: _, ...former } = COUNTED;
  expect(codeOf({ reset: 'never', ...former }, back)).toBe('legal_entity.numbers_collide');
});

test('the patterns of self-billed documents are nobody else’s', () => {
  expect(codeOf({ invoiceNumbers: 'SB-{year}-{number:3}' })).toBe('legal_entity.numbers_unfit');
  expect(codeOf({ creditNoteNumbers: 'SC-{year}-{number:3}' })).toBe('legal_entity.numbers_unfit');
});

test('a pattern of the past is never taken over by another count', () => {
  const known = {
    ...USUAL,
    pastNumberings: [
      {
        invoiceNumbers: 'A{number}',
        creditNoteNumbers: 'B{number}',
        counting: { scope: 'legal_entity' as const, reset: 'never' as const },
      },
    ],
  };

  expect(codeOf({ creditNoteNumbers: 'A{number}', reset: 'never' }, known)).toBe(
    'legal_entity.numbers_collide',
  );
  expect(codeOf({ invoiceNumbers: 'A{number:4}', reset: 'never' }, known)).toBe('none');
});

test('a seller changes its numbers a bounded number of times', () => {
  const pastNumberings = Array.from({ length: NUMBERING_CHANGES_MAX }, () => USUAL);

  expect(codeOf({ invoiceNumbers: 'INV-{year}-{number:6}' }, { ...USUAL, pastNumberings })).toBe(
    'legal_entity.numbering_changes_max',
  );
});
