import { historyIn, MODES } from './modes.ts';
import { wrongWith } from './proof.ts';
const [seed = '1', kind = ''] = process.argv.slice(2);
const h = await historyIn(MODES.find((m) => m === kind) ?? 'everything', Number(seed));
const n = h.world.twins.journal.stream.length;
console.log(await wrongWith(h, { repeats: true }));
for (const c of h.world.twins.journal.stream.slice(n))
  console.log(
    c.at,
    c.id,
    c.version,
    c.actor,
    JSON.stringify(c.facts, (_, v) => (typeof v === 'bigint' ? v.toString() : v)).slice(0, 300),
  );
