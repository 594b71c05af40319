/** Coupons: reductions of what a subscription is charged, oldest first, each of what the ones before it have left. */
import { allocate, fromRational, lesser, money, parseMoney } from '../../kernel/money.ts';
import { fromDecimal, multiply, rational, roundHalfAwayFromZero, subtract } from '../../kernel/rational.ts';

/** A reduction in percent or by an amount in major units of the subscription's currency. */
export type Coupon = {
  readonly id: string;
  readonly name: string;
  readonly off: { readonly percent: string } | { readonly amount: string };
  /** Bills of periods that it is still good for; null is for ever. */
  readonly left: number | null;
};

/** Whether a coupon takes its part of what the earlier ones left, or of the list amount. */
export type Stacking = 'chained' | 'original';

/** What one coupon took off one line. */
export type CouponUse = { readonly coupon: string; readonly name: string; readonly offMinor: bigint };

/** Whether a coupon takes off an amount with more decimals than its currency has. */
export function isTooPrecise({ off }: Pick<Coupon, 'off'>, currency: string): boolean {
  return 'amount' in off && !parseMoney(off.amount, currency).ok;
}

/** Coupons that one subscription holds at once. */
export const COUPONS_MAX = 10;

/**
 * What each coupon takes off each line, given the lines' list amounts. `share` is the part of a period that the lines
 * stand for, by which amounts count. The sum never passes the lines' own.
 */
export function couponUses(
  listsMinor: readonly bigint[],
  of: {
    readonly coupons: readonly Coupon[];
    readonly stacking: Stacking;
    readonly currency: string;
    readonly share?: { readonly days: number; readonly of: number };
  },
): readonly (readonly CouponUse[])[] {
  const listMinor = listsMinor.reduce((sum, list) => sum + list, 0n);
  const uses: CouponUse[][] = listsMinor.map(() => []);
  const rests = [...listsMinor];
  let restMinor = listMinor;
  for (const coupon of of.coupons) {
    if (restMinor <= 0n) break;
    const wanted = offOf(coupon, of.stacking === 'chained' ? restMinor : listMinor, of);
    const off = lesser(wanted, restMinor);
    if (off <= 0n) continue;
    for (const [index, { minor }] of allocate(money(off, of.currency), rests).entries()) {
      if (minor === 0n) continue;
      uses[index]?.push({ coupon: coupon.id, name: coupon.name, offMinor: minor });
      rests[index] = (rests[index] ?? 0n) - minor;
    }
    restMinor -= off;
  }

  return uses;
}

function offOf(
  { off }: Coupon,
  ofMinor: bigint,
  {
    currency,
    share = { days: 1, of: 1 },
  }: { readonly currency: string; readonly share?: { readonly days: number; readonly of: number } },
): bigint {
  if ('percent' in off) {
    // What is left is rounded, not what is taken off, as for the discount of an order's line.
    const kept = subtract(rational(100n, 1n), fromDecimal(off.percent));
    return ofMinor - roundHalfAwayFromZero(multiply(rational(ofMinor, 100n), kept));
  }
  const exact = multiply(fromDecimal(off.amount), rational(BigInt(share.days), BigInt(share.of)));

  return fromRational(exact, currency).minor;
}

/** The coupons once a bill is made: each that it used is good for one less. */
export function couponsAfter(
  coupons: readonly Coupon[],
  lines: readonly { readonly coupons: readonly CouponUse[] }[],
): readonly Coupon[] {
  if (coupons.length === 0) return coupons;
  const used = new Set(lines.flatMap((line) => line.coupons.map(({ coupon }) => coupon)));

  return coupons.filter(({ left }) => left !== 0).map((coupon) => afterUse(coupon, used));
}

function afterUse(coupon: Coupon, used: ReadonlySet<string>): Coupon {
  return coupon.left === null || !used.has(coupon.id) ? coupon : { ...coupon, left: coupon.left - 1 };
}
