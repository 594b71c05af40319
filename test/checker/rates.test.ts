import { expect, test } from 'vitest';
import { found } from '../kit/found.ts';
import { openBusiness, orderOf, placeAndInvoice } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';

test('documents are held against the rates that their seller had given itself by then', async () => {
  const house = await openHouse();
  const { entity, customer } = await openBusiness(house, {
    tax_rates: { standard: '18', reduced: '6' },
  });
  const change = (tax_rates: unknown) =>
    house.ask({
      ...{ method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}' },
      ...{ params: { legal_entity_id: entity }, body: { tax_rates } },
    });
  const rates: string[] = [];
  for (const given of [{ standard: '17', reduced: '6' }, null]) {
    await placeAndInvoice(house, orderOf(customer));
    await change(given);
  }
  const { invoice } = await placeAndInvoice(house, orderOf(customer));
  for (const { facts } of house.journal.stream)
    for (const { type, data } of facts)
      if (type === 'invoice.issued') rates.push((data as Issued).taxes.map(({ rate }) => rate).join());

  expect(rates).toEqual(['18', '17', '19']);
  expect(invoice).toBeDefined();
  expect(await found(house)).toEqual([]);
});

type Issued = { readonly taxes: readonly { readonly rate: string }[] };
