/** Who sells to whom, what, and which VAT category and rate each tax class then bears: by the law, not by our rules. */
import type { Supply, TaxBuyer } from '../../shared/contracts/tax.ts';
import type { SellerDetails } from '../../shared/domain/legal-entities/states.ts';
import type { TaxClass } from '../../shared/domain/tax.ts';

/** One situation; sales in it name only the classes that `bears` lists. */
export type Situation = {
  readonly name: string;
  readonly seller: Partial<SellerDetails> & Pick<SellerDetails, 'country' | 'vatId'>;
  readonly buyer: {
    readonly country: string;
    readonly kind: TaxBuyer['kind'];
    readonly vatId: string | null;
  };
  readonly supply: Supply;
  readonly bears: Partial<Readonly<Record<TaxClass, string>>>;
};

const GERMAN = { country: 'DE', vatId: 'DE136695976' } as const;
const FRENCH = { country: 'FR', vatId: 'FR83404833048' } as const;
const USUAL = { smallBusiness: false, smallBusinessNote: null, ossFrom: null, vatCheck: 'wait' } as const;
const DUTCH = { country: 'NL', kind: 'business', vatId: 'NL123456782B90' } as const;
const NEIGHBOUR = { country: 'DE', kind: 'consumer', vatId: null } as const;

/** Every way a sale can be taxed. */
export const SITUATIONS: readonly Situation[] = [
  {
    name: 'at home in Germany',
    ...{ seller: GERMAN, buyer: NEIGHBOUR, supply: 'goods' },
    bears: { standard: 'S 19', reduced: 'S 7', zero: 'Z 0', exempt: 'E 0' },
  },
  {
    name: 'at home in France, with its four rates',
    ...{ seller: FRENCH, buyer: { country: 'FR', kind: 'consumer', vatId: null }, supply: 'goods' },
    bears: {
      standard: 'S 20',
      reduced: 'S 5.5',
      second_reduced: 'S 10',
      super_reduced: 'S 2.1',
      zero: 'Z 0',
    },
  },
  {
    name: 'at home at rates of the seller’s own',
    seller: { ...GERMAN, taxRates: { standard: '25.5', reduced: '13.5' } },
    ...{ buyer: NEIGHBOUR, supply: 'services' },
    bears: { standard: 'S 25.5', reduced: 'S 13.5', exempt: 'E 0' },
  },
  {
    name: 'building work for a business at home',
    ...{
      seller: GERMAN,
      buyer: { country: 'DE', kind: 'business', vatId: 'DE123456788' },
      supply: 'services',
    },
    bears: { reverse_charge: 'AE 0' },
  },
  {
    name: 'a service to a business in another member state',
    ...{ seller: GERMAN, buyer: DUTCH, supply: 'services' },
    bears: { standard: 'AE 0', reduced: 'AE 0' },
  },
  {
    name: 'goods to a business in another member state',
    ...{ seller: GERMAN, buyer: DUTCH, supply: 'goods' },
    bears: { standard: 'K 0', reduced: 'K 0' },
  },
  {
    name: 'goods to Switzerland',
    ...{ seller: GERMAN, buyer: { country: 'CH', kind: 'business', vatId: null }, supply: 'goods' },
    bears: { standard: 'G 0', reduced: 'G 0' },
  },
  {
    name: 'a service to a business in Switzerland',
    ...{ seller: GERMAN, buyer: { country: 'CH', kind: 'business', vatId: null }, supply: 'services' },
    bears: { standard: 'O 0', reduced: 'O 0' },
  },
  {
    name: 'a small enterprise',
    seller: { ...GERMAN, tax: { ...USUAL, smallBusiness: true } },
    ...{ buyer: NEIGHBOUR, supply: 'goods' },
    bears: { standard: 'E 0', reduced: 'E 0' },
  },
  {
    name: 'a download for a consumer in Finland, through the one-stop shop',
    seller: { ...GERMAN, tax: { ...USUAL, ossFrom: '2026-01-01' } },
    ...{ buyer: { country: 'FI', kind: 'consumer', vatId: null }, supply: 'electronic' },
    bears: { standard: 'S 25.5', reduced: 'S 13.5' },
  },
  {
    name: 'goods for a consumer in Austria, through the one-stop shop',
    seller: { ...GERMAN, tax: { ...USUAL, ossFrom: '2026-01-01' } },
    ...{ buyer: { country: 'AT', kind: 'consumer', vatId: null }, supply: 'goods' },
    bears: { standard: 'S 20', reduced: 'S 10', second_reduced: 'S 13', exempt: 'E 0' },
  },
  {
    name: 'a download for a consumer in Hungary, through the one-stop shop of a French seller',
    seller: { ...FRENCH, tax: { ...USUAL, ossFrom: '2026-01-01' } },
    ...{ buyer: { country: 'HU', kind: 'consumer', vatId: null }, supply: 'electronic' },
    bears: { standard: 'S 27', reduced: 'S 5', second_reduced: 'S 18' },
  },
  {
    name: 'goods for a consumer in Luxembourg, below the threshold',
    ...{ seller: GERMAN, buyer: { country: 'LU', kind: 'consumer', vatId: null }, supply: 'goods' },
    bears: { standard: 'S 19', reduced: 'S 7', zero: 'Z 0' },
  },
  {
    name: 'goods for a consumer in Norway',
    ...{ seller: FRENCH, buyer: { country: 'NO', kind: 'consumer', vatId: null }, supply: 'goods' },
    bears: { standard: 'G 0', reduced: 'G 0' },
  },
  {
    name: 'an exempt service beside a taxed one',
    ...{
      seller: FRENCH,
      buyer: { country: 'FR', kind: 'business', vatId: 'FR40303265045' },
      supply: 'services',
    },
    bears: { standard: 'S 20', exempt: 'E 0' },
  },
];

/** Where somebody in a country lives. */
export const PLACES: Readonly<Record<string, readonly [city: string, postcode: string]>> = {
  DE: ['Berlin', '10115'],
  FR: ['Paris', '75001'],
  NL: ['Amsterdam', '1016 EA'],
  CH: ['Zürich', '8001'],
  FI: ['Helsinki', '00100'],
  AT: ['Wien', '1010'],
  HU: ['Budapest', '1011'],
  LU: ['Luxembourg', 'L-1111'],
  NO: ['Oslo', '0150'],
};

/** Who supplies what to a buyer in Germany, and the tax by the law: theirs, and what falls on us in percent. */
export const SUPPLIES = [
  { country: 'DE', vatId: 'DE123456788', isSmall: false, supply: 'goods', tax: 'standard', bears: 'S 19' },
  { country: 'DE', vatId: 'DE123456788', isSmall: false, supply: 'goods', tax: 'reduced', bears: 'S 7' },
  { country: 'DE', vatId: 'DE123456788', isSmall: true, supply: 'services', tax: 'standard', bears: 'E 0' },
  { country: 'DE', vatId: 'DE123456788', isSmall: false, supply: 'services', tax: 'exempt', bears: 'E 0' },
  {
    country: 'NL',
    vatId: 'NL123456782B90',
    isSmall: false,
    supply: 'services',
    tax: 'standard',
    bears: 'AE 0',
  },
] as const;
