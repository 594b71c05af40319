/** Which route of an HTTP API a request meets: the full match first, then `{proxy+}`, then `$default`. */

/** A route whose key was taken apart. */
export type Route<Target> = {
  readonly routeKey: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly target: Target;
};

/** What a request met, with the values of the route's path parameters. */
export type Match<Target> = {
  readonly route: Route<Target>;
  readonly pathParameters: Readonly<Record<string, string>>;
};

/** Takes a route key such as `GET /v1/orders/{order_id}` apart. */
export function parseRoute<Target>(routeKey: string, target: Target): Route<Target> {
  const [method = '', path = ''] = routeKey.split(' ');

  return { routeKey, method, segments: segmentsOf(path), target };
}

/** The most specific route that fits; literal segments win over parameters, a named method over ANY. */
export function matchRoute<Target>(
  routes: readonly Route<Target>[],
  method: string,
  path: string,
): Match<Target> | undefined {
  const given = segmentsOf(path);
  const matches = routes
    .filter((route) => route.method === method || route.method === 'ANY' || route.routeKey === '$default')
    .flatMap((route) => {
      const pathParameters = parametersOf(route, given);

      return pathParameters ? [{ route, pathParameters }] : [];
    });

  return matches.sort((a, b) => rankOf(b.route).localeCompare(rankOf(a.route)))[0];
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').slice(1);
}

function parametersOf(route: Route<unknown>, given: readonly string[]): Record<string, string> | undefined {
  if (route.routeKey === '$default') return {};
  const found: Record<string, string> = {};
  for (const [index, segment] of route.segments.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(segment)?.[1];
    if (greedy !== undefined && index < given.length)
      return { ...found, [greedy]: decode(given.slice(index).join('/')) };
    const parameter = /^\{(.+)\}$/.exec(segment)?.[1];
    const value = given[index];
    if (value === undefined || (parameter === undefined ? value !== segment : value === '')) return undefined;
    if (parameter !== undefined) found[parameter] = decode(value);
  }

  return given.length === route.segments.length ? found : undefined;
}

/** One letter a segment, so that texts compare as specificity does. */
function rankOf(route: Route<unknown>): string {
  if (route.routeKey === '$default') return '';
  const kinds = route.segments.map((segment) =>
    segment.endsWith('+}') ? 'a' : segment.startsWith('{') ? 'b' : 'c',
  );

  return `${kinds.join('')}${route.method === 'ANY' ? 'a' : 'b'}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
