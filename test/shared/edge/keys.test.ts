import { expect, it } from 'vitest';
import { memorySecrets } from '../../../shared/adapters/memory-secrets.ts';
import { authenticate } from '../../../shared/edge/authenticate.ts';
import { issueKey } from '../../../shared/edge/keys.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import type { Journal, Ports } from '../../../shared/ports.ts';
import { TENANT } from '../../kit/desk.ts';
import { portsOf, twinsAt } from '../../kit/ports.ts';

const wanted = (ports: Ports, fingerprint = 'a') => ({
  tenant: TENANT,
  id: derivedId('key', 'one'),
  label: 'One',
  scopes: ['admin'] as const,
  acting: { actor: 'a', cause: 'c', trace: 't', at: ports.clock.now(), fingerprint },
});

it('a key is told once and never stored', async () => {
  const twins = twinsAt();
  const ports = portsOf(twins);

  const first = await issueKey(wanted(ports), ports);
  const again = await issueKey(wanted(ports), ports);
  const other = await issueKey(wanted(ports, 'b'), ports);

  expect(first).toMatchObject({ ok: true, value: { replayed: false } });
  expect(again).toMatchObject({ ok: true, value: { replayed: true, token: null } });
  expect(other).toMatchObject({ ok: false, refusal: { code: 'idempotency.key_reused' } });
  const secret = (first.ok && first.value.token?.split('_').at(-1)) || '';
  expect(secret).toHaveLength(52);
  expect(JSON.stringify(twins.journal.stream)).not.toContain(secret);
});

it('a key whose put met itself, because the first answer was lost, is told all the same', async () => {
  const twins = twinsAt();
  const journal: Journal = {
    ...twins.journal,
    append: async (commit) => {
      await twins.journal.append(commit);

      return twins.journal.append(commit);
    },
  };
  const ports = portsOf({ ...twins, journal });

  const key = await issueKey(wanted(ports), ports);

  const token = key.ok ? key.value.token : null;
  expect(await authenticate(`Bearer ${token}`, 'admin', ports)).toMatchObject({ ok: true });
});

it('without a pepper no key is issued', async () => {
  const ports = portsOf({ ...twinsAt(), secrets: memorySecrets({ pepper: [] }) });

  await expect(issueKey(wanted(ports), ports)).rejects.toThrow('pepper has no value');
});
