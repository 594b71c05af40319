/** Woken by GET /v1/events; lists public facts from the event log, oldest first. */
import type { EventQuery } from '../../shared/contracts/events.ts';
import { eventRoutes } from '../../shared/contracts/events.ts';
import { readCursor, writeCursor } from '../../shared/edge/cursor.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { encode } from '../../shared/journal/codec.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok } from '../../shared/kernel/result.ts';
import { addDays } from '../../shared/kernel/time.ts';
import type { Ports } from '../../shared/ports.ts';
import type { EventPosition, LoggedCommit } from '../../shared/views/events.ts';
import { eventsBetween, positionBehind } from '../../shared/views/events.ts';

/** Without a day to begin with, this many days back. */
const DAYS_BACK = 30;

async function list(call: Call<undefined, EventQuery>, ports: Ports): Promise<Result<Answer>> {
  const { limit, cursor, type } = call.query;
  const today = call.acting.at.slice(0, 10);
  const from = call.query.from ?? addDays(today, -DAYS_BACK);
  // Nothing is recorded in days to come, and a page would look through every one of them.
  const to = call.query.to !== undefined && call.query.to < today ? call.query.to : today;
  // What the caller asked, not what it came to: a list begun before midnight goes on after it.
  const scope = [call.tenant, 'events', call.query.from ?? '', type ?? ''];
  const position = await readCursor<EventPosition>(cursor, scope, ports);
  if (!position.ok) return position;

  const { commits, next } = await eventsBetween(
    ports.views,
    { tenant: call.tenant, from, to, limit },
    position.value ?? { day: from, after: null },
  );
  const page = fitting(commits, limit);
  const last = page.at(-1);
  const goesOn = last && page.length < commits.length ? positionBehind(last) : next;
  const data = page.flatMap(eventsOf).filter((event) => type === undefined || event.type === type);
  const body = encode({
    data,
    next_cursor: await writeCursor(goesOn, scope, ports),
    as_of: call.acting.at,
  });

  return ok({ body });
}

/** Whole commits with at most so many events, and never none: a commit's events are not torn apart. */
function fitting(commits: readonly LoggedCommit[], limit: number): readonly LoggedCommit[] {
  let events = 0;
  const end = commits.findIndex(({ facts }, index) => {
    events += facts.length;

    return events > limit && index > 0;
  });

  return end < 0 ? commits : commits.slice(0, end);
}

function eventsOf(commit: LoggedCommit) {
  return commit.facts.map((fact, index) => ({
    id: `${commit.id}:${commit.version}:${index}`,
    specversion: '1.0',
    type: fact.type,
    time: commit.at,
    subject: commit.id,
    dataversion: fact.v,
    data: fact.data,
  }));
}

export const handler = onHttp('events.read', [endpoint(eventRoutes.list, list)]);
