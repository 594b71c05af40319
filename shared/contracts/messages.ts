/** What travels through the queues: wake-ups. They say what happened and where to look, and carry no authority. */
import * as z from 'zod';

const Id = z.string().regex(/^[a-z]{2,4}_[0-9a-z]{1,40}$/, 'must be an id');

/** Sent by the relay for a fact; `commit` is the journal item's own text where it is small enough. */
export const FactMessage = z.strictObject({
  kind: z.literal('fact'),
  tenant: Id,
  id: Id,
  version: z.int().positive(),
  /** Which of the commit's facts woke the receiver. */
  fact: z.string().max(80),
  trace: z.string().max(80),
  commit: z.string().max(200_000).optional(),
  /** Sent once more by itself, out of a pack of which it could not be done: it is no first delivery. */
  again: z.literal(true).optional(),
});

/** Sent by one function to another by name. */
export const WorkMessage = z.strictObject({
  kind: z.literal('work'),
  tenant: Id,
  id: Id,
  trace: z.string().max(80),
  /** What the receiver needs beside the id; its own schema parses it. */
  task: z.record(z.string().max(40), z.union([z.string().max(200), z.number(), z.null()])),
});

/** What a worker is told of: a fact or work. */
export const Message = z.discriminatedUnion('kind', [FactMessage, WorkMessage]);

/** A parsed message. */
export type Message = z.infer<typeof Message>;

/** Facts that one packed message may carry. */
export const PACK_FACTS_MAX = 100;

/** Several facts of one tenant for one function, sent by the relay where one batch of the stream held them. */
export const FactsMessage = z.strictObject({
  kind: z.literal('facts'),
  facts: z.array(FactMessage).min(1).max(PACK_FACTS_MAX),
});

/** What lies in a queue: one message, or one with many facts. */
export const Envelope = z.discriminatedUnion('kind', [FactMessage, WorkMessage, FactsMessage]);
