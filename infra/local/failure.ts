/** A start that cannot succeed; the message is the one sentence that the person at the terminal reads. */
export class StartFailure extends Error {
  override readonly name: string = 'StartFailure';
}

/** What an unknown thrown value says, in one line. */
export function messageOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1)[0] ?? '';
}
