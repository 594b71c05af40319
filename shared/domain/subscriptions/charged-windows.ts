/** What the windows of usage of a subscription came to, over all bills that charged or corrected them. */
import type { BillCommand, BilledPeriodData } from '../billing/bill.ts';
import { windowKey } from '../billing/metering.ts';

/** By meter and days, in the order in which they were charged first. */
export type Windows = Map<string, bigint>;

/** Adds what a bill charged for windows. */
export function noteWindows({ lines }: Pick<BilledPeriodData, 'lines'>, windows: Windows): void {
  for (const { kind, usage, start, end, listMinor } of lines) {
    if (!usage || (kind !== 'usage' && kind !== 'correction')) continue;
    const key = windowKey({ code: usage.meter, start, end });
    windows.set(key, (windows.get(key) ?? 0n) + listMinor);
  }
}

/** A correction is of what its window must have come to before. */
export function withFormer({ corrections, ...command }: BillCommand, windows: Windows): BillCommand {
  if (!corrections) return command;
  const mended = corrections.windows.map((window) => ({
    ...window,
    formerMinor: windows.get(windowKey(window)) ?? window.formerMinor,
  }));

  return { ...command, corrections: { ...corrections, windows: mended } };
}

/** Whether each came to the same. */
export function isSameWindows({ must, is }: Readonly<Record<'must' | 'is', Windows>>): boolean {
  return must.size === is.size && [...must].every(([key, minor]) => is.get(key) === minor);
}
