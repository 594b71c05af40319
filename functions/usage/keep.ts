/** Woken by the routes of usage; keeps each event once and answers what became of it, and shows what the events come to. */
import type {
  NewUsageEvent,
  UsageEventsBody,
  UsageQuery,
  UsageResult,
} from '../../shared/contracts/usage.ts';
import { USAGE_DAYS_MAX, usageRoutes } from '../../shared/contracts/usage.ts';
import { acceptedEvent, aggregated, expiryOf } from '../../shared/domain/usage.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import { noSubscription } from '../../shared/domain/subscriptions/unknown.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { execute } from '../../shared/execute.ts';
import { isId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { daysBetween, startOfDay } from '../../shared/kernel/time.ts';
import {
  eventsBetween,
  levelBefore,
  type Measured,
  measuredSubscription,
} from '../../shared/flows/metering.ts';
import type { Ports } from '../../shared/ports.ts';

/** Events that are kept at once. */
const AT_ONCE_MAX = 10;

type Recorded = Result<'recorded' | 'repeated'>;

async function record(call: Call<UsageEventsBody, undefined>, ports: Ports): Promise<Result<Answer>> {
  const events = 'events' in call.body ? call.body.events : [call.body];
  const ids = [...new Set(events.map(({ subscription }) => subscription))];
  const measured = await Promise.all(
    ids.map((id) => measuredSubscription(ports.journal, { tenant: call.tenant, id })),
  );
  const known = new Map<string, Measured | undefined>(ids.map((id, index) => [id, measured[index]]));
  const results: UsageResult[] = [];
  for (let first = 0; first < events.length; first += AT_ONCE_MAX) {
    const group = events.slice(first, first + AT_ONCE_MAX);
    const of = { tenant: call.tenant, now: call.acting.at };
    const recorded = group.map(async (event) =>
      resultOf(event, await recordOne(event, { ...of, measured: known.get(event.subscription) }, ports)),
    );
    results.push(...(await Promise.all(recorded)));
  }
  await noteLate(call, { events, known, results }, ports);

  return ok({ body: { results } });
}

/** Tells subscriptions whose usage is charged of events that may have missed their bill, also where they are repeated. */
async function noteLate(
  { tenant, acting }: Call<UsageEventsBody, undefined>,
  of: {
    readonly events: readonly NewUsageEvent[];
    readonly known: ReadonlyMap<string, Measured | undefined>;
    readonly results: readonly UsageResult[];
  },
  { journal }: Ports,
): Promise<void> {
  const kept = of.events.filter((_, index) => of.results[index]?.result !== 'refused');
  const { fingerprint: _, ...noting } = acting;
  for (const [id, events] of Map.groupBy(kept, ({ subscription }) => subscription)) {
    if (!of.known.get(id)?.subscription.usage) continue;
    const levels = new Set(levelsOf(of.known.get(id)));
    const told = events.map(({ meter, at }) => ({ meter, at, isLevel: levels.has(meter) }));
    const command = { do: 'note_usage', told, at: acting.at } as const;
    // A strong read decides that none is late: a bill may have been recorded while the events were.
    const done = await execute(journal, subscriptions, { ref: { tenant, id }, command, acting: noting });
    if (!done.ok) throw new Error(`${id}: ${done.refusal.code}`);
  }
}

function levelsOf(measured: Measured | undefined): readonly string[] {
  const levels = measured?.meters.filter(({ aggregation }) => aggregation === 'time_weighted') ?? [];

  return levels.map(({ code }) => code);
}

/** Refusals beside those of `acceptedEvent`: `usage.subscription_unknown`, `usage.event_differs`. */
async function recordOne(
  event: NewUsageEvent,
  {
    tenant,
    now,
    measured,
  }: { readonly tenant: string; readonly now: string; readonly measured: Measured | undefined },
  ports: Ports,
): Promise<Recorded> {
  if (!measured)
    return refuse('usage.subscription_unknown', 'There is no such subscription.', {
      pointer: '#/subscription',
    });
  const accepted = acceptedEvent(event, { ...measured, now });
  if (!accepted.ok) return accepted;
  const ref = { tenant, subscription: event.subscription, meter: event.meter };
  const mark = { version: measured.version, at: now };
  const outcome = await ports.usage.record(ref, accepted.value, { mark, expiresAt: expiryOf(event) });

  return outcome === 'differs'
    ? refuse('usage.event_differs', 'Another event of this meter has this id.', { pointer: '#/id' })
    : ok(outcome);
}

function resultOf({ id }: NewUsageEvent, recorded: Recorded): UsageResult {
  if (recorded.ok) return { id, result: recorded.value, refusal: null };
  const { code, message, pointer = null } = recorded.refusal;

  return { id, result: 'refused', refusal: { code, message, pointer } };
}

async function show(call: Call<undefined, UsageQuery>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, query } = call;
  const id = call.params.subscription_id ?? '';
  const measured = isId('subscription', id)
    ? await measuredSubscription(ports.journal, { tenant, id })
    : undefined;
  if (!measured) return noSubscription();
  const days = daysBetween(query.from, query.to);
  if (days < 1 || days > USAGE_DAYS_MAX)
    return refuse(
      'usage.range_invalid',
      `The days are 1 to ${USAGE_DAYS_MAX}; \`to\` is the day behind them.`,
      {
        pointer: '#/to',
      },
    );

  const { zone } = measured.subscription;
  const span = { from: startOfDay(query.from, zone), to: startOfDay(query.to, zone) };
  // A level is averaged until now at most; what is to come is not known.
  const [to = span.to] = [span.to, call.acting.at].sort();
  const since = startOfDay(measured.subscription.startsOn, zone);
  const meters: unknown[] = [];
  for (const { code, aggregation } of measured.meters) {
    const ref = { tenant, subscription: id, meter: code };
    const events = await eventsBetween(ports.usage, ref, span);
    if (!events.ok) return events;
    const isLevel = aggregation === 'time_weighted';
    const carried = isLevel ? await levelBefore(ports.usage, ref, { at: span.from, since }) : '0';
    const quantity = aggregated(aggregation, events.value, { from: span.from, to, carried });
    meters.push({ code, aggregation, quantity, events: events.value.length });
  }

  return ok({ body: { object: 'usage', subscription: id, ...query, time_zone: zone, meters } });
}

export const handler = onHttp('usage.keep', [
  endpoint(usageRoutes.record, record),
  endpoint(usageRoutes.show, show),
]);
