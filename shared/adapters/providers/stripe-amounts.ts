import { exponentOf } from '../../kernel/currencies.ts';

/**
 * How Stripe counts the amounts of charges and refunds (docs.stripe.com/currencies), which is not ISO 4217: MGA is whole
 * there, ISK and UGX carry two noughts for the sake of old callers, and the three-decimal ones end in nought. HUF and TWD
 * are special for payouts alone. What has another exponent than two and stands in none of these lists is not offered.
 */
const WHOLE_AT_STRIPE = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ');
const TWO_NOUGHTS_AT_STRIPE = ['ISK', 'UGX'];
const THREE_AT_STRIPE = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'];

type Scale = {
  /** Decimal places that Stripe counts in. */
  readonly places: number;
  /** What every amount at Stripe is a multiple of. */
  readonly step: bigint;
};

/** Our minor units in Stripe's, or undefined for what Stripe cannot charge: another currency, or part of a smallest unit. */
export function toStripeAmount(amountMinor: bigint, currency: string): bigint | undefined {
  const scale = scaleOf(currency);
  const places = exponentOf(currency);
  if (scale === undefined || places === undefined) return undefined;
  const scaled = amountMinor * 10n ** BigInt(scale.places);
  const divisor = 10n ** BigInt(places);
  if (scaled % divisor !== 0n) return undefined;

  const amount = scaled / divisor;
  return amount % scale.step === 0n ? amount : undefined;
}

/** Stripe's units in our minor units, or undefined where they do not come out even; the code may be in small letters. */
export function fromStripeAmount(amount: number, currency: string): bigint | undefined {
  const code = currency.toUpperCase();
  const scale = scaleOf(code);
  const places = exponentOf(code);
  if (scale === undefined || places === undefined || !Number.isSafeInteger(amount)) return undefined;
  const scaled = BigInt(amount) * 10n ** BigInt(places);
  const divisor = 10n ** BigInt(scale.places);

  return scaled % divisor === 0n ? scaled / divisor : undefined;
}

function scaleOf(currency: string): Scale | undefined {
  if (WHOLE_AT_STRIPE.includes(currency)) return { places: 0, step: 1n };
  if (TWO_NOUGHTS_AT_STRIPE.includes(currency)) return { places: 2, step: 100n };
  if (THREE_AT_STRIPE.includes(currency)) return { places: 3, step: 10n };

  return exponentOf(currency) === 2 ? { places: 2, step: 1n } : undefined;
}
