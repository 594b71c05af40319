/** JSON from outside: bounded before it is parsed, and refused where two readers could understand it differently. */
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';

/** Objects and arrays may nest this deep. */
export const BODY_DEPTH_MAX = 20;

/** Members and items of a whole body; the largest order that is accepted has fewer. */
export const BODY_VALUES_MAX = 20_000;

/** Pointers are cut at this length, because names in a body are as long as their sender likes. */
export const POINTER_LENGTH_MAX = 200;

/** The value of a JSON text in UTF-8. A name that stands twice, or is `__proto__`, is refused with its pointer. */
export function parseJson(bytes: Uint8Array): Result<unknown> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('request.encoding', 'The body must be UTF-8.');
  }
  const flaw = firstFlaw(text);
  if (flaw) return flaw;
  try {
    return ok(JSON.parse(text));
  } catch {
    return refuse('request.malformed', 'The body must be valid JSON.');
  }
}

/** A JSON pointer as a URI fragment, cut where a hostile name makes it long. */
export function pointerTo(path: readonly PropertyKey[]): string {
  const steps = path.map((step) =>
    String(step).slice(0, POINTER_LENGTH_MAX).replaceAll('~', '~0').replaceAll('/', '~1'),
  );

  return ['#', ...steps].join('/').slice(0, POINTER_LENGTH_MAX);
}

/** An object or array that is open while the text is read; `names` is what an object has named so far. */
type Level = { readonly names: Set<string> | undefined; step: string | number; isName: boolean };
type Flaw = ReturnType<typeof refuse>;

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/gs;

/** Reads the brackets, commas and strings of the text; whether the rest is JSON is left to the parser. */
function firstFlaw(text: string): Flaw | undefined {
  const levels: Level[] = [];
  let values = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '}' || token === ']') levels.pop();
    else if (token === '{' || token === '[') levels.push(levelOf(token));
    else if (token === ',') {
      values += 1;
      goOn(levels.at(-1));
    } else {
      const flaw = nameIn(levels, token);
      if (flaw) return flaw;
    }
    if (levels.length > BODY_DEPTH_MAX) {
      return refuse('request.too_deep', `The body must nest at most ${BODY_DEPTH_MAX} levels.`);
    }
    if (values > BODY_VALUES_MAX) {
      return refuse('request.too_many_values', `The body must hold at most ${BODY_VALUES_MAX} values.`);
    }
  }

  return undefined;
}

function levelOf(bracket: string): Level {
  return bracket === '{'
    ? { names: new Set(), step: '', isName: true }
    : { names: undefined, step: 0, isName: false };
}

function goOn(level: Level | undefined): void {
  if (!level) return;
  if (level.names) level.isName = true;
  else if (typeof level.step === 'number') level.step += 1;
}

/** Takes a string that stands where a name is expected. */
function nameIn(levels: readonly Level[], token: string): Flaw | undefined {
  const level = levels.at(-1);
  if (!level?.names || !level.isName) return undefined;
  const name = unescaped(token);
  level.step = name;
  level.isName = false;
  const pointer = pointerTo(levels.map(({ step }) => step));
  if (name === '__proto__')
    return refuse('request.malformed', 'The body must not name __proto__.', { pointer });
  if (level.names.has(name))
    return refuse('request.malformed', 'The body names this member twice.', { pointer });
  level.names.add(name);

  return undefined;
}

function unescaped(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}
