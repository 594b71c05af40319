/** From the wish to correct an invoice to the corrected one: what was agreed, what it says now, and whether it can be issued. */
import type { NewCorrection } from '../contracts/corrections.ts';
import { customers } from '../domain/customers.ts';
import {
  type Corrected,
  type LineCorrection,
  correctedLines,
  draftCorrection,
} from '../domain/drafting/correcting.ts';
import type { BilledPeriod, Draft } from '../domain/drafting/draft.ts';
import { gatherings } from '../domain/gatherings.ts';
import { invoices } from '../domain/invoices.ts';
import { correctedInvoiceOf } from '../domain/invoices/correcting.ts';
import type { Correction, Corrects } from '../domain/invoices/corrections.ts';
import type { Invoice, InvoiceFact } from '../domain/invoices/states.ts';
import { legalEntities } from '../domain/legal-entities.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import { orderLines, orders } from '../domain/orders.ts';
import { flawOf } from '../domain/orders/acceptance.ts';
import { decidedBy } from '../domain/tax/engine.ts';
import { factsOf, load } from '../execute.ts';
import { encode } from '../journal/codec.ts';
import { HISTORY_COMMITS_MAX } from '../journal/story.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { localDate } from '../kernel/time.ts';
import type { AggregateRef, Commit, Ports } from '../ports.ts';
import { type BuyerProfile, buyerOf, type Sale, saleOf } from './buying.ts';
import { withAccountingTax } from './converting.ts';
import { billsOf } from './gathered-bills.ts';
import type { Obligation } from './obligation.ts';
import { replacedBy } from './replacing.ts';

type Issued = Exclude<Invoice, { status: 'none' }>;
type Store = Pick<Ports, 'journal'>;

/** A correction with what it corrects. */
type Told = { readonly ref: AggregateRef; readonly invoice: Issued; readonly correction: Correction };

/** A correction with what it would come to if it were issued now. */
export type Rehearsed = {
  readonly correction: Correction;
  readonly draft: Draft;
  readonly seller: SellerDetails;
  readonly profile: BuyerProfile;
};

/** What the body of a request makes of an invoice, refused where that could not be issued; nothing is recorded. */
export async function correctionOf(
  body: NewCorrection,
  of: { readonly ref: AggregateRef; readonly invoice: Issued; readonly now: string },
  ports: Pick<Ports, 'journal' | 'profiles' | 'taxEngine'>,
): Promise<Result<Rehearsed>> {
  const { ref, invoice, now } = of;
  const { tenant } = ref;
  const { state: customer } = await load(ports.journal, customers, { tenant, id: invoice.customer });
  if (customer.status !== 'active')
    return refuse('customer.erased', 'The personal data that the invoice needs was erased.');
  const { corrected, reference } = await correctedOf(ref, invoice, ports);
  const lines = correctedLines(corrected, body.lines.map(lineOf));
  if (!lines.ok) return lines;
  const correction = {
    invoice: correctedInvoiceOf(tenant, ref.id),
    profile: customer.profile,
    reference: body.reference === undefined ? reference : body.reference,
    ...(lines.value && { lines: lines.value }),
  };

  return rehearsed({ ref, invoice, correction }, { corrected, now }, ports);
}

/** As drafting reads it; what the request leaves out is not there. */
function lineOf(named: NewCorrection['lines'][number]): LineCorrection {
  if ('omit' in named) return named;
  const { unit_price: unitPrice, ...rest } = named;
  const changes = Object.entries({ ...rest, unitPrice }).filter(([, value]) => value !== undefined);

  return Object.fromEntries(changes) as LineCorrection; // the parts that were told
}

/** Drafts the corrected invoice once, so that nothing is taken back that could not be stated anew. */
async function rehearsed(
  told: Told,
  of: { readonly corrected: Corrected; readonly now: string },
  ports: Pick<Ports, 'journal' | 'profiles' | 'taxEngine'>,
): Promise<Result<Rehearsed>> {
  const { invoice, correction, ref } = told;
  const { corrected, now } = of;
  const { tenant } = ref;
  const flaw =
    correction.lines &&
    'order' in corrected &&
    flawOf({ ...corrected.order, lines: correction.lines }, bytesOf(correction));
  if (flaw) return flaw;
  const { entity } = invoice;
  const { state: seller } = await load(ports.journal, legalEntities, { tenant, id: entity });
  invariant(seller.status !== 'none', 'an invoice has a seller');
  const { sale, draft } = obligationOf(told, corrected);
  const buyer = await buyerOf(sale, { seller, today: localDate(now, seller.zone) }, ports);
  if (!buyer.ok) return buyer;
  const frame = { seller, buyer: buyer.value.tax, now };
  const drafted = await decidedBy(ports.taxEngine, (decide) => draft({ ...frame, decide }));
  if (!drafted.ok) return drafted;
  const stated = await withAccountingTax(drafted.value, { tenant, entity, seller }, ports);
  if (!stated.ok) return stated;

  return ok({ correction, draft: stated.value, seller, profile: buyer.value.profile });
}

function bytesOf(correction: Correction): number {
  return Buffer.byteLength(encode(correction));
}

/** The corrected invoice that a commit owes; undefined where it owes none. */
export async function owedCorrection(commit: Commit, ports: Store): Promise<Obligation | undefined> {
  const fact = factsOf<InvoiceFact>(commit).find(({ type }) => type === 'invoice.correction_requested');
  if (fact?.type !== 'invoice.correction_requested') return undefined;
  const ref = { tenant: commit.tenant, id: commit.id };
  const { state: invoice } = await load(ports.journal, invoices, ref);
  invariant(invoice.status !== 'none', 'only what was issued is corrected');

  const { corrected } = await correctedOf(ref, invoice, ports);

  return obligationOf({ ref, invoice, correction: fact.data }, corrected);
}

function obligationOf({ ref, invoice, correction }: Told, corrected: Corrected): Obligation {
  const { number, issueDate, kind, entity } = invoice;
  const revision = (invoice.corrects?.revision ?? 0) + 1;
  const corrects: Corrects = { invoice: ref.id, number, issueDate, revision };

  return {
    id: correction.invoice,
    entity,
    sale: saleIn(ref.tenant, corrected, correction),
    draft: (frame) => draftCorrection(corrected, { ...frame, correction, corrects, kind }),
    deposits: [],
  };
}

function saleIn(tenant: string, corrected: Corrected, { profile, lines }: Correction): Sale {
  if ('bills' in corrected) {
    const [first] = corrected.bills;
    invariant(first, 'an invoice is for a bill');
    return saleOf(tenant, { ...first, profile }, corrected.bills);
  }
  const sold = orderLines({ lines: lines ?? corrected.order.lines });

  return saleOf(tenant, { ...corrected.order, profile }, sold);
}

/** What an invoice states: the step of its order or its bill, with what corrections before made of it. */
async function correctedOf(
  ref: AggregateRef,
  invoice: Issued,
  { journal }: Store,
): Promise<{ readonly corrected: Corrected; readonly reference: string | null }> {
  const { cause } = invoice;
  const before = await correctionBefore(ref.tenant, invoice, journal);
  if ('subscription' in cause) {
    const first = (await replacedBy(ref.tenant, invoice, journal)).at(-1) ?? ref.id;
    const period = await periodOf({ tenant: ref.tenant, id: cause.subscription }, first, journal);
    return { corrected: { bills: [period], gathering: '' }, reference: before?.reference ?? null };
  }
  if ('gathering' in cause) {
    const { gathering } = cause;
    const { state: gathered } = await load(journal, gatherings, { tenant: ref.tenant, id: gathering });
    invariant(gathered.status === 'gathered', 'bills of one invoice were gathered');
    const bills = await billsOf(ref.tenant, gathered.bills, { journal });
    return { corrected: { bills, gathering }, reference: before?.reference ?? null };
  }
  const { state: order } = await load(journal, orders, { tenant: ref.tenant, id: cause.order });
  invariant(order.status !== 'none', 'an order is there for its invoice');
  const delivery = order.deliveries.find(({ id }) => id === cause.step) ?? null;
  const step = { id: cause.order, delivery };

  return {
    corrected: { order, step, lines: before?.lines },
    reference: before ? before.reference : order.reference,
  };
}

/** What a subscription was billed for on its invoice; the story of the subscription tells. */
async function periodOf(
  ref: AggregateRef,
  invoice: string,
  journal: Ports['journal'],
): Promise<BilledPeriod> {
  for (let version = 1; version <= HISTORY_COMMITS_MAX; ) {
    const page = await journal.history(ref, version);
    const billed = page
      .flatMap(factsOf<Billed>)
      .find((fact) => fact.type === 'subscription.billed' && fact.data.invoice === invoice);
    if (billed) return billed.data;
    if (page.length === 0) break;
    version = (page.at(-1)?.version ?? version) + 1;
  }

  throw new TypeError(`${ref.id} was never billed on ${invoice}`);
}

type Billed = {
  readonly type: 'subscription.billed';
  readonly data: BilledPeriod & { readonly invoice: string };
};

/** The correction that a corrected invoice came of, which the one before it tells. */
async function correctionBefore(tenant: string, { corrects }: Issued, journal: Ports['journal']) {
  if (!corrects) return undefined;
  const facts = (await journal.history({ tenant, id: corrects.invoice }, 1)).flatMap(factsOf<InvoiceFact>);
  const fact = facts.find(({ type }) => type === 'invoice.correction_requested');
  invariant(fact?.type === 'invoice.correction_requested', 'a corrected invoice was asked for');

  return fact.data;
}
