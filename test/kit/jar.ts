/** The smallest aggregate there is, for what holds of all: a jar into which coins are put. */
import type { Fact } from '../../shared/execute.ts';
import type { Decider } from '../../shared/kernel/decider.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { PostingSet } from '../../shared/ports.ts';

export type Jar = { readonly coins: readonly string[]; readonly label: string };

export type JarCommand =
  | { readonly do: 'put'; readonly coin: string; readonly books?: PostingSet }
  | { readonly do: 'label'; readonly label: string };

/** Real types of the budget stand for the jar's facts, because the journal knows no others. */
export type JarFact = Fact &
  (
    | { readonly type: 'message.parked'; readonly data: { readonly coin: string } }
    | { readonly type: 'tenant.created'; readonly data: { readonly label: string } }
  );

/** Coins a jar holds. */
export const COINS_MAX = 1_000;

export const jars: Decider<Jar, JarCommand, JarFact> = {
  name: 'jars',
  headVersion: 1,
  initial: { coins: [], label: '' },
  decide(state, command) {
    if (command.do === 'label') {
      return ok(
        state.label === command.label ? [] : [{ type: 'tenant.created', data: { label: command.label } }],
      );
    }
    if (state.coins.includes(command.coin)) return ok([]);
    if (state.coins.length >= COINS_MAX || command.coin === 'forged')
      return refuse('jar.refused', 'Not this coin.');

    return ok([
      {
        type: 'message.parked',
        data: { coin: command.coin },
        ...(command.books && { books: command.books }),
      },
    ]);
  },
  evolve(state, fact) {
    return fact.type === 'tenant.created'
      ? { ...state, label: fact.data.label }
      : { ...state, coins: [...state.coins, fact.data.coin] };
  },
};

export const JAR = { tenant: derivedId('ten', 'jar'), id: derivedId('prk', 'jar') };

/** Who acts; `fingerprint` is what a repeated request is told by. */
export function actingAs(fingerprint?: string) {
  const acting = { actor: 'test', cause: 'test', trace: 'trace', at: '2026-11-23T09:00:00.000Z' };

  return fingerprint === undefined ? acting : { ...acting, fingerprint };
}
