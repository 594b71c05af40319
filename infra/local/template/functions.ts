/** The Lambda functions of the template, ready to be loaded. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parseProperties } from './parse.ts';
import type { Found, World } from './scope.ts';

/** One function: the module and export that its handler names, its environment and its limits. */
export type FunctionSpec = {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly module: string;
  readonly exportName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
};

/** Every function that runs on Node; others throw, because nothing here could run them. */
export function functionsOf(world: World): readonly FunctionSpec[] {
  return world
    .find('AWS::Lambda::Function')
    .filter(isOfTheApp)
    .map((found) => functionOf(world, found));
}

/** The function's name in any of the ways a template refers to it: name, ARN, ARN with version or alias. */
export function functionNameOf(reference: string): string {
  return reference.startsWith('arn:') ? (reference.split(':')[6] ?? reference) : reference;
}

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const FunctionProperties = z.object({
  Handler: z.string(),
  Runtime: z.string().startsWith('nodejs'),
  Description: z.string().default(''),
  Code: z.object({ S3Key: z.string() }),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().default(128),
  Environment: z.object({ Variables: z.record(z.string(), Text).default({}) }).default({ Variables: {} }),
});

/** CDK's own helpers (custom resources) act at deployment only, and nothing is deployed here. */
function isOfTheApp({ logicalId }: Found): boolean {
  return !/^(CustomS3AutoDelete|CustomCDK|LogRetention|BucketNotificationsHandler|AWS679f53fac)/.test(
    logicalId,
  );
}

function functionOf(world: World, found: Found): FunctionSpec {
  const { Handler, Description, Code, Timeout, MemorySize, Environment } = parseProperties(
    found,
    FunctionProperties,
  );
  const asset = world.asset(Code.S3Key);
  if (!asset) throw new Error(`${found.stack}/${found.logicalId}: the assembly holds no asset ${Code.S3Key}`);
  const dot = Handler.lastIndexOf('.');

  return {
    name: found.name,
    arn: world.value(found).attributes.Arn ?? found.name,
    description: Description,
    module: moduleOf(asset, Handler.slice(0, dot)),
    exportName: Handler.slice(dot + 1),
    environment: Environment.Variables,
    timeoutSeconds: Timeout,
    memoryMegabytes: MemorySize,
  };
}

function moduleOf(asset: string, path: string): string {
  const at = path.lastIndexOf('/') + 1;
  const folder = join(asset, path.slice(0, at));
  const file = readdirSync(folder).find((name) =>
    ['.mjs', '.js', '.cjs'].some((ending) => name === path.slice(at) + ending),
  );
  if (!file) throw new Error(`the asset ${asset} holds no module for the handler ${path}`);

  return join(folder, file);
}
