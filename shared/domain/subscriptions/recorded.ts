/** What is believed of a recorded bill: its day, its usage and its corrections, as the command that would make it again. */
import type { BillCommand, BilledPeriodData } from '../billing/bill.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import { takenIn, type UsageCorrections, type UsageTaken, windowsUntil } from '../billing/metering.ts';
import type { Repairs } from '../billing/repairs.ts';
import { usageEnd, usageStop } from '../billing/owed.ts';
import { windowOf } from '../billing/usage.ts';
import type { KnownSubscription } from './states.ts';

/** The command that bills again what was billed. */
export function commandOf(
  data: BilledPeriodData,
  state: KnownSubscription,
  asked: Pick<BillCommand, 'tenant' | 'subscription'>,
): BillCommand {
  const { at, run, profile, usage: number, index, lines } = data;
  const until = number === undefined ? usageEnd(state, index) : (usageStop(state) ?? state.startsOn);
  const corrections = correctionsIn(data);
  const recorded = lines.filter(({ kind }) => kind === 'usage').flatMap(takenOf);
  const usage = windowsUntil(state, until).map(
    (window) => takenIn(window, recorded) ?? { ...NOTHING, ...window, meter: window.code },
  );

  return {
    ...{ ...asked, at, run, profile, target: null },
    ...((isRead(data) || corrections) && { usage }),
    ...(corrections && { corrections }),
  };
}

/** Whether its usage was read, be it nothing: else it corrects none and closes no commitment period. */
function isRead({ lines, usage }: BilledPeriodData): boolean {
  return usage !== undefined || lines.some(({ kind }) => kind === 'usage' || kind === 'true_up');
}

const NOTHING = { quantity: '0', events: 0, hash: '', paid: { value: '0', events: 0 }, obstacle: null };

function takenOf({ sold, usage, start, end }: BilledLine): readonly UsageTaken[] {
  return sold && usage ? [{ ...usage, start, end, quantity: sold.quantity, obstacle: null }] : [];
}

function correctionsIn({ lines, late }: BilledPeriodData): UsageCorrections | undefined {
  if (late === undefined) return undefined;
  const windows = lines.flatMap((line) => {
    const [window, taken] = [windowOf(line)[0], takenOf(line)[0]];
    const formerMinor = line.usage?.formerMinor;
    return line.kind === 'correction' && window && taken && formerMinor !== undefined
      ? [{ ...window, taken, formerMinor, charged: [] }]
      : [];
  });

  return { windows, left: late };
}

/** What a recorded bill put right, as its command had it. */
export function repairsIn({ lines, rulesVersion, healed }: BilledPeriodData): Repairs {
  const of = lines.flatMap(({ repair, start, end }) =>
    repair ? [{ ...repair, start, end, suppliedOn: null, charged: [] }] : [],
  );

  return { of, isAll: rulesVersion !== undefined, ...(healed && { healed }) };
}
