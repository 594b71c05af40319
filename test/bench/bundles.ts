/** Bytes of each function's bundle. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../../infra/bundle.ts';
import type { FunctionName } from '../../shared/topology.ts';
import type { Figure, Section } from './section.ts';

/** What intake and webhook may weigh to begin with, minified. */
export const EDGE_KILOBYTES_MAX = 500;

const AT_THE_EDGE: ReadonlySet<FunctionName> = new Set(['orders.place', 'payments.receive']);

/** Bundles every function into a folder of its own for the time of `use`. */
export async function withBundles<Found>(
  use: (folder: string, figures: readonly Figure[]) => Promise<Found>,
): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'countinghouse-bench-'));
  try {
    const sizes = await bundleFunctions({ output: folder });
    const figures = sizes
      .toSorted((one, other) => other.bytes - one.bytes)
      .map(({ name, bytes }): Figure => {
        const target = AT_THE_EDGE.has(name) ? { target: EDGE_KILOBYTES_MAX } : {};

        return { name, value: bytes / 1_000, unit: 'KB', ...target };
      });

    return await use(folder, figures);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The table of bundles. */
export function bundleSection(): Promise<Section> {
  return withBundles(async (_, figures) => ({ title: 'Bundles, minified', figures }));
}
