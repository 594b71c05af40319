/** The words of the topology: what a function's line may say. */

/** The stacks, by context. */
export type Context = 'intake' | 'billing' | 'money' | 'documents' | 'core';

/** What one function may do with each resource; `computeGrants` in infra turns it into IAM actions. */
export type Touches = {
  /** `append` includes `read`; nobody updates or deletes. `scan` reads the whole table. */
  readonly journal?: 'read' | 'append' | 'scan';
  readonly views?: 'read' | 'write';
  readonly profiles?: 'read' | 'write';
  readonly documents?: 'read' | 'write';
  /** Records what was used, and reads it; nobody changes or deletes it. */
  readonly usage?: boolean;
  /** `send`: may send to the queues of every function that facts wake (the relay's right), or to those named. */
  readonly sends?: 'all' | readonly string[];
  /** Calls payment providers, so it reads their secrets. */
  readonly providers?: boolean;
  readonly secrets?: readonly string[];
  /** Asks the register of VAT ids. */
  readonly taxIds?: boolean;
  /** Sends mail to customers. */
  readonly mail?: boolean;
};

/** A function's line. A function may be woken in several ways. */
export type Wiring = {
  readonly context: Context;
  /** Routes of the HTTP API: method and path. */
  readonly http?: readonly string[];
  /** Facts whose recording sends it a message. */
  readonly facts?: readonly string[];
  /** Facts that send a message which arrives this much later. */
  readonly later?: { readonly facts: readonly string[]; readonly delaySeconds: number };
  /** It has a queue that other functions fill by name (`sends`), without a fact. */
  readonly queue?: true;
  /** EventBridge schedules, in UTC. They only wake. */
  readonly schedules?: readonly string[];
  /** The journal's stream; exactly two functions read it. */
  readonly stream?: true;
  readonly touches: Touches;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes?: number;
  /** Messages a wake-up, how long it gathers them, how many run at once, and facts a message may carry: one, where absent. */
  readonly batch?: {
    readonly size: number;
    readonly windowSeconds: number;
    readonly concurrencyMax: number;
    readonly facts?: number;
  };
  /** What it does, one sentence; becomes the Lambda's description. */
  readonly does: string;
};

/** How messages that touch an aggregate each are handed over: few at a time, no waiting. */
export const WORK = { size: 10, windowSeconds: 0, concurrencyMax: 20 } as const;

/**
 * Commits that one wake-up of a reader of the stream is handed at most, some 2 KB each. It is handed what is there, without
 * waiting for more, so that a lone order is carried on at once and only a crowd fills the batch.
 */
export const STREAM_BATCH_MAX = 1_000;
