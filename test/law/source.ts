/** Reads the repository's own source for the laws: files, imports, and code with its comments and strings masked. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mask } from './mask.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A source file: its path from the root, its text, and the text with comments and string contents blanked. */
export type Source = { readonly path: string; readonly text: string; readonly code: string };

/** One import or re-export: `to` is a path from the root for a relative one and the package's name otherwise. */
export type Import = {
  readonly from: string;
  readonly to: string;
  readonly specifier: string;
  readonly isPackage: boolean;
  readonly isType: boolean;
  readonly clause: string;
};

/** Every TypeScript file under the given folders of the root, in the order of their paths. */
export function sourcesUnder(...folders: readonly string[]): readonly Source[] {
  return folders.flatMap(pathsUnder).sort().map(readSource);
}

/** A source made up in a test, which shows that a law catches what it forbids. */
export function planted(path: string, text: string): Source {
  return { path, text, code: mask(text) };
}

/** Reads a file of the repository, or undefined where it does not exist. */
export function textOf(path: string): string | undefined {
  const absolute = join(ROOT, path);

  return existsSync(absolute) ? readFileSync(absolute, 'utf8') : undefined;
}

/** All imports of a file, dynamic ones and re-exports included. */
export function importsOf(source: Source): readonly Import[] {
  return [...source.text.matchAll(IMPORT)]
    .filter((match) => isCode(source, match.index))
    .map((match) => {
      const clause = match.groups?.clause?.trim() ?? '';
      const specifier = match.groups?.from ?? match.groups?.bare ?? match.groups?.dynamic ?? '';

      return describe(source.path, specifier, clause);
    });
}

/** Paths that a file names in a string and runs by name: workers, entry points. */
export function pathsNamedIn(source: Source): readonly string[] {
  return [
    ...source.text.matchAll(
      /['"`](\.{1,2}\/[\w./-]+\.ts|(?:shared|functions|infra|test)\/[\w./-]+\.ts)['"`]/g,
    ),
  ]
    .map((match) => match[1] ?? '')
    .map((path) => (path.startsWith('.') ? normalize(join(dirname(source.path), path)) : path));
}

/** The line of a position, from 1. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

const IMPORT =
  /\b(?:import|export)\s+(?<clause>(?:type\s+)?(?:[\w$]+\s*,?\s*)?(?:\*(?:\s*as\s+[\w$]+)?|\{[^}]*\})?)\s*from\s*['"](?<from>[^'"]+)['"]|\bimport\s*['"](?<bare>[^'"]+)['"]|\bimport\s*\(\s*['"](?<dynamic>[^'"]+)['"]/g;

function describe(from: string, specifier: string, clause: string): Import {
  const isPackage = !specifier.startsWith('.');
  const names = /^\{([^}]*)\}$/
    .exec(clause)?.[1]
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const isType = clause.startsWith('type ') || (names?.every((name) => name.startsWith('type ')) ?? false);
  const to = isPackage ? packageName(specifier) : normalize(join(dirname(from), specifier));

  return { from, to, specifier, isPackage, isType, clause };
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');

  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function isCode(source: Source, index: number): boolean {
  return /^(import|export)/.test(source.code.slice(index, index + 6));
}

function pathsUnder(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];

  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
    .map((path) => join(folder, path).replaceAll('\\', '/'));
}

function readSource(path: string): Source {
  return planted(path, readFileSync(join(ROOT, path), 'utf8'));
}
