/** Times programs against each other in one run, so that whatever else the machine does falls on all of them alike. */

/** A program: does its work so many times. */
export type Program = (times: number) => void | Promise<void>;

/** CPU microseconds of one time, by program: the median over the rounds. */
export type Timings<Name extends string> = Readonly<Record<Name, number>>;

const WARM_UP_SHARE = 0.3;

/** Runs every program once a round, one after the other, after warming each up. */
export async function interleaved<Name extends string>(
  programs: Readonly<Record<Name, Program>>,
  { rounds, times }: { readonly rounds: number; readonly times: number },
): Promise<Timings<Name>> {
  const names = Object.keys(programs) as Name[]; // keys of the record above
  for (const name of names) await programs[name](Math.ceil(times * WARM_UP_SHARE));

  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) samples.get(name)?.push(await timed(programs[name], times));
  }

  return Object.fromEntries(names.map((name) => [name, median(samples.get(name) ?? [])])) as Timings<Name>; // one for each name
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);

  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

async function timed(program: Program, times: number): Promise<number> {
  const before = process.cpuUsage();
  await program(times);
  const { user, system } = process.cpuUsage(before);

  return (user + system) / times;
}
