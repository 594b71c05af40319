import { beforeAll, expect, test } from 'vitest';
import { resourcesOf, type Synthesis, synthesize } from './synthesis.ts';

let stage: Synthesis;

beforeAll(() => {
  stage = synthesize('live');
}, 60_000);

test('one HTTP API, throttled, whose access log names the request and nobody', () => {
  const [published, ...others] = resourcesOf(stage, 'AWS::ApiGatewayV2::Stage');
  const { Format } = (published?.Properties.AccessLogSettings ?? {}) as { Format: string }; // CDK wrote it

  expect(others).toEqual([]);
  expect(published?.Properties.DefaultRouteSettings).toMatchObject({
    ThrottlingRateLimit: 500,
    ThrottlingBurstLimit: 1_000,
  });
  expect(JSON.parse(Format).request_id).toBe('$context.requestId');
  expect(Format).not.toMatch(/sourceIp|userAgent|\$context\.path|authorizer|identity/);
});

test('the functions authenticate, not the gateway', () => {
  const routes = resourcesOf(stage, 'AWS::ApiGatewayV2::Route');

  expect(resourcesOf(stage, 'AWS::ApiGatewayV2::Authorizer')).toEqual([]);
  expect(new Set(routes.map(({ Properties }) => Properties.AuthorizationType))).toEqual(new Set(['NONE']));
});

test('functions get events of the second payload format, with bodies as they came', () => {
  const integrations = resourcesOf(stage, 'AWS::ApiGatewayV2::Integration');

  expect(new Set(integrations.map(({ Properties }) => Properties.PayloadFormatVersion))).toEqual(
    new Set(['2.0']),
  );
});
