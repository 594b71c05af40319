import { historyIn, MODES } from './modes.ts';
import { wrongWith } from './proof.ts';
import { ZOO } from './zoo.ts';
const n = Number(process.argv[2] ?? 10);
const only = process.argv[3];
for (const bug of ZOO) {
  if (only && !bug.name.includes(only)) continue;
  const row: string[] = [];
  for (const mode of MODES) {
    let caught = '-';
    for (let seed = 1; seed <= n; seed += 1) {
      try {
        const h = await historyIn(mode, seed, { bug });
        const wrong = await wrongWith(h, { repeats: false });
        if (wrong.length > 0) {
          caught = `${seed}:${[...new Set(wrong.map((w) => w.invariant))].join(',')}`;
          if (only) console.log(wrong);
          break;
        }
      } catch (e) {
        caught = `${seed}:threw ${(e as Error).message.slice(0, 60)}`;
        break;
      }
    }
    row.push(`${mode}=${caught}`);
  }
  console.log(bug.name, '\n     ', row.join(' | '));
}
