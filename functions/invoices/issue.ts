/** Woken by placed orders, deliveries, billed periods and corrections; drafts, freezes, numbers and records invoice.issued. */
import type { Draft } from '../../shared/domain/drafting/draft.ts';
import type { LegalEntity } from '../../shared/domain/legal-entities/states.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { debitTermsOf, partyOf } from '../../shared/flows/buying.ts';
import { askedFor, type PreparedDocument, preparedInvoice } from '../../shared/documents/prepared.ts';
import type { AwaitingFact } from '../../shared/domain/exchange-rates.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { handledAs } from '../../shared/domain/handling.ts';
import { isEndingSoon } from '../../shared/domain/tax.ts';
import { actingOn, commitOf, faultOf, onQueue, RECEIVES_MAX } from '../../shared/edge/queue.ts';
import { type Acting, loadEnough } from '../../shared/execute.ts';
import type { Obligation } from '../../shared/flows/obligation.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import { sideBySide } from '../../shared/kernel/side-by-side.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { askedOfCustomer, preparedByNewest } from '../../shared/flows/clarifying.ts';
import { withAccountingTaxOrAwaited } from '../../shared/flows/converting.ts';
import { withDeductions } from '../../shared/flows/deducting.ts';
import { releaseUnstated, withPrepaid } from '../../shared/flows/prepaying.ts';
import { frozenInvoice } from '../../shared/flows/invoicing.ts';
import { draftForBuyer } from '../../shared/flows/proving-place.ts';
import { draftInUnion } from '../../shared/flows/placing-sales.ts';
import { lookedAt, owedNow } from '../../shared/flows/looking-again.ts';
import { freezeDocument, type Waiting } from '../../shared/flows/freezing.ts';
import { finishSeries, issueDocuments } from '../../shared/flows/numbering.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

/** What became of one message: documents that wait for their numbers, and how the rest of it ended. */
type Prepared = { readonly waiting: readonly Kept[]; readonly ends: readonly Outcome[] };

/** A document that waits for its number; present with who acts where prepaid credits are kept for it. */
type Kept = Waiting & { readonly kept?: Acting };

/** Facts whose documents are held in memory at once; each has its printed content, some tens of kilobytes. */
const FACTS_HELD_MAX = 200;

/** Facts that are drafted and frozen at once; what each waits for is its own. */
const PREPARED_AT_ONCE_MAX = 16;

async function issue(deliveries: readonly Delivery[], ports: Ports): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let first = 0; first < deliveries.length; first += FACTS_HELD_MAX)
    outcomes.push(...(await issuePart(deliveries.slice(first, first + FACTS_HELD_MAX), ports)));

  return outcomes;
}

async function issuePart(deliveries: readonly Delivery[], ports: Ports): Promise<readonly Outcome[]> {
  const prepared = await sideBySide(deliveries, PREPARED_AT_ONCE_MAX, (delivery) =>
    guarded(() => prepare(delivery, ports), delivery.message.trace, ports),
  );
  const frozen = prepared.flatMap(({ waiting }) => waiting);
  const refused = await issueAll(frozen, ports);
  const unsettled = await releaseAll(frozen, refused, ports);

  return prepared.map(({ waiting, ends }) => {
    const failed = waiting.flatMap(({ frozen: { id } }) => refused.get(id) ?? unsettled.get(id) ?? []);

    return worstOf([...ends, ...failed.map((reason): Outcome => ({ end: 'wait', reason }))]);
  });
}

/** What has to come again goes before what has to be parked, or it would be forgotten with it. */
function worstOf(ends: readonly Outcome[]): Outcome {
  return ends.find(({ end }) => end === 'wait') ?? ends.find(({ end }) => end === 'park') ?? DONE;
}

async function prepare(told: Delivery, ports: Ports): Promise<Prepared> {
  const { message, look } = lookedAt(told.message);
  const delivery = { ...told, message };
  const commit = await commitOf(message, ports);
  if (!commit) return { waiting: [], ends: [{ end: 'wait', reason: 'the commit is not readable yet' }] };

  const waiting: Kept[] = [];
  const ends: Outcome[] = [];
  const prepareIt = (each: Obligation) => prepareOne(each, { commit, delivery }, ports);
  for (const owed of await owedNow({ commit, look }, ports)) {
    const { obligation, done: frozen } = await preparedByNewest(owed, prepareIt, ports);
    if (frozen.ok) waiting.push(frozen.value);
    else if (!(await isIssued(commit.tenant, obligation, ports)))
      ends.push(await outcomeOf(frozen.refusal, { obligation, delivery }, ports));
    else {
      const acting = actingOn('invoices.issue', delivery, ports);
      await releaseUnstated({ tenant: commit.tenant, invoice: obligation.id, acting }, ports);
    }
  }

  return { waiting, ends };
}

/** What the register or an account has not answered comes again; whatever else cannot be invoiced waits for a person. */
async function outcomeOf(
  refusal: Refusal,
  { obligation, delivery }: { readonly obligation: Obligation; readonly delivery: Delivery },
  ports: Ports,
): Promise<Outcome> {
  const { code, hint, message } = refusal;
  const reason = `${obligation.id}: ${message}${hint ? ` ${hint}` : ''}`;
  if (code === 'deposit.not_posted') return { end: 'wait', reason };
  const acting = actingOn('invoices.issue', delivery, ports);
  const told = { acting, waiting: owingFact(delivery), isLast: delivery.receives >= RECEIVES_MAX };
  const isAsked = await askedOfCustomer(refusal, { ...told, sale: obligation.sale }, ports);

  return isAsked ? { end: 'wait', reason } : { end: 'park', code, reason };
}

/** What cannot be drafted any more may have been issued, or numbered by somebody who did not live to issue it. */
async function isIssued(
  tenant: string,
  { id, entity }: Pick<Obligation, 'id' | 'entity'>,
  ports: Ports,
): Promise<boolean> {
  await finishSeries({ tenant, entity, kind: 'invoice' }, ports);

  return Boolean(await ports.journal.latest({ tenant, id }, 'strong'));
}

async function prepareOne(
  { id, entity, sale, draft, deposits }: Obligation,
  { commit: { tenant }, delivery }: { readonly commit: Commit; readonly delivery: Delivery },
  ports: Ports,
): Promise<Result<Kept>> {
  // What an earlier delivery kept of credits shows only on a seller that is read as it is by now.
  const isEnough = ({ status }: LegalEntity) => status !== 'none' && delivery.receives === 1;
  const seller = await loadEnough(ports.journal, legalEntities, { ref: { tenant, id: entity }, isEnough });
  if (seller.status === 'none') return refuse('legal_entity.unknown', 'The legal entity is not known.');
  const acting = actingOn('invoices.issue', delivery, ports);
  const today = localDate(acting.at, seller.zone);
  const waiting = owingFact(delivery);
  const placing = { tenant, entity, seller, counting: { id, acting, waiting } };
  const drafted = await draftForBuyer(
    (buyer) => draftInUnion((decide) => draft({ seller, buyer, now: acting.at, decide }), placing, ports),
    { sale, seller, today, waiting, acting },
    ports,
  );
  if (!drafted.ok) return drafted;
  const { draft: charged, profile } = drafted.value;
  const task = { tenant, id, entity, deposits, seller, profile, acting, waiting };
  const paid = await settled(charged, task, ports);
  if (!paid.ok) return paid;
  if (isEndingSoon({ country: seller.country, own: seller.taxRates }, today))
    ports.observer.metric('TaxTablesEnding', 1, {});
  const { document, isKept } = paid.value;
  const handling = handledAs(seller, paid.value.draft, profile.invoice_delivery);
  const ready = { ...document, ...askedFor(document), ...handling };
  const frozen = frozenInvoice(paid.value.draft, { tenant, id, entity, seller, document: ready, acting });

  return ok({ ...(await freezeDocument(frozen, ports)), ...(isKept && { kept: acting }) });
}

type Settling = Pick<Obligation, 'id' | 'entity' | 'deposits'> & {
  readonly tenant: string;
  readonly seller: Exclude<LegalEntity, { status: 'none' }>;
  readonly profile: Parameters<typeof partyOf>[0];
  readonly acting: Acting;
  readonly waiting: AwaitingFact;
};

/**
 * The draft with its tax in the seller's currency, the deposits that it deducts and what prepaid credits pay, in this order. It
 * is examined before credits are taken, so that a document that is refused takes none.
 */
async function settled(
  charged: Draft,
  of: Settling,
  ports: Ports,
): Promise<Result<{ readonly draft: Draft; readonly document: PreparedDocument; readonly isKept: boolean }>> {
  const stated = await withAccountingTaxOrAwaited(charged, of, ports);
  if (!stated.ok) return stated;
  const drafted = await withDeductions(stated.value, of, ports);
  if (!drafted.ok) return drafted;
  const { seller, profile } = of;
  const { address, buyer_reference: buyerReference } = profile;
  const debit = debitTermsOf(seller, profile);
  const printed = { seller, buyer: partyOf(profile), address, buyerReference, debit, id: of.id };
  const first = preparedInvoice(drafted.value, printed);
  if (!first.ok) return first;
  const isNumbered = () => isIssued(of.tenant, of, ports);
  const paid = await withPrepaid(drafted.value, { ...of, isIssued: isNumbered }, ports);
  if (!paid.ok) return paid;
  const { draft, isKept } = paid.value;
  const document = draft === drafted.value ? first : preparedInvoice(draft, printed);

  return document.ok ? ok({ draft, document: document.value, isKept }) : document;
}

/** Names the fact that owes an invoice. */
function owingFact({ message }: Delivery): AwaitingFact {
  invariant(message.kind === 'fact', 'an invoice is owed by a fact');
  const { id, version, fact } = message;

  return { id, version, fact };
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

/** What is kept of credits for issued documents and not stated by them goes back; answers the ids that must come again, and why. */
async function releaseAll(
  waiting: readonly Kept[],
  refused: ReadonlyMap<string, string>,
  ports: Ports,
): Promise<ReadonlyMap<string, string>> {
  const failed = new Map<string, string>();
  for (const { frozen, kept: acting } of waiting) {
    const { tenant, id: invoice } = frozen;
    if (!acting || refused.has(invoice)) continue;
    try {
      await releaseUnstated({ tenant, invoice, acting }, ports);
    } catch (error) {
      failed.set(invoice, faultOf(error, frozen.trace, ports));
    }
  }

  return failed;
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
    return { waiting: [], ends: [{ end: 'wait', reason: faultOf(error, trace, ports) }] };
  }
}

export const handler = onQueue('invoices.issue', issue);
