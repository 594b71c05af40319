import { describe, expect, it } from 'vitest';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { type Answered, billed, factsIn, openRun, publishPlan, tick } from '../billing/desk.ts';
import { applied, askEach, planned, raised, type Row, rowsOf, shown } from './planned.ts';

const EUR = (amount: string) => ({ amount, currency: 'EUR' });
const netOf = (bill: Record<string, unknown> = { lines: [] }) =>
  (bill.lines as readonly { readonly listMinor: bigint; readonly discountMinor: bigint }[]).reduce(
    (sum, { listMinor, discountMinor }) => sum + listMinor - discountMinor,
    0n,
  );

describe('a migration that is planned', () => {
  it('shows each next bill as it is and as it becomes, and what both come to, and changes nothing', async () => {
    const { at, plan, ids } = await raised(3);
    const versions = at.journal.stream.filter(({ id }) => ids.includes(id)).length;

    const { body } = await planned(at, plan);
    const rows = await rowsOf(at, plan, body.id);

    expect(body).toMatchObject({
      status: 'planned',
      when: 'period_end',
      counts: { planned: 3, left_out: 0, applied: 0, stale: 0 },
      totals: { planned: [{ old: EUR('119.40'), new: EUR('149.40'), delta: EUR('30.00') }], applied: [] },
    });
    expect(rows.map(({ subscription }) => subscription).toSorted()).toEqual(ids.toSorted());
    expect(rows[0]).toMatchObject({
      status: 'planned',
      from_version: 1,
      on: '2026-02-28',
      next_bill: { old: EUR('39.80'), new: EUR('49.80'), delta: EUR('10.00') },
      causes: ['price', 'name'],
      code: null,
    });
    expect(at.journal.stream.filter(({ id }) => ids.includes(id))).toHaveLength(versions);
  });

  it('goes over as many pages as there are subscriptions, and names each of them once', async () => {
    const { at, plan, ids } = await raised(120);

    const { body } = await planned(at, plan);
    const rows = await rowsOf(at, plan, body.id);

    expect(body.counts).toMatchObject({ planned: 120 });
    expect(rows.map(({ subscription }) => subscription).toSorted()).toEqual(ids.toSorted());
  });

  it('takes of the plan only the customers and the currency that it is limited to', async () => {
    const { at, plan, ids } = await raised(1, { others: ['other'] });
    const [mine, others] = ids;

    const some = await planned(at, plan, { only: { customers: [derivedId('cus', 'other')] } }, 'some');
    const francs = await planned(at, plan, { only: { currency: 'CHF' } }, 'francs');
    const euros = await planned(at, plan, { only: { currency: 'EUR' } }, 'euros');

    const named = async ({ body }: Answered) =>
      (await rowsOf(at, plan, body.id)).map(({ subscription }) => subscription).toSorted();
    expect(await named(some)).toEqual([others]);
    expect(await named(francs)).toEqual([]);
    expect(await named(euros)).toEqual([mine, others].toSorted());
  });

  it('leaves out, with the reason, whoever cannot be changed', async () => {
    const { at, plan, ids } = await raised(5);
    await askEach(at, [
      [ids[0], 'pause'],
      [ids[1], 'cancel', { at: 'period_end' }],
      [ids[2], 'change', { quantity: '7', at: 'period_end' }],
    ]);

    const { body } = await planned(at, plan);
    const codes = new Map((await rowsOf(at, plan, body.id)).map((row) => [row.subscription, row.code]));

    expect(ids.map((id) => codes.get(id))).toEqual([
      'subscription.paused',
      'subscription.cancelled',
      'migration.change_waits',
      null,
      null,
    ]);
    expect(body.counts).toMatchObject({ planned: 2, left_out: 3 });
  });

  it('refuses a plan or version that is not there, a day too far away, and another plan’s migration', async () => {
    const { at, plan } = await raised(1);
    const shelf = await publishPlan(at, { name: 'Shelf' }, 'shelf');
    const { body } = await planned(at, plan);

    const codes = [
      await planned(at, plan, { to_version: 3 }, 'a'),
      await planned(at, 'pln_none', {}, 'b'),
      await planned(at, plan, { when: '2027-12-01' }, 'c'),
      await shown(at, shelf, String(body.id)),
      await shown(at, plan, 'mig_none'),
    ].map((answer) => [answer.status, answer.body.code]);

    expect(codes).toEqual([
      [404, 'plan_version.not_found'],
      [404, 'plan.not_found'],
      [422, 'migration.date_too_far'],
      [404, 'migration.not_found'],
      [404, 'migration.not_found'],
    ]);
  });
});

describe('a migration that is agreed to', () => {
  it('is applied to a few and then to all, and bills to the cent what was planned', async () => {
    const { at, plan, ids } = await raised(60);
    const { body } = await planned(at, plan);
    const migration = body.id;

    const few = await applied(at, plan, { migration, agreed: body.hash, first: 2, key: 'few' });
    const all = await applied(at, plan, { migration, agreed: body.hash, key: 'all' });
    const rows = await rowsOf(at, plan, migration);
    at.clock.set('2026-02-28T10:00:00.000Z');
    await tick(at);

    expect(few.body).toMatchObject({ status: 'planned', counts: { applied: 2, stale: 0 } });
    expect(all.body).toMatchObject({ status: 'applied', counts: { planned: 60, applied: 60, stale: 0 } });
    expect((all.body.totals as Totals).applied).toEqual((body.totals as Totals).planned);
    expect(rows.every(({ status }) => status === 'applied')).toBe(true);
    expect(factsIn(at, 'subscription.change_scheduled')).toHaveLength(60);
    const executed = ids.map((id) => netOf(billed(at, id).at(-1)));
    expect(executed).toEqual(ids.map(() => 4980n));
  });

  it('changes each subscription once however often its messages come', async () => {
    const { at, plan } = await raised(30);
    const { body } = await planned(at, plan);

    const once = await applied(at, plan, { migration: body.id, agreed: body.hash, times: 3 });
    const again = await applied(at, plan, { migration: body.id, agreed: body.hash, times: 3 });

    expect(once.body.counts).toMatchObject({ applied: 30, stale: 0 });
    expect(again.body).toEqual(once.body);
    expect(factsIn(at, 'subscription.change_scheduled')).toHaveLength(30);
  });

  it('leaves whoever has changed since as they are, and says so; the others go on', async () => {
    const { at, plan, ids } = await raised(4);
    const { body } = await planned(at, plan);
    await askEach(at, [
      [ids[0], 'change', { quantity: '9' }],
      [ids[1], 'pause'],
      [ids[2], 'coupons', { name: 'Welcome', off: { percent: '10' } }],
    ]);

    const done = await applied(at, plan, { migration: body.id, agreed: body.hash });
    const rows = new Map((await rowsOf(at, plan, body.id)).map((row) => [row.subscription, row]));

    expect(ids.map((id) => told(rows.get(id)))).toEqual([
      ['stale', 'migration.stale'],
      ['stale', 'subscription.paused'],
      ['stale', 'migration.stale'],
      ['applied', null],
    ]);
    expect(done.body).toMatchObject({
      status: 'applied',
      counts: { planned: 4, applied: 1, stale: 3 },
      totals: { applied: [{ old: EUR('39.80'), new: EUR('49.80'), delta: EUR('10.00') }] },
    });
    expect(factsIn(at, 'subscription.change_scheduled')).toHaveLength(1);
  });

  it('is stale where a period was billed between plan and approval', async () => {
    const { at, plan } = await raised(2);
    const { body } = await planned(at, plan);
    at.clock.set('2026-02-28T10:00:00.000Z');
    await tick(at);

    const done = await applied(at, plan, { migration: body.id, agreed: body.hash });

    expect(done.body.counts).toMatchObject({ applied: 0, stale: 2 });
  });

  it('refuses another hash, and an approval before everything is planned', async () => {
    const { at, plan } = await raised(1);
    const { body } = await planned(at, plan);
    const opening = await at.call('migrations.keep', {
      routeKey: 'POST /v1/plans/{plan_id}/migrations',
      pathParameters: { plan_id: plan },
      body: JSON.stringify({ to_version: 2 }),
      key: 'early',
    });

    const early = await at.call('migrations.keep', {
      routeKey: 'POST /v1/plans/{plan_id}/migrations/{migration_id}/apply',
      pathParameters: { plan_id: plan, migration_id: String(opening.body.id) },
      body: JSON.stringify({ agreed: body.hash }),
      key: 'early',
    });
    const other = await applied(at, plan, { migration: body.id, agreed: 'x'.repeat(43) });

    expect(opening.body).toMatchObject({ status: 'planning', hash: null });
    expect([early.status, early.body.code]).toEqual([422, 'migration.unplanned']);
    expect([other.status, other.body.code]).toEqual([422, 'migration.agreed_differs']);
    expect(factsIn(at, 'migration.approved')).toEqual([]);
  });
});

describe('a price change for a day', () => {
  it('holds from the first period that begins on that day or later, and not before', async () => {
    const { at, plan, ids } = await raised(2);
    const { body } = await planned(at, plan, { when: '2026-04-01' });
    const rows = await rowsOf(at, plan, body.id);
    await applied(at, plan, { migration: body.id, agreed: body.hash });

    at.clock.set('2026-05-01T10:00:00.000Z');
    await openRun(at, 'run');

    expect(body).toMatchObject({ when: '2026-04-01' });
    expect(rows.map(({ on }) => on)).toEqual(['2026-04-30', '2026-04-30']);
    const bills = billed(at, ids[0]).map((bill) => [bill.start, netOf(bill)]);
    expect(bills).toEqual([
      ['2026-01-31', 3980n],
      ['2026-02-28', 3980n],
      ['2026-03-31', 3980n],
      ['2026-04-30', 4980n],
    ]);
  });
});

type Totals = { readonly planned: unknown; readonly applied: unknown };

function told(row: Row | undefined) {
  return [row?.status, row?.code];
}
