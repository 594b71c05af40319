/** Finds functions in masked code and measures them, for the law that keeps them small. */
import { lineAt, type Source } from './source.ts';

/** A function with a block body: where it begins and how many lines it takes, signature included. */
export type FunctionSpan = {
  readonly path: string;
  readonly name: string;
  readonly line: number;
  readonly lines: number;
};

/** Every function, method and arrow function with a block body in a file. */
export function functionsOf(source: Source): readonly FunctionSpan[] {
  const spans = [...source.code.matchAll(HEAD)].flatMap((match) => spanFrom(source, match));
  const arrows = [...source.code.matchAll(/=>\s*\{/g)].flatMap((match) => arrowSpan(source, match.index));

  return [...spans, ...arrows];
}

/** The name by which the ratchet knows a function: its file and its own name, not its line, which moves. */
export function keyOf(span: FunctionSpan): string {
  return `${span.path}#${span.name}`;
}

// A declaration or expression with the keyword, or a method at the start of a line.
const HEAD =
  /\bfunction\b\s*\*?\s*(?<fn>[\w$]*)\s*(?:<[^()]*>)?\(|^[ \t]+(?:(?:public|private|protected|static|override|async|get|set)\s+)*\*?(?<method>[\w$]+)\s*\((?=[^\n]*(?:\{|$))/gm;
const NOT_METHODS = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'function',
  'await',
  'super',
]);

function spanFrom(source: Source, match: RegExpExecArray): FunctionSpan[] {
  const name = match.groups?.fn ?? match.groups?.method ?? '';
  if (NOT_METHODS.has(name)) return [];
  const open = source.code.indexOf('(', match.index + match[0].length - 1);
  const body = bodyAfter(source.code, closing(source.code, open) + 1);
  if (body === undefined) return [];
  const start = match.index + (match[0].length - match[0].trimStart().length);

  return [span(source, name === '' ? 'anonymous' : name, start, closing(source.code, body))];
}

function arrowSpan(source: Source, arrow: number): FunctionSpan[] {
  const body = source.code.indexOf('{', arrow);
  const before = source.code.slice(0, arrow);
  const statement =
    Math.max(before.lastIndexOf(';'), before.lastIndexOf('\n\n'), before.lastIndexOf('{')) + 1;
  const name = /(?:const|let)\s+([\w$]+)[^;]*$/.exec(before.slice(statement))?.[1];
  const start = name === undefined ? before.lastIndexOf('\n') + 1 : before.lastIndexOf(name);

  return [span(source, name ?? 'anonymous', start, closing(source.code, body))];
}

function span(source: Source, name: string, start: number, end: number): FunctionSpan {
  const line = lineAt(source.code, start);

  return { path: source.path, name, line, lines: lineAt(source.code, end) - line + 1 };
}

/** Where the body's brace is, after the parameters: skips a return type, which may hold braces of its own. */
function bodyAfter(code: string, afterParameters: number): number | undefined {
  let index = afterParameters;
  const isTyped = /^\s*:/.test(code.slice(index));
  let previous = isTyped ? ':' : ')';
  if (isTyped) index = code.indexOf(':', index) + 1;
  while (index < code.length) {
    const one = code.charAt(index);
    if (one === '{' && !/(?:[:|&,<]|=>)$/.test(previous)) return index;
    if (one === ';' || (!isTyped && /[^\s{]/.test(one))) return undefined;
    if ('{(['.includes(one)) index = closing(code, index);
    if (/\S/.test(one)) previous = code.slice(index - 1, index + 1).trim();
    index += 1;
  }

  return undefined;
}

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/** The position of the bracket that closes the one at `open`. */
function closing(code: string, open: number): number {
  const opener = code.charAt(open);
  const closer = PAIRS[opener];
  let depth = 0;
  for (let index = open; index < code.length; index += 1) {
    if (code.charAt(index) === opener) depth += 1;
    if (code.charAt(index) === closer) depth -= 1;
    if (depth === 0) return index;
  }

  return code.length;
}
