/**
 * Reads XML 1.0 from anybody. There is no DTD here and no entity beyond the five of XML itself, so nothing can be expanded,
 * fetched or included; size, depth and number of elements are bounded. Refusals: `xml.too_large`, `xml.doctype_refused`,
 * `xml.entity_refused`, `xml.too_deep`, `xml.too_many`, `xml.malformed`.
 */
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { decoded, XmlTrouble } from './xml-entities.ts';
import { attributesOf, expandedName, type Scope, scopeOf } from './xml-names.ts';

/** An element: `name` is the namespace, a blank and the local name. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children. */
  readonly text: string;
};

/** The largest text that is read, in UTF-16 units. */
export const XML_LENGTH_MAX = 2_000_000;

/** How deep elements may nest. */
export const XML_DEPTH_MAX = 32;

/** How many elements a document may have. */
export const XML_ELEMENTS_MAX = 100_000;

type Open = { tag: string; scope: Scope; element: XmlElement & { children: XmlElement[]; text: string } };
type State = {
  readonly text: string;
  at: number;
  elements: number;
  readonly open: Open[];
  root: XmlElement | null;
};

/** The root element. */
export function readXml(text: string): Result<XmlElement> {
  if (text.length > XML_LENGTH_MAX)
    return refuse('xml.too_large', `The document must have at most ${XML_LENGTH_MAX} characters.`);
  const state: State = { text, at: text.startsWith('\ufeff') ? 1 : 0, elements: 0, open: [], root: null };
  try {
    while (state.at < text.length) step(state);
    if (state.root === null || state.open.length > 0)
      throw new XmlTrouble(refuse('xml.malformed', 'The document is not complete.'));

    return ok(state.root);
  } catch (error) {
    if (error instanceof XmlTrouble)
      return { ok: false, refusal: { ...error.refusal, hint: `It was met at character ${state.at}.` } };
    throw error;
  }
}

function step(state: State): void {
  const { text, at } = state;
  const next = text.indexOf('<', at);
  if (next !== at) content(state, text.slice(at, next === -1 ? text.length : next));
  else if (text.startsWith('<!--', at)) skip(state, '-->', 4);
  else if (text.startsWith('<![CDATA[', at)) characterData(state);
  else if (text.startsWith('<?', at)) skip(state, '?>', 2);
  else if (text.startsWith('<!', at))
    throw new XmlTrouble(refuse('xml.doctype_refused', 'Document types and their entities are not read.'));
  else if (text.startsWith('</', at)) close(state);
  else open(state);
}

function content(state: State, raw: string): void {
  const current = state.open.at(-1);
  if (current) current.element.text += decoded(raw);
  else if (raw.trim() !== '')
    throw new XmlTrouble(refuse('xml.malformed', 'There is text outside the root element.'));
  state.at += raw.length;
}

function characterData(state: State): void {
  const end = endOf(state, ']]>', 9);
  const current = state.open.at(-1);
  if (!current) throw new XmlTrouble(refuse('xml.malformed', 'There is text outside the root element.'));
  current.element.text += state.text.slice(state.at + 9, end).replaceAll('\r\n', '\n');
  state.at = end + 3;
}

function skip(state: State, until: string, from: number): void {
  state.at = endOf(state, until, from) + until.length;
}

function endOf(state: State, until: string, from: number): number {
  const end = state.text.indexOf(until, state.at + from);
  if (end === -1) throw new XmlTrouble(refuse('xml.malformed', `"${until}" is missing.`));

  return end;
}

const TAG = /<([^\s/>=<"'&]{1,200})((?:\s+[^\s/>=<"'&]{1,200}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;

function open(state: State): void {
  TAG.lastIndex = state.at;
  const match = TAG.exec(state.text);
  if (match === null) throw new XmlTrouble(refuse('xml.malformed', 'There is a tag that cannot be read.'));
  const [whole, tag = '', written = '', slash] = match;
  state.elements += 1;
  if (state.elements > XML_ELEMENTS_MAX)
    throw new XmlTrouble(refuse('xml.too_many', `A document has at most ${XML_ELEMENTS_MAX} elements.`));
  if (state.open.length >= XML_DEPTH_MAX)
    throw new XmlTrouble(refuse('xml.too_deep', `Elements nest at most ${XML_DEPTH_MAX} deep.`));

  const attributes = attributesOf(written);
  const parent = state.open.at(-1);
  const scope = scopeOf(attributes, parent?.scope);
  const element = { name: expandedName(tag, scope), attributes, children: [], text: '' };
  attach(state, parent, element);
  if (slash === '') state.open.push({ tag, scope, element });
  state.at += whole.length;
}

function attach(state: State, parent: Open | undefined, element: XmlElement): void {
  if (parent) parent.element.children.push(element);
  else if (state.root === null) state.root = element;
  else throw new XmlTrouble(refuse('xml.malformed', 'There is more than one root element.'));
}

function close(state: State): void {
  const end = endOf(state, '>', 2);
  const tag = state.text.slice(state.at + 2, end).trimEnd();
  const current = state.open.pop();
  if (current?.tag !== tag)
    throw new XmlTrouble(refuse('xml.malformed', 'Elements are not closed in their order.'));
  state.at = end + 1;
}
