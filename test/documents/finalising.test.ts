import { expect, it } from 'vitest';
import { finaliseUnderFaults } from './finalising.ts';

it.each([1, 2, 3])(
  '120 documents that 25 workers number at once, dying anywhere, are numbered 1 to 120, each once (seed %i)',
  async (seed) => {
    const told = await finaliseUnderFaults({ documents: 120, workers: 25, seed });

    expect(told.deaths).toBeGreaterThan(0);
    expect(told.contended).toBeGreaterThan(0);
  },
);
