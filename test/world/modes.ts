/**
 * Ways to make a history. Healers hide bugs, so each of them is switched off in turn, together with the faults that it
 * alone can heal: what is left must hold by itself.
 */
import { MONEY } from './business.ts';
import { DEALERS } from './dealers.ts';
import { FAULT_KINDS, type FaultKind } from './faults.ts';
import { newPlan } from './goods.ts';
import { historyOf, type History, type HistoryOptions } from './history.ts';
import { SUBSCRIBERS } from './subscribers.ts';

/** A way to make a history. */
export type Mode =
  | 'everything'
  | 'calm'
  | 'without the sweeper'
  | 'without the resolver'
  | 'webhooks told once'
  | 'a provider that falls silent'
  | 'subscriptions that change'
  | 'orders of every form';

type Options = Omit<HistoryOptions, 'seed'>;

/** Methods that tell how a charge ended, so that nobody has to ask. */
const TELLING = [
  'pm_approve',
  'pm_approve_at_once',
  'pm_decline_soft',
  'pm_decline_hard',
  'pm_delay_60',
  'pm_duplicate',
  'pm_reorder',
  'pm_refund_fails',
];

const SILENT: readonly FaultKind[] = ['provider_silent_before', 'provider_silent_after', 'provider_fault'];

const STOPPING: readonly FaultKind[] = ['lose', 'crash_before', 'crash_after', 'throttle', 'lost_reply'];

const OPTIONS: Readonly<Record<Mode, Options>> = {
  everything: {},
  calm: { faults: [] },
  'without the sweeper': {
    layers: { sweeper: false },
    faults: FAULT_KINDS.filter((kind) => kind !== 'lose'),
  },
  // Whatever stops a claim before its charge is told leaves it to the resolver, so nothing stops one here.
  'without the resolver': {
    layers: { resolver: false },
    faults: FAULT_KINDS.filter((kind) => !STOPPING.includes(kind) && !SILENT.includes(kind)),
    methods: TELLING,
  },
  'a provider that falls silent': {
    faults: [...SILENT, 'crash_before', 'crash_after', 'duplicate', 'lose'],
    isFierce: true,
    methods: TELLING,
    trade: { deck: MONEY, plan: newPlan },
  },
  'subscriptions that change': { trade: SUBSCRIBERS, things: 36 },
  'orders of every form': { trade: DEALERS, things: 36 },
  'webhooks told once': { layers: { webhookRetry: false } },
};

/** Every way, the usual one first. */
export const MODES = Object.keys(OPTIONS) as readonly Mode[];

/** The history of a seed, made in a way; `isPrinted` prints its documents for real. */
export function historyIn(
  mode: Mode,
  seed: number,
  more: Pick<HistoryOptions, 'bug' | 'isPrinted'> = {},
): Promise<History> {
  return historyOf({ seed, ...OPTIONS[mode], ...more });
}
