import { expect, it } from 'vitest';
import { finaliseUnderFaults } from './finalising.ts';

it.each([1, 2, 3])(
  '300 documents that 60 workers number at once, dying anywhere, are numbered 1 to 300, each once (seed %i)',
  async (seed) => {
    const told = await finaliseUnderFaults({ documents: 300, workers: 60, seed });

    expect(told.deaths).toBeGreaterThan(0);
    expect(told.contended).toBeGreaterThan(0);
  },
);

it('120 documents of 7 customers, each with a count of its own, are numbered without a gap by 40 workers that die anywhere', async () => {
  const told = await finaliseUnderFaults({ documents: 120, workers: 40, seed: 4, customers: 7 });
  // All of one customer: as many as a manifest holds wait for one count.
  await finaliseUnderFaults({ documents: 100, workers: 20, seed: 5, customers: 1 });

  expect(told.deaths).toBeGreaterThan(0);
});
