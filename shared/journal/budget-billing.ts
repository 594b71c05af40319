/** The budget's lines of recurring billing: plans, subscriptions, runs. */
import type { FactBudget } from './fact-budget.ts';

type Rest = Pick<FactBudget, 'bytesMax' | 'writeUnits'> & Partial<FactBudget>;

const line = (aggregate: string, key: string, rest: Rest): FactBudget => ({
  v: 1,
  aggregate,
  key,
  head: 'folded',
  rows: [],
  personalData: 'none',
  ...rest,
});

/** A catch-up of the most periods that one commit bills, with the longest description. */
const CAUGHT_UP_BYTES_MAX = 120_000;
/** One unit, though the terms travel in every head so that billing reads a single item: packed, both fit. */
const subscription = (rest: Partial<FactBudget> = {}) =>
  line('subscription', 'order, line', {
    bytesMax: CAUGHT_UP_BYTES_MAX,
    writeUnits: 1,
    rows: ['subscriptions', 'due'],
    ...rest,
  });

const RUN = 'idempotency key, or the hour';
/** A page names a hundred subscriptions. */
const PAGE_BYTES_MAX = 6_000;

/** Facts about what is sold again and again, and about billing it. */
export const BILLING_BUDGET: Readonly<Record<string, FactBudget>> = {
  'plan.published': line('plan', 'idempotency key', {
    v: 2,
    bytesMax: 120_000,
    writeUnits: 1,
    rows: ['plans', 'events'],
  }),
  'product.published': line('product', 'idempotency key', {
    bytesMax: 5_000,
    writeUnits: 1,
    rows: ['products', 'events'],
  }),
  'subscription.created': subscription({ v: 2, bytesMax: 8_000, rows: ['subscriptions', 'due', 'events'] }),
  'subscription.start_set': subscription({ rows: ['subscriptions', 'due', 'events'] }),
  'subscription.trial_started': subscription(),
  'subscription.payment_awaited': subscription({ rows: ['subscriptions', 'due', 'events'] }),
  'subscription.activated': subscription(),
  'subscription.billed': subscription({ v: 2 }),
  // Rare, and told with what the running period was charged, so that a change can give it back: two units.
  'subscription.changed': subscription({ writeUnits: 2, rows: ['subscriptions', 'due', 'events'] }),
  'subscription.change_scheduled': subscription({ writeUnits: 2 }),
  'subscription.change_withdrawn': subscription({ writeUnits: 2 }),
  'subscription.paused': subscription({ writeUnits: 2, rows: ['subscriptions', 'due', 'events'] }),
  'subscription.usage_came_late': subscription({ writeUnits: 2 }),
  'subscription.resumed': subscription({ writeUnits: 2, rows: ['subscriptions', 'due', 'events'] }),
  'subscription.suspended': subscription({ writeUnits: 2, rows: ['subscriptions', 'due', 'events'] }),
  'subscription.reinstated': subscription({ writeUnits: 2, rows: ['subscriptions', 'due', 'events'] }),
  'subscription.coupon_added': subscription(),
  'subscription.charge_added': subscription({ writeUnits: 2 }),
  'subscription.charge_withdrawn': subscription({ writeUnits: 2 }),
  'subscription.regrouped': subscription({ writeUnits: 2 }),
  // Told with the terms that the add-on starts with.
  'subscription.add_on_added': subscription({ bytesMax: 12_000, writeUnits: 2 }),
  'subscription.add_on_removed': subscription({ writeUnits: 2 }),
  'subscription.cancellation_scheduled': subscription(),
  // Told with the bills of the periods that it begins.
  'subscription.renewed': subscription({ writeUnits: 2 }),
  'subscription.cancellation_withdrawn': subscription(),
  'subscription.ended': subscription({ rows: ['subscriptions', 'due', 'events'] }),
  'subscription.credit_returned': subscription({ writeUnits: 2 }),
  'subscription.parked': subscription({ rows: ['subscriptions', 'due', 'events'] }),
  'subscription.released': subscription(),
  'gathering.joined': line('roster', 'seller, customer, currency', { bytesMax: 3_000, writeUnits: 1 }),
  // Of as many bills as one may hold; of a few it is one unit.
  'bills.gathered': line('gathering', 'roster, terms, instant', {
    bytesMax: 4_000,
    writeUnits: 2,
    head: 'only version 1',
  }),
  'run.opened': line('run', RUN, { bytesMax: 1_500, writeUnits: 1, rows: ['billing_runs'] }),
  // Of a full page; a hundredth of it falls to each subscription.
  'run.advanced': line('run', RUN, { bytesMax: PAGE_BYTES_MAX, writeUnits: 3, rows: ['billing_runs'] }),
  'run.page_finished': line('run page', 'run, page', {
    bytesMax: 60_000,
    writeUnits: 1,
    head: 'only version 1',
    rows: ['run_pages'],
  }),
  'migration.opened': line('migration', 'plan, idempotency key', { bytesMax: 1_500, writeUnits: 1 }),
  // Of a full page; a fiftieth of it falls to each subscription.
  'migration.advanced': line('migration', 'plan, idempotency key', { bytesMax: 25_000, writeUnits: 3 }),
  'migration.approved': line('migration', 'plan, idempotency key', { bytesMax: 8_000, writeUnits: 1 }),
  'migration.progressed': line('migration', 'plan, idempotency key', { bytesMax: 8_000, writeUnits: 1 }),
  'migration.page_applied': line('migration page', 'migration, page', { bytesMax: 5_000, writeUnits: 1 }),
};
