/** Woken by placed orders, deliveries and billed periods; drafts, freezes, numbers and records invoice.issued. */
import { composeInvoice, postalOf } from '../../shared/documents/compose.ts';
import type { Party } from '../../shared/documents/model.ts';
import { prepared } from '../../shared/documents/prepared.ts';
import { addressLines, type Postal } from '../../shared/domain/addresses.ts';
import type { BilledPeriod, Draft } from '../../shared/domain/drafting.ts';
import { draftOrder, draftPeriod } from '../../shared/domain/drafting.ts';
import { invoiceIssued } from '../../shared/domain/ledger.ts';
import type { LegalEntity, SellerDetails } from '../../shared/domain/legal-entities.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import type { OrderFact, PlacedOrder } from '../../shared/domain/orders.ts';
import { invoicedSteps, invoiceOfOrder, orders } from '../../shared/domain/orders.ts';
import { accountId } from '../../shared/domain/receivables.ts';
import type { Delivery, Outcome } from '../../shared/edge/queue.ts';
import { actingOn, commitOf, DONE, faultOf, onQueue } from '../../shared/edge/queue.ts';
import { factsOf, load, loadEnough, stateOf } from '../../shared/execute.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import { yearOf } from '../../shared/kernel/time.ts';
import type { Frozen, Waiting } from '../../shared/numbering.ts';
import { finishSeries, freezeDocument, issueDocuments } from '../../shared/numbering.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

/** An invoice that is owed: its id, and how to draft it once the seller is known. */
type Obligation = {
  readonly id: string;
  readonly entity: string;
  readonly draft: (seller: SellerDetails, now: string) => Result<Draft>;
};

/** What became of one message: an outcome already, or documents that wait for their numbers. */
type Prepared = { readonly outcome: Outcome } | { readonly waiting: readonly Waiting[] };

type PeriodFact = {
  readonly type: string;
  readonly data: BilledPeriod & { readonly entity: string; readonly invoice: string };
};

async function issue(deliveries: readonly Delivery[], ports: Ports): Promise<readonly Outcome[]> {
  const prepared: Prepared[] = [];
  for (const delivery of deliveries) {
    prepared.push(await guarded(() => prepare(delivery, ports), delivery.message.trace, ports));
  }
  const refused = await issueAll(
    prepared.flatMap((each) => ('waiting' in each ? each.waiting : [])),
    ports,
  );

  return prepared.map((each) => {
    if ('outcome' in each) return each.outcome;
    const failed = each.waiting.find((waiting) => refused.has(waiting.frozen.id));

    return failed ? { end: 'wait', reason: refused.get(failed.frozen.id) ?? '' } : DONE;
  });
}

async function prepare(delivery: Delivery, ports: Ports): Promise<Prepared> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { outcome: { end: 'wait', reason: 'the commit is not readable yet' } };

  const waiting: Waiting[] = [];
  for (const obligation of await obligationsOf(commit, ports)) {
    const frozen = await prepareOne(obligation, { commit, delivery }, ports);
    if (frozen.ok) waiting.push(frozen.value);
    else if (!(await isIssued(commit.tenant, obligation, ports)))
      return {
        outcome: {
          end: 'park',
          code: frozen.refusal.code,
          reason: `${obligation.id}: ${frozen.refusal.message}`,
        },
      };
  }

  return { waiting };
}

/** What cannot be drafted any more may have been issued, or numbered by somebody who did not live to issue it. */
async function isIssued(tenant: string, { id, entity }: Obligation, ports: Ports): Promise<boolean> {
  await finishSeries({ tenant, entity, kind: 'invoice' }, ports);

  return Boolean(await ports.journal.latest({ tenant, id }, 'strong'));
}

async function obligationsOf(commit: Commit, ports: Ports): Promise<readonly Obligation[]> {
  const facts = factsOf<OrderFact | PeriodFact>(commit);
  const periods = facts.filter((fact): fact is PeriodFact => fact.type === 'subscription.billed');
  const steps = facts.flatMap(stepOf);
  const owed = periods.map(({ data }) => ({
    id: data.invoice,
    entity: data.entity,
    draft: periodDraft(data),
  }));
  if (steps.length === 0) return owed;

  const order = stateOf(orders, commit) ?? (await load(ports.journal, orders, commit)).state;
  if (order.status === 'none') return owed;

  return [
    ...owed,
    ...steps
      .filter((step) => invoicedSteps(order).includes(step))
      .map((step) => orderObligation(commit, order, step)),
  ];
}

function stepOf(fact: OrderFact | PeriodFact): readonly string[] {
  if (fact.type === 'order.placed') return ['placed'];

  return fact.type === 'order.fulfilled' && 'on' in fact.data ? [fact.data.id] : [];
}

function orderObligation(commit: Commit, order: PlacedOrder, step: string): Obligation {
  const delivery = order.deliveries.find((each) => each.id === step) ?? null;

  return {
    id: invoiceOfOrder(commit.tenant, commit.id, step),
    entity: order.entity,
    draft: (seller, now) => draftOrder(order, { id: commit.id, delivery, seller, now }),
  };
}

function periodDraft(period: BilledPeriod) {
  return (seller: SellerDetails, now: string) => draftPeriod(period, { seller, now });
}

async function prepareOne(
  { id, entity, draft }: Obligation,
  of: { readonly commit: Commit; readonly delivery: Delivery },
  ports: Ports,
): Promise<Result<Waiting>> {
  const { tenant } = of.commit;
  const isEnough = (state: LegalEntity) => state.status !== 'none';
  const seller = await loadEnough(ports.journal, legalEntities, { ref: { tenant, id: entity }, isEnough });
  if (seller.status === 'none') return refuse('legal_entity.unknown', 'The legal entity is not known.');
  const acting = actingOn('invoices.issue', of.delivery, ports);
  const drafted = draft(seller, acting.at);
  if (!drafted.ok) return drafted;
  const buyer = await buyerOf(tenant, drafted.value, ports);
  if (!buyer.ok) return buyer;

  const document = prepared(composeInvoice(drafted.value, { seller, buyer: buyer.value }));
  if (!document.ok) return document;
  const figures = figuresOf(tenant, entity, drafted.value);
  const frozen: Frozen = {
    schema: 1,
    kind: 'invoice',
    tenant,
    id,
    entity,
    year: yearOf(drafted.value.issueDate),
    issueDate: drafted.value.issueDate,
    pattern: seller.invoiceNumbers,
    ...document.value,
    data: { ...figures, dueDate: drafted.value.dueDate, cause: drafted.value.cause },
    books: invoiceIssued({
      entity,
      currency: figures.currency,
      date: figures.issueDate,
      ...sumsOf(drafted.value),
    }),
    ...{ cause: acting.cause, trace: acting.trace, at: acting.at },
  };

  return ok(await freezeDocument(frozen, ports));
}

function figuresOf(tenant: string, entity: string, draft: Draft) {
  const { customer, currency, issueDate, lines, taxes } = draft;
  const account = accountId(tenant, { entity, customer, currency });

  return {
    entity,
    customer,
    account,
    currency,
    issueDate,
    netsMinor: lines.map((line) => line.netMinor),
    taxes,
    ...sumsOf(draft),
  };
}

function sumsOf({ netMinor, taxMinor, grossMinor }: Draft) {
  return { netMinor, taxMinor, grossMinor };
}

async function buyerOf(tenant: string, draft: Draft, ports: Ports): Promise<Result<Party>> {
  const profile = await ports.profiles.get({ tenant, id: draft.customer }, draft.profile);
  if (!profile) return refuse('customer.erased', 'The personal data that the invoice needs was erased.');
  const data = profile.data as { name: string; email: string | null; address: Postal; vat_id: string | null }; // written from CustomerProfile
  const { name, email, address, vat_id } = data;

  return ok({
    name,
    email,
    address: addressLines(address),
    postal: postalOf(address),
    country: address.country,
    vatId: vat_id,
    taxNumber: null,
  });
}

/** Issues the batch series by series, so that none suffers from another; answers the ids that must come again, and why. */
async function issueAll(waiting: readonly Waiting[], ports: Ports): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  const groups = Map.groupBy(waiting, ({ frozen }) => `${frozen.tenant} ${frozen.entity}`);
  for (const group of groups.values()) {
    const reason = await issueGroup(group, ports);
    if (reason !== undefined) for (const { frozen } of group) refused.set(frozen.id, reason);
  }

  return refused;
}

async function issueGroup(group: readonly Waiting[], ports: Ports): Promise<string | undefined> {
  const [first] = group;
  if (!first) return undefined;
  const { tenant, entity, trace } = first.frozen;
  try {
    const issued = await issueDocuments(group, { tenant, entity, kind: 'invoice' }, ports);

    return issued.ok ? undefined : issued.refusal.code;
  } catch (error) {
    return faultOf(error, trace, ports);
  }
}

async function guarded(run: () => Promise<Prepared>, trace: string, ports: Ports): Promise<Prepared> {
  try {
    return await run();
  } catch (error) {
    return { outcome: { end: 'wait', reason: faultOf(error, trace, ports) } };
  }
}

export const handler = onQueue('invoices.issue', issue);
