/**
 * Woken by invoices that defer revenue, by credit notes, changes and ends of subscriptions, and hourly for months that are over; opens
 * deferrals, records revenue.recognised, deferral.credited and deferral.ended. What is due follows from the deferral alone, so that a message that comes
 * twice or late changes nothing, and months without a scheduler are made up for in their order.
 */
import {
  type DeferralCommand,
  deferralOf,
  deferrals,
  type DeferredData,
  type OpenDeferral,
} from '../../shared/domain/deferrals.ts';
import { hasTestClocks } from '../../shared/domain/test-clocks.ts';
import type { CreditNoteFact, InvoiceFact } from '../../shared/domain/invoices/states.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { onAny, onSchedule, type TickAnswer } from '../../shared/edge/schedule.ts';
import { inTimeOf } from '../../shared/edge/tenant-time.ts';
import { execute, factsOf, load } from '../../shared/execute.ts';
import { endedLines } from '../../shared/flows/ending-service.ts';
import { recognitionOf, recognitionsDue } from '../../shared/flows/recognising.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { AggregateRef, Commit, Message, Ports } from '../../shared/ports.ts';
import { DEFERRAL_SHARDS, type DueDeferral, dueDeferrals } from '../../shared/views/deferrals.ts';
import { tenantIds } from '../../shared/views/tenants.ts';

/** Rows of one page of due deferrals, those among them that are closed already. */
const PAGE_ROWS_MAX = 500;

/** Pages of one shard that one tick reads. */
const PAGES_MAX = 200;

/** Deferrals of one shard that one tick wakes; those behind them are woken by the next tick, once these are closed. */
const WAKE_UPS_MAX = 2_000;

/** Commits with which one wake-up catches up; the next tick goes on. */
const CATCH_UP_COMMITS_MAX = 20;

async function recognise(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { message } = delivery;
  if (message.kind === 'work') {
    await catchUp(message, { delivery, ports });
    return DONE;
  }
  const commit = await commitOf(message, ports);
  if (!commit) return { end: 'wait', reason: 'the commit is not readable yet' };
  if (message.fact === 'credit_note.issued') return credit(commit, { delivery, ports });
  if (message.fact?.startsWith('subscription.')) return end(commit, { delivery, ports });
  await open(commit, { delivery, ports });

  return DONE;
}

type Work = { readonly delivery: Delivery; readonly ports: Ports };

/** Opens the deferral of an invoice; undefined where the invoice defers nothing. */
async function open(invoice: Commit, work: Work): Promise<AggregateRef | undefined> {
  const data = deferredBy(invoice);
  if (!data) return undefined;
  const ref = { tenant: invoice.tenant, id: deferralOf(invoice.tenant, invoice.id) };
  await told(ref, { do: 'open', invoice: invoice.id, data }, work);
  const issued = factsOf<InvoiceFact>(invoice).find((fact) => fact.type === 'invoice.issued');
  if (issued?.data.corrects) await endLike(issued.data.corrects.invoice, ref, work);

  return ref;
}

/** An invoice that replaces another one has its lines; those whose subscription has ended meanwhile have ended here, too. */
async function endLike(corrected: string, ref: AggregateRef, work: Work): Promise<void> {
  const { tenant } = ref;
  const { state } = await load(work.ports.journal, deferrals, { tenant, id: deferralOf(tenant, corrected) });
  for (const { subscription, on, lines } of state.status === 'none' ? [] : state.ends)
    await told(ref, { do: 'end', end: { subscription, on, lines } }, work);
}

/** Nothing of a subscription's lines is left to be served once it has ended, or a change has taken back the days behind it. */
async function end(commit: Commit, work: Work): Promise<Outcome> {
  const { tenant, id: subscription } = commit;
  const { found, waitsFor } = await endedLines(commit, work.ports);
  for (const { invoice: id, on, lines } of found) {
    const invoice = await work.ports.journal.at({ tenant, id }, 1);
    const ref = invoice && (await open(invoice, work));
    if (!ref) continue;
    await catchUp(ref, work);
    await told(ref, { do: 'end', end: { subscription, on, lines } }, work);
  }

  return waitsFor === undefined ? DONE : { end: 'wait', reason: `${waitsFor} is not issued yet` };
}

function deferredBy(invoice: Commit): DeferredData | undefined {
  return factsOf<InvoiceFact>(invoice).find((fact) => fact.type === 'revenue.deferred')?.data;
}

/** A credit note may be told of before its invoice is: then the invoice is read, and its deferral opened here. */
async function credit(commit: Commit, work: Work): Promise<Outcome> {
  const { tenant, id: creditNote } = commit;
  for (const { type, data } of factsOf<CreditNoteFact>(commit)) {
    if (type !== 'credit_note.issued') continue;
    const invoice = await work.ports.journal.at({ tenant, id: data.invoice }, 1);
    if (!invoice) return { end: 'wait', reason: `${data.invoice} is not readable yet` };
    const ref = await open(invoice, work);
    if (!ref) continue;
    // What was due before the note is recognised of the whole, so that both come out the same in either order.
    await catchUp(ref, work);
    const lines = data.lines?.map((line, index) => ({ line, netMinor: data.netsMinor[index] ?? 0n }));
    await told(
      ref,
      { do: 'credit', credit: { creditNote, on: data.issueDate, ...(lines && { lines }) } },
      work,
    );
  }

  return DONE;
}

/** Recognises all months that are over. */
async function catchUp({ tenant, id }: AggregateRef, work: Work): Promise<void> {
  const at = work.ports.clock.now();
  for (let commits = 0; commits < CATCH_UP_COMMITS_MAX; commits += 1) {
    const { dueAt } = await told({ tenant, id }, { do: 'recognise', at }, work);
    if (dueAt === null || dueAt > at) return;
  }
}

async function told(
  ref: AggregateRef,
  command: DeferralCommand,
  { delivery, ports }: Work,
): Promise<OpenDeferral> {
  const acting = actingOn('ledger.recognise', delivery, ports);
  const done = await execute(ports.journal, deferrals, { ref, command, acting });
  if (!done.ok || done.value.state.status === 'none') throw new Error(`${ref.id} is not open`);

  return done.value.state;
}

/** Sends a wake-up for each deferral with a month that is over. */
async function tick(ports: Ports): Promise<TickAnswer> {
  const now = ports.clock.now();
  let due = 0;
  let unsent = 0;
  for (let shard = 0; shard < DEFERRAL_SHARDS; shard += 1) {
    const messages = await wakeUps({ shard, now }, ports);
    due += messages.length;
    unsent += messages.length === 0 ? 0 : (await ports.queues.send(messages)).length;
  }

  for (const messages of await ahead(ports)) {
    due += messages.length;
    unsent += messages.length === 0 ? 0 : (await ports.queues.send(messages)).length;
  }

  return { due, unsent };
}

/** What is due by the clocks of tenants that are ahead of the machine's. */
async function ahead(ports: Ports): Promise<readonly (readonly Message[])[]> {
  if (!hasTestClocks(ports)) return [];
  const found: (readonly Message[])[] = [];
  for (const tenant of await tenantIds(ports.views)) {
    const { clock } = (await inTimeOf(tenant, ports)).ports;
    if (clock.machine) found.push(await recognitionsDue(ports.views, tenant, clock.now()));
  }

  return found;
}

async function wakeUps(
  of: { readonly shard: number; readonly now: Instant },
  ports: Ports,
): Promise<readonly Message[]> {
  const messages: Message[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX && messages.length < WAKE_UPS_MAX; page += 1) {
    const from = after === undefined ? {} : { after };
    const { items, next } = await dueDeferrals(ports.views, { ...of, ...from, limit: PAGE_ROWS_MAX });
    messages.push(...items.flatMap(({ data }) => recognitionOf(data as DueDeferral))); // written by deferralRows alone
    after = next;
    if (after === undefined) break;
  }

  return messages;
}

export const handler = onAny('ledger.recognise', {
  queue: onQueue('ledger.recognise', eachOf(recognise)),
  schedule: onSchedule('ledger.recognise', tick),
});
