import { describe, expect, test } from 'vitest';
import { memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import { ecbRateFrom, monthsFrom } from '../../../shared/domain/exchange-rates.ts';
import { RETURN_DOCUMENTS_MAX, returnOf } from '../../../shared/flows/returning.ts';
import type { Views } from '../../../shared/ports.ts';

test('a return over more documents than it may read is refused by name', async () => {
  const document = { quarter: '2026-Q4', period: '2026-Q4', currency: 'EUR', rows: [] };
  const items = Array.from({ length: 5_000 }, () => ({ pk: '', sk: '', version: 1, data: document }));
  const views = { query: async () => ({ items, next: 'more' }) } as unknown as Views; // nothing else is asked
  const wanted = { tenant: 'ten_1', entity: 'le_1', quarter: '2026-Q4' };
  const made = await returnOf(wanted, { journal: memoryJournal(), views });

  expect(RETURN_DOCUMENTS_MAX).toBe(50_000);
  expect(made).toMatchObject({ refusal: { code: 'oss_return.too_many_documents' } });
});

describe('the rate of the European Central Bank for a day', () => {
  const recorded = (ratedOn: string, rate: string, source = 'ECB') => ({
    ...{ ratedOn, rate, source, quotation: 'indirect' as const, recordedAt: '2027-04-10T08:00:00.000Z' },
    request: { key: ratedOn, fingerprint: rate },
  });
  const on = (day: string, ...rates: readonly ReturnType<typeof recorded>[]) =>
    ecbRateFrom(day, { recorded: rates })?.rate;

  test.each([
    ['that of the day itself', [recorded('2026-12-31', '1.25'), recorded('2027-01-04', '9')], '1.25'],
    ['that of the next day it was published, where it was not', [recorded('2027-01-04', '1.3')], '1.3'],
    ['the last correction of a day', [recorded('2026-12-31', '1.2'), recorded('2026-12-31', '1.21')], '1.21'],
    ['none of a day before', [recorded('2026-12-30', '1.2')], undefined],
    ['none of more than a week later', [recorded('2027-01-08', '1.2')], undefined],
    ['none that somebody else published', [recorded('2026-12-31', '1.2', 'Bundesbank')], undefined],
    [
      'its own, though somebody else published one of that day later',
      [recorded('2026-12-31', '1.2', 'European Central Bank'), recorded('2026-12-31', '3', 'Customs')],
      '1.2',
    ],
  ])('is %s', (_, rates, expected) => {
    expect(on('2026-12-31', ...rates)).toBe(expected);
  });

  test('is looked for in the month of the day and the one after', () => {
    expect(monthsFrom('2026-12-31')).toEqual(['2026-12', '2027-01']);
    expect(monthsFrom('2027-01-01')).toEqual(['2027-01']);
  });
});
