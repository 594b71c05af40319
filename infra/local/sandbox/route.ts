/** The words in which the sandbox's routes are written. */
import type { Context } from './charges.ts';
import type { Change, Ledger } from './ledger.ts';

/** A request to the sandbox; header names in lower case. */
export type SandboxRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};

/** An answer of the sandbox. */
export type SandboxAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What a route came to; of a silent one the caller hears nothing, though the answer is remembered. */
export type Decision = {
  readonly answer: SandboxAnswer;
  readonly changes: readonly Change[];
  readonly isSilent?: boolean;
};

/** What a route is given. */
export type Visit = {
  readonly ledger: Ledger;
  readonly request: SandboxRequest;
  readonly context: Context;
  /** The parts of the path that the pattern captured. */
  readonly parts: readonly string[];
};

/** A route: method, pattern of the path, and what it does. */
export type Route = readonly [method: string, pattern: RegExp, run: (visit: Visit) => Decision];

/** An answer in JSON. */
export function json(status: number, body: unknown): SandboxAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** A refusal in JSON, which changes nothing. */
export function refused(status: number, code: string, message: string): Decision {
  return { answer: json(status, { error: { code, message } }), changes: [] };
}
