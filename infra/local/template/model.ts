/** The synthesized assembly as values: its stacks' templates and where its assets lie. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { StartFailure } from '../failure.ts';

/** One resource of a template; properties still hold their intrinsics. */
export type Resource = { readonly type: string; readonly properties: Readonly<Record<string, unknown>> };

/** One stack: resources, parameter defaults and exports, by their names. */
export type Stack = {
  readonly name: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly exports: Readonly<Record<string, unknown>>;
};

/** All stacks of an app, the region it names, and the file or folder of each asset by the key that templates name. */
export type Assembly = {
  readonly stacks: readonly Stack[];
  readonly assets: Readonly<Record<string, string>>;
  readonly region: string | null;
};

/** Reads `cdk.out`, nested stages included. Throws a StartFailure when the folder holds no assembly. */
export function readAssembly(directory: string): Assembly {
  const manifestPath = join(directory, 'manifest.json');
  if (!existsSync(manifestPath)) throw new StartFailure(`There is no synthesized assembly in ${directory}.`);
  const artifacts = Object.values(Manifest.parse(readJson(manifestPath)).artifacts);
  const parts = artifacts.map((artifact) => readArtifact(directory, artifact));

  return {
    stacks: parts.flatMap((part) => part.stacks),
    assets: Object.assign({}, ...parts.map((part) => part.assets)),
    region: parts.find((part) => part.region !== null)?.region ?? null,
  };
}

const Artifact = z.object({
  type: z.string(),
  environment: z.string().optional(),
  properties: z
    .object({
      templateFile: z.string().optional(),
      stackName: z.string().optional(),
      file: z.string().optional(),
      directoryName: z.string().optional(),
    })
    .default({}),
});

const Manifest = z.object({ artifacts: z.record(z.string(), Artifact).default({}) });

const Template = z.object({
  Resources: z
    .record(
      z.string(),
      z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
    )
    .default({}),
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Outputs: z
    .record(
      z.string(),
      z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown().optional() }).optional() }),
    )
    .default({}),
});

const AssetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

function readArtifact(
  directory: string,
  { type, environment, properties }: z.infer<typeof Artifact>,
): Assembly {
  const { templateFile, stackName, file, directoryName } = properties;
  const nothing = { stacks: [], assets: {}, region: null };
  if (type === 'cdk:cloud-assembly' && directoryName) return readAssembly(join(directory, directoryName));
  if (type === 'cdk:asset-manifest' && file) return { ...nothing, assets: readAssets(directory, file) };
  if (type !== 'aws:cloudformation:stack' || !templateFile) return nothing;
  const stack = readStack(join(directory, templateFile), stackName ?? templateFile.split('.')[0] ?? '');

  return { ...nothing, stacks: [stack], region: regionOf(environment) };
}

/** `aws://<account>/<region>`, where an app that names no region says `unknown-region`. */
function regionOf(environment = ''): string | null {
  const region = environment.split('/').at(-1) ?? '';

  return region === '' || region === 'unknown-region' ? null : region;
}

function readStack(path: string, name: string): Stack {
  const template = Template.parse(readJson(path));
  const resources = Object.entries(template.Resources).map(
    ([id, { Type, Properties }]) => [id, { type: Type, properties: Properties }] as const,
  );
  const exported = Object.values(template.Outputs).flatMap(({ Value, Export }) =>
    typeof Export?.Name === 'string' ? [[Export.Name, Value] as const] : [],
  );

  return {
    name,
    resources: Object.fromEntries(resources),
    parameters: Object.fromEntries(Object.entries(template.Parameters).map(([id, one]) => [id, one.Default])),
    exports: Object.fromEntries(exported),
  };
}

function readAssets(directory: string, file: string): Record<string, string> {
  const { files } = AssetManifest.parse(readJson(join(directory, file)));
  const places = Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(
      ({ objectKey }) => [objectKey, join(directory, source.path ?? '')] as const,
    ),
  );

  return Object.fromEntries(places);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
