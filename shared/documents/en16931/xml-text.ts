/** Writing XML as text: the only place where content meets mark-up. */

const MARKUP = /[&<>"]/g;
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML 1.0 cannot hold, not even as a reference. */
const FORBIDDEN = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Content that is text whatever it holds: mark-up is escaped, what XML cannot hold is left out. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '').replace(MARKUP, (sign) => ESCAPED[sign] ?? '');
}

/** An element with text; nothing where there is none. `attribute` is written as it is and must hold no content. */
export function leaf(name: string, text: string | null, attribute = ''): string {
  return text === null ? '' : `<${name}${attribute}>${escapeXml(text)}</${name}>`;
}

/** An element around others; nothing where it would be empty. */
export function node(name: string, ...children: readonly string[]): string {
  const inside = children.join('');

  return inside === '' ? '' : `<${name}>${inside}</${name}>`;
}

/** An attribute with its value. */
export function attribute(name: string, value: string): string {
  return ` ${name}="${escapeXml(value)}"`;
}
