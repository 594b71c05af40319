/** In which order credits are used, and how they come back. */
import { lesser } from '../../kernel/money.ts';
import { divideRounded } from '../../kernel/rational.ts';
import type { CivilDate } from '../../kernel/time.ts';
import type {
  Consumed,
  Consumption,
  CreditGrant,
  GrantedPart,
  OpenBalance,
  PrepaidCommand,
  Released,
  Returned,
} from './balance.ts';
import { PARTS_MAX } from './balance.ts';
import type { Bought, OrderOfUse, PaidFromCredits } from './credits.ts';
import { drawingOf } from './limits.ts';

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
export function consumed(state: Pick<OpenBalance, 'grants'>, of: Consumption): Consumed {
  const { invoice, limitMinor, lines, kept = [], on, order, position, at } = of;
  const isOf = ({ bought }: { readonly bought?: Bought }) =>
    position === undefined || (position === 'before_tax') === (bought === undefined);
  const usable = inOrderOfUse(state.grants.filter(isOf), { on, order });
  const before = kept.filter(isOf);
  const drawing = drawingOf(lines, [...before, ...usable]);
  for (const part of before) drawing.take(part, part.amountMinor);
  const parts: GrantedPart[] = [];
  let leftMinor = limitMinor - sum(before);
  const partsMax = Math.max(0, PARTS_MAX - before.length);
  for (const { restMinor, ...terms } of usable) {
    const openMinor = terms.limit ? lesser(drawing.open(terms), leftMinor) : leftMinor;
    const amountMinor = lesser(restMinor, openMinor);
    if (amountMinor <= 0n) continue;
    if (parts.length >= partsMax) break;
    parts.push({ ...terms, amountMinor });
    drawing.take(terms, amountMinor);
    leftMinor -= amountMinor;
  }
  const terms = { ...(order && { order }), ...(position && { position }) };

  return { invoice, amountMinor: sum(parts), parts, on, ...terms, at };
}

/** What was kept for an invoice beyond what it states; what was taken last goes back first. */
export function released(command: PrepaidCommand & { do: 'release' }): Released {
  const { invoice, stated, kept, on, at } = command;
  const { lowered, paid } = statedParts(kept, stated);
  const used = new Map<string, bigint>();
  for (const { grant, amountMinor } of [...lowered, ...paid])
    used.set(grant, (used.get(grant) ?? 0n) + amountMinor);
  const parts = kept.flatMap(({ amountMinor, ...terms }) => {
    const usedMinor = lesser(used.get(terms.grant) ?? 0n, amountMinor);
    used.set(terms.grant, (used.get(terms.grant) ?? 0n) - usedMinor);
    return amountMinor > usedMinor ? [{ ...terms, amountMinor: amountMinor - usedMinor }] : [];
  });

  return { invoice, amountMinor: sum(parts), parts, on, at };
}

/** What of the parts that are kept for an invoice lowered its net, and what pays its total. */
export function statedParts(kept: readonly GrantedPart[], stated: PaidFromCredits) {
  const { amountMinor, loweredMinor = 0n } = stated;
  const isLowering = ({ bought }: GrantedPart) => loweredMinor > 0n && bought === undefined;

  return {
    lowered: firstOf(kept.filter(isLowering), loweredMinor),
    paid: firstOf(
      kept.filter((part) => !isLowering(part)),
      amountMinor,
    ),
  };
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
 * less what came back before, so that the last note brings the last cent; and what it takes back of the allowance that
 * credits were. What was used last comes back first, each to the grant that it is from; where that has expired it lapses
 * with it.
 */
export function returned(command: PrepaidCommand & { do: 'return' }): Returned {
  const { creditNote, invoice, noteMinor, chargedMinor, paid, lowered, before, on, at } = command;
  const takenBackMinor = lesser(before.notesMinor + noteMinor, chargedMinor);
  const target = chargedMinor === 0n ? 0n : divideRounded(sum(paid) * takenBackMinor, chargedMinor);
  const ofPaid = before.parts.filter(({ grant }) => paid.some((part) => part.grant === grant));
  const paying = lastOf(paid, lesser(target - sum(ofPaid), noteMinor), before.parts);
  const lowering = lastOf(lowered.parts, lowered.backMinor, before.parts);
  const parts = [...lowering, ...paying];
  const loweredMinor = sum(lowering);
  const told = { creditNote, invoice, noteMinor, amountMinor: sum(parts), parts, on, at };

  return { ...told, ...(loweredMinor > 0n && { loweredMinor }) };
}

/** So much of the parts from their end, less what came back of them before. */
function lastOf(
  parts: readonly GrantedPart[],
  amountMinor: bigint,
  before: readonly Pick<GrantedPart, 'grant' | 'amountMinor'>[],
): readonly GrantedPart[] {
  let leftMinor = amountMinor;

  return parts.toReversed().flatMap((part) => {
    const backMinor = sum(before.filter(({ grant }) => grant === part.grant));
    const minor = lesser(part.amountMinor - backMinor, leftMinor);
    if (minor <= 0n) return [];
    leftMinor -= minor;
    return [{ ...part, amountMinor: minor }];
  });
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
