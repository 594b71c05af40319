/** Documents that cannot be issued for what is known of their customer, until that is put right or the register answers. */
import { type AwaitingFact, isAmong } from '../exchange-rates.ts';
import { withoutThose } from './place.ts';

/** Documents that are remembered so; any beyond them is told again by a sweep alone. */
export const UNCLEAR_MAX = 20;

/** What can be asked. */
export type ClarifyingCommand =
  | { readonly do: 'await_clarification'; readonly waiting: AwaitingFact }
  /** They were handed over again; what still cannot be issued asks anew. */
  | { readonly do: 'resume_unclear'; readonly waiting: readonly AwaitingFact[] };

/** What becomes true. */
export type ClarifyingFact =
  | { readonly type: 'customer.clarification_awaited'; readonly data: AwaitingFact }
  /** Said beside a new version of the profile or an answer of the register while documents wait; it wakes who hands them over. */
  | { readonly type: 'customer.clarified'; readonly data: { readonly profile: number } }
  | {
      readonly type: 'customer.clarification_resumed';
      readonly data: { readonly waiting: readonly AwaitingFact[] };
    };

type Unclear = { readonly unclear?: readonly AwaitingFact[] };

/** Each document waits once; what was handed over waits no more. */
export function unclear(
  { unclear: known = [] }: Unclear,
  command: ClarifyingCommand,
): readonly ClarifyingFact[] {
  if (command.do === 'resume_unclear') {
    const waiting = known.filter((each) => isAmong(command.waiting, each));
    return waiting.length === 0 ? [] : [{ type: 'customer.clarification_resumed', data: { waiting } }];
  }
  const isKnown = isAmong(known, command.waiting) || known.length >= UNCLEAR_MAX;

  return isKnown ? [] : [{ type: 'customer.clarification_awaited', data: command.waiting }];
}

/** Those that wait after one came to, or some were handed over. */
export function stillUnclear(
  { unclear: known = [] }: Unclear,
  fact: Exclude<ClarifyingFact, { readonly type: 'customer.clarified' }>,
): readonly AwaitingFact[] {
  return fact.type === 'customer.clarification_awaited'
    ? [...known, fact.data]
    : withoutThose(known, fact.data.waiting);
}

/** Says that more is known by now, where documents wait for it. */
export function clarified({ unclear: known = [] }: Unclear, profile: number): readonly ClarifyingFact[] {
  return known.length === 0 ? [] : [{ type: 'customer.clarified', data: { profile } }];
}
