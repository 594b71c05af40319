/**
 * Every function: what wakes it and what it may touch. Data only; `infra` builds queues, rules and grants from it,
 * the relay routes news by it, the world and the local cloud run it. A line `noun.verb` is the file
 * `functions/noun/verb.ts`, the Lambda, the queue, the alarm and the log field. One file a stack.
 */
import { BILLING } from './topology/billing.ts';
import { CORE } from './topology/core.ts';
import { DOCUMENTS } from './topology/documents.ts';
import { INTAKE } from './topology/intake.ts';
import { MONEY } from './topology/money.ts';
import type { Wiring } from './topology/wiring.ts';

export const TOPOLOGY = {
  ...INTAKE,
  ...BILLING,
  ...DOCUMENTS,
  ...MONEY,
  ...CORE,
} as const satisfies Readonly<Record<string, Wiring>>;

/** The name of a function, `noun.verb`. */
export type FunctionName = keyof typeof TOPOLOGY;

/** Every function's name, in the order of the table. */
export const FUNCTION_NAMES = Object.keys(TOPOLOGY) as readonly FunctionName[]; // keys of the literal above

/** A function's line, with every optional part visible to the type checker. */
export function wiringOf(name: FunctionName): Wiring {
  return TOPOLOGY[name];
}

/** `invoices.issue` → `invoices-issue`: the form that AWS names allow. */
export function resourceName(name: FunctionName): string {
  return name.replaceAll('.', '-').replaceAll('_', '-');
}

/** Whether a function has a queue of its own. */
export function hasQueue(name: FunctionName): boolean {
  const wiring = wiringOf(name);

  return Boolean(wiring.facts || wiring.later || wiring.queue);
}
