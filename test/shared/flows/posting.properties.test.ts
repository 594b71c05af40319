import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import {
  creditNoteIssued,
  invoiceIssued,
  paymentSettled,
  refundSettled,
} from '../../../shared/domain/ledger.ts';
import type { AccountFact, OpenAccount } from '../../../shared/domain/receivables/account.ts';
import { openMinorOf } from '../../../shared/domain/receivables/account.ts';
import { accountId, accounts } from '../../../shared/domain/receivables.ts';
import { execute, factsOf, load } from '../../../shared/execute.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { addToInstant } from '../../../shared/kernel/time.ts';
import { bring, type Bringing, storyOf } from '../../../shared/flows/posting.ts';
import type { PostingSet } from '../../../shared/ports.ts';

const SEED = 20261123;
const TENANT = derivedId('ten', 'property');
const HOLDER = {
  entity: derivedId('le', 'property'),
  customer: derivedId('cus', 'property'),
  currency: 'EUR',
};
const REF = { tenant: TENANT, id: accountId(TENANT, HOLDER) };
const ACTING = { actor: 'test', cause: 'test', trace: 'test', at: '2026-11-23T10:00:00.000Z' };
const RECEIVES_MAX = 500;

type Command = Bringing['command'];
type Kind = 'invoice' | 'payment' | 'credit';
type Step = { readonly kind: Kind; readonly amount: number; readonly of: number; readonly isNamed: boolean };

const step = fc.record({
  kind: fc.constantFrom<Kind>('invoice', 'invoice', 'payment', 'payment', 'payment', 'credit'),
  amount: fc.integer({ min: 1, max: 300 }),
  of: fc.nat(),
  isNamed: fc.boolean(),
});

/** A business story as the messages that tell it: every payment and credit belongs to an invoice that was issued before. */
function messagesOf(steps: readonly Step[], allNamed: boolean): readonly Command[] {
  const invoices: { id: string; grossMinor: bigint; isCredited: boolean }[] = [];
  const commands: Command[] = [];
  for (const [index, { kind, amount, of, isNamed }] of steps.entries()) {
    const at = addToInstant('2026-11-23T10:00:00.000Z', { minutes: index });
    const brought = { ...HOLDER, at, date: at.slice(0, 10), searched: null };
    const target = invoices[of % Math.max(1, invoices.length)];
    if (kind === 'invoice' || !target) {
      const invoice = { id: `inv_${index}`, grossMinor: BigInt(amount), isCredited: false };
      invoices.push(invoice);
      commands.push({
        do: 'open_item',
        ...brought,
        invoice: invoice.id,
        number: `INV-${index}`,
        dueDate: '2026-12-07',
        grossMinor: invoice.grossMinor,
      });
    } else if (kind === 'payment') {
      const invoice = allNamed || isNamed ? target.id : null;
      commands.push({
        do: 'add_cash',
        ...brought,
        payment: `pay_${index}`,
        invoice,
        amountMinor: BigInt(amount),
      });
    } else if (!target.isCredited) {
      target.isCredited = true;
      const note = {
        creditNote: `crn_${index}`,
        invoice: target.id,
        amountMinor: target.grossMinor,
        remainder: 'credit',
      } as const;
      commands.push({ do: 'add_credit', ...brought, ...note, wasOpened: false, paidBy: [], refundIds: {} });
    }
  }

  return commands;
}

/** What the fact behind a message posts in its own aggregate. */
function sourceBooks(command: Command): PostingSet {
  const book = { entity: HOLDER.entity, currency: 'EUR', date: command.date };
  switch (command.do) {
    case 'open_item':
      return invoiceIssued({
        ...book,
        netMinor: command.grossMinor,
        taxMinor: 0n,
        grossMinor: command.grossMinor,
      });
    case 'add_cash':
      return paymentSettled({ ...book, amountMinor: command.amountMinor, via: 'provider' });
    case 'add_credit':
      return creditNoteIssued({
        ...book,
        netMinor: command.amountMinor,
        taxMinor: 0n,
        grossMinor: command.amountMinor,
      });
    case 'reverse_refund':
      return { ...book, entries: [] };
  }
}

/** Delivers messages until each was worked on; what has to wait comes again behind the others. */
async function deliver(messages: readonly Command[], journal = memoryJournal()) {
  const waiting = [...messages];
  const books: PostingSet[] = [];
  const seen = new Set<string>();
  for (let receives = 0; waiting.length > 0 && receives < RECEIVES_MAX; receives += 1) {
    const [command] = waiting.splice(0, 1);
    if (!command) break;
    const done = await bring(journal, { ref: REF, command, acting: ACTING });
    if (!done.ok) waiting.push(command);
    else if (!seen.has(command.at)) {
      seen.add(command.at);
      books.push(sourceBooks(command));
    }
    await check(journal, books);
  }
  expect(waiting).toEqual([]);

  return { journal, state: await stateOf(journal) };
}

type Journal = ReturnType<typeof memoryJournal>;

async function stateOf(journal: Journal): Promise<OpenAccount | undefined> {
  const { state } = await load(journal, accounts, REF);

  return state.status === 'open' ? state : undefined;
}

/** The books of sources and account agree with what the account says, at every step. */
async function check(journal: Journal, sources: readonly PostingSet[]): Promise<void> {
  const state = await stateOf(journal);
  if (!state) return;
  const sum = sumOf([
    ...sources,
    ...journal.stream.flatMap(({ facts }) => facts.flatMap(({ books }) => (books ? [books] : []))),
  ]);
  const totals = totalsOf(state);

  expect(sum.get('receivables') ?? 0n).toBe(totals.open);
  expect(-(sum.get('unapplied_cash') ?? 0n)).toBe(totals.cash);
  expect(-(sum.get('unapplied_credit') ?? 0n)).toBe(totals.credit);
  expect([...sum.values()].reduce((total, each) => total + each, 0n)).toBe(0n);
  expect(state.items.every((item) => openMinorOf(item) > 0n)).toBe(true);
}

function totalsOf(state: OpenAccount) {
  const total = (amounts: readonly bigint[]) => amounts.reduce((sum, each) => sum + each, 0n);

  return {
    open: total(state.items.map(openMinorOf)),
    cash: total(state.cash.map(({ restMinor }) => restMinor)),
    credit: total(state.credits.map(({ restMinor }) => restMinor)),
  };
}

function sumOf(sets: readonly PostingSet[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { entries } of sets)
    for (const { account, amountMinor } of entries)
      sums.set(account, (sums.get(account) ?? 0n) + amountMinor);

  return sums;
}

test('the books agree with the account at every step, whoever pays what', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      await deliver(messagesOf(steps, false));
    }),
    { seed: SEED, numRuns: 100 },
  );
});

test('any order and any repetition of the messages ends in the same balances', async () => {
  const shuffled = fc.array(step, { minLength: 1, maxLength: 25 }).chain((steps) => {
    const messages = messagesOf(steps, true);
    const twice = [...messages, ...messages];

    return fc.record({
      messages: fc.constant(messages),
      order: fc.shuffledSubarray(twice, { minLength: twice.length }),
    });
  });
  await fc.assert(
    fc.asyncProperty(shuffled, async ({ messages, order }) => {
      const plain = await deliver(messages);
      const mixed = await deliver(order);
      const [expected, found] = [plain.state, mixed.state].map((state) => state && totalsOf(state));

      // Cash and credit race for one debt: which of the two is left over depends on who came first, their sum does not.
      expect(found?.open).toBe(expected?.open);
      expect((found?.cash ?? 0n) + (found?.credit ?? 0n)).toBe(
        (expected?.cash ?? 0n) + (expected?.credit ?? 0n),
      );
      if (messages.every((message) => message.do !== 'add_credit')) expect(found).toEqual(expected);
    }),
    { seed: SEED, numRuns: 100 },
  );
});

test('every message ever sent may come again for ever and changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const messages = messagesOf(steps, false);
      const { journal } = await deliver(messages);
      const before = journal.stream.length;

      for (const command of messages)
        expect((await bring(journal, { ref: REF, command, acting: ACTING })).ok).toBe(true);

      expect(journal.stream.length).toBe(before);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test('two deliveries of one long forgotten message at the same time are one', async () => {
  const paid = Array.from({ length: 20 }, (_, index): Step[] => [
    { kind: 'invoice', amount: 10, of: 0, isNamed: true },
    { kind: 'payment', amount: 10, of: index, isNamed: true },
  ]).flat();
  const unpaid: Step = { kind: 'invoice', amount: 10, of: 0, isNamed: true };
  const messages = messagesOf([...paid, unpaid], true);
  const [, second] = messages;
  // It pays the last invoice to the cent, so that its mark is the oldest of all and falls as soon as it is made.
  const at = addToInstant(second?.at ?? '', { seconds: -30 });
  const late = { ...second, payment: 'pay_late', invoice: `inv_${paid.length}`, at } as Command; // the second is a payment
  const { journal } = await deliver(messages);

  const deliveries = Array.from({ length: 6 }, (_, index) =>
    bring(journal, { ref: REF, command: late, acting: { ...ACTING, trace: `delivery ${index}` } }),
  );
  await Promise.all(deliveries);

  const facts = journal.stream.flatMap((commit) => factsOf<AccountFact>(commit));
  expect(facts.filter((fact) => fact.type === 'cash.added' && fact.data.payment === 'pay_late')).toHaveLength(
    1,
  );
});

test('refunds that are approved, paid out or taken back leave the books in agreement', async () => {
  const rounds = fc.array(fc.record({ share: fc.integer({ min: 1, max: 100 }), isPaidOut: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(rounds, fc.integer({ min: 101, max: 500 }), async (refunds, amount) => {
      const messages = messagesOf(
        [
          { kind: 'invoice', amount: 100, of: 0, isNamed: true },
          { kind: 'payment', amount, of: 0, isNamed: true },
        ],
        true,
      );
      const { journal } = await deliver(messages);
      const books = messages.map(sourceBooks);

      for (const [index, { share, isPaidOut }] of refunds.entries()) {
        const rest = (await stateOf(journal))?.cash[0]?.restMinor ?? 0n;
        const amountMinor = (rest * BigInt(share)) / 100n;
        if (amountMinor === 0n) continue;
        const refund = `ref_${index}`;
        const { version } = await storyOf(journal, REF, '');
        const asked = {
          do: 'approve_refund',
          refund,
          payment: 'pay_1',
          effect: 'unapplied',
          amountMinor,
          paidItems: [],
        } as const;
        const when = {
          received: { at: '2026-11-23T10:01:00.000Z' },
          at: addToInstant(ACTING.at, { hours: index }),
          date: '2026-11-24',
          fingerprint: '',
        };
        await execute(journal, accounts, {
          ref: REF,
          command: { ...asked, ...when },
          acting: ACTING,
          expect: version,
        });
        if (isPaidOut)
          books.push(
            refundSettled({
              entity: HOLDER.entity,
              currency: 'EUR',
              date: '2026-11-24',
              amountMinor,
              via: 'provider',
            }),
          );
        else {
          const origin = {
            refund,
            payment: 'pay_1',
            source: 'cash',
            creditNote: null,
            invoice: 'inv_0',
            amountMinor,
            sourceAt: when.received.at,
          } as const;
          const command = {
            do: 'reverse_refund',
            ...HOLDER,
            at: when.at,
            date: '2026-11-24',
            searched: null,
            origin,
          } as const;
          await bring(journal, { ref: REF, command, acting: ACTING });
        }
        await check(journal, books);
      }
      const payable = sumOf([
        ...books,
        ...journal.stream.flatMap(({ facts }) => facts.flatMap((fact) => (fact.books ? [fact.books] : []))),
      ]);
      expect(payable.get('refunds_payable') ?? 0n).toBe(0n);
    }),
    { seed: SEED, numRuns: 60 },
  );
});
