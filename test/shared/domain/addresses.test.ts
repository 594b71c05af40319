import { expect, it } from 'vitest';
import { addressLines } from '../../../shared/domain/addresses.ts';

it('an address is printed line by line, without what it does not have, the country last', () => {
  const postal = {
    line1: 'Lesegasse 1',
    line2: null,
    postal_code: '10115',
    city: 'Berlin',
    region: null,
    country: 'DE',
  };

  expect(addressLines(postal)).toEqual(['Lesegasse 1', '10115 Berlin', 'DE']);
  expect(addressLines({ ...postal, line2: 'Hof 2', region: 'BE' })).toEqual([
    'Lesegasse 1',
    'Hof 2',
    '10115 Berlin',
    'BE',
    'DE',
  ]);
});

it.each([
  ['US', ['New York, NY 10001', 'US']],
  ['CA', ['New York NY 10001', 'CA']],
  ['AU', ['New York NY 10001', 'AU']],
  ['GB', ['New York', 'NY', '10001', 'GB']],
  ['IE', ['New York', 'NY', '10001', 'IE']],
  ['ES', ['10001 New York', 'NY', 'ES']],
])('in %s the town stands where its post looks for it', (country, lines) => {
  const postal = {
    line1: 'Street 1',
    line2: null,
    postal_code: '10001',
    city: 'New York',
    region: 'NY',
    country,
  };

  expect(addressLines(postal)).toEqual(['Street 1', ...lines]);
});

it('an address in the United States without a state has its code behind the town', () => {
  const postal = { line1: 'Street 1', line2: null, postal_code: '10001', city: 'New York' };

  expect(addressLines({ ...postal, region: null, country: 'US' })).toEqual([
    'Street 1',
    'New York 10001',
    'US',
  ]);
});
