/** What every function file exports: its name and how it answers an event, once it is given its ports. */
import type { Ports } from '../ports.ts';
import type { FunctionName } from '../topology.ts';

/** A function before it meets the world. The bundle's entry gives it the live ports, the simulation its twins. */
export type Woken<Event, Answer> = {
  readonly name: FunctionName;
  with(ports: Ports): (event: Event) => Promise<Answer>;
};
