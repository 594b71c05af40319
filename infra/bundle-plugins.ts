/** What the bundler adds to the sources: an entry for each function, and a shorter way to credentials. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { BUDGET } from '../shared/journal/budget.ts';
import type { FunctionName } from '../shared/topology.ts';
import { hasQueue, resourceName, wiringOf } from '../shared/topology.ts';
import { sourceOf } from './names.ts';

const ENTRY = 'entry:';

/** The entry point of a function's bundle, as esbuild takes it. */
export function entryPointOf(name: FunctionName): { in: string; out: string } {
  return { in: `${ENTRY}${name}`, out: `${resourceName(name)}/index` };
}

/**
 * A function file says what is done; its entry gives it the real world, which no function imports by itself, and of it only
 * the parts that its line in the topology names.
 */
export function liveEntries(root: string): Plugin {
  return {
    name: 'live-entries',
    setup(build) {
      build.onResolve({ filter: /^entry:/ }, ({ path }) => ({
        path: path.slice(ENTRY.length),
        namespace: 'entry',
      }));
      build.onLoad({ filter: /.*/, namespace: 'entry' }, ({ path }) => ({
        contents: entryOf(path as FunctionName), // entryPointOf made the path of a name
        resolveDir: root,
        loader: 'ts',
      }));
    },
  };
}

/** The parts of `shared/edge/parts` that a function needs, by the name of their export. */
export function partsOf(name: FunctionName): readonly string[] {
  const { touches, stream } = wiringOf(name);
  const usesTables = [touches.journal, touches.views, touches.profiles].some((touch) => touch !== undefined);
  const isGiven = {
    tables: usesTables || stream === true || hasQueue(name),
    usage: touches.usage === true,
    documents: touches.documents !== undefined,
    queues: touches.sends !== undefined,
    secrets: touches.secrets !== undefined || touches.providers === true,
    providers: touches.providers === true,
    taxIds: touches.taxIds === true,
    mail: touches.mail === true,
  };

  return Object.entries(isGiven).flatMap(([part, given]) => (given ? [part] : []));
}

const LIVE = 'shared/edge/live.ts';

/** The file of each part. */
const PART_FILES: Readonly<Record<string, string>> = {
  tables: 'shared/edge/parts/dynamo.ts',
  usage: 'shared/edge/parts/usage.ts',
  documents: 'shared/edge/parts/documents.ts',
  queues: 'shared/edge/parts/queues.ts',
  secrets: 'shared/edge/parts/secrets.ts',
  providers: 'shared/edge/parts/providers.ts',
  taxIds: 'shared/edge/parts/tax-ids.ts',
  mail: 'shared/edge/parts/mail.ts',
};

function entryOf(name: FunctionName): string {
  const parts = partsOf(name);

  return [
    ...parts.map((part) => `import { ${part} } from './${PART_FILES[part]}';`),
    `import { handler as woken } from './${sourceOf(name)}';`,
    `import { live } from './${LIVE}';`,
    `export const handler = live(woken, [${parts.join(', ')}]);`,
  ].join('\n');
}

/**
 * Lambda hands a function its credentials in the environment, and so does the local cloud. The default chain would add
 * 127 KB of profiles, single sign-on and metadata services to every bundle, none of which can ever answer.
 */
export const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'chain',
      namespace: 'credentials',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /.*/, namespace: 'credentials' }, ({ pluginData }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      resolveDir: String(pluginData),
    }));
  },
};

/**
 * The schemas of the S3 client name their keys by constants in brackets, which a bundler must take for code with effects
 * and keep. With the constants' values in their place it drops the operations that nobody calls: 58 KB a bundle.
 */
export const plainSchemaKeys: Plugin = {
  name: 'plain-schema-keys',
  setup(build) {
    build.onLoad({ filter: /[\\/]schemas[\\/]schemas_\d+\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const constants = new Map(
        Array.from(text.matchAll(/^const (\w+) = ("[^"]*");$/gm), ([, name, value]) => [name, value]),
      );

      return {
        contents: text.replaceAll(
          /\[(_\w+)\]:/g,
          (key, name) => `${constants.get(name) ?? key.slice(0, -1)}:`,
        ),
      };
    });
  },
};

/** No operation we call streams events, and every client brings the machinery for it: 15 KB a bundle. */
export const withoutEventStreams: Plugin = {
  name: 'without-event-streams',
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, () => ({
      path: 'none',
      namespace: 'event-streams',
    }));
    build.onLoad({ filter: /.*/, namespace: 'event-streams' }, () => ({
      contents: [
        'export const resolveEventStreamSerdeConfig = (config) => config;',
        'export const eventStreamSerdeProvider = () => undefined;',
        'export class EventStreamSerde { constructor() { throw new Error("event streams are not bundled"); } }',
      ].join('\n'),
    }));
  },
};

/**
 * What the topology says to people, which routes it serves and what may be touched is read where functions are deployed, and
 * by no function: 14 KB a bundle.
 */
export const topologyAtRunTime: Plugin = {
  name: 'topology-at-run-time',
  setup(build) {
    build.onLoad({ filter: /[\\/]shared[\\/]topology[\\/]\w+\.ts$/ }, ({ path }) => ({
      contents: atRunTime(readFileSync(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

/** A file of the topology without what is only read where functions are deployed. */
export function atRunTime(text: string): string {
  return text
    .replaceAll(/(\n\s*does:)\s*(?:'[^'\n]*'|"[^"\n]*"),/g, "$1 '',")
    .replaceAll(/\n\s*http: \[[^\]]*\],/g, '')
    .replaceAll(/(\n\s*touches:) \{[^}]*\},/g, '$1 {},');
}

/** Which codes a route may refuse with is read where the API is described, and by no function: 2 KB in the bundle that takes orders. */
export const routesAtRunTime: Plugin = {
  name: 'routes-at-run-time',
  setup(build) {
    build.onLoad({ filter: /[\\/]shared[\\/]contracts[\\/][\w-]+\.ts$/ }, ({ path }) => ({
      contents: withoutRefusals(readFileSync(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

/** A file of routes without the codes that each may refuse with. */
export function withoutRefusals(text: string): string {
  return text.replaceAll(/(\n\s*refusals:) (?:\[[^\]]*\]|[A-Z_]+),/g, '$1 [],');
}

/** Of the budget of facts no function reads more than the version of each; what it says to tests and auditors stays behind: 6 KB a bundle. */
export const budgetAtRunTime: Plugin = {
  name: 'budget-at-run-time',
  setup(build) {
    build.onLoad({ filter: /[\\/]shared[\\/]journal[\\/]budget\.ts$/ }, () => ({
      contents: versionsOnly(BUDGET),
      loader: 'js',
    }));
  },
};

/** The budget as a module that holds versions alone, the facts of one aggregate under its name; most are in their first. */
export function versionsOnly(budget: Readonly<Record<string, { readonly v: number }>>): string {
  const types = Map.groupBy(Object.keys(budget), (type) => budget[type]?.v ?? 1);
  const lists = [...types].map(([v, names]) => `...of(${v}, ${JSON.stringify(familiesOf(names))})`);

  return [
    'const of = (v, families) => families.split(" ").flatMap((family) => {',
    '  const [name, ...kinds] = family.split(/[.,]/);',
    '  return kinds.map((kind) => [name + "." + kind, { v }]);',
    '});',
    `export const BUDGET = Object.fromEntries([${lists.join(', ')}]);`,
  ].join('\n');
}

/** `order.placed order.cancelled` as `order.placed,cancelled`. */
function familiesOf(types: readonly string[]): string {
  const families = Map.groupBy(types, (type) => type.slice(0, type.indexOf('.')));

  return [...families]
    .map(([name, own]) => `${name}.${own.map((type) => type.slice(name.length + 1)).join(',')}`)
    .join(' ');
}

/**
 * Leaves out how zod describes schemas in words of JSON Schema: the description of the API is written when the project is built,
 * and nothing is described while a function runs.
 */
export const withoutSchemaDescriptions: Plugin = {
  name: 'without-schema-descriptions',
  setup(build) {
    build.onLoad(
      { filter: /zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/ },
      ({ path }) => ({ contents: withoutBodies(readFileSync(path, 'utf8')) }),
    );
  },
};

/** A module that exports the same names, of which each is a fault when what it makes is called. */
export function withoutBodies(source: string): string {
  const declared = [...source.matchAll(/^export (?:const|function|class) (\w+)/gm)].map(([, name]) => name);
  const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \};/gm)].map(([, name]) => name);
  const absent = 'absent=()=>()=>{throw new Error("schemas are not described at run time")}';

  return `const ${absent};export {${[...declared, ...renamed].map((name) => `absent as ${name}`).join(',')}};\n`;
}
