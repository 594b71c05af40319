/** What a queue hands out, and how the work on it ends. */
import type { Message } from '../contracts/messages.ts';

/** A message as a worker sees it. */
export type Delivery = {
  readonly message: Message;
  /** How often the queue has handed it out, this time included. */
  readonly receives: number;
};

/** How the work on one message ended. `wait` means: not yet, hand it out again; `park`: a person must look. */
export type Outcome =
  | { readonly end: 'done' }
  | { readonly end: 'wait'; readonly reason: string }
  /** `subject` names what is set aside where several messages may find it; the message itself otherwise. */
  | { readonly end: 'park'; readonly code: string; readonly reason: string; readonly subject?: string };

/** The good end. */
export const DONE: Outcome = { end: 'done' };
