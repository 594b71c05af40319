/** Every function of the topology, as its file exports it. */
import { existsSync } from 'node:fs';
import { FUNCTION_NAMES, type FunctionName } from '../../shared/topology.ts';
import type { Woken } from '../../shared/edge/woken.ts';
import { archive } from '../../shared/flows/archiving.ts';
import { Envelope } from '../../shared/contracts/messages.ts';

/** A function as the world wakes it. */
export type WorldFunction = Woken<unknown, unknown>;

/** All functions by name. */
export type WorldFunctions = ReadonlyMap<FunctionName, WorldFunction>;

let gathered: Promise<WorldFunctions> | undefined;

/** Imports every function once. */
export function gatherFunctions(): Promise<WorldFunctions> {
  gathered ??= gather();

  return gathered;
}

async function gather(): Promise<WorldFunctions> {
  const loaded = await Promise.all(
    FUNCTION_NAMES.map(async (name) => [name, await loadFunction(name)] as const),
  );

  return new Map(loaded.flatMap(([name, found]) => (found ? [[name, found] as const] : [])));
}

async function loadFunction(name: FunctionName): Promise<WorldFunction | undefined> {
  const path = new URL(`../../functions/${name.replace('.', '/')}.ts`, import.meta.url);
  if (!existsSync(path)) return undefined;
  const module: { handler: WorldFunction } = await import(path.href);

  return module.handler;
}

/**
 * Stands in for `documents.render` where a history is not about printing: it stores a mark in place of the PDF, under the
 * same key. The real function runs in a sample of the histories.
 */
export const CHEAP_RENDER: WorldFunction = {
  name: 'documents.render',
  with: (ports) => async (event) => {
    const { Records } = event as { readonly Records: readonly { readonly body: string }[] }; // the world wakes it from its queue
    for (const { body } of Records) {
      const told = Envelope.parse(JSON.parse(body));
      const printed = { number: 'printed', content: 'printed', xml: null, retainedUntil: '2034-12-31' };
      const pdf = new TextEncoder().encode('printed');
      for (const { tenant, id } of told.kind === 'facts' ? told.facts : [told])
        await archive({ tenant, id }, { ...printed, pdf }, ports.documents);
    }
    return { batchItemFailures: [] };
  },
};

/** Stands in for a function that is switched off: it takes its messages and does nothing. */
export function switchedOff(name: FunctionName): WorldFunction {
  return { name, with: () => async () => ({ batchItemFailures: [] }) };
}
