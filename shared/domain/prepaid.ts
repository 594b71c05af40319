/**
 * The prepaid balance: credits that a customer has with a seller in a currency, as grants that each may expire. It is the one
 * writer of what invoices take from them, so that two invoices at once never use the same credit.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { PREFIX } from '../kernel/ids.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { CivilDate } from '../kernel/time.ts';
import type {
  CreditGrant,
  GrantedPart,
  GrantTerms,
  OpenBalance,
  PrepaidBalance,
  PrepaidCommand,
  PrepaidFact,
} from './prepaid/balance.ts';
import { BOUGHT_HEADROOM, GRANTS_MAX, REFUNDS_MAX } from './prepaid/balance.ts';
import { creditsExpired } from './ledger.ts';
import { consumed, released, returned, sum } from './prepaid/consuming.ts';
import type { Holder } from './receivables/account.ts';

/** The balance of a customer with a seller in a currency. */
export function prepaidBalanceId(tenant: string, { entity, customer, currency }: Holder): string {
  return derivedId(PREFIX.prepaidBalance, tenant, entity, customer, currency);
}

/** The rules of one balance. Whether a grant or an invoice was met before is in its record, at which the caller looks first. */
export const prepaidBalances: Decider<PrepaidBalance, PrepaidCommand, PrepaidFact> = {
  name: 'prepaid_balances',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command): Result<readonly PrepaidFact[]> {
    if (command.do === 'grant') return granted(state, command);
    if (state.status === 'none') return ok([]);
    const { dueAt } = state;
    switch (command.do) {
      case 'consume': {
        const data = consumed(state, command);
        // That nothing could be used is said once.
        const isSaid = command.kept !== undefined && data.amountMinor === 0n;
        return ok(isSaid ? [] : [{ type: 'prepaid.consumed', data: { ...data, dueAt } }]);
      }
      case 'release': {
        const data = released(command);
        return ok(data.amountMinor === 0n ? [] : [{ type: 'prepaid.released', data: { ...data, dueAt } }]);
      }
      case 'return':
        return ok([{ type: 'prepaid.returned', data: { ...returned(command), dueAt } }]);
      case 'expire':
        return ok(expired(state, command));
      case 'void':
        return voided(state, command);
      case 'refund':
        return refunded(state, command);
    }
  },
  evolve(state, fact) {
    if (fact.type === 'prepaid_balance.opened')
      return { status: 'open', ...fact.data, grants: [], dueAt: null };
    invariant(state.status === 'open', 'a prepaid balance is opened by its first fact');
    switch (fact.type) {
      case 'prepaid.granted': {
        const { grant, amountMinor, priority, validFrom, expiresOn, expiresAt, at, bought, limit } =
          fact.data;
        const more = { ...(bought && { bought }), ...(limit && { limit }) };
        const terms = { grant, priority, validFrom, expiresOn, expiresAt, at, ...more };
        return put(state, [{ ...terms, amountMinor }]);
      }
      case 'prepaid.returned':
      case 'prepaid.released':
        return put(state, fact.data.parts, fact.data.on);
      case 'prepaid.consumed':
      case 'prepaid.expired':
        return take(state, fact.data.parts);
      case 'prepaid.voided':
      case 'prepaid.refunded':
        return take(state, [fact.data]);
    }
  },
};

/** Refuses a further grant, or a purchase before it is invoiced, where as many have credit left as may; else undefined. */
export function refusedWhenFull(state: PrepaidBalance, most = GRANTS_MAX) {
  return state.status === 'open' && state.grants.length >= most
    ? refuse('prepaid.too_many_grants', `A balance has at most ${most} grants with credit left.`)
    : undefined;
}

function granted(
  state: PrepaidBalance,
  { do: _, entity, customer, currency, ...grant }: PrepaidCommand & { do: 'grant' },
): Result<readonly PrepaidFact[]> {
  const full = refusedWhenFull(state, grant.bought ? GRANTS_MAX + BOUGHT_HEADROOM : GRANTS_MAX);
  if (full) return full;
  if (grant.expiresOn !== null && grant.expiresOn <= grant.validFrom)
    return refuse('prepaid.expires_before_valid', 'The credit would expire before it could be used.', {
      pointer: '#/expires_on',
    });
  if (grant.expiresAt !== null && grant.expiresAt <= grant.at)
    return refuse('prepaid.expires_in_past', 'The credit would have expired before it is given.', {
      pointer: '#/expires_on',
    });
  const dueAt = state.status === 'open' ? state.dueAt : null;
  const fact: PrepaidFact = { type: 'prepaid.granted', data: { ...grant, dueAt } };

  return ok(
    state.status === 'open'
      ? [fact]
      : [{ type: 'prepaid_balance.opened', data: { entity, customer, currency } }, fact],
  );
}

/**
 * Whatever is left of a grant lapses at the start of the day on which it expires; what was bought of it is earned on that day, or,
 * of what came back later, on the day on which it did.
 */
function expired(state: OpenBalance, { at }: { readonly at: string }): readonly PrepaidFact[] {
  const over = state.grants.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= at);

  return [...Map.groupBy(over, ({ expiresOn, backOn }) => backOn ?? expiresOn ?? '')].map(
    ([date, grants]) => {
      const parts = grants.map(({ restMinor: amountMinor, grant }) => ({ grant, amountMinor }));
      const data = { parts, amountMinor: sum(parts), at, dueAt: state.dueAt };
      const bought = grants
        .filter((grant) => grant.bought)
        .map(({ restMinor }) => ({ amountMinor: restMinor }));
      const { entity, currency } = state;
      const books = creditsExpired({ entity, currency, date, amountMinor: sum(bought) });

      return { type: 'prepaid.expired', data, ...(bought.length > 0 && { books }) };
    },
  );
}

/** Given credits are taken away for nothing. */
function voided(
  state: OpenBalance,
  { grant, at }: PrepaidCommand & { do: 'void' },
): Result<readonly PrepaidFact[]> {
  const known = state.grants.find((each) => each.grant === grant);
  if (!known) return nothingLeft();
  if (known.bought)
    return refuse('prepaid.bought', 'These credits were bought.', { hint: 'Refund what is unused of them.' });
  const data = { grant, amountMinor: known.restMinor, at, dueAt: state.dueAt };

  return ok([{ type: 'prepaid.voided', data }]);
}

/** What was bought is paid back, whenever there is something unused of it. */
function refunded(
  state: OpenBalance,
  { grant, key, before, at }: PrepaidCommand & { do: 'refund' },
): Result<readonly PrepaidFact[]> {
  const known = state.grants.find((each) => each.grant === grant);
  if (!known) return nothingLeft();
  const { restMinor: amountMinor, bought } = known;
  if (!bought)
    return refuse('prepaid.given', 'These credits were given for nothing.', { hint: 'Void them.' });
  if (before >= REFUNDS_MAX)
    return refuse('prepaid.too_many_refunds', `A grant is refunded at most ${REFUNDS_MAX} times.`);
  const { invoice } = bought;

  return ok([
    { type: 'prepaid.refunded', data: { grant, invoice, amountMinor, key, at, dueAt: state.dueAt } },
  ]);
}

function nothingLeft() {
  return refuse('prepaid.nothing_left', 'Nothing is left of this grant.');
}

/** What comes back on a day on which it has expired is remembered with that day, for it lapses only then. */
function put(state: OpenBalance, parts: readonly GrantedPart[], on?: CivilDate): OpenBalance {
  const grants = parts.reduce<readonly CreditGrant[]>((all, { amountMinor, ...terms }) => {
    const before = all.find(({ grant }) => grant === terms.grant)?.restMinor ?? 0n;
    return [
      ...all.filter(({ grant }) => grant !== terms.grant),
      { ...terms, restMinor: before + amountMinor, ...(isOver(terms, on) && { backOn: on }) },
    ];
  }, state.grants);

  return withDue({ ...state, grants });
}

function isOver({ expiresOn }: GrantTerms, on: CivilDate | undefined): boolean {
  return expiresOn !== null && on !== undefined && expiresOn <= on;
}

function take(
  state: OpenBalance,
  parts: readonly { readonly grant: string; readonly amountMinor: bigint }[],
): OpenBalance {
  const grants = parts.reduce<readonly CreditGrant[]>((all, { grant, amountMinor }) => {
    const known = all.find((each) => each.grant === grant);
    invariant(known && known.restMinor >= amountMinor, 'only credit that is there can be taken');
    return all.map((each) => (each === known ? { ...each, restMinor: each.restMinor - amountMinor } : each));
  }, state.grants);

  return withDue({ ...state, grants: grants.filter(({ restMinor }) => restMinor > 0n) });
}

function withDue(state: OpenBalance): OpenBalance {
  const [dueAt = null] = state.grants.flatMap(({ expiresAt }) => expiresAt ?? []).toSorted();

  return { ...state, grants: state.grants.filter(({ restMinor }) => restMinor > 0n), dueAt };
}
