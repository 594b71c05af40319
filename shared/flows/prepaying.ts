/**
 * What invoices pay from prepaid credits, and what credit notes give back to them. Each document is met once: the balance's
 * story is read first and the balance written at that very version.
 */
import type { Draft } from '../domain/drafting.ts';
import type { Invoice } from '../domain/invoices.ts';
import { dueMinorOf } from '../domain/invoices/deducting.ts';
import type { SellerDetails } from '../domain/legal-entities.ts';
import type {
  GrantedPart,
  PaidFromCredits,
  PrepaidBalance,
  PrepaidCommand,
  PrepaidFact,
} from '../domain/prepaid/balance.ts';
import { prepaidBalanceId, prepaidBalances } from '../domain/prepaid.ts';
import type { Acting, Done } from '../execute.ts';
import { execute, factsOf, load } from '../execute.ts';
import { commitsOf } from '../journal/story.ts';
import { Contended } from '../kernel/contended.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { AggregateRef, Journal, Ports } from '../ports.ts';

/** Commits of a balance that are read at once. */
export const BALANCE_COMMITS_MAX = 10_000;

/** Rounds of look and append before a contended balance is left to whoever comes again. */
const ROUNDS_MAX = 8;

/** A balance at one version, with everything that ever became true of it. */
export type BalanceStory = {
  readonly facts: readonly PrepaidFact[];
  readonly state: PrepaidBalance;
  readonly version: number;
};

/** Reads the whole story of a balance; one beyond the bound is a fault. */
export async function balanceStory(journal: Journal, ref: AggregateRef): Promise<BalanceStory> {
  const { state, version } = await load(journal, prepaidBalances, ref);
  invariant(version < BALANCE_COMMITS_MAX, 'the story of a prepaid balance is too long to be read at once');
  const commits = await commitsOf(journal, ref, { to: version });

  return { facts: commits.flatMap((commit) => factsOf<PrepaidFact>(commit)), state, version };
}

/** What its story tells already, or what became true of it now. */
export type Told<Fact> = { readonly fact: Fact | undefined; readonly isNew: boolean };

/** Tells a balance something once: what `find` finds in the story is answered as it was. */
export async function tellBalance<Fact extends PrepaidFact>(
  journal: Journal,
  of: {
    readonly ref: AggregateRef;
    readonly acting: Acting;
    readonly find: (fact: PrepaidFact) => fact is Fact;
    readonly command: (story: BalanceStory) => PrepaidCommand;
  },
): Promise<Result<Told<Fact>>> {
  const { ref, acting, find } = of;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const story = await balanceStory(journal, ref);
    const before = story.facts.find(find);
    if (before) return ok({ fact: before, isNew: false });
    const task = { ref, acting, command: of.command(story), expect: story.version };
    const done: Result<Done<PrepaidBalance>> = await execute(journal, prepaidBalances, task);
    if (!done.ok && done.refusal.code === 'precondition.failed') continue;
    if (!done.ok) return done;
    const facts = done.value.commit ? factsOf<PrepaidFact>(done.value.commit) : [];

    return ok({ fact: facts.find(find), isNew: true });
  }

  throw new Contended(`the prepaid balance ${ref.id} stays contended`);
}

type Fact<Type extends PrepaidFact['type']> = Extract<PrepaidFact, { type: Type }>;

type Of = {
  readonly tenant: string;
  readonly id: string;
  readonly entity: string;
  readonly seller: Pick<SellerDetails, 'prepaidPosition'>;
  readonly acting: Acting;
  /** Whether the invoice has been issued or numbered, so that a message that comes again takes nothing for it. */
  readonly isIssued: () => Promise<boolean>;
};

/** The draft with what of it is paid from credits: nothing of a deposit, whose tax is owed when it is paid. */
export async function withPrepaid(
  draft: Draft,
  of: Of,
  { journal }: Pick<Ports, 'journal'>,
): Promise<Result<Draft>> {
  const limitMinor = dueMinorOf(draft);
  if (of.seller.prepaidPosition === undefined || draft.kind === 'deposit' || limitMinor <= 0n)
    return ok(draft);
  const { customer, currency, issueDate: on } = draft;
  const { tenant, id: invoice, entity, acting } = of;
  const ref = { tenant, id: prepaidBalanceId(tenant, { entity, customer, currency }) };
  if ((await journal.latest(ref, 'strong')) === undefined || (await of.isIssued())) return ok(draft);
  const told = await tellBalance(journal, {
    ref,
    acting,
    find: (fact): fact is Fact<'prepaid.consumed'> =>
      fact.type === 'prepaid.consumed' && fact.data.invoice === invoice,
    command: () => ({ do: 'consume', invoice, limitMinor, on, at: acting.at }),
  });
  if (!told.ok) return told;
  const amountMinor = told.value.fact?.data.amountMinor ?? 0n;
  invariant(amountMinor <= limitMinor, 'an invoice pays no more from credits than it charges');

  return ok(amountMinor === 0n ? draft : { ...draft, prepaid: { amountMinor } });
}

/** What of a credit note goes back to the credits that paid its invoice; nothing where none did. */
export async function givenBack(
  note: {
    readonly tenant: string;
    readonly id: string;
    readonly invoice: string;
    readonly grossMinor: bigint;
  },
  of: { readonly invoice: Exclude<Invoice, { status: 'none' }>; readonly acting: Acting },
  { journal }: Pick<Ports, 'journal'>,
): Promise<Result<{ readonly prepaid?: PaidFromCredits }>> {
  const { tenant, id: creditNote, invoice, grossMinor: noteMinor } = note;
  if (!of.invoice.prepaid) return ok({});
  const { grossMinor: chargedMinor } = of.invoice;
  const told = await tellBalance(journal, {
    ref: { tenant, id: prepaidBalanceId(tenant, of.invoice) },
    acting: of.acting,
    find: (fact): fact is Fact<'prepaid.returned'> =>
      fact.type === 'prepaid.returned' && fact.data.creditNote === creditNote,
    command: ({ facts }) => {
      const met = { ...paidIn(facts, invoice), creditNote, invoice, noteMinor, chargedMinor };
      return { do: 'return', ...met, at: of.acting.at };
    },
  });
  if (!told.ok) return told;
  const { amountMinor = 0n } = told.value.fact?.data ?? {};

  return ok(amountMinor === 0n ? {} : { prepaid: { amountMinor } });
}

/** What an invoice took, and what its notes gave back so far. */
function paidIn(facts: readonly PrepaidFact[], invoice: string) {
  const paid: GrantedPart[] = [];
  const parts: GrantedPart[] = [];
  let notesMinor = 0n;
  for (const fact of facts) {
    if (fact.type === 'prepaid.consumed' && fact.data.invoice === invoice) paid.push(...fact.data.parts);
    if (fact.type !== 'prepaid.returned' || fact.data.invoice !== invoice) continue;
    parts.push(...fact.data.parts);
    notesMinor += fact.data.noteMinor;
  }

  return { paid, before: { notesMinor, parts } };
}
