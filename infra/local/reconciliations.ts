/** What `npm run verify` says of each subscription's bills, reckoned again from the beginning. */
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { differenceOf } from '../../shared/domain/subscriptions/reconciliation.ts';
import { reckon } from '../../shared/flows/reckoning.ts';
import { type CommitItem, fromItem } from '../../shared/journal/commit.ts';
import type { Instant } from '../../shared/kernel/time.ts';

/** The lines, and how many bills came to another amount than they must, with what was repaired or credited of them since. */
export async function reconciliationLines(
  items: readonly CommitItem[],
  nowOf: (tenant: string) => Instant,
): Promise<{ readonly lines: readonly string[]; readonly different: number }> {
  const journal = memoryJournal();
  for (const item of items) await journal.append(fromItem(item));
  const own = journal.stream.filter(({ id, version }) => version === 1 && id.startsWith('sub_'));
  const lines: string[] = [];
  for (const { tenant, id } of own) {
    const found = await reckon({ tenant, id }, { at: nowOf(tenant) }, { journal });
    for (const bill of (found?.bills ?? []).filter((each) => differenceOf(each) !== 0n)) {
      const { kind, number, start, end, expectedMinor } = bill;
      const billedMinor = expectedMinor - differenceOf(bill);
      lines.push(
        `differs  ${id}  ${kind} ${number ?? ''} ${start} to ${end}: ${billedMinor} billed, ${expectedMinor} expected (minor units)`,
      );
    }
  }

  return {
    lines: [`${own.length} subscriptions reckoned again: ${lines.length} bills differ.`, ...lines],
    different: lines.length,
  };
}
