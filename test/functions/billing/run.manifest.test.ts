import { describe, expect, it } from 'vitest';
import { BillingRunManifest } from '../../../shared/contracts/run-manifests.ts';
import { replayed } from '../../kit/replay.ts';
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
  it('is what the journal alone gives when the run is decided again', async () => {
    const at = await library();
    const { id } = await openRun(at, 'april');

    const { status, body } = await show(at, id);
    const manifest = BillingRunManifest.parse(body);

    expect(status).toBe(200);
    expect(manifest).toMatchObject({ run: id, dry_run: false, pages: 1 });
    expect(manifest.hashes).toEqual(replayed(at.journal.stream, String(id)));
  });

  it('says other lines where one input is another', async () => {
    const at = await library();
    const { id } = await openRun(at, 'april');
    const { hashes } = BillingRunManifest.parse((await show(at, id)).body);

    const dearer = replayed(at.journal.stream, String(id), (fact) =>
      fact.type === 'subscription.created' && fact.data.line === 1
        ? { ...fact, data: { ...fact.data, quantity: '7' } }
        : fact,
    );

    expect(dearer?.cut).toBe(hashes?.cut);
    expect(dearer?.lines).not.toBe(hashes?.lines);
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
