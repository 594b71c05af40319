/** A scanner of TypeScript just good enough to tell code from comments, strings and regular expressions. */

/** Blanks comments and the contents of strings and regular expressions; every position and line stays. */
export function mask(text: string): string {
  const out: string[] = [];
  let index = 0;
  while (index < text.length) index = step(text, index, out);

  return out.join('');
}

const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|throw|await|yield))$/;

function step(text: string, start: number, out: string[]): number {
  const two = text.slice(start, start + 2);
  const one = text.charAt(start);
  if (two === '//') return blank(text, start, endOf(text, '\n', start), out);
  if (two === '/*') return blank(text, start, endOf(text, '*/', start + 2) + 2, out);
  if (one === "'" || one === '"') return quoted(text, start, out);
  if (one === '`') return template(text, start, out);
  if (one === '/' && BEFORE_REGEX.test(lastCode(out))) return regex(text, start, out);
  out.push(one);

  return start + 1;
}

function quoted(text: string, start: number, out: string[]): number {
  const quote = text.charAt(start);
  let end = start + 1;
  while (end < text.length && text.charAt(end) !== quote && text.charAt(end) !== '\n') {
    end += text.charAt(end) === '\\' ? 2 : 1;
  }
  out.push(quote);
  blank(text, start + 1, end, out);
  out.push(quote);

  return end + 1;
}

function template(text: string, start: number, out: string[]): number {
  out.push('`');
  let index = start + 1;
  while (index < text.length && text.charAt(index) !== '`') {
    if (text.startsWith('${', index)) index = embedded(text, index, out);
    else index = blank(text, index, index + (text.charAt(index) === '\\' ? 2 : 1), out);
  }
  out.push('`');

  return index + 1;
}

function embedded(text: string, start: number, out: string[]): number {
  out.push('${');
  let depth = 1;
  let index = start + 2;
  while (index < text.length && depth > 0) {
    if (text.charAt(index) === '{') depth += 1;
    if (text.charAt(index) === '}') depth -= 1;
    index = step(text, index, out);
  }

  return index;
}

function regex(text: string, start: number, out: string[]): number {
  let end = start + 1;
  let isInClass = false;
  while (end < text.length && (isInClass || text.charAt(end) !== '/') && text.charAt(end) !== '\n') {
    if (text.charAt(end) === '[') isInClass = true;
    if (text.charAt(end) === ']') isInClass = false;
    end += text.charAt(end) === '\\' ? 2 : 1;
  }
  out.push('/');
  blank(text, start + 1, end, out);
  out.push('/');

  return end + 1;
}

function blank(text: string, start: number, end: number, out: string[]): number {
  out.push(text.slice(start, end).replace(/[^\n]/g, ' '));

  return Math.min(end, text.length);
}

function endOf(text: string, needle: string, from: number): number {
  const found = text.indexOf(needle, from);

  return found < 0 ? text.length : found;
}

/** The last few characters of code before this position, without the white space between. */
function lastCode(out: readonly string[]): string {
  for (let index = out.length - 1; index >= 0; index -= 1) {
    const tail = out
      .slice(Math.max(0, index - 12), index + 1)
      .join('')
      .trimEnd();
    if (tail !== '') return tail;
    index -= 12;
  }

  return '';
}
