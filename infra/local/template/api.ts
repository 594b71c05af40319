/** The HTTP API of the template: routes to functions, and how many requests its stage lets through. */
import * as z from 'zod';
import { functionNameOf } from './functions.ts';
import { parseProperties } from './parse.ts';
import type { Found, World } from './scope.ts';

/** Requests a second in the long run, and how many may come at once. */
export type Throttle = { readonly ratePerSecond: number; readonly burst: number };

/** One route, `GET /v1/orders/{order_id}` or `$default`, and the function behind it. */
export type RouteSpec = {
  readonly routeKey: string;
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly throttle: Throttle | null;
};

/** The API as one value; an app has at most one. */
export type ApiSpec = {
  readonly id: string;
  readonly routes: readonly RouteSpec[];
  readonly throttle: Throttle | null;
};

/** The API's routes with the throttles of its stage. */
export function apiOf(world: World): ApiSpec {
  const [api] = world.find('AWS::ApiGatewayV2::Api');
  const stages = world
    .find('AWS::ApiGatewayV2::Stage')
    .map((found) => parseProperties(found, StageProperties));
  const routeSettings = Object.assign({}, ...stages.map((stage) => stage.RouteSettings ?? {}));
  const integrations = new Map(
    world.find('AWS::ApiGatewayV2::Integration').map((found) => [found.name, found]),
  );

  return {
    id: api?.name ?? 'local',
    throttle: throttleOf(stages[0]?.DefaultRouteSettings),
    routes: world
      .find('AWS::ApiGatewayV2::Route')
      .map((found) => routeOf(found, integrations, routeSettings)),
  };
}

const Settings = z.object({
  ThrottlingRateLimit: z.coerce.number().optional(),
  ThrottlingBurstLimit: z.coerce.number().optional(),
});

const StageProperties = z.object({
  DefaultRouteSettings: Settings.optional(),
  RouteSettings: z.record(z.string(), Settings).optional(),
});

const RouteProperties = z.object({ RouteKey: z.string(), Target: z.string() });

const IntegrationProperties = z.object({
  IntegrationUri: z.string(),
  TimeoutInMillis: z.coerce.number().default(30_000),
});

function routeOf(
  found: Found,
  integrations: ReadonlyMap<string, Found>,
  settings: Readonly<Record<string, z.infer<typeof Settings>>>,
): RouteSpec {
  const { RouteKey, Target } = parseProperties(found, RouteProperties);
  const integration = integrations.get(Target.replace('integrations/', ''));
  if (!integration) throw new Error(`route ${RouteKey} has no integration`);
  const { IntegrationUri, TimeoutInMillis } = parseProperties(integration, IntegrationProperties);

  return {
    routeKey: RouteKey,
    functionName: functionNameOf(functionPartOf(IntegrationUri)),
    timeoutSeconds: TimeoutInMillis / 1000,
    throttle: throttleOf(settings[RouteKey]),
  };
}

/** The API's invocation path wraps the function's ARN: `…:lambda:path/2015-03-31/functions/<arn>/invocations`. */
function functionPartOf(uri: string): string {
  return /functions\/(arn:.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function throttleOf(settings: z.infer<typeof Settings> | undefined): Throttle | null {
  if (settings?.ThrottlingRateLimit === undefined && settings?.ThrottlingBurstLimit === undefined)
    return null;

  return {
    ratePerSecond: settings.ThrottlingRateLimit ?? Number.POSITIVE_INFINITY,
    burst: settings.ThrottlingBurstLimit ?? settings.ThrottlingRateLimit ?? Number.POSITIVE_INFINITY,
  };
}
