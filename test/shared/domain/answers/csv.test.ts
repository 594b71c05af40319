import { expect, test } from 'vitest';
import { csvOf } from '../../../../shared/domain/answers/csv.ts';

test('a line is quoted text and bare numbers, ended as RFC 4180 says', () => {
  expect(csvOf(['name', 'amount'], [['Muster "GmbH", Berlin', { decimal: '-12.30' }]])).toBe(
    '"name","amount"\r\n"Muster ""GmbH"", Berlin",-12.30\r\n',
  );
});

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '%0A',
  '|calc',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '\uff1d1',
  '\uff0b1',
  '\uff0d1',
  '\uff201',
])('text that a spreadsheet would run is made text: %j', (text) => {
  expect(csvOf([], [[text]])).toBe(`\r\n"'${text}"\r\n`);
});

test('what claims to be a number and is none is treated as text', () => {
  expect(csvOf([], [[{ decimal: '=1' }]])).toBe('\r\n"\'=1"\r\n');
});
