/** A fault of the program itself: something that must hold did not. It is thrown, never answered as a refusal. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/** Throws `InvariantViolation` unless the condition holds. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}

/** Closes a switch over a union: a member nobody handled is an error of types, and a fault if it still arrives. */
export function unreachable(value: never): never {
  throw new InvariantViolation(`a case nobody handles was reached: ${String(value)}`);
}
