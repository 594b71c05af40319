/** Parked work: something that cannot go on by itself is set aside with its reason, and waits for a person. */
import type { Decider } from '../kernel/decider.ts';
import { ok } from '../kernel/result.ts';

/** A parked message; `subject` names the fact it was about, never its content. */
export type Parked =
  | { readonly status: 'none' }
  | {
      readonly status: 'parked';
      readonly worker: string;
      readonly subject: string;
      readonly code: string;
      readonly reason: string;
    };

/** Sets work aside. */
export type ParkCommand = {
  readonly do: 'park';
  readonly worker: string;
  readonly subject: string;
  readonly code: string;
  readonly reason: string;
};

/** What becomes true. */
export type ParkedFact = { readonly type: 'message.parked'; readonly data: Omit<ParkCommand, 'do'> };

/** The rules: the same message parks once. */
export const parked: Decider<Parked, ParkCommand, ParkedFact> = {
  name: 'parked',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, { worker, subject, code, reason }) {
    return ok(
      state.status === 'none' ? [{ type: 'message.parked', data: { worker, subject, code, reason } }] : [],
    );
  },
  evolve: (_, fact) => ({ status: 'parked', ...fact.data }),
};
