import { describe, expect, it } from 'vitest';
import { BillingRunManifest } from '../../../shared/contracts/run-manifests.ts';
import { replayRun } from '../../../shared/flows/replaying.ts';
import type { Commit, Journal } from '../../../shared/ports.ts';
import {
  ask,
  CUSTOMER,
  type Desk,
  desk,
  erase,
  openRun,
  order,
  publishPlan,
  TENANT,
  tick,
} from '../../functions/billing/desk.ts';

const OPENED = '2026-01-31T10:00:00.000Z';
const CALLS = { code: 'calls', aggregation: 'sum', prices: [{ currency: 'EUR', amount: '0.10' }] };

/** Three subscriptions, and in April a run that bills what is owed of them. */
async function library(plan: Record<string, unknown> = {}) {
  const at = await desk(OPENED);
  const monthly = await publishPlan(at, plan, 'monthly');
  const later = await publishPlan(at, { charge: 'in_arrears' }, 'later');
  const ids = await order(at, [monthly, monthly, later]);
  at.clock.set('2026-04-15T08:00:00.000Z');

  return { at, ids };
}

async function used(at: Desk, subscription: string | undefined, id: string, day: string): Promise<void> {
  const event = { id, subscription, meter: 'calls', at: `${day}T12:00:00.000Z`, quantity: '3' };
  const body = JSON.stringify({ events: [event] });
  await at.call('usage.keep', { routeKey: 'POST /v1/usage_events', body });
}

async function manifestOf(at: Desk, run: unknown) {
  const pathParameters = { billing_run_id: String(run) };
  const { body } = await at.call('billing.run', {
    routeKey: 'GET /v1/billing_runs/{billing_run_id}/manifest',
    pathParameters,
  });

  return BillingRunManifest.parse(body).hashes;
}

async function replayed(at: Desk, run: unknown, journal: Journal = at.ports.journal) {
  const replay = await replayRun({ tenant: TENANT, id: String(run) }, { ...at.ports, journal });
  if (!replay.ok) throw new Error(replay.refusal.code);

  return replay.value;
}

describe('a run that is decided again', () => {
  it('comes to what its manifest tells, though its subscriptions have gone on since', async () => {
    const { at, ids } = await library();
    const { id } = await openRun(at, 'april');
    await ask(at, ids[0], { verb: 'change', body: { quantity: '9' }, key: 'nine' });
    at.clock.set('2026-06-01T08:00:00.000Z');
    await tick(at);

    const replay = await replayed(at, id);

    expect(replay).toMatchObject({ pages: 1, subscriptions: 3, different: [] });
    expect(replay.again).toEqual(await manifestOf(at, id));
    expect(replay.told).toEqual(replay.again);
  });

  it('comes to the same as a dry run', async () => {
    const { at } = await library();
    const { id } = await openRun(at, 'dry', { dry_run: true });

    const replay = await replayed(at, id);

    expect(replay.again).toEqual(await manifestOf(at, id));
  });

  it('comes to the same where a customer was erased before, and where one was erased since', async () => {
    const { at } = await library();
    await erase(at, CUSTOMER);
    const { id: parked } = await openRun(at, 'parked');
    const other = await library();
    const { id: billed } = await openRun(other.at, 'april');
    other.at.clock.advance({ minutes: 5 });
    await erase(other.at, CUSTOMER);

    const [before, since] = [await replayed(at, parked), await replayed(other.at, billed)];

    expect(before.again).toEqual(before.told);
    expect(since.again).toEqual(since.told);
  });

  it('charges the usage that it charged, whatever came late and was corrected since', async () => {
    const { at, ids } = await library({ meters: [CALLS] });
    await used(at, ids[0], 'a', '2026-03-10');
    const { id } = await openRun(at, 'april');
    const then = await replayed(at, id);
    await used(at, ids[1], 'late', '2026-03-11');
    at.clock.set('2026-06-01T08:00:00.000Z');
    const { id: next } = await openRun(at, 'june');
    await used(at, ids[0], 'later', '2026-03-12');

    const again = [await replayed(at, id), await replayed(at, next)];

    expect(then.again).toEqual(then.told);
    for (const replay of again) {
      expect(replay.again).toEqual(replay.told);
      expect(replay.different).toEqual([]);
    }
    expect(again.map(({ told }) => told?.usage)).toEqual([...new Set(again.map(({ told }) => told?.usage))]);
  });

  it('that was dry and looked ahead comes to the same', async () => {
    const { at } = await library();
    const { id, counts } = await openRun(at, 'ahead', { dry_run: true, target_date: '2026-08-20' });
    at.clock.set('2026-06-01T08:00:00.000Z');
    await tick(at);

    const replay = await replayed(at, id);

    expect(counts).toMatchObject({ billed: 3 });
    expect(replay.again).toEqual(replay.told);
  });

  it('that was dry and looked ahead further than one wake-up bills comes to the same', async () => {
    const at = await desk(OPENED);
    await order(at, [await publishPlan(at, { interval: 'week' })]);
    const { id, totals } = await openRun(at, 'ahead', { dry_run: true, target_date: '2027-02-20' });

    const replay = await replayed(at, id);

    expect(totals).toMatchObject({ periods: 55 });
    expect(replay.again).toEqual(replay.told);
  });

  it('that was dry comes to the usage that was known at its time', async () => {
    const { at, ids } = await library({ meters: [CALLS] });
    await used(at, ids[0], 'a', '2026-03-10');
    const { id } = await openRun(at, 'dry', { dry_run: true });
    at.clock.advance({ minutes: 1 });
    await used(at, ids[1], 'late', '2026-03-11');

    const replay = await replayed(at, id);

    expect(replay.again).toEqual(replay.told);
  });

  it('names whoever’s usage is another by now: an event that the store lost', async () => {
    const { at, ids } = await library({ meters: [CALLS] });
    await used(at, ids[0], 'a', '2026-03-10');
    const { id } = await openRun(at, 'april');
    const usage = { ...at.ports.usage, events: async () => ({ items: [] }) };

    const replay = await replayRun({ tenant: TENANT, id: String(id) }, { ...at.ports, usage });

    expect(replay.ok && replay.value.different.map(({ subscription }) => subscription)).toEqual([ids[0]]);
    expect(replay.ok && replay.value.again?.usage).not.toBe(replay.ok && replay.value.told?.usage);
  });

  it('comes to other lines, of the same cut, where one input is another', async () => {
    const { at, ids } = await library();
    const { id } = await openRun(at, 'april');

    const replay = await replayed(at, id, spoilt(at, String(ids[0])));

    expect(replay.again?.cut).toBe(replay.told?.cut);
    expect(replay.again?.lines).not.toBe(replay.told?.lines);
    expect(replay.different.map(({ subscription }) => subscription)).toEqual([ids[0]]);
  });

  it('is refused where there is none, and while a page of it is at work', async () => {
    const { at } = await library();
    const opened = await at.call('billing.run', {
      routeKey: 'POST /v1/billing_runs',
      body: '{}',
      key: 'at work',
    });
    const of = (id: unknown) => replayRun({ tenant: TENANT, id: String(id) }, at.ports);
    const message = at.queues.outbox.drain();
    await at.spread();
    for (const { to, body } of [...message, ...at.queues.outbox.drain()])
      if (to === 'billing.plan') await at.deliver(to, body);

    expect(await of('run_none')).toMatchObject({ refusal: { code: 'billing_run.not_found' } });
    expect(await of(opened.body.id)).toMatchObject({ refusal: { code: 'billing_run.unfinished' } });
  });
});

/** The journal with another quantity in the head of one subscription. */
function spoilt(at: Desk, subscription: string): Journal {
  const { journal } = at.ports;
  const spoil = (commit: Commit | undefined): Commit | undefined => {
    if (commit?.id !== subscription || !commit.head) return commit;
    const state = { ...(commit.head.state as Record<string, unknown>), quantity: '7' };
    return { ...commit, head: { ...commit.head, state } };
  };

  return {
    ...journal,
    latest: async (ref, consistency) => spoil(await journal.latest(ref, consistency)),
    at: async (ref, version) => spoil(await journal.at(ref, version)),
  };
}
