import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HELP } from '../../../../infra/local/flags.ts';
import type { Cloud } from '../../../../infra/local/running-cloud.ts';
import { openBusiness } from '../../../../infra/local/seed/business.ts';
import { tenantOf } from '../../../../infra/local/seed/tenant.ts';

test('a start without the demo business goes on with the key of the last one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countinghouse-tenant-'));
  const business = openBusiness(join(folder, 'business.json'));
  business.write({ tenant: 'ten_1', apiKey: 'sk_local_1' });
  const cloud = new Proxy({} as Cloud, { get: (_, name) => expect.unreachable(`asked for ${String(name)}`) }); // nothing is made

  expect(await tenantOf(cloud, business, 'Local business')).toEqual({ apiKey: 'sk_local_1' });
  expect(HELP).toContain('with a tenant and its key');
  rmSync(folder, { recursive: true });
});
