import { describe, expect, it } from 'vitest';
import { apiKeys } from '../../../shared/domain/api-keys.ts';
import { authenticate } from '../../../shared/edge/authenticate.ts';
import { execute } from '../../../shared/execute.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { TENANT, tokenOf } from '../../kit/desk.ts';
import { portsOf, twinsAt } from '../../kit/ports.ts';

async function door() {
  const twins = twinsAt();
  const ports = portsOf(twins);
  const id = derivedId('key', 'door');
  const token = await tokenOf(ports, ['orders:write'], { id });
  const told = async (header: string | undefined, scope: 'orders:write' | 'orders:read' = 'orders:write') => {
    const caller = await authenticate(header, scope, ports);
    return caller.ok ? caller.value : caller.refusal.code;
  };
  const change = (command: { do: 'revoke' } | { do: 'limit'; expiresAt: string }) =>
    execute(ports.journal, apiKeys, {
      ref: { tenant: TENANT, id },
      command,
      acting: { actor: 'a', cause: 'c', trace: 't', at: ports.clock.now() },
    });

  return { twins, ports, id, token, told, change };
}

describe('a key', () => {
  it('lets its tenant in, with its scopes', async () => {
    const { token, told, id } = await door();

    expect(await told(`Bearer ${token}`)).toEqual({ tenant: TENANT, keyId: id, scopes: ['orders:write'] });
    expect(await told(`bearer ${token}`)).toMatchObject({ tenant: TENANT });
  });

  it('opens only what its scopes name, and everything with admin', async () => {
    const { ports, token, told } = await door();
    const admin = await tokenOf(ports, ['admin']);

    expect(await told(`Bearer ${token}`, 'orders:read')).toBe('auth.scope_missing');
    expect(await told(`Bearer ${admin}`, 'orders:read')).toMatchObject({ tenant: TENANT });
  });

  it('that is missing is told apart from one that is wrong', async () => {
    const { told } = await door();

    expect(await told(undefined)).toBe('auth.missing');
    expect(await told('')).toBe('auth.invalid');
  });

  it('with anything altered is wrong, and every way of being wrong looks alike', async () => {
    const { token, told } = await door();
    const parts = token.split('_');
    const swapped = (index: number, text: string) => `Bearer ${parts.with(index, text).join('_')}`;
    const other = parts[4]?.replace(/^./, (letter) => (letter === '0' ? '1' : '0')) ?? '';
    const wrong = [
      token,
      `Basic ${token}`,
      `Bearer ${token} `,
      `Bearer ${token}, Bearer ${token}`,
      `Bearer ${token.toUpperCase()}`,
      swapped(2, '0'.repeat(26)),
      swapped(3, '0'.repeat(26)),
      swapped(4, other),
      swapped(4, ''),
      'Bearer sk_test',
      'Bearer null',
      `Bearer ${'x'.repeat(8_000)}`,
    ];

    for (const header of wrong) expect(await told(header)).toBe('auth.invalid');
  });

  it('that was revoked opens nothing from that instant on', async () => {
    const { token, told, change } = await door();

    await change({ do: 'revoke' });

    expect(await told(`Bearer ${token}`)).toBe('auth.invalid');
  });

  it('that was limited opens until its last instant and not in it', async () => {
    const { token, told, change, twins } = await door();
    await change({ do: 'limit', expiresAt: '2026-11-24T09:00:00.000Z' });

    twins.clock.set('2026-11-24T08:59:59.999Z');
    expect(await told(`Bearer ${token}`)).toMatchObject({ tenant: TENANT });
    twins.clock.set('2026-11-24T09:00:00.000Z');
    expect(await told(`Bearer ${token}`)).toBe('auth.invalid');
  });

  it('holds while the pepper is rotated, and not without it', async () => {
    const { token, told, twins } = await door();

    twins.secrets.rotate('pepper', 'new');
    expect(await told(`Bearer ${token}`)).toMatchObject({ tenant: TENANT });
    twins.secrets.rotate('pepper', 'newer');
    expect(await told(`Bearer ${token}`)).toBe('auth.invalid');
  });
});
