import { beforeAll, describe, expect, it } from 'vitest';
import { API_ROUTES } from '../../shared/contracts/api.ts';
import { Problem } from '../../shared/contracts/problem.ts';
import { type Scope, SCOPES } from '../../shared/contracts/route.ts';
import { apiKeys } from '../../shared/domain/api-keys.ts';
import { execute } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { tokenOf } from '../kit/desk.ts';
import type { Told } from '../kit/house.ts';
import { bodiesFor, openScene, paramsOf, type Scene } from '../kit/scene.ts';

const ROUTES = API_ROUTES.map(({ route }) => route).filter(({ scope }) => scope !== 'public');
const NAMES = ROUTES.map(({ method, path }) => `${method} ${path}`);
const STRANGER = derivedId('ten', 'stranger');

let scene: Scene;
let tokens: Readonly<Record<'stranger' | 'revoked' | 'expired', string>>;
beforeAll(async () => {
  scene = await openScene();
  const { ports, tenant, clock } = scene.house;
  const acting = { actor: 'test', cause: 'test', trace: 'test', at: clock.now() };
  const ended = async (name: string, command: { do: 'revoke' } | { do: 'limit'; expiresAt: string }) => {
    const id = derivedId('key', name);
    const token = await tokenOf(ports, ['admin'], { id, tenant });
    await execute(ports.journal, apiKeys, { ref: { tenant, id }, command, acting });

    return token;
  };
  tokens = {
    stranger: await tokenOf(ports, ['admin'], { tenant: STRANGER }),
    revoked: await ended('revoked', { do: 'revoke' }),
    expired: await ended('expired', { do: 'limit', expiresAt: clock.now() }),
  };
});

async function asked(name: string, token: string | null): Promise<Told> {
  const [method = '', route = ''] = name.split(' ');
  const body = bodiesFor(scene)[name]?.body;

  return scene.house.ask({
    method,
    route,
    params: paramsOf(route, scene),
    token,
    key: `auth ${name}`,
    ...(body ? { body } : {}),
  });
}

describe.each(NAMES)('%s', (name) => {
  it('is closed to who has no key, or one that is wrong or has ended', async () => {
    const before = scene.house.journal.stream.length;

    expect((await asked(name, null)).body.code).toBe('auth.missing');
    for (const token of ['', 'nonsense', `${scene.house.token}x`, tokens.revoked, tokens.expired]) {
      const told = await asked(name, token);
      expect(told).toMatchObject({ status: 401, body: { code: 'auth.invalid' } });
      expect(Problem.safeParse(told.body).success).toBe(true);
    }
    expect(scene.house.journal.stream.length).toBe(before);
  });

  it('is closed to a key with every scope but its own', async () => {
    const { scope } = ROUTES[NAMES.indexOf(name)] as (typeof ROUTES)[number];
    const others = SCOPES.filter((each): each is Scope => each !== scope && each !== 'admin');
    const token = await tokenOf(scene.house.ports, others, {
      tenant: scene.house.tenant,
      id: derivedId('key', 'all but', scope),
    }).catch(() => '');

    const told = await asked(name, token === '' ? (LACKING.get(scope) ?? '') : token);
    if (token !== '') LACKING.set(scope, token);

    expect(told).toMatchObject({ status: 403, body: { code: 'auth.scope_missing' } });
  });

  it('shows and changes nothing of another tenant', async () => {
    const before = scene.house.journal.stream.filter(({ tenant }) => tenant === scene.house.tenant).length;

    const told = await asked(name, tokens.stranger);

    const mine = Object.values(scene.params).filter((id) => !name.includes(id));
    const { instance: _, ...body } = told.body;
    for (const id of mine) expect(JSON.stringify(body)).not.toContain(id);
    if (name.includes('{')) expect(told.status).toBeGreaterThanOrEqual(400);
    expect(told.status).toBeLessThan(500);
    expect(scene.house.journal.stream.filter(({ tenant }) => tenant === scene.house.tenant).length).toBe(
      before,
    );
  });
});

/** A key's secret is told once, so the tests of one scope share it. */
const LACKING = new Map<string, string>();
