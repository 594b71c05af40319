/** Many histories in a row, for a test: the first one that goes wrong is told with the line that repeats it. */
import { FAULT_KINDS, type FaultKind } from './faults.ts';
import { historyIn, type Mode } from './modes.ts';
import { wrongWith } from './proof.ts';
import type { World } from './world.ts';

/** What a row of histories came to. */
export type Tally = {
  readonly histories: number;
  readonly commits: number;
  readonly steps: number;
  readonly faults: Readonly<Record<FaultKind, number>>;
  readonly seconds: number;
  /** How often each type of fact occurred, each kind of line that a bill has, as `line true_up`, and `change noted` by a credit note. */
  readonly occurred: ReadonlyMap<string, number>;
};

/** Histories between two whose work is all done again. */
const REPEATED_EACH = 5;

/** Histories between two whose documents are really printed. */
const PRINTED_EACH = 60;

/** How many violations of one history are told. */
const TOLD_MAX = 5;

/** The seeds to run: those of a range, or the one that the environment names. */
export function seedsOf(range: { readonly from: number; readonly count: number }): readonly number[] {
  const asked = Number(process.env.SEED);
  if (Number.isInteger(asked) && asked > 0) return [asked];

  return Array.from({ length: range.count }, (_, index) => range.from + index);
}

/** Makes the histories and throws at the first that is wrong. */
export async function runMany(mode: Mode, seeds: readonly number[]): Promise<Tally> {
  const faults = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>; // every kind
  const started = performance.now();
  const occurred = new Map<string, number>();
  let commits = 0;
  let steps = 0;
  for (const seed of seeds) {
    const { world } = await runOne(mode, seed);
    commits += world.twins.journal.stream.length;
    steps += world.steps;
    for (const each of namesIn(world)) occurred.set(each, (occurred.get(each) ?? 0) + 1);
    for (const kind of FAULT_KINDS) faults[kind] += world.faults.counts[kind];
    // Whoever started this process may want to hear from it.
    await new Promise((resolve) => setImmediate(resolve));
  }

  const seconds = (performance.now() - started) / 1_000;

  return { histories: seeds.length, commits, steps, faults, seconds, occurred };
}

/** Which of these never occurred; a single history, as one repeats it by its seed, owes none of them. */
export function missingIn({ histories, occurred }: Tally, wanted: readonly string[]): readonly string[] {
  return histories === 1 ? [] : wanted.filter((name) => !occurred.has(name));
}

/** Of a bill and of a change, as they are stored. */
type Told = { readonly lines?: readonly { readonly kind?: string }[]; readonly settlement?: unknown };

function namesIn({ twins }: World): readonly string[] {
  return twins.journal.stream
    .flatMap(({ facts }) => facts)
    .flatMap(({ type, data }) => {
      const { lines = [], settlement } = data as Told;
      const kinds = type === 'subscription.billed' ? lines.map(({ kind }) => `line ${kind}`) : [];
      return [type, ...kinds, ...(type === 'subscription.changed' && settlement ? ['change noted'] : [])];
    });
}

/** One line that says what was done. */
export function told(mode: Mode, { histories, commits, faults, seconds }: Tally): string {
  const struck = Object.values(faults).reduce((sum, count) => sum + count, 0);
  const rate = (histories / seconds).toFixed(1);

  return `${mode}: ${histories} histories, ${commits} commits, ${struck} faults, ${seconds.toFixed(1)} s, ${rate} histories/s`;
}

/** One history; throws with everything that is wrong and the line that repeats it. */
export async function runOne(mode: Mode, seed: number) {
  try {
    const history = await historyIn(mode, seed, { isPrinted: seed % PRINTED_EACH === 0 });
    const wrong = await wrongWith(history, { repeats: seed % REPEATED_EACH === 0 });
    if (wrong.length === 0) return history;
    const first = wrong
      .slice(0, TOLD_MAX)
      .map(({ invariant, about, says }) => `${invariant} ${about}: ${says}`);
    throw new Error(`${wrong.length} violations\n  ${first.join('\n  ')}`);
  } catch (cause) {
    const { message } = cause instanceof Error ? cause : { message: String(cause) };
    throw new Error(
      `seed ${seed}, ${mode}: ${message}\n  again: SEED=${seed} npx vitest run test/world -t '${mode}'`,
      { cause },
    );
  }
}
