/** Joins templates and known values: what a reference means inside one stack. */
import type { Assembly, Resource, Stack } from './model.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { ACCOUNT_ID, describe, namePropertyOf, physicalName, type Value } from './names.ts';

/** A resource in its place, with a function that resolves those of its properties that one asks for. */
export type Found = {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly name: string;
  readonly properties: (names: readonly string[]) => Record<string, unknown>;
};

/** The whole app with what is known so far; `learn` adds what the servers answered. */
export type World = {
  readonly region: string;
  readonly find: (...types: string[]) => readonly Found[];
  readonly learn: (found: Found, value: Value) => void;
  readonly value: (found: Found) => Value;
  readonly asset: (objectKey: string) => string | undefined;
};

/** Opens an assembly for questions. `parameters` are the values of template parameters that have no default. */
export function openWorld(
  assembly: Assembly,
  region: string,
  parameters: Readonly<Record<string, string>> = {},
): World {
  const learnt = new Map<string, Value>();
  const exports = new Map<string, () => unknown>();
  const found = assembly.stacks.flatMap((stack) => {
    const scope = scopeOf({ stack, region, learnt, exports, parameters });
    for (const [name, value] of Object.entries(stack.exports)) exports.set(name, () => resolve(value, scope));

    return Object.entries(stack.resources).map(([id, resource]) => place(stack, { id, resource, scope }));
  });

  return {
    region,
    find: (...types) => found.filter((one) => types.includes(one.type)),
    learn: ({ stack, logicalId }, value) => void learnt.set(`${stack}/${logicalId}`, value),
    value: (one) =>
      learnt.get(`${one.stack}/${one.logicalId}`) ??
      describe({ ...one, region }, { type: one.type, properties: {} }, one.name),
    asset: (objectKey) => assembly.assets[objectKey],
  };
}

type Surroundings = {
  readonly stack: Stack;
  readonly region: string;
  readonly learnt: ReadonlyMap<string, Value>;
  readonly exports: ReadonlyMap<string, () => unknown>;
  readonly parameters: Readonly<Record<string, string>>;
};

function place(stack: Stack, at: { id: string; resource: Resource; scope: Scope }): Found {
  const { id, resource, scope } = at;

  return {
    stack: stack.name,
    logicalId: id,
    type: resource.type,
    name: nameOf({ stack: stack.name, logicalId: id, region: '' }, resource, scope),
    properties: (names) => resolveSome(resource, names, scope),
  };
}

function resolveSome(resource: Resource, names: readonly string[], scope: Scope): Record<string, unknown> {
  const wanted = names.filter((name) => name in resource.properties);

  return Object.fromEntries(wanted.map((name) => [name, resolve(resource.properties[name], scope)]));
}

function nameOf(
  at: { stack: string; logicalId: string; region: string },
  resource: Resource,
  scope: Scope,
): string {
  const property = namePropertyOf(resource.type);

  return physicalName(at, resource, property && resolve(resource.properties[property], scope));
}

function scopeOf(surroundings: Surroundings): Scope {
  const { stack, exports } = surroundings;

  return {
    reference: (name) => reference(name, surroundings),
    attribute: (id, attribute) => attributeOf(knownValue(id, surroundings), `${stack.name}/${id}`, attribute),
    imported: (name) => {
      const value = exports.get(name);
      if (!value) throw new Error(`stack ${stack.name} imports ${name}, which no stack exports`);

      return value();
    },
  };
}

function reference(name: string, surroundings: Surroundings): unknown {
  const { stack, region, parameters } = surroundings;
  if (name.startsWith('AWS::')) return pseudo(name, stack.name, region);
  if (name in parameters) return parameters[name];
  if (name in stack.parameters) return stack.parameters[name] ?? '';

  return knownValue(name, surroundings).ref;
}

function knownValue(logicalId: string, surroundings: Surroundings): Value {
  const { stack, region, learnt } = surroundings;
  const resource = stack.resources[logicalId];
  if (!resource) throw new Error(`stack ${stack.name} refers to ${logicalId}, which it does not declare`);
  const at = { stack: stack.name, logicalId, region };

  return (
    learnt.get(`${stack.name}/${logicalId}`) ??
    describe(at, resource, nameOf(at, resource, scopeOf(surroundings)))
  );
}

function attributeOf(value: Value, resource: string, attribute: string): string {
  return value.attributes[attribute] ?? `local:${resource}.${attribute}`;
}

function pseudo(name: string, stack: string, region: string): unknown {
  const values: Record<string, unknown> = {
    'AWS::Region': region,
    'AWS::AccountId': ACCOUNT_ID,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${ACCOUNT_ID}:stack/${stack}/local`,
    'AWS::NoValue': undefined,
  };
  if (!(name in values)) throw new Error(`the template uses ${name}, which the local cloud does not know`);

  return values[name];
}
