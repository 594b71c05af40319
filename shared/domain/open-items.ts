/** Items that another system left open. Each is brought forward once, is no invoice of ours, and is paid like one. */
import type { Decider } from '../kernel/decider.ts';
import { ok } from '../kernel/result.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';
import type { PostingSet } from '../ports.ts';
import type { Origin } from './imports.ts';
import { openItemBroughtForward } from './ledger.ts';

/** What is known of an item: the number and days that its own document bears, and what is left of it. */
export type BroughtItem = {
  readonly origin: Origin;
  readonly account: string;
  readonly entity: string;
  readonly customer: string;
  readonly currency: string;
  readonly number: string;
  readonly issueDate: CivilDate;
  readonly dueDate: CivilDate;
  readonly grossMinor: bigint;
  /** The day whose figures it belongs to; its posting bears it. */
  readonly asOf: CivilDate;
  readonly at: Instant;
};

/** An item that was brought forward, or nothing. */
export type OpenItemOrigin = { readonly status: 'none' } | (BroughtItem & { readonly status: 'open' });

/** What becomes true. */
export type OpenItemFact = {
  readonly type: 'open_item.brought_forward';
  readonly data: BroughtItem;
  readonly books: PostingSet;
};

/** The rules of one item. */
export const openItems: Decider<
  OpenItemOrigin,
  { readonly do: 'bring_forward'; readonly item: BroughtItem },
  OpenItemFact
> = {
  name: 'openItems',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, { item }) {
    if (state.status !== 'none') return ok([]);
    const { entity, currency, asOf: date, grossMinor: amountMinor } = item;
    const books = openItemBroughtForward({ entity, currency, date, amountMinor });

    return ok([{ type: 'open_item.brought_forward', data: item, books }]);
  },
  evolve: (_, { data }) => ({ status: 'open', ...data }),
};
