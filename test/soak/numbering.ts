/**
 * Many documents numbered at once: `npm run soak:numbering -- --documents 5000 --workers 100 --seed 1`. The workers die before
 * and after calls, batches come twice and overlap; fails where a number is missing, given twice or out of the chain.
 */
import { parseArgs } from 'node:util';
import { finaliseUnderFaults } from '../documents/finalising.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '5000' },
    workers: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
});
const { documents, workers, seed } = values;
console.log(`${documents} documents, ${workers} workers, seed ${seed}`);
const started = performance.now();
const told = await finaliseUnderFaults({
  documents: Number(documents),
  workers: Number(workers),
  seed: Number(seed),
});
const seconds = ((performance.now() - started) / 1_000).toFixed(1);
const { deaths, contended, batches, manifests } = told;
console.log(
  `numbers 1 to ${documents}, each once, by ${manifests} manifests: ${batches} batches, ${deaths} deaths, ${contended} times contended, ${seconds} s`,
);
