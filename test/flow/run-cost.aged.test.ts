import { beforeAll, describe, expect, it } from 'vitest';
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryProfiles } from '../../shared/adapters/memory-profiles.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import { startMeter, type Usage } from '../../shared/adapters/meter.ts';
import { asked, sold } from '../bench/run-sale.ts';
import { type MainLine, openMainLine } from '../kit/main-line.ts';

const CUSTOMERS = 10;
const MONTHS = 60;
const EARLY = 2;
/** What differs from month to month whatever the age, as a year that begins. */
const SLACK = 1.1;

describe('a month of old customers, from the run until all of it is paid', () => {
  let months: readonly Usage[];

  beforeAll(async () => {
    months = await monthsOf(CUSTOMERS, MONTHS);
  });

  it('reads and writes what a month of new ones does: nothing of it goes over what was before', () => {
    const [early, late] = [months.slice(EARLY, EARLY + 12), months.slice(-12)];

    expect(unitsOf(late).reads).toBeLessThanOrEqual(unitsOf(early).reads * SLACK);
    expect(unitsOf(late).writes).toBeLessThanOrEqual(unitsOf(early).writes * SLACK);
    expect(unitsOf(early).reads).toBeGreaterThan(0);
  });
});

/** What each month of a few subscriptions used. */
async function monthsOf(customers: number, count: number): Promise<readonly Usage[]> {
  const meter = startMeter();
  const line: MainLine = await openMainLine({
    journal: meter.journal(memoryJournal()),
    views: meter.views(memoryViews(() => line.ports.clock.now())),
    profiles: meter.profiles(memoryProfiles()),
    documents: meter.documents(memoryDocuments()),
    batches: true,
  });
  await sold(line, customers);
  const months: Usage[] = [];
  for (let month = 0; month < count; month += 1) {
    if (month > 0) line.pass({ days: 31 });
    meter.reset();
    await asked(line, '/v1/billing_runs', {}, `month ${month}`);
    await line.rest();
    months.push(meter.usage());
  }

  return months;
}

function unitsOf(months: readonly Usage[]): { readonly reads: number; readonly writes: number } {
  const sum = (of: (usage: Usage) => Readonly<Record<string, number>>) =>
    months.reduce((total, usage) => total + Object.values(of(usage)).reduce((all, one) => all + one, 0), 0);

  return { reads: sum(({ readUnits }) => readUnits), writes: sum(({ writeUnits }) => writeUnits) };
}
