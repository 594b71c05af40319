/**
 * One subscription in a migration: its next bill behind the boundary as it is and as it becomes. Both are told by the rules
 * that will make them, and their hash is what is agreed to.
 */
import { canonicalJson, sha256Base64Url } from '../../kernel/hash.ts';
import type { Result } from '../../kernel/result.ts';
import type { CivilDate, Instant } from '../../kernel/time.ts';
import { netSum } from '../billing/lines.ts';
import type { PlanOffer } from '../plans/offer.ts';
import { firstBillOf } from '../subscriptions/boundary.ts';
import { plannedChange } from '../subscriptions/change.ts';
import type { ChangeCommand } from '../subscriptions/commands.ts';
import { evolveKnown } from '../subscriptions/evolve.ts';
import { previewHash } from '../subscriptions/preview.ts';
import type { KnownSubscription, Target } from '../subscriptions/states.ts';
import { targetOfOffer } from '../subscriptions/target.ts';
import type { MovedTotal } from './totals.ts';

/** What of the terms differs. */
export type MigrationCause = 'price' | 'introductory_price' | 'interval' | 'charge' | 'usage' | 'name';

type Member = {
  readonly subscription: string;
  readonly customer: string;
  readonly fromVersion: number;
};

/** A subscription that can be migrated; the bills are in the basis of the prices. */
export type MovedRow = Member &
  MovedTotal & {
    readonly is: 'planned';
    /** The first day under the new terms. */
    readonly on: CivilDate;
    readonly causes: readonly MigrationCause[];
    readonly hash: string;
  };

/** A subscription as it was planned; one that cannot be migrated is left out with the reason. */
export type MigrationRow = MovedRow | (Member & { readonly is: 'left_out'; readonly code: string });

/** What is needed beside the subscription. */
export type RowQuestion = {
  readonly tenant: string;
  readonly subscription: string;
  readonly migration: string;
  readonly plan: string;
  readonly toVersion: number;
  /** Of that version, to the subscription's seller and currency. */
  readonly offer: Result<PlanOffer>;
  readonly notBefore: CivilDate | null;
  readonly profile: number | null;
  readonly at: Instant;
};

/** A row with the change that it stands for; undefined for whoever has the version already, or no longer the plan. */
export type PlannedRow =
  | { readonly row: MigrationRow & { readonly is: 'left_out' } }
  | { readonly row: MovedRow; readonly command: ChangeCommand };

/** Characters of the hashes by which a request and a row are known again: 132 bits. */
const HASH_LENGTH = 22;

/** What a migration would make of a subscription. */
export function rowOf(state: KnownSubscription, asked: RowQuestion): PlannedRow | undefined {
  const { plan, toVersion, offer, subscription } = asked;
  if (state.status === 'ended' || state.plan !== plan || state.planVersion === toVersion) return undefined;
  const member = { subscription, customer: state.customer, fromVersion: state.planVersion };
  const leftOut = (why: { readonly code: string }) => ({
    row: { ...member, is: 'left_out', code: why.code } as const,
  });
  // A change that its customer waits for is not swept away by one that they did not ask for.
  if (state.scheduled) return leftOut({ code: 'migration.change_waits' });
  // Whoever agreed on a price of their own agrees on its change, too.
  if (state.isAgreed) return leftOut({ code: 'migration.price_agreed' });
  if (!offer.ok) return leftOut(offer.refusal);
  const { quantity, dimensions } = state;
  const sold = { quantity, ...(dimensions && { dimensions }) };
  const of = { plan, offer: offer.value, sold, anchorDay: null };
  const target = targetOfOffer(state, of);
  if (!target.ok) return leftOut(target.refusal);
  const command = commandOf(asked, target.value);
  const planned = plannedChange(state, command);
  if (!planned.ok) return leftOut(planned.refusal);
  const [fact] = planned.value.facts;
  if (!fact) return undefined;

  const on = 'on' in fact.data ? fact.data.on : state.rhythm.start;
  const was = firstBillOf(state, command, on);
  const becomes = planned.value.bill ?? firstBillOf(evolveKnown(state, fact), command, on);
  const [before, after] = [previewHash(was), previewHash(becomes)];
  const row = {
    ...member,
    is: 'planned',
    currency: state.currency,
    on,
    oldMinor: netSum(was?.lines ?? []),
    newMinor: netSum(becomes?.lines ?? []),
    causes: causesOf(state, target.value),
    hash: shortHash(canonicalJson({ subscription, on, before, after })),
  } as const;

  return { row, command: { ...command, agreed: previewHash(planned.value.bill) } };
}

/** The request by which a subscription knows that a migration has changed it. */
export function requestOfMigration(migration: string): {
  readonly key: string;
  readonly fingerprint: string;
} {
  const key = shortHash(migration);

  return { key, fingerprint: key };
}

/** The hash of what was planned so far and one page more. */
export function hashWith(former: string, rows: readonly MigrationRow[]): string {
  const told = rows.map((row) =>
    row.is === 'planned'
      ? [row.subscription, row.hash, String(row.oldMinor), String(row.newMinor)]
      : [row.subscription, row.code],
  );

  return sha256Base64Url(canonicalJson([former, told]));
}

function commandOf(asked: RowQuestion, target: Target): ChangeCommand {
  const { tenant, subscription, migration, notBefore, profile, at } = asked;
  const request = requestOfMigration(migration);
  const when = { when: 'period_end', ...(notBefore !== null && { notBefore }) } as const;

  return { tenant, subscription, at, profile, target, agreed: null, request, ...when };
}

function causesOf(state: KnownSubscription, { sold, ...target }: Target): readonly MigrationCause[] {
  const { interval, count } = state.rhythm;
  const differs = (one: unknown, other: unknown) =>
    canonicalJson(one ?? null) !== canonicalJson(other ?? null);
  const causes: readonly (readonly [MigrationCause, boolean])[] = [
    ['price', differs(state.price, sold.price)],
    ['introductory_price', (state.phases ?? []).length > 0],
    ['interval', interval !== target.interval || count !== target.count],
    ['charge', state.charge !== target.charge],
    ['usage', differs(state.metering, target.metering)],
    ['name', state.description !== sold.description],
  ];

  return causes.flatMap(([cause, isDifferent]) => (isDifferent ? [cause] : []));
}

function shortHash(text: string): string {
  return sha256Base64Url(text).slice(0, HASH_LENGTH);
}
