import { historyIn, MODES } from './modes.ts';
import { wrongWith } from './proof.ts';
const tally = new Map<string, string>();
const [from = '1', to = from, ...kinds] = process.argv.slice(2);
const started = performance.now();
const faults: Record<string, number> = {};
const types: Record<string, number> = {};
const parked: Record<string, number> = {};
const answers: Record<string, number> = {};
let steps = 0;
let commits = 0;
for (let seed = Number(from); seed <= Number(to); seed += 1) {
  try {
    const mode = MODES.find((m) => m === kinds[0]) ?? 'everything';
    const h = await historyIn(mode, seed);
    for (const [k, n] of Object.entries(h.world.faults.counts)) faults[k] = (faults[k] ?? 0) + n;
    for (const c of h.world.twins.journal.stream)
      for (const f of c.facts) types[f.type] = (types[f.type] ?? 0) + 1;
    for (const c of h.world.twins.journal.stream)
      for (const f of c.facts)
        if (f.type === 'message.parked') {
          const k = `${(f.data as { worker: string }).worker} ${(f.data as { code: string }).code}`;
          parked[k] = (parked[k] ?? 0) + 1;
        }
    for (const l of h.world.log) {
      const k = `${l.ask.method} ${l.ask.route} ${l.told.status} ${(l.told.body as { code?: string } | null)?.code ?? ''}`;
      answers[k] = (answers[k] ?? 0) + 1;
    }
    steps += h.world.steps;
    commits += h.world.twins.journal.stream.length;
    if (from === to) {
      const types = new Map<string, number>();
      for (const c of h.world.twins.journal.stream)
        for (const f of c.facts) types.set(f.type, (types.get(f.type) ?? 0) + 1);
      console.log(Object.fromEntries(types), h.isAtRest, h.rounds, h.world.faults.counts);
      for (const l of h.world.log)
        console.log(
          l.ask.method,
          l.ask.route,
          l.told.status,
          l.tries,
          l.told.status >= 400 ? JSON.stringify(l.told.body).slice(0, 200) : '',
        );
      for (const c of h.world.twins.journal.stream)
        for (const f of c.facts) if (f.type === 'message.parked') console.log('PARKED', f.data);
      for (const q of h.world.post.queues.values())
        if (q.letters.length + q.dead.length > 0)
          console.log('LEFT', q.name, q.letters.length, q.dead.length);
      console.log([...new Set(h.world.twins.said.filter((s) => s.includes('fault')))].slice(0, 20));
    }
    if (!h.isAtRest) console.log('NOT AT REST', seed);
    const violations = await wrongWith(h, { repeats: kinds.includes('repeats') });
    for (const v of violations) {
      const key = `${v.invariant} ${v.says.replaceAll(/[a-z]{2,4}_[0-9a-z]{26}/g, 'ID').replaceAll(/\d+/g, 'N')}`;
      if (!tally.has(key)) console.log(seed, v);
      tally.set(key, `${tally.get(key) ?? ''} ${seed}`);
    }
    if (from === to) console.log(violations);
  } catch (error) {
    console.log('SEED', seed, error);
    if (from === to) throw error;
  }
}
const s = (performance.now() - started) / 1000;
const n = Number(to) - Number(from) + 1;
console.log(
  `${n} histories, ${(n / s).toFixed(1)}/s, ${(steps / n).toFixed(0)} steps, ${(commits / n).toFixed(0)} commits`,
);

for (const [k, v] of tally) console.log(k, '|', v.slice(0, 100));

if (kinds.includes('stats')) console.log(faults, types, parked, answers);
