/** Events of usage as they are stored: one item that claims the sender's id, and one in its UTC day, in order of time. */
import { decode, encode } from '../journal/codec.ts';
import { partitionOf } from '../journal/keys.ts';
import { isInstant } from '../kernel/time.ts';
import type { MeterRef, UsageEvent, UsageKept, UsageQuery } from '../ports.ts';
import { USAGE_PAGE_MAX, within } from './limits.ts';

const METER = /^[a-z][a-z0-9_]{0,39}$/;
const EVENT_ID = /^[A-Za-z0-9_.:-]{1,64}$/;

/** An item of the usage table. */
export type UsageItem = {
  readonly pk: string;
  readonly sk: string;
  readonly d: string;
  /** The mark of its first recording; absent on events of old, which every bill knew of. */
  readonly r?: string | undefined;
  readonly ttl: number;
};

/**
 * The claim of an event and its entry in the day; both say the whole event. Throws on a meter, id or instant that cannot
 * be, so that no text can forge a separator.
 */
export function usageItemsOf(
  ref: MeterRef,
  event: UsageEvent,
  { mark, expiresAt: ttl }: UsageKept,
): { readonly claim: UsageItem; readonly entry: UsageItem } {
  const { id, at } = event;
  if (!EVENT_ID.test(id) || !isInstant(at)) throw new TypeError('an event has an id and an instant');
  const { quantity, dimension, corrects } = event;
  const d = encode({ id, at, quantity, dimension, ...(corrects !== undefined && { corrects }) });

  const r = `${mark.version}#${mark.at}`;

  return {
    claim: { pk: `${meterKey(ref)}#id#${id}`, sk: 'event', d, r, ttl },
    entry: { pk: dayKey(ref, at.slice(0, 10)), sk: `${at}#${id}`, d, r, ttl },
  };
}

/** Whether an event was recorded by what a question names. */
export function isKnownBy(mark: string | undefined, knownBy: UsageQuery['knownBy']): boolean {
  if (!knownBy || mark === undefined) return true;
  const [version, at = ''] = mark.split('#');

  return Number(version) <= knownBy.version && (knownBy.at === undefined || at <= knownBy.at);
}

/** The partition of a meter's UTC day. */
export function dayKey(ref: MeterRef, day: string): string {
  return `${meterKey(ref)}#day#${day}`;
}

/** The event that an item says. */
export function usageEventOf(d: string): UsageEvent {
  return decode(d) as UsageEvent; // written by `usageItemsOf` alone
}

/** Throws above the bound; no key of an event lies on `to` itself, so a range that includes it is `[from, to)`. */
export function checkUsageQuery({ limit }: UsageQuery): void {
  within('events of a question', limit, USAGE_PAGE_MAX);
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError('a question asks for one event or more');
}

function meterKey({ tenant, subscription, meter }: MeterRef): string {
  if (!METER.test(meter)) throw new TypeError('a usage key takes the code of a meter');

  return `${partitionOf({ tenant, id: subscription })}#${meter}`;
}
