/**
 * Active currency codes of ISO 4217 (list one) by the number of digits behind the decimal sign. Precious metals, drawing
 * rights and test codes have no minor unit and are left out; codes withdrawn by 2026 have a table of their own.
 */
const CODES_BY_EXPONENT: readonly (readonly [exponent: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP
     COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
     JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN
     NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
     THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

/**
 * The last day on which a withdrawn currency was one, for documents of the past. None before 2017: no e-invoice of EN 16931 is
 * older. All have hundredths, as what is read takes for granted of a code that is no active one.
 */
const WITHDRAWN: ReadonlyMap<string, string> = new Map([
  ['ANG', '2025-06-30'],
  ['BGN', '2025-12-31'],
  ['CUC', '2021-06-30'],
  ['HRK', '2022-12-31'],
  ['MRO', '2017-12-31'],
  ['SLL', '2024-03-31'],
  ['STD', '2017-12-31'],
  ['VEF', '2018-08-19'],
  ['ZWL', '2024-08-31'],
]);

const EXPONENTS: ReadonlyMap<string, number> = new Map(
  CODES_BY_EXPONENT.flatMap(([exponent, codes]) =>
    codes.split(/\s+/).map((code) => [code, exponent] as const),
  ),
);

/** Digits behind the decimal sign (0, 2, 3 or 4), or undefined for a code we do not trade in. */
export function exponentOf(currency: string): number | undefined {
  return EXPONENTS.get(currency);
}

/** Whether the text is an active ISO 4217 code in capitals. */
export function isCurrency(code: string): boolean {
  return EXPONENTS.has(code);
}

/** Whether a document of that day may be in the currency: an active one, or one that was withdrawn only later. */
export function isCurrencyOn(code: string, day: string): boolean {
  const end = WITHDRAWN.get(code);

  return isCurrency(code) || (end !== undefined && day <= end);
}

/** What a field has to be that holds no active currency; of a withdrawn one since when it is none. */
export function currencyAsked(code?: unknown): string {
  const end = typeof code === 'string' ? WITHDRAWN.get(code) : undefined;

  return end === undefined
    ? 'must be an active ISO 4217 code'
    : `must be an active ISO 4217 code; ${code} was withdrawn after ${end}`;
}
