/** Woken by the account routes; shows what a customer owes and what lies unapplied, records cash.allocated and credit.offset. */
import type { NewAllocation } from '../../shared/contracts/accounts.ts';
import { accountRoutes } from '../../shared/contracts/accounts.ts';
import { answerAccount } from '../../shared/domain/answers/accounts.ts';
import { amountOf } from '../../shared/domain/answers/payments.ts';
import { customers } from '../../shared/domain/customers.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { statedMinor } from '../../shared/domain/payments/amounts.ts';
import type { AccountCommand, AccountFact } from '../../shared/domain/receivables/account.ts';
import { allocatedBy } from '../../shared/domain/receivables/story.ts';
import { accounts } from '../../shared/domain/receivables.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { execute, factsOf, load } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';
import { itemNamed, type NamedItem } from '../../shared/flows/naming-items.ts';
import { storyOf } from '../../shared/flows/posting.ts';
import { accountsOf } from '../../shared/views/accounts.ts';

/** Rounds of look and apply before a contended account is left to the caller. */
const ROUNDS_MAX = 8;

type Allocated = Extract<AccountFact, { type: 'cash.allocated' | 'credit.offset' }>;

/** The view tells which accounts there are, the journal what is on them. */
async function list(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const customer = call.params.customer_id ?? '';
  const { state } = await load(ports.journal, customers, { tenant: call.tenant, id: customer });
  if (state.status === 'none') return refuse('customer.not_found', 'There is no such customer.');

  const listed = await accountsOf(ports.views, call.tenant, customer);
  const data = await Promise.all(
    listed.map(async ({ account: id, entity }) => {
      const [account, today] = await Promise.all([
        load(ports.journal, accounts, { tenant: call.tenant, id }),
        todayAt(call, entity, ports),
      ]);
      return account.state.status === 'open' ? [answerAccount(id, account.state, today)] : [];
    }),
  );

  return ok({ body: { data: data.flat() } });
}

async function todayAt(call: Call<unknown, undefined>, entity: string, ports: Ports): Promise<string> {
  const { state } = await load(ports.journal, legalEntities, { tenant: call.tenant, id: entity }, 'eventual');

  return localDate(call.acting.at, state.status === 'active' ? state.zone : 'UTC');
}

async function allocate(call: Call<NewAllocation, undefined>, ports: Ports): Promise<Result<Answer>> {
  const invoice = await itemNamed(ports.journal, { tenant: call.tenant, id: call.body.invoice });
  if (!invoice || invoice.customer !== call.params.customer_id) {
    return refuse('invoice.unknown', 'The customer has no such invoice.', { pointer: '#/invoice' });
  }
  const stated = call.body.amount === undefined ? ok(null) : statedMinor(call.body.amount, invoice.currency);
  if (!stated.ok) return stated;
  const command = commandOf(call, {
    amountMinor: stated.value,
    date: await todayAt(call, invoice.entity, ports),
  });
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const applied = await apply(call, { invoice, command }, ports);
    if (applied.ok || applied.refusal.code !== 'precondition.failed') return applied;
  }

  return refuse('account.conflict', 'The account is busy. Repeat the request with the same key.');
}

type Command = Extract<AccountCommand, { do: 'allocate' }>;

function commandOf(
  call: Call<NewAllocation, undefined>,
  of: { readonly amountMinor: bigint | null; readonly date: string },
): Command {
  const { invoice, payment, credit_note } = call.body;
  const allocation = derivedId(
    'req',
    call.tenant,
    call.params.customer_id ?? '',
    'allocation',
    call.idempotencyKey,
  );

  return { do: 'allocate', allocation, from: payment ?? credit_note ?? '', invoice, ...of };
}

/** The story is read first and the account written at that very version; what this key applied before is answered again. */
async function apply(
  call: Call<NewAllocation, undefined>,
  of: { readonly invoice: NamedItem; readonly command: Command },
  ports: Ports,
): Promise<Result<Answer>> {
  const { invoice, command } = of;
  const ref = { tenant: call.tenant, id: invoice.account };
  const source = await ports.journal.at({ tenant: call.tenant, id: command.from }, 1);
  if (!source)
    return refuse('account.nothing_unapplied', 'Nothing of this payment or credit note is unapplied.');
  const story = await storyOf(ports.journal, ref, source.at);
  const before = allocatedBy(story.facts, command.allocation);
  if (before) return repeated(before, { command, currency: invoice.currency, ref });

  const done = await execute(ports.journal, accounts, {
    ref,
    command,
    acting: call.acting,
    expect: story.version,
  });
  if (!done.ok) return done;
  const fact = done.value.commit && allocatedBy(factsOf<AccountFact>(done.value.commit), command.allocation);
  if (!fact) return refuse('account.nothing_unapplied', 'There was nothing to apply.');

  return ok({ body: answerAllocation(fact, { ref, currency: invoice.currency }) });
}

function repeated(
  before: Allocated,
  of: { readonly command: Command; readonly currency: string; readonly ref: AggregateRef },
): Result<Answer> {
  const { invoice, from, amountMinor } = of.command;
  const isSame =
    before.data.invoice === invoice &&
    sourceOf(before) === from &&
    (amountMinor === null || amountMinor === before.data.amountMinor);

  return isSame
    ? ok({ body: answerAllocation(before, of), replayed: true })
    : refuse('idempotency.key_reused', 'This Idempotency-Key was used with another request.');
}

function sourceOf(fact: Allocated): string {
  return fact.type === 'cash.allocated' ? fact.data.payment : fact.data.creditNote;
}

function answerAllocation(fact: Allocated, of: { readonly ref: AggregateRef; readonly currency: string }) {
  return {
    object: 'allocation',
    account: of.ref.id,
    invoice: fact.data.invoice,
    payment: fact.type === 'cash.allocated' ? fact.data.payment : null,
    credit_note: fact.type === 'credit.offset' ? fact.data.creditNote : null,
    amount: amountOf(fact.data.amountMinor, of.currency),
  };
}

export const handler = onHttp('accounts.read', [
  endpoint(accountRoutes.list, list),
  endpoint(accountRoutes.allocate, allocate),
]);
