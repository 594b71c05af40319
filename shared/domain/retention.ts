/**
 * How long an issued document is kept. The years begin with the end of the calendar year of issue, and the country of the
 * legal entity decides how many there are.
 */
import { addDays, yearOf } from '../kernel/time.ts';

type Term = { readonly country: string; readonly issuedFrom: string; readonly years: number };

/**
 * Terms that are shorter than the usual one. Germany: eight years (section 14b UStG, section 147 AO, in the wording of the
 * fourth Bureaucracy Relief Act) for every document whose ten years had not ended when that began to hold, on 2025-01-01.
 */
export const RETENTION_TERMS: readonly Term[] = [{ country: 'DE', issuedFrom: '2015-01-01', years: 8 }];

/** What a country without a line of its own has: the longest term of the member states' laws. */
export const RETENTION_YEARS_USUAL = 10;

/** What is taxed through the one-stop shop is kept so long in every member state (Directive 2006/112/EC, Art. 369k (2)). */
export const RETENTION_YEARS_ONE_STOP = 10;

/** Years for which a document issued on the day is kept in the seller's country; the seller's own wish can only add to them. */
export function retentionYears(of: {
  readonly country: string;
  readonly issueDate: string;
  readonly own?: number | null;
  readonly isInOneStopShop?: boolean;
}): number {
  const { country, issueDate, own, isInOneStopShop = false } = of;
  const term = RETENTION_TERMS.find((each) => each.country === country && each.issuedFrom <= issueDate);

  const least = isInOneStopShop ? RETENTION_YEARS_ONE_STOP : 0;

  return Math.max(term?.years ?? RETENTION_YEARS_USUAL, own ?? 0, least);
}

/** The last day of the retention, the end of a calendar year. */
export function retainedUntil(of: Parameters<typeof retentionYears>[0]): string {
  return `${yearOf(of.issueDate) + retentionYears(of)}-12-31`;
}

/** The instant at which a day is over everywhere on Earth. */
export function lockedUntil(lastDay: string): string {
  return `${addDays(lastDay, 2)}T00:00:00.000Z`;
}
