import { describe, expect, test } from 'vitest';
import { matchRoute, parseRoute } from '../../../../infra/local/http/routes.ts';

const routes = [
  'GET /v1/orders',
  'GET /v1/orders/{id}',
  'GET /v1/orders/special',
  'ANY /v1/orders/{id}',
  'POST /hooks/{rest+}',
  '$default',
].map((key) => parseRoute(key, key));

describe('a request', () => {
  test.each([
    ['GET', '/v1/orders', 'GET /v1/orders', {}],
    ['GET', '/v1/orders/ord_1', 'GET /v1/orders/{id}', { id: 'ord_1' }],
    ['GET', '/v1/orders/special', 'GET /v1/orders/special', {}],
    ['DELETE', '/v1/orders/ord_1', 'ANY /v1/orders/{id}', { id: 'ord_1' }],
    ['POST', '/hooks/a/b', 'POST /hooks/{rest+}', { rest: 'a/b' }],
    ['GET', '/v1/orders/a%20b', 'GET /v1/orders/{id}', { id: 'a b' }],
    ['GET', '/v1/orders/%E0%A4%A', 'GET /v1/orders/{id}', { id: '%E0%A4%A' }],
    ['GET', '/v1/orders/', '$default', {}],
    ['GET', '/elsewhere', '$default', {}],
  ])('%s %s meets %s', (method, path, key, pathParameters) => {
    const match = matchRoute(routes, method, path);

    expect(match?.route.target).toBe(key);
    expect(match?.pathParameters).toEqual(pathParameters);
  });

  test('meets nothing where nothing fits', () => {
    expect(matchRoute(routes.slice(0, 2), 'POST', '/v1/orders')).toBeUndefined();
  });
});
