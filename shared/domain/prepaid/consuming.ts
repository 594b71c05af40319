/** In which order credits are used, and how they come back. */
import { divideRounded } from '../../kernel/rational.ts';
import type { CivilDate } from '../../kernel/time.ts';
import { lesser } from '../receivables/account.ts';
import type {
  Consumed,
  CreditGrant,
  GrantedPart,
  OpenBalance,
  OrderOfUse,
  PrepaidCommand,
  Released,
  Returned,
} from './balance.ts';
import { PARTS_MAX } from './balance.ts';

/** Sorts behind every day. */
const NEVER = '9999-99-99';

type Compare = (a: CreditGrant, b: CreditGrant) => number;

const byExpiry: Compare = (a, b) => compare(a.expiresOn ?? NEVER, b.expiresOn ?? NEVER);
const byAge: Compare = (a, b) => compare(a.at, b.at);
const givenFirst: Compare = (a, b) => Number(a.bought !== undefined) - Number(b.bought !== undefined);

/** What decides after the priority, and before the id. */
const ORDERS: Readonly<Record<OrderOfUse, readonly Compare[]>> = {
  expiring_first: [byExpiry, givenFirst, byAge],
  given_first: [givenFirst, byExpiry, byAge],
  oldest_first: [byAge],
};

/**
 * The grants that may be used on a day, in the order in which they are: by priority, the lower first, then by the seller's
 * order of use (where none is said: the one that expires earliest, given before bought, the oldest), then by id.
 */
export function inOrderOfUse(
  grants: readonly CreditGrant[],
  of: { readonly on: CivilDate; readonly order?: OrderOfUse | undefined },
): readonly CreditGrant[] {
  const { on, order = 'expiring_first' } = of;
  const rules: readonly Compare[] = [
    (a, b) => a.priority - b.priority,
    ...ORDERS[order],
    (a, b) => compare(a.grant, b.grant),
  ];

  return grants
    .filter(({ validFrom, expiresOn }) => validFrom <= on && (expiresOn === null || on < expiresOn))
    .toSorted((a, b) => rules.reduce((found, rule) => found || rule(a, b), 0));
}

/** What an invoice takes: as much as the limit and the usable grants allow beside what is kept for it already. */
export function consumed(state: OpenBalance, command: PrepaidCommand & { do: 'consume' }): Consumed {
  const { invoice, limitMinor, kept = [], on, order, at } = command;
  const parts: GrantedPart[] = [];
  let leftMinor = limitMinor - sum(kept);
  const partsMax = Math.max(0, PARTS_MAX - kept.length);
  for (const { restMinor, ...terms } of inOrderOfUse(state.grants, { on, order }).slice(0, partsMax)) {
    const amountMinor = lesser(restMinor, leftMinor);
    if (amountMinor <= 0n) break;
    parts.push({ ...terms, amountMinor });
    leftMinor -= amountMinor;
  }

  return { invoice, amountMinor: sum(parts), parts, on, ...(order && { order }), at };
}

/** What was kept for an invoice beyond what it states; what was taken last goes back first. */
export function released(command: PrepaidCommand & { do: 'release' }): Released {
  const { invoice, statedMinor, kept, at } = command;
  const stated = firstOf(kept, statedMinor);
  const parts = kept.flatMap(({ amountMinor, ...terms }, index) => {
    const backMinor = amountMinor - (stated[index]?.amountMinor ?? 0n);
    return backMinor > 0n ? [{ ...terms, amountMinor: backMinor }] : [];
  });

  return { invoice, amountMinor: sum(parts), parts, at };
}

/** The parts up to an amount, in their order. */
export function firstOf(parts: readonly GrantedPart[], amountMinor: bigint): readonly GrantedPart[] {
  let leftMinor = amountMinor;

  return parts.flatMap((part) => {
    const minor = lesser(part.amountMinor, leftMinor);
    leftMinor -= minor;
    return minor > 0n ? [{ ...part, amountMinor: minor }] : [];
  });
}

/**
 * What a credit note gives back: of what was paid from credits the share that all notes so far take back of the invoice,
 * less what came back before, so that the last note brings the last cent. What was used last comes back first, each to
 * the grant that it is from; where that has expired it lapses with it.
 */
export function returned(command: PrepaidCommand & { do: 'return' }): Returned {
  const { creditNote, invoice, noteMinor, chargedMinor, paid, before, at } = command;
  const takenBackMinor = lesser(before.notesMinor + noteMinor, chargedMinor);
  const target = chargedMinor === 0n ? 0n : divideRounded(sum(paid) * takenBackMinor, chargedMinor);
  let leftMinor = lesser(target - sum(before.parts), noteMinor);
  const parts: GrantedPart[] = [];
  for (const { amountMinor: tookMinor, ...terms } of paid.toReversed()) {
    const backMinor = sum(before.parts.filter(({ grant }) => grant === terms.grant));
    const amountMinor = lesser(tookMinor - backMinor, leftMinor);
    if (amountMinor <= 0n) continue;
    parts.push({ ...terms, amountMinor });
    leftMinor -= amountMinor;
  }

  return { creditNote, invoice, noteMinor, amountMinor: sum(parts), parts, at };
}

/** The parts together, in minor units. */
export function sum(parts: readonly { readonly amountMinor: bigint }[]): bigint {
  return parts.reduce((total, { amountMinor }) => total + amountMinor, 0n);
}

/** What of the parts was bought, in minor units. */
export function boughtOf(parts: readonly GrantedPart[]): bigint {
  return sum(parts.filter(({ bought }) => bought));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;

  return a < b ? -1 : 1;
}
