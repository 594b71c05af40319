import type { Result } from './result.ts';

/**
 * The rules of one aggregate: `decide` says which facts follow from a command, `evolve` what a fact makes of the state.
 * Both are pure; the time and the ids they need come inside the command. `headVersion` changes with the state's shape.
 */
export type Decider<State, Command, Fact> = Story<State, Fact> & {
  decide(state: State, command: Command): Result<readonly Fact[]>;
};

/** As much of the rules as reading needs; whoever only reads need not carry the deciding. */
export type Story<State, Fact> = {
  readonly name: string;
  readonly headVersion: number;
  readonly initial: State;
  evolve(state: State, fact: Fact): State;
};

/** The state after the facts, told from the initial state or from the one given. */
export function fold<State, Fact>(
  story: Story<State, Fact>,
  facts: readonly Fact[],
  from: State = story.initial,
): State {
  return facts.reduce((state, fact) => story.evolve(state, fact), from);
}
