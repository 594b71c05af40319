import { describe, expect, it } from 'vitest';
import { BillingRunManifest } from '../../../shared/contracts/run-manifests.ts';
import { type Desk, desk, openRun, order, publishPlan } from './desk.ts';

const show = (at: Desk, run: unknown) =>
  at.call('billing.run', {
    routeKey: 'GET /v1/billing_runs/{billing_run_id}/manifest',
    pathParameters: { billing_run_id: String(run) },
  });

async function library(): Promise<Desk> {
  const at = await desk('2026-01-31T10:00:00.000Z');
  const monthly = await publishPlan(at, {}, 'monthly');
  const later = await publishPlan(at, { charge: 'in_arrears' }, 'later');
  await order(at, [monthly, monthly, later]);
  at.clock.set('2026-04-15T08:00:00.000Z');

  return at;
}

describe('the manifest of a run', () => {
  it('tells of a run what its pages depend on', async () => {
    const at = await library();
    const { id } = await openRun(at, 'april');

    const { status, body } = await show(at, id);

    expect(status).toBe(200);
    expect(BillingRunManifest.parse(body)).toMatchObject({ run: id, dry_run: false, pages: 1 });
  });

  it('is not told while a page of the run is at work', async () => {
    const at = await library();
    const opened = await at.call('billing.run', {
      routeKey: 'POST /v1/billing_runs',
      body: '{}',
      key: 'at work',
    });

    expect(await show(at, opened.body.id)).toMatchObject({
      status: 422,
      body: { code: 'billing_run.unfinished' },
    });
  });

  it('of a dry run is that of the run which follows, for it decides the same from the same', async () => {
    const at = await library();
    const dry = BillingRunManifest.parse(
      (await show(at, (await openRun(at, 'dry', { dry_run: true })).id)).body,
    );
    const real = BillingRunManifest.parse((await show(at, (await openRun(at, 'real')).id)).body);

    expect(dry.dry_run).toBe(true);
    expect(dry.hashes).toEqual(real.hashes);
  });

  it('of a run that nobody opened is not found', async () => {
    const at = await desk('2026-01-31T10:00:00.000Z');

    expect(await show(at, 'run_00000000000000000000000001')).toMatchObject({
      status: 404,
      body: { code: 'billing_run.not_found' },
    });
  });
});
