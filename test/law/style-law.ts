/** The style that can be counted, as functions from a source file to the sentences that say what it breaks. */
import { lineAt, type Source } from './source.ts';

type Ban = {
  readonly of: RegExp;
  readonly pattern: RegExp;
  readonly except?: RegExp;
  readonly instead: string;
};

/** The one adapter that reads the clock, makes randomness and waits. */
const SYSTEM = /^shared\/adapters\/system\.ts$/;
const PRODUCT = /^(shared|functions)\//;
const SOURCE = /^(shared|functions|infra)\//;

const BANS: readonly Ban[] = [
  { of: SOURCE, pattern: /(?<![.\w$])any\b(?!\s*[(:?])/g, instead: 'no any: parse what is unknown' },
  {
    of: SOURCE,
    pattern: /[\w$)\]]!(?![=\w])/g,
    instead: 'no non-null assertion: decide what happens without',
  },
  { of: PRODUCT, pattern: /\bconsole\./g, instead: 'no console: shared/edge logs' },
  {
    of: PRODUCT,
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bTemporal\.Now\b|\bperformance\.now\b|\bhrtime\b/g,
    except: SYSTEM,
    instead: 'the time is an argument: shared/adapters/system.ts reads the clock',
  },
  {
    of: PRODUCT,
    pattern: /\bMath\.random\b|\brandom(?:UUID|Bytes|Int|FillSync)\b|\bgetRandomValues\b/g,
    except: SYSTEM,
    instead: 'randomness is an argument: shared/adapters/system.ts makes it',
  },
  {
    of: PRODUCT,
    pattern: /\bset(?:Timeout|Interval|Immediate)\b/g,
    except: SYSTEM,
    instead: 'nothing waits: a queue or a schedule wakes it',
  },
  {
    of: PRODUCT,
    pattern: /(?<![.\w$])fetch\(|\bglobalThis\.fetch\b/g,
    except: /^shared\/adapters\/(?:system|http|[\w/-]*-http)\.ts$/,
    instead: 'HTTP goes through the http adapter',
  },
  {
    of: PRODUCT,
    pattern: /\bprocess\.env\b/g,
    except: /^shared\/edge\/config\.ts$/,
    instead: 'configuration is parsed once, in shared/edge/config.ts',
  },
  {
    of: PRODUCT,
    pattern: /\bclass\s+[A-Z]\w*(?!\w*\s+extends\s+\w*Error\b)/g,
    instead: 'values rather than classes, errors excepted',
  },
  {
    of: /^(shared\/(domain|kernel))\//,
    pattern: /\bparseFloat\b|\.toFixed\(/g,
    instead: 'money and quantities are never floating point',
  },
];

const COMMENT_BANS: readonly Ban[] = [
  { of: /./, pattern: new RegExp(`\\b(?:TO${'DO'}|FIX${'ME'})\\b`, 'g'), instead: 'open an issue or do it' },
  {
    of: /./,
    pattern: /(?:\/\/|\*)\s*(?:@ts-(?:ignore|expect-error|nocheck)|biome-ignore(?!.*: \S))/g,
    instead: 'no check is switched off without its reason',
  },
];

/** What a file says that it may not say, one sentence for each place. */
export function bansBrokenBy(source: Source): readonly string[] {
  return [...found(source, BANS, source.code), ...found(source, COMMENT_BANS, source.text)];
}

/** Casts without a reason in a comment on their line or the one above; `as const` needs none. */
export function castsWithoutReason(source: Source): readonly string[] {
  const lines = source.text.split('\n');
  // Names given in imports are not casts.
  const code = source.code.replace(
    /\b(?:import|export)\b[^;]*?\bfrom\b|\b(?:import|export)\s*\{[^}]*\}/g,
    (text) => text.replace(/\bas\b/g, '  '),
  );

  return [...code.matchAll(/\bas\s+(?!const\b)[\w{[(]/g)]
    .map((match) => lineAt(code, match.index))
    .filter((line) => !/\/\/|\*/.test(lines[line - 1] ?? '') && !/^\s*(\/\/|\*)/.test(lines[line - 2] ?? ''))
    .map((line) => `${source.path}:${line} an 'as' gives its reason on the line`);
}

/** The exported names of a file, each with whether a doc comment stands above one of its declarations. */
export function exportsOf(source: Source): ReadonlyMap<string, boolean> {
  const lines = source.text.split('\n');
  const names = new Map<string, boolean>();
  for (const match of source.code.matchAll(EXPORTED)) {
    const name = match[1] ?? '';
    const above = lines[lineAt(source.code, match.index) - 2]?.trim() ?? '';
    names.set(name, (names.get(name) ?? false) || above.endsWith('*/') || above.startsWith('//'));
  }

  return names;
}

const EXPORTED =
  /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|const|let|class|type|interface)\s+([\w$]+)/gm;

function found(source: Source, bans: readonly Ban[], text: string): readonly string[] {
  return bans
    .filter(({ of, except }) => of.test(source.path) && !except?.test(source.path))
    .flatMap(({ pattern, instead }) =>
      [...text.matchAll(pattern)].map((match) => `${source.path}:${lineAt(text, match.index)} ${instead}`),
    );
}
