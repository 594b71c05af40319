/** What a method does when it is charged, by its name, as the numbers of test cards do elsewhere. */

/** The longest delay that `pm_delay_<seconds>` takes: thirty days. */
export const DELAY_SECONDS_MAX = 2_592_000;

/** How one charge, and the refunds of it, go. */
export type Behaviour = {
  /** The status that the answer shows; `accepted` settles by itself after `delaySeconds`. */
  readonly answer: 'accepted' | 'settled' | 'declined' | 'action_required';
  readonly declineCode: string | null;
  readonly delaySeconds: number;
  /** Whether the caller hears nothing, and whether that is before or after the charge was made. */
  readonly silence: 'none' | 'before' | 'after';
  /** How often each event is delivered; none for events that get lost. */
  readonly copies: number;
  /** Whether an accepted charge is also told by an event, and whether that one comes in its order. */
  readonly acceptedEvent: 'none' | 'first' | 'late';
  readonly refundDeclines: boolean;
};

/** What each behaviour shows to a person who picks it on a hosted page. */
export const BEHAVIOUR_LABELS: Readonly<Record<string, string>> = {
  pm_approve: 'approves, settles right after',
  pm_approve_at_once: 'approves and settles in the answer',
  pm_decline_soft: 'declines: insufficient funds',
  pm_decline_hard: 'declines: stolen card',
  pm_action_required: 'asks the customer to confirm',
  pm_delay_60: 'settles after 60 seconds',
  pm_duplicate: 'settles, tells it three times',
  pm_reorder: 'tells settled before accepted',
  pm_lose: 'settles, never tells it',
  pm_timeout_after: 'charges, but does not answer',
  pm_timeout_before: 'neither charges nor answers the first time',
  pm_unknown_code: 'declines with a code nobody documented',
  pm_refund_fails: 'approves, but declines refunds',
};

const PLAIN: Behaviour = {
  answer: 'accepted',
  declineCode: null,
  delaySeconds: 0,
  silence: 'none',
  copies: 1,
  acceptedEvent: 'none',
  refundDeclines: false,
};

const BEHAVIOURS: ReadonlyMap<string, Partial<Behaviour>> = new Map<string, Partial<Behaviour>>([
  ['pm_approve', {}],
  ['pm_approve_at_once', { answer: 'settled' }],
  ['pm_decline_soft', { answer: 'declined', declineCode: 'insufficient_funds' }],
  ['pm_decline_hard', { answer: 'declined', declineCode: 'stolen_card' }],
  ['pm_action_required', { answer: 'action_required' }],
  ['pm_duplicate', { copies: 3 }],
  ['pm_reorder', { acceptedEvent: 'late' }],
  ['pm_lose', { copies: 0 }],
  ['pm_timeout_after', { silence: 'after' }],
  ['pm_timeout_before', { silence: 'before' }],
  ['pm_unknown_code', { answer: 'declined', declineCode: 'moon_phase_unfavourable' }],
  ['pm_refund_fails', { refundDeclines: true }],
]);

const DELAY = /^pm_delay_([1-9][0-9]{0,6})$/;

/** The behaviour of that name, or undefined for a name that is none. */
export function behaviourNamed(name: string): Behaviour | undefined {
  const known = BEHAVIOURS.get(name);
  if (known !== undefined) return { ...PLAIN, ...known };
  const seconds = Number(DELAY.exec(name)?.[1]);
  // Not a number when the name is no delay, which no comparison lets through.
  if (!(seconds <= DELAY_SECONDS_MAX)) return undefined;

  return { ...PLAIN, delaySeconds: seconds, acceptedEvent: 'first' };
}
