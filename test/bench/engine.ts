/** The billing engine alone: invoices of three lines a second and core, and whether one costs the same however many there are. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { Figure, Section } from './section.ts';

const PROGRAM = fileURLToPath(new URL('./engine-program.ts', import.meta.url));
const HEAP_MEGABYTES = 64;
const FEW = 1_000;
const MANY = 100_000;
const VERY_MANY = 1_000_000;
const Costs = z.object({ few: z.number(), many: z.number() });
const FLAT_MAX = 1.1;
const FIRST_TARGET_MICROSECONDS = 20;

/** The table of the engine; a heap that overflows ends the process and so fails the part. */
export async function engineSection(isLong: boolean): Promise<Section> {
  const largest = isLong ? VERY_MANY : MANY;
  const heap = `--max-old-space-size=${HEAP_MEGABYTES}`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    heap,
    PROGRAM,
    String(FEW),
    String(largest),
  ]);
  const { few, many } = Costs.parse(JSON.parse(stdout));

  return {
    title: `The billing engine alone: invoices of three lines, one core, a heap of ${HEAP_MEGABYTES} MB`,
    note: 'decided, folded, explained, taxed, summed up and posted; the making of the subscriptions left out',
    figures: [
      { name: 'invoices a second', value: Math.round(1_000_000 / many), unit: '' },
      { name: 'CPU an invoice', value: many, unit: 'µs', target: FIRST_TARGET_MICROSECONDS },
      ratio(`${largest.toLocaleString('en')} against ${FEW.toLocaleString('en')}`, many / few),
    ],
  };
}

function ratio(name: string, value: number): Figure {
  return { name: `cost of an invoice, ${name}`, value, unit: '×', target: FLAT_MAX };
}
