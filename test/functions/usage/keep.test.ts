import { describe, expect, it } from 'vitest';
import type { UsageResult } from '../../../shared/contracts/usage.ts';
import { addToInstant } from '../../../shared/kernel/time.ts';
import { EVENTS_READ_MAX } from '../../../shared/flows/metering.ts';
import { ask, billed, TENANT } from '../billing/desk.ts';
import { eventOf, JANUARY, NOBODY, quantities, running, send, sendOne, show } from './measured.ts';

describe('recording usage', () => {
  it('answers each event by itself, and shows what they come to at once', async () => {
    const { at, id } = await running();

    const answer = await send(
      at,
      eventOf(id),
      eventOf(id, { id: 'call-2', quantity: '0.25' }),
      eventOf(id, { id: 'call-3', meter: 'unheard_of' }),
      eventOf(id, { meter: 'hosts', dimension: 'host-1' }),
      eventOf(id, { id: 'seen-again', meter: 'hosts', dimension: 'host-1' }),
    );

    expect(answer).toMatchObject({
      status: 200,
      body: {
        results: [
          { id: 'call-1', result: 'recorded', refusal: null },
          { id: 'call-2', result: 'recorded', refusal: null },
          { id: 'call-3', result: 'refused', refusal: { code: 'usage.meter_unknown', pointer: '#/meter' } },
          { id: 'call-1', result: 'recorded', refusal: null },
          { id: 'seen-again', result: 'recorded', refusal: null },
        ],
      },
    });
    expect(await quantities(at, id)).toEqual([
      ['calls', '1.75', 2],
      ['hosts', '1', 2],
    ]);
  });

  it('takes one event by itself as it takes one of several', async () => {
    const { at, id } = await running();

    const answers = [
      await sendOne(at, eventOf(id)),
      await send(at, eventOf(id)),
      await sendOne(at, eventOf(NOBODY, { id: 'call-2' })),
    ];

    expect(answers).toMatchObject([
      { status: 200, body: { results: [{ id: 'call-1', result: 'recorded', refusal: null }] } },
      { status: 200, body: { results: [{ result: 'repeated' }] } },
      { status: 200, body: { results: [{ refusal: { code: 'usage.subscription_unknown' } }] } },
    ]);
    expect((await quantities(at, id))[0]).toEqual(['calls', '1.5', 1]);
  });

  it.each([
    ['by itself', (event: object) => event, '#/quantity'],
    ['among others', (event: object) => ({ events: [eventOf(NOBODY), event] }), '#/events/1/quantity'],
  ])('names the field of an event that cannot be read, sent %s', async (_, body, pointer) => {
    const { at } = await running();
    const told = await sendOne(at, body(eventOf(NOBODY, { quantity: '-1' })));

    expect(told).toMatchObject({ status: 422, body: { code: 'request.invalid', errors: [{ pointer }] } });
  });

  it('counts an event once, however often and however spelt it is sent, also in one request', async () => {
    const { at, id } = await running();

    const first = await send(at, eventOf(id), eventOf(id), eventOf(id, { quantity: '1.500' }));
    const again = await send(at, eventOf(id));

    const results = (answer: typeof first) =>
      (answer.body.results as UsageResult[]).map(({ result }) => result);
    expect(results(first).toSorted()).toEqual(['recorded', 'repeated', 'repeated']);
    expect(results(again)).toEqual(['repeated']);
    expect(await quantities(at, id)).toEqual([
      ['calls', '1.5', 1],
      ['hosts', '0', 0],
    ]);
  });

  it.each([
    ['usage.event_differs', { quantity: '2' }],
    ['usage.subscription_unknown', { id: 'other', subscription: NOBODY }],
    ['usage.meter_unknown', { id: 'other', meter: 'unheard_of' }],
    ['usage.in_future', { id: 'other', at: addToInstant(JANUARY, { minutes: 6 }) }],
    ['usage.too_old', { id: 'other', at: addToInstant(JANUARY, { days: -401 }) }],
    ['usage.outside_service', { id: 'other', at: addToInstant(JANUARY, { days: -1 }) }],
    ['usage.dimension_missing', { id: 'other', meter: 'hosts' }],
    ['usage.corrects_itself', { id: 'other', corrects: 'other' }],
  ])('refuses an event with %s, and it leaves no trace', async (code, other) => {
    const { at, id } = await running();
    await send(at, eventOf(id));

    const answer = await send(at, eventOf(id, other));

    expect(answer).toMatchObject({
      status: 200,
      body: { results: [{ result: 'refused', refusal: { code } }] },
    });
    expect(await quantities(at, id, '2026-01-10', '2026-02-09')).toEqual([
      ['calls', '1.5', 1],
      ['hosts', '0', 0],
    ]);
  });

  it('refuses what was used after the service has stopped', async () => {
    const { at, id } = await running();
    await ask(at, id, { verb: 'cancel', body: { at: 'now' } });

    const answer = await send(at, eventOf(id, { at: addToInstant(at.ports.clock.now(), { minutes: 1 }) }));

    expect(answer.body).toMatchObject({ results: [{ refusal: { code: 'usage.outside_service' } }] });
  });

  it.each([
    ['no event', []],
    ['more than a hundred', Array.from({ length: 101 }, (_, index) => eventOf(NOBODY, { id: `${index}` }))],
    ['a quantity below nought', [eventOf(NOBODY, { quantity: '-1' })]],
    ['a seventh decimal', [eventOf(NOBODY, { quantity: '0.0000001' })]],
    ['a separator in its id', [eventOf(NOBODY, { id: 'a#b' })]],
  ])('refuses a request with %s as a whole', async (_, events) => {
    const { at } = await running();

    expect((await send(at, ...events)).status).toBe(422);
  });

  it('charges nothing for it', async () => {
    const { at, id } = await running();
    const before = billed(at, id);

    await send(at, eventOf(id, { quantity: '1000000' }));
    await at.settle();

    expect(billed(at, id)).toEqual(before);
  });
});

describe('the usage of a subscription', () => {
  it('is that of the days of its own zone', async () => {
    const { at, id } = await running([{ code: 'calls', aggregation: 'last' }]);
    at.clock.set('2026-02-03T00:00:00.000Z');
    await send(
      at,
      eventOf(id, { id: 'a', at: '2026-01-31T22:59:59.999Z', quantity: '1' }),
      eventOf(id, { id: 'b', at: '2026-01-31T23:00:00.000Z', quantity: '2' }),
      eventOf(id, { id: 'c', at: '2026-02-01T22:59:59.999Z', quantity: '3' }),
      eventOf(id, { id: 'd', at: '2026-02-01T23:00:00.000Z', quantity: '4' }),
    );

    expect(await quantities(at, id, '2026-01-31', '2026-02-01')).toEqual([['calls', '1', 1]]);
    expect(await quantities(at, id, '2026-02-01', '2026-02-02')).toEqual([['calls', '3', 2]]);
    expect(await quantities(at, id, '2026-01-31', '2026-02-03')).toEqual([['calls', '4', 4]]);
  });

  it('of a plan without meters is empty', async () => {
    const { at, id } = await running([]);

    expect((await show(at, id)).body).toEqual({
      object: 'usage',
      subscription: id,
      from: '2026-01-31',
      to: '2026-02-01',
      time_zone: 'Europe/Berlin',
      meters: [],
    });
  });

  it.each([
    ['no day', '2026-01-31', '2026-01-31'],
    ['days backwards', '2026-02-01', '2026-01-31'],
    ['more than 31 days', '2026-01-01', '2026-02-02'],
  ])('of %s is refused', async (_, from, to) => {
    const { at, id } = await running();

    expect(await show(at, id, from, to)).toMatchObject({
      status: 422,
      body: { code: 'usage.range_invalid' },
    });
  });

  it('that nobody has is not found', async () => {
    const { at } = await running();

    for (const id of [NOBODY, 'nonsense']) {
      expect(await show(at, id)).toMatchObject({ status: 404, body: { code: 'subscription.not_found' } });
    }
  });

  it('is refused where it is more than can be added up, never shown in part', async () => {
    const { at, id } = await running();
    const ref = { tenant: TENANT, subscription: id, meter: 'calls' };
    for (let index = 0; index < EVENTS_READ_MAX; index += 1) {
      const event = { id: `${index}`, at: JANUARY, quantity: '1', dimension: null };
      await at.ports.usage.record(ref, event, { mark: { version: 1, at: JANUARY }, expiresAt: 0 });
    }
    expect(await quantities(at, id)).toContainEqual(['calls', '10000', EVENTS_READ_MAX]);

    await send(at, eventOf(id));

    expect(await show(at, id)).toMatchObject({ status: 422, body: { code: 'usage.too_many_events' } });
  });
});
