/** Countries by the currency in which their tax is accounted for, where it is not the euro (ISO 3166-1, ISO 4217; 2026). */
const COUNTRIES_BY_CURRENCY: Readonly<Record<string, string>> = {
  AED: 'AE',
  AUD: 'AU',
  BAM: 'BA',
  BRL: 'BR',
  CAD: 'CA',
  CHF: 'CH LI',
  CNY: 'CN',
  CZK: 'CZ',
  DKK: 'DK FO GL',
  GBP: 'GB GG IM JE',
  HKD: 'HK',
  HUF: 'HU',
  ILS: 'IL',
  INR: 'IN',
  ISK: 'IS',
  JPY: 'JP',
  KRW: 'KR',
  KWD: 'KW',
  MDL: 'MD',
  MKD: 'MK',
  MXN: 'MX',
  NOK: 'NO SJ',
  NZD: 'NZ',
  PLN: 'PL',
  RON: 'RO',
  RSD: 'RS',
  SEK: 'SE',
  SGD: 'SG',
  TRY: 'TR',
  UAH: 'UA',
  USD: 'US PR',
  ZAR: 'ZA',
};

const CURRENCIES: ReadonlyMap<string, string> = new Map(
  Object.entries(COUNTRIES_BY_CURRENCY).flatMap(([currency, countries]) =>
    countries.split(' ').map((country) => [country, currency] as const),
  ),
);

/** The currency of a country by its ISO 3166-1 alpha-2 code; EUR where none other is known. */
export function currencyOfCountry(country: string): string {
  return CURRENCIES.get(country) ?? 'EUR';
}
