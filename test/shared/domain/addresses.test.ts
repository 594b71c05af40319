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
