/** Given what has happened, when something is asked, then these facts follow, or a refusal. */
import { type Decider, fold } from '../../shared/kernel/decider.ts';

/** The state that facts lead to, and what follows from a command on it. */
export function given<State, Command, Fact>(
  decider: Decider<State, Command, Fact>,
  facts: readonly Fact[] = [],
) {
  const state = fold(decider, facts);

  return {
    state,
    /** The facts that follow; throws the refusal's code where there is one. */
    when: (command: Command): readonly Fact[] => {
      const decided = decider.decide(state, command);
      if (!decided.ok) throw new Error(decided.refusal.code);

      return decided.value;
    },
    /** The code of the refusal, or `none`. */
    refusal: (command: Command): string => {
      const decided = decider.decide(state, command);

      return decided.ok ? 'none' : decided.refusal.code;
    },
  };
}
