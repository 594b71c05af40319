/** What stands in the way of closing a month: whatever is due in it and not posted, named. */
import { deferrals } from '../domain/deferrals.ts';
import { lastDayOf, type Month } from '../domain/ledger/periods.ts';
import { series, SERIES_KINDS, seriesId } from '../domain/series.ts';
import { load } from '../execute.ts';
import { refuse } from '../kernel/result.ts';
import { addDays, localDate, startOfDay } from '../kernel/time.ts';
import type { Instant } from '../kernel/time.ts';
import type { Ports } from '../ports.ts';
import { deferralsWaiting } from './recognising.ts';

/** Things that one refusal names. */
const NAMED_MAX = 10;

/** Whose month is to be closed. */
export type Closing = {
  readonly tenant: string;
  readonly entity: string;
  readonly zone: string;
  readonly month: Month;
  readonly at: Instant;
};

/** Why the month cannot be closed, or undefined. Refusals: `period.not_over`, `period.recognition_due`, `period.documents_unfinished`. */
export async function refusedClosing(closing: Closing, ports: Pick<Ports, 'journal' | 'views'>) {
  const { zone, month, at } = closing;
  if (localDate(at, zone) <= lastDayOf(month))
    return refuse('period.not_over', 'A month can be closed once it is over.');
  const due = await recognitionDue(closing, ports);
  if (due.length > 0)
    return refuse('period.recognition_due', `Revenue is still to be recognised of ${named(due)}.`);
  const unfinished = await unfinishedDocuments(closing, ports);

  return unfinished.length > 0
    ? refuse('period.documents_unfinished', `Numbered and not issued yet: ${named(unfinished)}.`)
    : undefined;
}

/** The invoices of which revenue of the month, or of an earlier one, is not recognised. */
async function recognitionDue(
  { tenant, entity, zone, month }: Closing,
  ports: Pick<Ports, 'journal' | 'views'>,
): Promise<readonly string[]> {
  const until = startOfDay(addDays(lastDayOf(month), 1), zone);
  const found: string[] = [];
  for (const id of await deferralsWaiting(ports.views, tenant, until)) {
    const { state } = await load(ports.journal, deferrals, { tenant, id });
    // The row may lag behind: what is due the deferral itself says.
    if (state.status === 'none' || state.entity !== entity || state.dueAt === null || state.dueAt > until)
      continue;
    found.push(state.invoice);
    if (found.length >= NAMED_MAX) break;
  }

  return found;
}

/** Documents dated in the month or before whose number was given and that do not exist yet. */
async function unfinishedDocuments(
  { tenant, entity, month }: Closing,
  { journal }: Pick<Ports, 'journal'>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const kind of SERIES_KINDS) {
    const { state } = await load(journal, series, { tenant, id: seriesId(tenant, { entity, kind }) });
    const numbered = state.recent.flatMap(({ documents }) => documents);
    for (const { id, issueDate } of numbered) {
      if (issueDate <= lastDayOf(month) && !(await journal.at({ tenant, id }, 1))) found.push(id);
    }
  }

  return found;
}

function named(ids: readonly string[]): string {
  return `${ids.slice(0, NAMED_MAX).join(', ')}${ids.length > NAMED_MAX ? ', …' : ''}`;
}
