import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { setupTenant } from '../../infra/setup.ts';
import { authenticate } from '../../shared/edge/authenticate.ts';
import { portsOf, twinsAt } from '../kit/ports.ts';

it('a new tenant has a key that may do everything, told once and never stored', async () => {
  const twins = twinsAt();

  const { tenant, token } = await setupTenant('Example', twins);

  expect(await authenticate(`Bearer ${token}`, 'admin', portsOf(twins))).toMatchObject({
    ok: true,
    value: { tenant, scopes: ['admin'] },
  });
  expect(JSON.stringify(twins.journal.stream)).not.toContain(token.split('_').at(-1));
  expect(twins.journal.stream.flatMap(({ facts }) => facts.map(({ type }) => type))).toEqual([
    'tenant.created',
    'api_key.issued',
  ]);
});

it('two set-ups make two tenants', async () => {
  const twins = twinsAt();

  const [first, second] = [await setupTenant('One', twins), await setupTenant('Two', twins)];

  expect(first.tenant).not.toBe(second.tenant);
});

it('tells in its help what it needs and takes', () => {
  const script = fileURLToPath(new URL('../../infra/setup.ts', import.meta.url));

  const help = execFileSync(process.execPath, [script, '--help'], { encoding: 'utf8' });

  expect(help).toContain('npm run setup');
  expect(help).toContain('--stage NAME');
});
