/** What several functions of the money do with a customer's account: read its story, bring it something exactly once. */
import { refundOfCreditNote } from '../domain/payments.ts';
import { accounts, isKnown, STORY_BEGIN, STORY_MARGIN_DAYS, sourceOf } from '../domain/receivables.ts';
import type { Account, AccountCommand, AccountFact, OpenAccount } from '../domain/receivables/account.ts';
import { receivedOf, itemIn, paidByOf, tellsOf } from '../domain/receivables/story.ts';
import type { Acting, Done } from '../execute.ts';
import { execute, factsOf, load } from '../execute.ts';
import { toldIn } from '../journal/story.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { addToInstant, type Instant } from '../kernel/time.ts';
import type { AggregateRef, Journal } from '../ports.ts';

/** Commits that one look into a story reads at most: of a customer with ten paid invoices a day, those of five years. */
export const STORY_COMMITS_MAX = 50_000;

/** Rounds of search and append before a contended account is left to the queue. */
export const BRING_ROUNDS_MAX = 8;

/** An account at one version, with the facts that led there since the instant that was asked for. */
export type Story = {
  readonly facts: readonly AccountFact[];
  readonly state: Account;
  readonly version: number;
};

/** Reads an account's facts since an instant; `STORY_BEGIN` reads all. A story beyond the bound is a fault. */
export async function storyOf(journal: Journal, ref: AggregateRef, since: Instant): Promise<Story> {
  const { state, version } = await load(journal, accounts, ref);
  const first = since === STORY_BEGIN ? 1 : await versionSince(journal, ref, { since, version });
  invariant(version - first < STORY_COMMITS_MAX, 'the story of an account is too long to be read at once');
  const span = { from: first, to: version };

  return { facts: await toldIn(journal, { ref, span }, factsOf<AccountFact>), state, version };
}

/** What a message asks of an account, or the request of somebody who saw it at a version. */
export type Bringing = {
  readonly ref: AggregateRef;
  readonly command: Exclude<AccountCommand, { do: 'allocate' | 'approve_refund' }>;
  readonly acting: Acting;
  /** From when on the story can tell of it, where that is before the fact that brings it. */
  readonly since?: Instant;
};

/**
 * Brings an account what a fact elsewhere says, once for ever: what the head has forgotten is looked up in the story.
 * Refuses with `account.item_unknown` where a credit note comes before its invoice.
 */
export async function bring(journal: Journal, bringing: Bringing): Promise<Result<Done<Account> | 'known'>> {
  let informed: Informed = { command: bringing.command };
  for (let round = 0; round < BRING_ROUNDS_MAX; round += 1) {
    const { command, pinned } = informed;
    const payable = await payableFrom(journal, { ...bringing, command });
    const done = await execute(journal, accounts, { ...bringing, ...payable, ...pinned });
    if (!done.ok && done.refusal.code === 'precondition.failed') {
      if (pinned) informed = { command: bringing.command };
      continue;
    }
    if (done.ok || !NEEDS_STORY.has(done.refusal.code)) return done;
    const story = await storyOf(journal, bringing.ref, bringing.since ?? command.at);
    if (tellsOf(story.facts, sourceOf(command))) return ok('known');

    const found = command.do === 'add_credit' && tellsOf(story.facts, command.invoice);
    if (done.refusal.code === 'account.item_unknown' && !found) return done;
    informed = informedBy(story, command, found);
  }

  return refuse('account.conflict', 'The account stays contended.');
}

/** What is asked, with what the story told; `pinned` where that holds at one version of the account alone. */
type Informed = {
  readonly command: Bringing['command'];
  readonly pinned?: { readonly expect: number };
};

function informedBy(
  { facts, state, version }: Story,
  command: Bringing['command'],
  found: boolean,
): Informed {
  const searched = state.status === 'open' ? state.forgotten.count : null;
  if (command.do !== 'add_credit') return { command: { ...command, searched } };
  const discount = discountedIn(facts, command.invoice);
  const informed = { ...command, searched, wasOpened: found, ...discount };

  return { command: informed, ...(discount.discounted && { pinned: { expect: version } }) };
}

/** A cleared item on which a discount was granted: what is taken back of it takes its share of the discount along. */
function discountedIn(facts: readonly AccountFact[], invoice: string) {
  const item = itemIn(facts, invoice);
  if (!item?.discountedMinor) return {};
  const takenBackMinor = facts.reduce(
    (sum, { type, data }) =>
      type === 'credit.added' && data.invoice === invoice ? sum + data.amountMinor : sum,
    0n,
  );

  return { discounted: { item, takenBackMinor } };
}

/** What had paid an invoice that a corrected one replaces, as the story tells it; nothing where nobody has. */
function movedFrom(facts: readonly AccountFact[], invoice: string) {
  const item = itemIn(facts, invoice);
  const parts = paidByOf(facts, invoice).flatMap((part) => {
    const received = receivedOf(facts, part.payment);
    return received ? [{ ...part, ...received }] : [];
  });

  return item && parts.length > 0 ? { moved: { item, parts } } : {};
}

/**
 * A credit note that pays back says by whom its invoice was paid, as the account tells it at one version: of two notes
 * on one invoice the second sees what the first gave back.
 */
async function payableFrom(journal: Journal, { ref, command, since }: Omit<Bringing, 'acting'>) {
  if (command.do !== 'add_credit') return { command };
  if (command.correctedBy !== undefined) {
    const { facts, version } = await storyOf(journal, ref, STORY_BEGIN);
    return { command: { ...command, ...movedFrom(facts, command.invoice) }, expect: version };
  }
  if (command.remainder !== 'refund' && command.effect !== 'refund') return { command };
  const { facts, version } = await storyOf(journal, ref, since ?? command.at);
  const paidBy = paidByOf(facts, command.invoice);
  const refundIds = Object.fromEntries(
    paidBy.map(({ payment }) => [payment, refundOfCreditNote(command.creditNote, payment)]),
  );

  return { command: { ...command, paidBy, refundIds }, expect: version };
}

/** Whether the account has taken a settled payment in; the story is asked where the head may have forgotten it. */
export async function hasTaken(
  journal: Journal,
  ref: AggregateRef,
  of: { readonly state: OpenAccount; readonly payment: string; readonly madeAt: Instant },
): Promise<boolean> {
  const { state, payment, madeAt } = of;
  if (isKnown(state, payment)) return true;
  // The clock of whoever settled it may have been behind that of whoever asked for it.
  if (addToInstant(madeAt, { days: -STORY_MARGIN_DAYS }) > state.forgotten.until) return false;

  return tellsOf((await storyOf(journal, ref, madeAt)).facts, payment);
}

/** Whether the account's story tells of a source. */
export async function hasTold(journal: Journal, ref: AggregateRef, source: string): Promise<boolean> {
  const { state } = await load(journal, accounts, ref);
  if (state.status === 'none') return false;

  return isKnown(state, source) || tellsOf((await storyOf(journal, ref, STORY_BEGIN)).facts, source);
}

const NEEDS_STORY = new Set(['account.story_needed', 'account.item_unknown']);

/** The first version that can hold something brought by a fact of that instant; found by halving. */
async function versionSince(
  journal: Journal,
  ref: AggregateRef,
  of: { since: Instant; version: number },
): Promise<number> {
  const since = addToInstant(of.since, { days: -STORY_MARGIN_DAYS });
  let low = 1;
  let high = of.version + 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const commit = await journal.at(ref, middle);
    if (commit !== undefined && commit.at < since) low = middle + 1;
    else high = middle;
  }

  return low;
}
