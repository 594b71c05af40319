/** Text of XML with its references replaced: the five that XML itself knows, and characters by number. */
import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from '../../kernel/result.ts';

/** Why a document is not read; it never leaves the reader as an exception. */
export class XmlTrouble extends Error {
  override readonly name = 'XmlTrouble';
  readonly refusal: Refusal;

  constructor({ refusal }: { readonly refusal: Refusal }) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const REFERENCE = /&([^;&\s]{1,12};)?/g;
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** The text itself, its line ends as XML has them. A reference to anything else is refused. */
export function decoded(raw: string): string {
  if (FORBIDDEN.test(raw))
    throw new XmlTrouble(refuse('xml.malformed', 'There is a character that XML does not allow.'));
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;

  return text.includes('&') ? text.replace(REFERENCE, (_, name?: string) => referred(name)) : text;
}

function referred(name: string | undefined): string {
  if (name === undefined)
    throw new XmlTrouble(refuse('xml.malformed', 'There is an ampersand that begins no reference.'));
  const key = name.slice(0, -1);
  const named = Object.hasOwn(NAMED, key) ? NAMED[key] : undefined;
  if (named !== undefined) return named;
  const code = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(key);
  if (code === null)
    throw new XmlTrouble(refuse('xml.entity_refused', 'Only the five entities of XML itself are read.'));

  const [, hex, digits = ''] = code;
  const point = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
  const sign = point <= 0x10ffff ? String.fromCodePoint(point) : '\0';
  if (FORBIDDEN.test(sign))
    throw new XmlTrouble(refuse('xml.malformed', 'There is a character that XML does not allow.'));

  return sign;
}
