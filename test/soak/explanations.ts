/**
 * Many more random bills than a test reckons again: `npm run soak:explanations -- --bills 100000 --seed 1`. Subscriptions live
 * with prices of every model, usage that comes late, coupons, changes, one-off charges and minimum spends; every line of every bill is
 * reckoned again from its explanation alone. It fails at the first difference and names the seed and the life that shows it.
 */
import { parseArgs } from 'node:util';
import { missingIn, proveLives } from '../explanations/proving.ts';

/** Lives that are lived before it is looked how many bills there are. */
const LIVES_AT_ONCE = 1_000;

const { values } = parseArgs({
  options: { bills: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});

const started = performance.now();
const sums = new Map<string, number>();
for (let round = 0; (sums.get('bills') ?? 0) < Number(values.bills); round += 1)
  for (const [name, count] of proveLives({
    seed: Number(values.seed) * 10_000 + round,
    count: LIVES_AT_ONCE,
  }))
    sums.set(name, (sums.get(name) ?? 0) + count);

console.log([...sums].map(([name, count]) => `${name} ${count}`).join(', '));
const missing = missingIn(sums);
if (missing.length > 0) console.log(`never occurred: ${missing.join(', ')}`);
const seconds = ((performance.now() - started) / 1_000).toFixed(1);
console.log(`${missing.length === 0 ? 'no difference' : 'FAILED: see above'}, ${seconds} s`);
process.exitCode = missing.length === 0 ? 0 : 1;
