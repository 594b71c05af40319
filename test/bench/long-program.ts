/**
 * Bills so many customers for so many months through the real functions over the memory twins, as a process of its own, whose
 * memory is that of all that was ever recorded. Prints seconds, those of the CPU, invoices and the most memory that it took.
 */
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryProfiles } from '../../shared/adapters/memory-profiles.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import { type MainLine, openMainLine } from '../kit/main-line.ts';
import { UNTIL_ISSUED } from './run-line.ts';
import { asked, sold } from './run-sale.ts';

const MONTH_DAYS = 31;

async function main(customers: number, months: number): Promise<void> {
  const line: MainLine = await openMainLine({
    ...{ journal: memoryJournal(), views: memoryViews(() => line.ports.clock.now()) },
    ...{ profiles: memoryProfiles(), documents: memoryDocuments(), batches: true },
  });
  await sold(line, customers);
  const begun = performance.now();
  const before = process.cpuUsage();
  const seconds: number[] = [];
  for (let month = 0; month < months; month += 1) {
    const from = performance.now();
    if (month > 0) line.pass({ days: MONTH_DAYS });
    await asked(line, '/v1/billing_runs', {}, `month ${month}`);
    await line.rest(UNTIL_ISSUED);
    seconds.push((performance.now() - from) / 1_000);
  }
  const invoices = line.commits.filter(({ facts }) => facts[0]?.type === 'invoice.issued').length;
  // Steps of 31 days are a little longer than the months that they bill.
  if (invoices < customers * months)
    throw new Error(`${invoices} invoices are less than one a month for each`);
  const whole = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1_000_000;
  const [first = 0, last = 0] = [seconds[0], seconds.at(-1)];
  const peak = process.resourceUsage().maxRSS / 1_024;
  console.log(JSON.stringify({ seconds: whole, cpu, invoices, first, last, megabytes: peak }));
}

const [customers = 0, months = 0] = process.argv.slice(2).map(Number);
await main(customers, months);
