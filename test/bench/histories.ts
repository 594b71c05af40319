/** Seeded histories a second: the whole system with every kind of fault, and the proof over what it left, on one core. */
import { historyOf } from '../world/history.ts';
import { wrongWith } from '../world/proof.ts';
import type { Section } from './section.ts';

const SECONDS = 12;
const WARM_UP_HISTORIES = 3;

/** The table of histories. A violation is reported with its seed; it is a failure of the system, not of the benchmark. */
export async function historySection(seconds = SECONDS): Promise<Section> {
  for (let seed = 1; seed <= WARM_UP_HISTORIES; seed += 1) await historyOf({ seed });

  const seeds: number[] = [];
  const bad: number[] = [];
  let commits = 0;
  let steps = 0;
  const before = process.cpuUsage();
  const spent = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000_000;
  };
  for (let seed = 1_001; spent() < seconds; seed += 1) {
    const history = await historyOf({ seed });
    const violations = await wrongWith(history, { repeats: false });
    if (violations.length > 0) bad.push(seed);
    seeds.push(seed);
    commits += history.world.twins.journal.stream.length;
    steps += history.world.steps;
  }
  const cpu = spent();

  return {
    title: `The world: ${seeds.length} histories with every kind of fault, each proved afterwards`,
    figures: [
      { name: 'histories a CPU second', value: seeds.length / cpu, unit: '' },
      { name: 'commits a history', value: commits / seeds.length, unit: '' },
      { name: 'steps of the scheduler a history', value: steps / seeds.length, unit: '' },
      {
        name: 'histories with a violation',
        value: bad.length,
        unit: '',
        target: 0,
        ...(bad.length > 0 ? { note: `seeds ${bad.slice(0, 10).join(', ')}` } : {}),
      },
    ],
  };
}
