/** Finds every code with which the product refuses, sets aside or explains a failure. */
import { sourcesUnder, textOf } from './source.ts';

/** Codes by what they are: refusals of a request or command, and reasons that a record carries. */
export type Codes = { readonly refusals: readonly string[]; readonly reasons: readonly string[] };

const CODE = "'([a-z]+(?:_[a-z]+)*\\.[a-z]+(?:_[a-z]+)*)'";

/** The codes in the sources of the product. */
export function codesInSources(): Codes {
  const texts = sourcesUnder('shared', 'functions').map(({ text }) => text);
  const refusals = found(texts, [
    `\\brefuse\\(\\s*${CODE}`,
    `\\bcode: ${CODE}, message:`,
    `^  code: ${CODE},\\n`,
  ]);
  const edge = found([textOf('shared/edge/problems.ts') ?? ''], [`^  ${CODE}: \\d{3},`]);
  const reasons = found(texts, [`\\bcode: ${CODE}`, `\\breason: ${CODE}`, `\\bcode = [^;\\n]*?${CODE}`]);
  const all = [...new Set([...refusals, ...edge])];

  return { refusals: all.toSorted(), reasons: reasons.filter((code) => !all.includes(code)).toSorted() };
}

function found(texts: readonly string[], patterns: readonly string[]): readonly string[] {
  const matches = patterns.flatMap((pattern) =>
    texts.flatMap((text) => [...text.matchAll(new RegExp(pattern, 'gm'))]),
  );

  return [...new Set(matches.map(([, code = '']) => code))];
}
