/**
 * What charges give back. Whatever one charge gives back, in however many lines, is rounded together: each line is what all its
 * days come to, less what was given back before, so that no charge gives back more than it was.
 */
import { rational, roundHalfAwayFromZero } from '../../kernel/rational.ts';
import { type CivilDate, earlierDay, laterDay, type Period } from '../../kernel/time.ts';
import type { BilledLine, Credited } from './billed-line.ts';
import { shareOf } from './lines.ts';
import { daysIn } from './proration.ts';

/** In what is given back, and what has been of the same charges, be it billed yet or not. */
type Giving = { readonly currency: string; readonly unserved?: readonly BilledLine[] };

/** What a charge gives back from a day on: its share of the list price, less the same share of its discount. */
export function creditLine(line: BilledLine, from: CivilDate, of: Giving): BilledLine | null {
  return creditWithin(line, { start: from, end: line.end }, of);
}

/** What a charge gives back of some of its days, of which it has given back none. */
export function creditWithin(
  line: BilledLine,
  back: Period,
  { currency, unserved = [] }: Giving,
): BilledLine | null {
  const [start, end] = [laterDay(back.start, line.start), earlierDay(back.end, line.end)];
  const isWhole = start === line.start && end === line.end;
  const { sold, of, month30, isUndivided, listMinor, discountMinor } = line;
  if (start >= end || !sold || (isUndivided && !isWhole)) return null;
  const days = daysIn({ start, end }, month30);
  const credited = creditedOf(unserved.filter((each) => isOf(line, each)));
  const daysBack = days + credited.days;
  const list = daysBack === line.days ? listMinor : shareOf(sold, { days: daysBack, of, currency });
  const discount = listMinor === 0n ? discountMinor : shareOfDiscount(line, list);
  const negative = {
    listMinor: credited.listMinor - list,
    discountMinor: credited.discountMinor - discount,
  };
  const measure = { days, of, ...(month30 && { month30 }), ...(isUndivided && { isUndivided }) };

  return {
    ...{ kind: 'credit', sold, start, end, ...measure, ...negative, coupons: [] },
    back: { listMinor, discountMinor },
    ...(credited.days > 0 && { credited }),
  };
}

/** Whether some days are of a charge. */
export function isOf(charge: Period, { start, end }: Period): boolean {
  return charge.start <= start && end <= charge.end;
}

function creditedOf(lines: readonly BilledLine[]): Credited {
  return {
    days: lines.reduce((sum, { days }) => sum + days, 0),
    listMinor: lines.reduce((sum, { listMinor }) => sum - listMinor, 0n),
    discountMinor: lines.reduce((sum, { discountMinor }) => sum - discountMinor, 0n),
  };
}

/** Rounded like the amount that it belongs to. */
function shareOfDiscount(line: BilledLine, listMinor: bigint): bigint {
  return roundHalfAwayFromZero(rational(line.discountMinor * listMinor, line.listMinor));
}
