import { expect, test } from 'vitest';
import { inProcessSandbox } from '../../../../infra/local/sandbox/in-process.ts';
import { viesRegistry } from '../../../../shared/adapters/vies.ts';

const BASE_URL = 'http://sandbox.example';
const sandbox = inProcessSandbox({
  now: () => '2026-11-23T09:00:00.000Z',
  secret: 'secret',
  baseUrl: BASE_URL,
});
const register = viesRegistry({ http: sandbox.http, baseUrl: `${BASE_URL}/vies/rest-api` });

test.each([
  ['NL123456782B90', 'valid'],
  ['NL123456799B01', 'invalid'],
  ['FI12345699', 'invalid'],
  ['FI12345698', 'unavailable'],
])('the sandbox answers for the register: %s is %s', async (vatId, answer) => {
  expect((await register.check({ vatId, requester: null })).answer).toBe(answer);
});

test('an answer to somebody who says who asks has an id', async () => {
  const told = await register.check({ vatId: 'NL123456782B90', requester: 'DE129273398' });

  expect(told.consultation).toMatch(/^SANDBOX/);
});

test('what is no question is not answered', async () => {
  const told = await sandbox.http({
    method: 'POST',
    url: `${BASE_URL}/vies/rest-api/check-vat-number`,
    body: '{',
  });

  expect(JSON.parse(told.text)).toEqual({ errorWrappers: [{ error: 'INVALID_INPUT' }] });
});
