/** Attributes and namespaces of a tag. */
import { refuse } from '../../kernel/result.ts';
import { decoded, XmlTrouble } from './xml-entities.ts';

/** Prefixes in force, each with its namespace; the empty prefix is the default one. */
export type Scope = ReadonlyMap<string, string>;

/** Attributes one element may have. */
export const XML_ATTRIBUTES_MAX = 50;

const ATTRIBUTE = /([^\s/>=<"'&]{1,200})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/** The attributes by their written names. The same one twice is refused. */
export function attributesOf(written: string): ReadonlyMap<string, string> {
  if (written === '') return NO_ATTRIBUTES;
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of written.matchAll(ATTRIBUTE)) {
    if (attributes.has(name))
      throw new XmlTrouble(refuse('xml.malformed', 'There is an element with an attribute twice.'));
    if (attributes.size >= XML_ATTRIBUTES_MAX)
      throw new XmlTrouble(
        refuse('xml.too_many', `An element has at most ${XML_ATTRIBUTES_MAX} attributes.`),
      );
    attributes.set(name, decoded(double ?? single ?? ''));
  }

  return attributes;
}

const NOTHING: Scope = new Map();

/** The prefixes inside an element: those around it, and those that it declares. */
export function scopeOf(attributes: ReadonlyMap<string, string>, around: Scope = NOTHING): Scope {
  let scope: Map<string, string> | undefined;
  for (const [name, uri] of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    scope ??= new Map(around);
    scope.set(name.slice('xmlns:'.length), uri);
  }

  return scope ?? around;
}

/** Namespace and local name, parted by a blank. A prefix that was not declared is refused. */
export function expandedName(tag: string, scope: Scope): string {
  const colon = tag.indexOf(':');
  const prefix = colon === -1 ? '' : tag.slice(0, colon);
  const uri = scope.get(prefix);
  if (uri === undefined && prefix !== '')
    throw new XmlTrouble(refuse('xml.malformed', 'There is a prefix without namespace.'));

  return `${uri ?? ''} ${tag.slice(colon + 1)}`;
}
