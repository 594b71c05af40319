import { historyIn, MODES } from './modes.ts';
const [seed = '1', about = '', kind = ''] = process.argv.slice(2);
const h = await historyIn(MODES.find((m) => m === kind) ?? 'everything', Number(seed));
for (const c of h.world.twins.journal.stream)
  for (const f of c.facts) {
    const text = JSON.stringify(f.data, (_, v) => (typeof v === 'bigint' ? v.toString() : v));
    if (c.id.includes(about) || text.includes(about))
      console.log(c.at, c.id.slice(0, 12), c.version, c.actor.slice(0, 20), f.type, text.slice(0, 420));
  }
