/** CloudFormation's intrinsic functions over plain values; no conditions, mappings or macros, which the app does not use. */

/** What the functions ask of their surroundings; each may throw when it does not know. */
export type Scope = {
  readonly reference: (name: string) => unknown;
  readonly attribute: (logicalId: string, attribute: string) => unknown;
  readonly imported: (exportName: string) => unknown;
};

/** Replaces every intrinsic inside a template value. Throws an Error on a function it does not know. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((part) => resolve(part, scope)).filter((part) => part !== undefined);
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && isIntrinsic(name)) return call(name, value[name], scope);

  const resolved = Object.entries(value).map(([key, part]) => [key, resolve(part, scope)] as const);
  return Object.fromEntries(resolved.filter(([, part]) => part !== undefined));
}

/** A value that must come out as text. */
export function resolveText(value: unknown, scope: Scope): string {
  const resolved = resolve(value, scope);
  if (typeof resolved === 'string') return resolved;
  if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);

  throw new Error(`the template gives ${JSON.stringify(resolved)} where text is expected`);
}

function isIntrinsic(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}

function call(name: string, input: unknown, scope: Scope): unknown {
  if (name === 'Ref') return scope.reference(String(input));
  if (name === 'Fn::GetAtt') return getAttribute(input, scope);
  if (name === 'Fn::Join') return join(input, scope);
  if (name === 'Fn::Sub') return substitute(input, scope);
  if (name === 'Fn::ImportValue') return scope.imported(resolveText(input, scope));
  if (name === 'Fn::Select') return select(input, scope);
  if (name === 'Fn::Split') return split(input, scope);
  if (name === 'Fn::Base64') return Buffer.from(resolveText(input, scope)).toString('base64');

  throw new Error(`the template uses ${name}, which the local cloud does not know`);
}

function getAttribute(input: unknown, scope: Scope): unknown {
  if (typeof input === 'string')
    return scope.attribute(input.split('.', 1)[0] ?? '', input.split('.').slice(1).join('.'));
  const [logicalId, attribute] = listOf(input);

  return scope.attribute(String(logicalId), resolveText(attribute, scope));
}

function join(input: unknown, scope: Scope): string {
  const [separator, parts] = listOf(input);

  return listOf(resolve(parts, scope))
    .map((part) => resolveText(part, scope))
    .join(String(separator));
}

function substitute(input: unknown, scope: Scope): string {
  const [text, given] = typeof input === 'string' ? [input, {}] : listOf(input);
  const variables = isRecord(given) ? given : {};

  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in variables) return resolveText(variables[name], scope);

    return resolveText(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }, scope);
  });
}

function select(input: unknown, scope: Scope): unknown {
  const [index, parts] = listOf(input);

  return listOf(resolve(parts, scope))[Number(resolve(index, scope))];
}

function split(input: unknown, scope: Scope): readonly string[] {
  const [separator, text] = listOf(input);

  return resolveText(text, scope).split(String(separator));
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('an intrinsic function of the template was given no list');

  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
