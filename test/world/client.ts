/** A client of the API: it sends a request again under the same key until it is told something final, and logs that. */
import type { Chance } from './chance.ts';
import type { Ask, Told } from './requests.ts';
import { functionOf } from './requests.ts';
import { send, sleep, type World } from './world.ts';

/** Somebody who calls the API. */
export type Client = {
  readonly world: World;
  readonly chance: Chance;
  readonly tenant: string;
  readonly token: string;
};

/** Tries of one request; phase two of a history has no faults, so that the last ones get through. */
const TRIES_MAX = 25;

/** After so many tries a client believes that its request stands in the way of another one. */
const PATIENCE = 6;

const PAUSE_MILLISECONDS = 3_000;

/** Asks until the answer is final: any but silence, a fault on the other side, or a request still in progress. */
export async function ask(client: Client, request: Ask): Promise<Told> {
  const { world } = client;
  let told: Told = { status: 0, body: null, headers: {} };
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    told = await send(world, request, client.token);
    if (isFinal(told) || (told.status === 409 && tries >= PATIENCE)) {
      world.log.push({ tenant: client.tenant, ask: request, told, tries });
      return told;
    }
    await sleep(world, PAUSE_MILLISECONDS * tries);
  }
  world.log.push({ tenant: client.tenant, ask: request, told, tries: TRIES_MAX });

  return told;
}

/** Asks, sometimes several times at once, as impatient clients do; answers what one of them was told. */
export async function askEagerly(client: Client, request: Ask): Promise<Told> {
  if (!client.chance.at(0.25)) return ask(client, request);
  const copies = Array.from({ length: client.chance.between(2, 3) }, () => ask(client, request));
  const [first] = await Promise.all(copies);
  if (!first) throw new Error('somebody asked');

  return first;
}

/** Whether the functions of this build serve the request. */
export function isServed(client: Client, request: Pick<Ask, 'method' | 'route'>): boolean {
  return client.world.functions.has(functionOf(request));
}

/** A field of an answer's body; undefined where the answer is no object or has none. */
export function fieldOf(told: Told, name: string): unknown {
  const { body } = told;

  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}

/** A text field of an answer; empty where there is none. */
export function textOf(told: Told, name: string): string {
  const field = fieldOf(told, name);

  return typeof field === 'string' ? field : '';
}

function isFinal({ status }: Told): boolean {
  return status !== 0 && status < 500 && status !== 409;
}
