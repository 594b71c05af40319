import type { Result } from './result.ts';

/**
 * The rules of one aggregate: `decide` says which facts follow from a command, `evolve` what a fact makes of the state.
 * Both are pure; the time and the ids they need come inside the command. `headVersion` changes with the state's shape.
 */
export type Decider<State, Command, Fact> = {
  readonly name: string;
  readonly headVersion: number;
  readonly initial: State;
  decide(state: State, command: Command): Result<readonly Fact[]>;
  evolve(state: State, fact: Fact): State;
};

/** The state after the facts, told from the initial state or from the one given. */
export function fold<State, Command, Fact>(
  decider: Decider<State, Command, Fact>,
  facts: readonly Fact[],
  from: State = decider.initial,
): State {
  return facts.reduce((state, fact) => decider.evolve(state, fact), from);
}
