/** An observer that keeps what it is told, so that a test can read it. */
import type { Observer } from '../ports.ts';

/** Lines and metrics kept at most; older ones fall out. */
export const OBSERVED_MAX = 10_000;

/** A metric as it was reported. */
export type ObservedMetric = {
  readonly name: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** An observer with nothing seen yet. */
export function memoryObserver(): Observer & {
  readonly lines: readonly Readonly<Record<string, string | number | boolean | null>>[];
  readonly metrics: readonly ObservedMetric[];
} {
  const lines: Readonly<Record<string, string | number | boolean | null>>[] = [];
  const metrics: ObservedMetric[] = [];

  return {
    lines,
    metrics,
    line: (entry) => keep(lines, { ...entry }),
    metric: (name, value, dimensions) => keep(metrics, { name, value, dimensions: { ...dimensions } }),
  };
}

function keep<Entry>(list: Entry[], entry: Entry): void {
  list.push(entry);
  if (list.length > OBSERVED_MAX) list.shift();
}
