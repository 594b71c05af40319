/** The kinds of faults, how often each strikes in one history, and how often it has struck. */
import type { Chance } from './chance.ts';

/** Every kind of fault that the world knows, with the highest rate a history may draw for it. */
export const FAULT_RATES_MAX = {
  /** A message, record, tick or webhook comes twice. */
  duplicate: 0.3,
  /** Something that came later is handed out first. */
  reorder: 0.5,
  /** A message or webhook comes up to hours late. */
  delay: 0.2,
  /** A message, record, tick or webhook does not come; whoever heals has to bring it. */
  lose: 0.15,
  /** The process is gone right before a call to a port. */
  crash_before: 0.03,
  /** The process is gone right after a call to a port took effect. */
  crash_after: 0.03,
  /** The service refuses for now; nothing happened. */
  throttle: 0.05,
  /** A batch is taken in part. */
  partial: 0.2,
  /** A put took effect, and its answer never came. */
  lost_reply: 0.08,
  /** A read that may lag does. */
  stale_read: 0.3,
  /** The provider hears nothing. */
  provider_silent_before: 0.15,
  /** The provider acts, and its answer never comes. */
  provider_silent_after: 0.25,
  /** The provider answers with a fault of its own, having done nothing. */
  provider_fault: 0.1,
  /** A process's clock is up to two minutes off. */
  skew: 0.3,
  /** The client never hears the answer and asks again. */
  lost_answer: 0.15,
} as const;

/** A kind of fault. */
export type FaultKind = keyof typeof FAULT_RATES_MAX;

/** Every kind. */
export const FAULT_KINDS = Object.keys(FAULT_RATES_MAX) as readonly FaultKind[];

/** One fault of a kind, at the nth place where it could strike; nothing else goes wrong. */
export type Single = { readonly kind: FaultKind; readonly at: number };

/** Faults that strike at the given places alone; the places are counted for every kind. */
export function singleFaults(
  singles: readonly Single[],
): Faults & { readonly places: Record<FaultKind, number> } {
  const none = () => Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>; // every kind
  const faults = {
    rates: none(),
    counts: none(),
    places: none(),
    isOn: true,
    strikes: (kind: FaultKind) => {
      if (!faults.isOn) return false;
      const place = faults.places[kind];
      faults.places[kind] += 1;
      const isHit = singles.some((single) => single.kind === kind && single.at === place);
      if (isHit) faults.counts[kind] += 1;
      return isHit;
    },
  };

  return faults;
}

/** The faults of one history: strikes at its own rates while they are on, and counts. */
export type Faults = {
  readonly rates: Readonly<Record<FaultKind, number>>;
  readonly counts: Record<FaultKind, number>;
  isOn: boolean;
  readonly strikes: (kind: FaultKind) => boolean;
};

/** Which kinds may occur in a history, and whether each of them does, at half of its highest rate or more. */
export type Weather = { readonly kinds: readonly FaultKind[]; readonly isFierce: boolean };

/** Draws a rate for every kind: usually half of them do not occur in a history, so that the others are seen without them. */
export function drawFaults(chance: Chance, { kinds, isFierce }: Weather): Faults {
  const entries = FAULT_KINDS.map((kind) => {
    const isWanted = (chance.at(0.5) || isFierce) && kinds.includes(kind);
    const share = chance.between(isFierce ? 50 : 1, 100) / 100;
    return [kind, isWanted ? FAULT_RATES_MAX[kind] * share : 0] as const;
  });
  const faults: Faults = {
    rates: Object.fromEntries(entries) as Record<FaultKind, number>,
    counts: Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>,
    isOn: true,
    strikes: (kind) => {
      if (!faults.isOn || !chance.at(faults.rates[kind])) return false;
      faults.counts[kind] += 1;
      return true;
    },
  };

  return faults;
}
