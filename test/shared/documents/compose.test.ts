import { expect, test } from 'vitest';
import { composeInvoice } from '../../../shared/documents/compose.ts';
import type { Draft } from '../../../shared/domain/drafting/draft.ts';
import type { SellerDetails } from '../../../shared/domain/legal-entities/states.ts';

const SELLER = {
  name: 'Seller Ltd',
  address: ['Main street 1', '10115 Berlin', 'DE'],
  postal: {
    line1: 'Main street 1',
    line2: null,
    postal_code: '10115',
    city: 'Berlin',
    region: null,
    country: 'DE',
  },
  country: 'DE',
  vatId: 'DE136695976',
  taxNumber: null,
  email: null,
  footer: [],
  iban: null,
  bic: null,
} as unknown as SellerDetails; // only what a document prints of a seller

const DRAFT = { language: 'de', lines: [], taxes: [] } as unknown as Draft; // only what names the parties

test.each([
  ['at home the country is left out', 'DE', ['Weg 1', '20095 Hamburg'], ['Main street 1', '10115 Berlin']],
  [
    'abroad the country stands at the end in the language of the document',
    'FR',
    ['Weg 1', '20095 Hamburg', 'Frankreich'],
    ['Main street 1', '10115 Berlin', 'Deutschland'],
  ],
])('%s', (_, country, buyers, sellers) => {
  const buyer = {
    name: 'Buyer',
    address: ['Weg 1', '20095 Hamburg', country],
    country,
    vatId: null,
    taxNumber: null,
    email: null,
  };

  const model = composeInvoice(DRAFT, { seller: SELLER, buyer });

  expect(model.buyer.address).toEqual(buyers);
  expect(model.seller.address).toEqual(sellers);
});
