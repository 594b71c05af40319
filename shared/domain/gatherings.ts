/**
 * Bills that share an invoice: which subscriptions of a customer gather their bills, and which bills that fell due at one
 * instant were gathered. Each gathering is recorded once, so that its invoice is the same whoever comes first.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { PREFIX } from '../kernel/ids.ts';
import { ok } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { SubscriptionTerms } from './subscriptions/terms.ts';

/** Whether a subscription's bills have invoices of their own, or share one with what else falls due for the customer. */
export type InvoiceGrouping = 'by_subscription' | 'by_billing_day';

/**
 * Subscriptions that share invoices: each may have to ask the shared invoice for a credit note of its own when it ends, and
 * an invoice has twenty. Who comes later has invoices of its own.
 */
export const GATHERED_MAX = 20;

/** What bills of one invoice have in common, and whether they may have any. */
type Head = Pick<
  SubscriptionTerms,
  | 'customer'
  | 'entity'
  | 'currency'
  | 'priceBasis'
  | 'dueDays'
  | 'language'
  | 'supply'
  | 'grouping'
  | 'invoiceGroup'
> & { readonly status?: string };

/** The roster of those who gather: of one customer, seller and currency. */
export function rosterOf(
  tenant: string,
  { entity, customer, currency }: Pick<Head, 'entity' | 'customer' | 'currency'>,
): string {
  return derivedId(PREFIX.roster, tenant, entity, customer, currency);
}

/** The gathering that a bill due at an instant belongs to; undefined where it has an invoice of its own. */
export function gatheringOf(tenant: string, head: Head, dueAt: Instant): string | undefined {
  // A first payment that is waited for is of one subscription alone.
  if (head.grouping !== 'by_billing_day' || head.status === 'incomplete') return undefined;
  const {
    entity,
    customer,
    currency,
    priceBasis,
    dueDays,
    language,
    supply = 'services',
    invoiceGroup,
  } = head;

  return derivedId(
    PREFIX.gathering,
    tenant,
    entity,
    customer,
    currency,
    String(dueDays),
    language,
    supply,
    // What contains the tax and what does not are never on one invoice.
    ...(priceBasis ? [priceBasis] : []),
    dueAt,
    ...(invoiceGroup === undefined ? [] : [invoiceGroup]),
  );
}

/** Those whose bills are gathered, in the order in which their lines are printed. */
export type Roster = {
  readonly subscriptions: readonly string[];
  /** When somebody joined last: who has not started long after that never will. */
  readonly joinedAt?: Instant;
};

/** Asks to gather the bills of subscriptions, in place of some that have ended or left. */
export type RosterCommand = {
  readonly do: 'join';
  readonly subscriptions: readonly string[];
  readonly ended: readonly string[];
  readonly at: Instant;
};

/** Who joined, and who made room. */
export type RosterFact = {
  readonly type: 'gathering.joined';
  /** `at` is absent in older facts. */
  readonly data: {
    readonly subscriptions: readonly string[];
    readonly ended: readonly string[];
    readonly at?: Instant;
  };
};

/** The rules of a roster: each joins once, and as many as there is room for. */
export const rosters: Decider<Roster, RosterCommand, RosterFact> = {
  name: 'rosters',
  headVersion: 1,
  initial: { subscriptions: [] },
  decide(state, command) {
    const kept = state.subscriptions.filter((id) => !command.ended.includes(id));
    const subscriptions = command.subscriptions
      .filter((id) => !state.subscriptions.includes(id))
      .slice(0, Math.max(0, GATHERED_MAX - kept.length));

    return ok(
      subscriptions.length === 0
        ? []
        : [{ type: 'gathering.joined', data: { subscriptions, ended: command.ended, at: command.at } }],
    );
  },
  evolve: (state, { data }) => ({
    subscriptions: [...state.subscriptions.filter((id) => !data.ended.includes(id)), ...data.subscriptions],
    ...(data.at !== undefined && { joinedAt: data.at }),
  }),
};

/** A bill that was gathered: where it is recorded, its own id as an invoice, and how many lines it has. */
export type GatheredBill = {
  readonly subscription: string;
  readonly version: number;
  readonly period: number;
  readonly invoice: string;
  readonly lines: number;
};

/** The bills of one invoice, in the order of their lines. */
export type Gathered = { readonly invoice: string; readonly bills: readonly GatheredBill[] };

/** What an invoice of gathered bills is for: the period of each, in the order of its lines. */
export type GatheredCause = {
  readonly gathering: string;
  readonly bills: readonly { readonly subscription: string; readonly period: number }[];
};

/** What became of bills that fell due together. */
export type Gathering = { readonly status: 'none' } | ({ readonly status: 'gathered' } & Gathered);

/** Gathers the bills that are there. */
export type GatheringCommand = { readonly do: 'gather' } & Gathered;

/** The bills that are one invoice. */
export type GatheringFact = { readonly type: 'bills.gathered'; readonly data: Gathered };

/** The rules of one gathering: the first word is the last. */
export const gatherings: Decider<Gathering, GatheringCommand, GatheringFact> = {
  name: 'gatherings',
  headVersion: 1,
  initial: { status: 'none' },
  decide: (state, { invoice, bills }) =>
    ok(state.status === 'none' ? [{ type: 'bills.gathered', data: { invoice, bills } }] : []),
  evolve: (_, { data }) => ({ ...data, status: 'gathered' }),
};

/** The invoice of gathered bills; a bill that is alone keeps its own. */
export function invoiceOfGathering(
  tenant: string,
  gathering: string,
  bills: readonly Pick<GatheredBill, 'invoice'>[],
): string {
  const [only, ...more] = bills;

  return only && more.length === 0 ? only.invoice : derivedId('inv', tenant, gathering, 'gathered');
}

/**
 * Where the lines of a bill stand: on which invoice, behind how many of others, and which of its lines are of the same
 * subscription. A bill that was left out has its own invoice.
 */
export function placeOf(
  gathering: Gathering,
  bill: string,
): { readonly invoice: string; readonly offset: number; readonly own?: readonly number[] } {
  if (gathering.status === 'none') return { invoice: bill, offset: 0 };
  const index = gathering.bills.findIndex(({ invoice }) => invoice === bill);
  if (index < 0) return { invoice: bill, offset: 0 };
  const before = gathering.bills.slice(0, index);
  const whose = gathering.bills.flatMap(({ subscription, lines }) => Array<string>(lines).fill(subscription));
  const own = whose.flatMap((of, line) => (of === gathering.bills[index]?.subscription ? [line + 1] : []));

  return { invoice: gathering.invoice, offset: before.reduce((sum, { lines }) => sum + lines, 0), own };
}
