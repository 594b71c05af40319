/** Which days of the journal a question is about. */
import { lastDayOf } from '../domain/ledger/periods.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { addDays, daysBetween, type Instant, localDate } from '../kernel/time.ts';
import type { LedgerSpan } from '../views/ledger.ts';

type SpanQuery = {
  readonly legal_entity?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly period?: string | undefined;
};

/** Who asks, and when. */
type Asked = { readonly tenant: string; readonly at: Instant };

/** The span that a query names. Refusals: `ledger.range_invalid`, `ledger.range_too_long`. */
export function spanOf(
  asked: Asked,
  of: { readonly query: SpanQuery; readonly daysMax: number },
): Result<LedgerSpan> {
  const { query, daysMax } = of;
  if (query.period !== undefined) return spanOfPeriod(asked, query);
  const to = query.to ?? localDate(asked.at, 'UTC');
  const from = query.from ?? `${to.slice(0, 4)}-01-01`;
  if (from > to)
    return refuse('ledger.range_invalid', 'The first day must not lie after the last.', { pointer: '?from' });
  if (daysBetween(from, to) >= daysMax) {
    return refuse('ledger.range_too_long', `This question may span at most ${daysMax} days.`, {
      pointer: '?from',
      hint: `Begin on ${addDays(to, 1 - daysMax)} or later.`,
    });
  }

  return ok({ tenant: asked.tenant, entity: query.legal_entity ?? null, from, to });
}

/** All that was recorded since the month began in the earliest zone, as what belongs to it may be recorded long after it. */
function spanOfPeriod(asked: Asked, query: SpanQuery): Result<LedgerSpan> {
  const { period: month = '', legal_entity: entity = null } = query;
  const today = localDate(asked.at, 'UTC');
  const from = addDays(`${month}-01`, -1);
  if (from > today || query.to !== undefined || query.from !== undefined)
    return refuse('ledger.range_invalid', 'A period has begun, and stands without `from` and `to`.', {
      pointer: '?period',
    });

  return ok({ tenant: asked.tenant, entity, from, to: today, month });
}

/** The days that a balance is of. */
export function reported({ from, to, month }: LedgerSpan): Pick<LedgerSpan, 'from' | 'to'> {
  return month === undefined ? { from, to } : { from: `${month}-01`, to: lastDayOf(month) };
}
