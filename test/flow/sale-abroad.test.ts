/** The whole system as it would be deployed: a sale to another member state, whose VAT id the register is asked about. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { ensureAssembly } from '../../infra/local/assembly.ts';
import { apiClient, ROOT } from '../../infra/local/client.ts';
import { startCloud } from '../../infra/local/cloud.ts';
import type { Cloud } from '../../infra/local/running-cloud.ts';
import { SELLER } from '../../infra/local/seed/cast.ts';
import { deployedPorts, setupTenant } from '../../infra/setup.ts';

vi.setConfig({ testTimeout: 60_000 });

let dataFolder: string;
let cloud: Cloud;
let token: string;
const hurried = Promise.withResolvers<void>();

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'countinghouse-abroad-'));
  const assemblyFolder = (await ensureAssembly(ROOT)).folder;
  const quietly = { fact: () => {}, complain: () => {} };
  cloud = await startCloud({ assemblyFolder, dataFolder, port: 0, sandboxPort: 0, ...quietly });
  cloud.clock.hurry(() => hurried.promise).catch(() => {}); // ends with the tests
  token = (await setupTenant('A tenant', deployedPorts('local'))).token;
  await post('/v1/legal_entities', { ...SELLER, vat_id: 'DE129273398' });
}, 120_000);

afterAll(async () => {
  hurried.resolve();
  await cloud?.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

let keys = 0;

async function post(path: string, body: unknown) {
  keys += 1;

  return apiClient(cloud.url, token)({ method: 'POST', path, body, idempotencyKey: `key-${keys}` });
}

const Placed = z.looseObject({ invoices: z.array(z.string()) });

/** Sells a desk to a Dutch business with this VAT id; answers its invoice once all is quiet. */
async function invoiceTo(vatId: string): Promise<unknown> {
  const address = { line1: 'Herengracht 1', postal_code: '1015 BA', city: 'Amsterdam', country: 'NL' };
  const order = {
    customer: { name: 'Voorbeeld BV', email: 'inkoop@example.com', address, vat_id: vatId },
    currency: 'EUR',
    language: 'nl',
    lines: [{ description: 'Desk', quantity: '1', unit_price: '100.00', supply: 'goods' }],
  };
  const { invoices } = Placed.parse((await post('/v1/orders', order)).body);
  await cloud.quiet.wait(50);

  return (await apiClient(cloud.url, token)({ method: 'GET', path: `/v1/invoices/${invoices[0]}` })).body;
}

test('goods to a business whose VAT id the register knows are invoiced without tax', async () => {
  expect(await invoiceTo('NL123456782B90')).toMatchObject({
    taxes: [{ category: 'K', rate: '0' }],
    total: { amount: '100.00' },
  });
});

test('goods to a business whose VAT id the register does not know are invoiced with tax', async () => {
  expect(await invoiceTo('NL123456799B20')).toMatchObject({
    taxes: [{ category: 'S', rate: '19' }],
    total: { amount: '119.00' },
  });
});
