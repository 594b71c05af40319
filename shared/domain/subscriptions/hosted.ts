/** How an add-on follows its host, and what neither may do alone. */
import { refuse } from '../../kernel/result.ts';
import { type Instant, localDate } from '../../kernel/time.ts';
import { isWithheldFree } from '../billing/withheld.ts';
import { isOnGrid } from './add-on-terms.ts';
import { isAwaitingHand } from './by-hand.ts';
import type { CancelCommand, SubscriptionCommand } from './commands.ts';
import type { KnownSubscription } from './states.ts';
import { standsStillFrom } from './suspend.ts';

/** Why a command may not be given to a host or to an add-on alone, or undefined. */
export function refusedAlone(state: KnownSubscription, command: SubscriptionCommand) {
  return state.host === undefined ? refusedOfHost(state, command) : refusedOfAddOn(state, command);
}

function refusedOfHost(state: KnownSubscription, command: SubscriptionCommand) {
  const { addOns = [], zone, rhythm } = state;
  if (addOns.length === 0) return undefined;
  if (command.do === 'change' && !isOnGrid(rhythm, command.target))
    return refuse('subscription.add_ons_bound', 'Add-ons of this subscription are billed with its periods.', {
      hint: 'Remove them first, or keep the rhythm.',
    });
  if (
    (command.do === 'pause' || command.do === 'suspend') &&
    addOns.some(({ from, chargedFrom = from }) => chargedFrom > localDate(command.at, zone))
  )
    return refuse('subscription.add_on_waits', 'An add-on of this subscription has not begun yet.', {
      hint: 'Cancel the add-on first.',
    });

  return undefined;
}

function refusedOfAddOn({ rhythm, cancellation }: KnownSubscription, command: SubscriptionCommand) {
  if (command.do === 'change' && !isOnGrid(rhythm, command.target))
    return refuse('add_on.rhythm_unfit', 'An add-on keeps the rhythm that it has with its host.');
  const isAlone = isOfLife(command) && !command.withHost;
  const isOfHost = command.do !== 'reactivate' || cancellation?.withHost === true;

  return isAlone && isOfHost
    ? refuse('subscription.follows_host', 'An add-on begins, pauses, goes on and ends with its host.', {
        hint: 'Ask it of the host; to remove an add-on, cancel it.',
      })
    : undefined;
}

type OfLife = Extract<
  SubscriptionCommand,
  { readonly do: 'activate' | 'pause' | 'resume' | 'reactivate' | 'suspend' | 'reinstate' }
>;

function isOfLife(command: SubscriptionCommand): command is OfLife {
  return ['activate', 'pause', 'resume', 'reactivate', 'suspend', 'reinstate'].includes(command.do);
}

/** What lets an add-on begin with its host, on the day that was set for it; undefined where it has, or its host waits. */
export function begunWith(
  { startSetAt, startsOn, rhythm }: KnownSubscription,
  { addOn, at }: { readonly addOn: KnownSubscription; readonly at: Instant },
): SubscriptionCommand | undefined {
  if (startSetAt === undefined || !isAwaitingHand(addOn)) return undefined;

  return { do: 'activate', host: { startsOn, rhythm }, withHost: true, at };
}

/** What brings an add-on to where its host is, one after the other; nothing where it is there already. */
export function followed(
  host: KnownSubscription,
  { addOn, at }: { readonly addOn: KnownSubscription; readonly at: Instant },
): readonly SubscriptionCommand[] {
  if (addOn.status === 'ended') return [];

  return [...followedInLife(host, { addOn, at }), ...followedInService(host, addOn)];
}

function followedInLife(
  host: KnownSubscription,
  { addOn, at }: { readonly addOn: KnownSubscription; readonly at: Instant },
): readonly SubscriptionCommand[] {
  const { cancellation, scheduled, status } = addOn;
  if (host.cancellation) return [{ do: 'cancel', ...endWith(host.cancellation, at) }];
  if (cancellation?.withHost) return [{ do: 'reactivate', withHost: true, at }];
  const { pausedFrom } = host;
  if (host.status !== 'paused' || pausedFrom === null)
    return status === 'paused' && !cancellation ? [{ do: 'resume', withHost: true, at }] : [];
  if (cancellation) {
    const end = { when: 'date', on: pausedFrom, credit: 'offset', despiteTerm: true, at } as const;
    return cancellation.endsOn > pausedFrom ? [{ do: 'cancel', ...end }] : [];
  }
  const isWaiting = scheduled ? [{ do: 'withdraw_change', at } as const] : [];

  return status === 'active' ? [...isWaiting, { do: 'pause', withHost: true, at }] : [];
}

/** On the days of the host, however late the news come. An end behind the add-on's own running period comes with that. */
function followedInService(
  host: KnownSubscription,
  addOn: KnownSubscription,
): readonly SubscriptionCommand[] {
  const { suspension, reinstatedAt } = host;
  if (!suspension)
    return addOn.suspension && reinstatedAt !== undefined
      ? [{ do: 'reinstate', withHost: true, at: reinstatedAt }]
      : [];
  const { cancellation, scheduled, status, zone } = addOn;
  if (addOn.suspension || status !== 'active') return [];
  const { reason, at } = suspension;
  const suspend = { do: 'suspend', reason, withHost: true, at } as const;
  if (!isWithheldFree(addOn)) return [suspend];
  const on = standsStillFrom(addOn, localDate(at, zone));
  const end = { when: 'date', on, credit: 'offset', despiteTerm: true, at } as const;
  const isBehind = !host.cancellation && cancellation !== null && cancellation.endsOn > on;

  return [
    ...(scheduled ? [{ do: 'withdraw_change', at } as const] : []),
    ...(isBehind ? [{ do: 'cancel', ...end } as const] : []),
    suspend,
  ];
}

/** The end of the host; where it ends with its period, days that a longer period of the add-on has behind it are given back. */
function endWith(
  { when, endsOn, endsAt, credit: asked }: NonNullable<KnownSubscription['cancellation']>,
  at: Instant,
): CancelCommand {
  const isWithPeriod = when === 'period_end' || when === 'term_end';
  const credit = isWithPeriod && asked === 'none' ? 'offset' : asked;
  const rest = { credit, despiteTerm: true, withHost: true } as const;

  return endsAt <= at || when === 'now'
    ? { when: 'now', ...rest, at: endsAt }
    : { when: 'date', on: endsOn, ...rest, at };
}
