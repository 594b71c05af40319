import { describe, expect, it } from 'vitest';
import { desk, type Desk, ENTITY, publishPlan } from '../billing/desk.ts';

const AT = '2026-01-31T10:00:00.000Z';
const PLAN = {
  name: 'Reading room',
  legal_entity: ENTITY,
  interval: 'year',
  prices: [
    { currency: 'EUR', amount: '199.000000000001' },
    { currency: 'JPY', amount: '30000' },
  ],
  tax: 'reduced',
};

const publish = (at: Desk, body: Record<string, unknown>, key = 'plan') =>
  at.call('catalog.keep', { routeKey: 'POST /v1/plans', body: JSON.stringify(body), key });

const publishVersion = (at: Desk, id: string, body: Record<string, unknown>, more: object = {}) =>
  at.call('catalog.keep', {
    routeKey: 'POST /v1/plans/{plan_id}/versions',
    pathParameters: { plan_id: id },
    body: JSON.stringify(body),
    key: 'version',
    ...more,
  });

const showVersion = (at: Desk, id: string, version: string) =>
  at.call('catalog.keep', {
    routeKey: 'GET /v1/plans/{plan_id}/versions/{version}',
    pathParameters: { plan_id: id, version },
  });

const show = (at: Desk, id: string) =>
  at.call('catalog.keep', { routeKey: 'GET /v1/plans/{plan_id}', pathParameters: { plan_id: id } });

describe('publishing a plan', () => {
  it('answers the plan with every decimal of its prices, and shows it from then on', async () => {
    const at = await desk(AT);

    const answer = await publish(at, PLAN);
    const shown = await show(at, String(answer.body.id));

    expect(answer).toMatchObject({
      status: 201,
      headers: { etag: '"1"' },
      body: { ...PLAN, object: 'plan', version: 1, description: null, published_at: AT },
    });
    expect(shown).toMatchObject({ status: 200, body: answer.body });
  });

  it('answers its rules and its minimum spend as they were sent', async () => {
    const at = await desk(AT);
    const rules = { stub_before_anchor: 'merge', stub_merged_below_days: 10 };
    const amounts = PLAN.prices.map(({ currency }) => ({ currency, amount: '1000' }));
    const minimum = { interval: 'year', interval_count: 2, covers: 'usage', early_end: 'full', amounts };

    const { body } = await publish(at, { ...PLAN, rules, minimum_spend: minimum });

    expect(body).toMatchObject({ rules, minimum_spend: minimum });
  });

  it.each([
    { model: 'flat', amount: '49', minimum: null },
    { model: 'package', amount: '100', size: '10', free: '5', minimum: '200' },
    {
      model: 'percentage',
      percent: '1.3',
      fixed: '2',
      free_events: 3,
      free_value: '250',
      least: null,
      most: '900',
      minimum: null,
    },
    {
      model: 'graduated',
      tiers: [
        { up_to: '10', unit_amount: '10', flat_amount: '2' },
        { up_to: null, unit_amount: '5', flat_amount: '0' },
      ],
      flat_at_zero: 'skip',
      fraction: 'rounded_up',
      minimum: null,
    },
  ])('answers the price model as it was given: $model', async (price) => {
    const at = await desk(AT);

    const answer = await publish(at, { ...PLAN, prices: [{ currency: 'EUR', price }] });

    expect(answer).toMatchObject({
      status: 201,
      body: { prices: [{ currency: 'EUR', price }], warnings: [] },
    });
  });

  it('warns where a little more costs less', async () => {
    const at = await desk(AT);
    const tiers = [
      { up_to: '100', unit_amount: '2', flat_amount: '10' },
      { up_to: null, unit_amount: '1' },
    ];

    const answer = await publish(at, {
      ...PLAN,
      prices: [{ currency: 'EUR', price: { model: 'volume', tiers } }],
    });

    expect(answer.body).toMatchObject({
      warnings: [{ code: 'price.more_costs_less', pointer: '#/prices/0' }],
    });
  });

  it('twice with one key publishes one plan', async () => {
    const at = await desk(AT);

    const first = await publish(at, PLAN);
    const second = await publish(at, PLAN);

    expect(second).toMatchObject({
      status: 201,
      body: first.body,
      headers: { 'idempotency-replayed': 'true' },
    });
  });

  it('with the key of another plan is refused', async () => {
    const at = await desk(AT);
    await publish(at, PLAN);

    expect(await publish(at, { ...PLAN, name: 'Other' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency.key_reused' },
    });
  });

  it.each([
    ['plan.price_repeated', { prices: [PLAN.prices[0], PLAN.prices[0]] }],
    [
      'plan.meter_repeated',
      {
        meters: [
          { code: 'calls', aggregation: 'sum' },
          { code: 'calls', aggregation: 'max' },
        ],
      },
    ],
    [
      'price.tier_gap',
      { prices: [{ currency: 'EUR', price: { model: 'volume', tiers: [{ above: '1', up_to: null }] } }] },
    ],
    [
      'price.tier_overlap',
      {
        prices: [{ currency: 'EUR', price: { model: 'graduated', tiers: [{ up_to: '5' }, { up_to: '5' }] } }],
      },
    ],
    [
      'price.bounds_crossed',
      { prices: [{ currency: 'EUR', price: { model: 'percentage', percent: '1', least: '2', most: '1' } }] },
    ],
    [
      'request.invalid',
      { prices: [{ currency: 'EUR', price: { model: 'package', amount: '1', size: '0' } }] },
    ],
    ['request.invalid', { interval_count: 37 }],
    ['legal_entity.unknown', { legal_entity: 'le_0123456789abcdefghjkmnpqrs' }],
    ['request.invalid', { prices: [] }],
    ['request.invalid', { prices: [{ currency: 'EUR', amount: '1.0000000000001' }] }],
    ['request.invalid', { prices: [{ currency: 'EUR', amount: '-1' }] }],
    ['request.invalid', { prices: [{ currency: 'XXY', amount: '1' }] }],
    ['request.invalid', { interval: 'fortnight' }],
    ['request.invalid', { levels: [] }],
  ])('that cannot be is refused with %s: %j', async (code, wrong) => {
    const at = await desk(AT);
    const before = at.journal.stream.length;

    const answer = await publish(at, { ...PLAN, ...wrong });

    expect(answer).toMatchObject({ status: 422, body: { code } });
    expect(at.journal.stream).toHaveLength(before);
  });
});

describe('the next version of a plan', () => {
  const RAISED = { ...PLAN, prices: [{ currency: 'EUR', amount: '209' }] };

  it('is what the plan is from then on, and every earlier one stays to be seen', async () => {
    const at = await desk(AT);
    const first = await publish(at, PLAN);
    const id = String(first.body.id);
    at.clock.advance({ hours: 1 });

    const second = await publishVersion(at, id, RAISED);
    const shown = [await show(at, id), await showVersion(at, id, '1'), await showVersion(at, id, '2')];

    expect(second).toMatchObject({
      status: 201,
      headers: { etag: '"2"' },
      body: { id, version: 2, prices: RAISED.prices, published_at: '2026-01-31T11:00:00.000Z' },
    });
    expect(shown.map(({ body }) => body)).toEqual([second.body, first.body, second.body]);
  });

  it('is listed in the place of its plan, under its own name', async () => {
    const at = await desk(AT);
    const id = await publishPlan(at, {}, 'first');
    await publishVersion(at, id, { ...RAISED, name: 'Reading hall' });
    await at.settle();

    const { body } = await at.call('catalog.keep', { routeKey: 'GET /v1/plans' });

    expect(body.data).toMatchObject([{ id, version: 2, name: 'Reading hall' }]);
  });

  it('asked for again is answered as it was, though another one came after it', async () => {
    const at = await desk(AT);
    const id = await publishPlan(at);
    const first = await publishVersion(at, id, RAISED);
    await publishVersion(at, id, { ...RAISED, name: 'Third' }, { key: 'third' });

    const again = await publishVersion(at, id, RAISED);
    const other = await publishVersion(at, id, { ...RAISED, name: 'Other' });

    expect(again).toMatchObject({
      status: 201,
      body: first.body,
      headers: { 'idempotency-replayed': 'true' },
    });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
    expect((await show(at, id)).body).toMatchObject({ version: 3, name: 'Third' });
  });

  it('is not published over one that its publisher has not seen', async () => {
    const at = await desk(AT);
    const id = await publishPlan(at);
    await publishVersion(at, id, RAISED);

    const stale = await publishVersion(
      at,
      id,
      { ...RAISED, name: 'Blind' },
      { key: 'blind', headers: { 'if-match': '"1"' } },
    );

    expect(stale).toMatchObject({ status: 412, body: { code: 'precondition.failed' } });
  });

  it.each([
    ['plan.not_found', 404, 'pln_0123456789abcdefghjkmnpqrs', RAISED],
    ['plan.not_found', 404, 'nonsense', RAISED],
    ['legal_entity.unknown', 422, null, { ...RAISED, legal_entity: 'le_0123456789abcdefghjkmnpqrs' }],
    ['plan.price_repeated', 422, null, { ...RAISED, prices: [PLAN.prices[0], PLAN.prices[0]] }],
  ] as const)('that cannot be is refused with %s', async (code, status, id, body) => {
    const at = await desk(AT);
    const plan = await publishPlan(at);

    const answer = await publishVersion(at, id ?? plan, body);

    expect(answer).toMatchObject({ status, body: { code } });
    expect((await show(at, plan)).body.version).toBe(1);
  });

  it.each(['0', '2', '01', 'x', '1000'])('has a number that was given: %s is not found', async (version) => {
    const at = await desk(AT);
    const id = await publishPlan(at);

    const answer = await showVersion(at, id, version);

    expect(answer).toMatchObject({ status: 404, body: { code: 'plan_version.not_found' } });
    expect(await showVersion(at, 'nonsense', '1')).toMatchObject({
      status: 404,
      body: { code: 'plan.not_found' },
    });
  });
});

describe('plans', () => {
  it.each(['pln_0123456789abcdefghjkmnpqrs', 'nonsense'])(
    'that nobody published are not found: %s',
    async (id) => {
      const at = await desk(AT);

      expect(await show(at, id)).toMatchObject({ status: 404, body: { code: 'plan.not_found' } });
    },
  );

  it('are listed page by page, newest first', async () => {
    const at = await desk(AT);
    const first = await publishPlan(at, {}, 'first');
    at.clock.advance({ hours: 1 });
    const second = await publishPlan(at, {}, 'second');

    const routeKey = 'GET /v1/plans';
    const page = await at.call('catalog.keep', { routeKey, queryStringParameters: { limit: '1' } });
    const cursor = String(page.body.next_cursor);
    const rest = await at.call('catalog.keep', { routeKey, queryStringParameters: { limit: '1', cursor } });

    expect(page.body.data).toMatchObject([{ id: second, object: 'plan', version: 1, name: 'Reading room' }]);
    expect(rest.body).toMatchObject({ data: [{ id: first }], next_cursor: null });
  });

  it('refuse a cursor that they did not give', async () => {
    const at = await desk(AT);

    const answer = await at.call('catalog.keep', {
      routeKey: 'GET /v1/plans',
      queryStringParameters: { cursor: 'forged' },
    });

    expect(answer).toMatchObject({ status: 400, body: { code: 'cursor.invalid' } });
  });
});
