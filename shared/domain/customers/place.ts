/** Where a customer is, as it is told, and the documents that wait to know it. */
import { type AwaitingFact, isAmong } from '../exchange-rates.ts';
import { partOf } from '../tax/territories.ts';
import { newsIn, type PlaceEvidence } from '../tax/place-evidence.ts';

/** What rules read of an address: the country and, where it is in one, the part of it that is taxed in its own way. */
export function placedIn(address: Parameters<typeof partOf>[0]) {
  const part = partOf(address);

  return { country: address.country, ...(part !== undefined && { part }) };
}

/** The same after a change, which may lead out of such a part. */
export function movedTo(address: Parameters<typeof partOf>[0], from: { readonly part?: string | null }) {
  return { ...(from.part && { part: null }), ...placedIn(address) };
}

/** Documents that are remembered as waiting for a customer's place; the daily sweep tells any beyond them again. */
export const AWAITING_PLACE_MAX = 20;

/** What can be asked beside a change. */
export type PlaceCommand =
  | { readonly do: 'await_place'; readonly waiting: AwaitingFact }
  /** They were handed over again; whoever still lacks evidence asks anew. */
  | { readonly do: 'resume'; readonly waiting: readonly AwaitingFact[] };

/** What becomes true. */
export type PlaceFact =
  /** Said beside registration and change when it is news; it wakes whoever hands over what waited for it. */
  | {
      readonly type: 'customer.place_evidenced';
      readonly data: { readonly evidence: readonly PlaceEvidence[] };
    }
  | { readonly type: 'customer.place_awaited'; readonly data: AwaitingFact }
  | { readonly type: 'customer.place_resumed'; readonly data: { readonly waiting: readonly AwaitingFact[] } };

/** Says what is news of the evidence that is told. */
export function evidenced(
  known: readonly PlaceEvidence[],
  told: readonly PlaceEvidence[],
): readonly PlaceFact[] {
  const evidence = newsIn(known, told);

  return evidence.length === 0 ? [] : [{ type: 'customer.place_evidenced', data: { evidence } }];
}

/** What is known still counts after a change of address; what was told before a move to another country does not. */
export function stillKnown(
  { country, evidence = [] }: { readonly country: string; readonly evidence?: readonly PlaceEvidence[] },
  to: string | undefined,
): readonly PlaceEvidence[] {
  return to === undefined || to === country ? evidence : [];
}

/** Each document waits once; what was handed over waits no more. */
export function waited(
  { awaiting = [] }: { readonly awaiting?: readonly AwaitingFact[] },
  command: PlaceCommand,
): readonly PlaceFact[] {
  if (command.do === 'resume') {
    const waiting = awaiting.filter((each) => isAmong(command.waiting, each));
    return waiting.length === 0 ? [] : [{ type: 'customer.place_resumed', data: { waiting } }];
  }
  const isKnown = isAmong(awaiting, command.waiting) || awaiting.length >= AWAITING_PLACE_MAX;

  return isKnown ? [] : [{ type: 'customer.place_awaited', data: command.waiting }];
}

/** Those that still wait after some were handed over. */
export function withoutThose(
  awaiting: readonly AwaitingFact[] | undefined,
  those: readonly AwaitingFact[],
): readonly AwaitingFact[] {
  return (awaiting ?? []).filter((each) => !isAmong(those, each));
}
