/** Bundles every handler of the topology in one call of esbuild, each into a folder that is its Lambda's code. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import type { FunctionName } from '../shared/topology.ts';
import { FUNCTION_NAMES, resourceName } from '../shared/topology.ts';
import {
  budgetAtRunTime,
  entryPointOf,
  environmentCredentials,
  liveEntries,
  plainSchemaKeys,
  routesAtRunTime,
  topologyAtRunTime,
  withoutEventStreams,
  withoutSchemaDescriptions,
} from './bundle-plugins.ts';
import { sourceOf } from './names.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where bundles are made; git does not know it. */
export const BUILD_FOLDER = join(ROOT, '.build');

const OUTPUT = join(BUILD_FOLDER, 'functions');

/** A function and the bytes of its code, minified. */
export type BundleSize = { readonly name: FunctionName; readonly bytes: number };

/** Which functions to bundle, and the folder that receives a folder for each. */
export type BundleRequest = { readonly names?: readonly FunctionName[]; readonly output?: string };

/** Bundles the functions and answers their sizes. Throws, naming them all, when files of functions are missing. */
export async function bundleFunctions(request: BundleRequest = {}): Promise<readonly BundleSize[]> {
  const { names = FUNCTION_NAMES, output = OUTPUT } = request;
  refuseMissing(names);
  rmSync(output, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: names.map(entryPointOf),
    plugins: [
      liveEntries(ROOT),
      environmentCredentials,
      plainSchemaKeys,
      withoutEventStreams,
      withoutSchemaDescriptions,
      routesAtRunTime,
      topologyAtRunTime,
      budgetAtRunTime,
    ],
    outdir: output,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: COMMON_JS_NAMES },
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    logLevel: 'warning',
  });

  return names.map((name) => finish(name, { metafile, output }));
}

/** The folder with a function's bundle, `index.mjs` and what it reads at run time. */
export function bundleFolder(name: FunctionName, output = OUTPUT): string {
  return join(output, resourceName(name));
}

/** Sizes as lines of text, the largest first. */
export function tableOfSizes(sizes: readonly BundleSize[]): string {
  const lines = sizes
    .toSorted((one, other) => other.bytes - one.bytes)
    .map(
      ({ name, bytes }) =>
        `${name.padEnd(NAME_WIDTH)} ${(bytes / 1_000).toFixed(1).padStart(NUMBER_WIDTH)} KB`,
    );

  return ['Bundles, minified:', ...lines].join('\n');
}

/** A hash over everything that the synthesized assembly follows from; equal hashes mean an equal assembly. */
export function sourceHash(): string {
  const hash = createHash('sha256');
  for (const path of sourcePaths())
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(ROOT, path)))
      .update('\0');

  return hash.digest('hex');
}

const NAME_WIDTH = 26;
const NUMBER_WIDTH = 8;

/** What CommonJS packages expect to find; an ECMAScript module has none of it. */
const COMMON_JS_NAMES = [
  "import { createRequire as createRequireOfBundle } from 'node:module';",
  'const require = createRequireOfBundle(import.meta.url);',
  'const __filename = import.meta.filename;',
  'const __dirname = import.meta.dirname;',
].join('\n');

function refuseMissing(names: readonly FunctionName[]): void {
  const missing = names.filter((name) => !existsSync(join(ROOT, sourceOf(name))));
  if (missing.length === 0) return;

  const lines = missing.map((name) => `  ${name} should be ${sourceOf(name)}`);
  throw new Error(`shared/topology.ts names functions that have no file:\n${lines.join('\n')}`);
}

type Built = { readonly metafile: Metafile; readonly output: string };

function finish(name: FunctionName, { metafile, output }: Built): BundleSize {
  const found = Object.entries(metafile.outputs).find(([path]) =>
    path.endsWith(`/${resourceName(name)}/index.mjs`),
  );
  if (found === undefined) throw new Error(`esbuild wrote no bundle for ${name}.`);
  const [, { bytes, inputs }] = found;
  copyCompanions(Object.keys(inputs), bundleFolder(name, output));

  return { name, bytes };
}

/** Files that bundled code reads at run time, by the code that reads them. */
const COMPANIONS: readonly {
  readonly of: string;
  readonly from: string;
  readonly ending: string;
  readonly to: string;
}[] = [
  { of: 'node_modules/pdfkit/', from: 'node_modules/pdfkit/js/data', ending: '.icc', to: 'data' },
  { of: 'shared/documents/assets.ts', from: 'shared/documents/fonts', ending: '.ttf', to: 'fonts' },
  { of: 'shared/documents/assets.ts', from: 'shared/documents/fonts', ending: 'LICENSE', to: 'fonts' },
];

/** Copies into a bundle's folder what its inputs read at run time. */
export function copyCompanions(inputs: readonly string[], folder: string): void {
  for (const { of, from, ending, to } of COMPANIONS) {
    if (!inputs.some((path) => path.includes(of))) continue;
    const files = readdirSync(join(ROOT, from)).filter((file) => file.endsWith(ending));
    for (const file of files) copyInto(join(ROOT, from, file), join(folder, to, file));
  }
}

function copyInto(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

/** Folders and files that decide what is synthesized; the local cloud only reads the result. */
const HASHED_FOLDERS = ['functions', 'shared', 'infra'];
const HASHED_FILES = ['cdk.json', 'package-lock.json', 'tsconfig.json'];

function sourcePaths(): readonly string[] {
  const inFolders = HASHED_FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll('\\', '/')),
  );

  return [...inFolders.filter((path) => !path.startsWith('infra/local/')), ...HASHED_FILES].toSorted();
}
