import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memorySecrets } from '../../../shared/adapters/memory-secrets.ts';
import { readCursor, writeCursor } from '../../../shared/edge/cursor.ts';
import { hmacSha256Base64 } from '../../../shared/kernel/hash.ts';

const SCOPE = ['ten_a', 'orders'];
const POSITION = { month: '2026-11', after: '2026-11-23T09:00:00.000Z#ord_a' };
const portsWith = (...values: string[]) => ({ secrets: memorySecrets({ cursor: values }) });

it('a position comes back as it was, and the end of a list has no cursor', async () => {
  const ports = portsWith('secret');
  const cursor = await writeCursor(POSITION, SCOPE, ports);

  expect(await readCursor(cursor ?? '', SCOPE, ports)).toEqual({ ok: true, value: POSITION });
  expect(await readCursor(undefined, SCOPE, ports)).toEqual({ ok: true, value: null });
  expect(await writeCursor(null, SCOPE, ports)).toBeNull();
});

it('a cursor is of no use to another tenant or list', async () => {
  const ports = portsWith('secret');
  const cursor = (await writeCursor(POSITION, SCOPE, ports)) ?? '';

  for (const scope of [
    ['ten_b', 'orders'],
    ['ten_a', 'invoices'],
    ['ten_a', 'orders', ''],
    ['ten_a,orders'],
  ]) {
    expect(await readCursor(cursor, scope, ports)).toMatchObject({
      refusal: { code: 'cursor.invalid', pointer: '?cursor' },
    });
  }
});

it('no cursor can be made up or altered', async () => {
  const ports = portsWith('secret');
  const cursor = (await writeCursor(POSITION, SCOPE, ports)) ?? '';

  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom(...'ABCabc019-_.'), async (where, letter) => {
      const place = where % cursor.length;
      const altered = cursor.slice(0, place) + letter + cursor.slice(place + 1);
      const told = await readCursor(altered, SCOPE, ports);
      if (altered !== cursor) expect(told.ok).toBe(false);
    }),
    { numRuns: 300, seed: 20261123 },
  );
  for (const made of ['', '.', 'e30.', `${cursor}.x`, cursor.slice(0, -1)])
    expect((await readCursor(made, SCOPE, ports)).ok).toBe(false);
});

it('a cursor of an older secret holds while the secret is rotated, and not longer', async () => {
  const old = portsWith('old');
  const cursor = (await writeCursor(POSITION, SCOPE, old)) ?? '';

  expect((await readCursor(cursor, SCOPE, portsWith('new', 'old'))).ok).toBe(true);
  expect((await readCursor(cursor, SCOPE, portsWith('new'))).ok).toBe(false);
});

it('a cursor of another version is not one of ours', async () => {
  const body = Buffer.from(JSON.stringify([0, POSITION])).toString('base64url');
  const signature = hmacSha256Base64('secret', JSON.stringify([SCOPE, body]))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 32);

  expect((await readCursor(`${body}.${signature}`, SCOPE, portsWith('secret'))).ok).toBe(false);
});

it('without a secret no cursor is signed, for everybody could sign it too', async () => {
  await expect(writeCursor(POSITION, SCOPE, portsWith())).rejects.toThrow('has no value');
  expect((await readCursor('x.y', SCOPE, portsWith())).ok).toBe(false);
});
