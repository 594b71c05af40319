/** Where sales to consumers in other member states are taxed: counts them towards the threshold, once each, and drafts by the answer. */
import { accountingCurrencyOf } from '../domain/accounting-tax.ts';
import type { Decide, Draft } from '../domain/drafting/draft.ts';
import type { AwaitingFact } from '../domain/exchange-rates.ts';
import { invoices } from '../domain/invoices.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import type { ExchangeRate } from '../domain/tax/accounting.ts';
import { decideBeyondThreshold } from '../domain/tax/decision.ts';
import { decidedBy } from '../domain/tax/engine.ts';
import type { PlaceRule, UnionSales } from '../domain/tax/union-sale.ts';
import {
  countOf,
  isNearThreshold,
  isTaxedThere,
  turnoverYearOf,
  unionRowsOf,
  unionSalesTaken,
} from '../domain/tax/union-sales.ts';
import type { CountedSale, UnionTurnover, UnionTurnoverCommand } from '../domain/tax/union-turnover.ts';
import {
  placedSaleOf,
  placedSales,
  ruleOf,
  unionTurnoverOf,
  unionTurnovers,
} from '../domain/tax/union-turnover.ts';
import type { Acting } from '../execute.ts';
import { attempt, execute, load, ROUNDS_MAX } from '../execute.ts';
import { Contended } from '../kernel/contended.ts';
import { invariant } from '../kernel/invariant.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';
import { rateOrAwaited } from './converting.ts';

type Drafting = (decide: Decide) => Result<Draft>;

/** Whose sale it is; without `counting` it is only looked at, as a preview does. */
export type Placing = {
  readonly tenant: string;
  readonly entity: string;
  readonly seller: Pick<SellerDetails, 'accountingCurrency' | 'country'>;
  readonly counting?: { readonly id: string; readonly acting: Acting; readonly waiting: AwaitingFact };
};

type Books = Pick<Ports, 'journal'>;

/**
 * Drafts a document. What goes to consumers in other member states is taxed by where the seller's year stands, which the
 * document then is part of. Any other draft costs nothing. A seller whose tax is reckoned by an engine, or accounted for in
 * another currency than euro, tells by `oss_from` alone. Refused with `exchange_rate.missing`.
 */
export async function draftInUnion(
  draft: Drafting,
  of: Placing,
  ports: Books & Pick<Ports, 'taxEngine' | 'observer'>,
): Promise<Result<Draft>> {
  const first = await decidedBy(ports.taxEngine, draft);
  if (!first.ok || ports.taxEngine !== null) return first;
  const { lines, currency } = first.value;
  const rows = unionRowsOf(first.value);
  const before = await replacedSales(first.value, of, ports);
  const isRegistered = isTaxedThere(lines);
  if (rows.length === 0 || isRegistered) {
    if (before && of.counting) await takenOff(before.taken, { ...of, ...of.counting }, ports);
    const { taxPoint } = first.value;
    const sales = { rule: 'registered', year: turnoverYearOf(first.value), taxPoint, rows } as const;
    return isRegistered ? ok({ ...first.value, unionSales: sales }) : first;
  }
  if (currency !== 'EUR' && accountingCurrencyOf(of.seller) !== 'EUR') return first;
  const placed = await placedSale(first.value, { ...of, before }, ports);
  if (!placed.ok) return placed;
  const again = placed.value.rule === 'below_threshold' ? first : draft(decideBeyondThreshold);

  return again.ok
    ? ok({ ...again.value, unionSales: { ...placed.value, rows: unionRowsOf(again.value) } })
    : again;
}

/** The rule for a sale that counts, and what it was counted as. */
async function placedSale(
  draft: Draft,
  of: Placing & { readonly before: Awaited<ReturnType<typeof replacedSales>> },
  ports: Books & Pick<Ports, 'observer'>,
): Promise<Result<Omit<UnionSales, 'rows'>>> {
  const { before } = of;
  const year = turnoverYearOf(draft);
  const euros = await inEuros(draft, of, ports);
  if (!euros.ok) return euros;
  const { rate } = euros.value;
  const amountMinor = euros.value.amountMinor - (before?.countedMinor ?? 0n);
  // A deposit is taxed as the sale would be today; what counts is the sale itself.
  const isCounted = of.counting !== undefined && draft.kind !== 'deposit';
  const { rule, countedMinor } = isCounted
    ? await countedSale({ ...of, year, amountMinor }, ports)
    : { rule: await foreseenRule({ ...of, year, amountMinor }, ports), countedMinor: undefined };
  // A corrected invoice stays with the rule of the first, unless it is what now goes beyond.
  const isKept = before && (before.rule !== 'below_threshold' || countedMinor === undefined);
  const counted = countedMinor !== undefined && { countedMinor, ...(rate && { rate }) };

  return ok({ rule: isKept ? before.rule : rule, year, taxPoint: draft.taxPoint, ...counted });
}

/**
 * How the invoice that a corrected one replaces was taxed, and what it counts. The credit note over it takes nothing off: the
 * corrected invoice counts the difference.
 */
async function replacedSales({ corrects }: Draft, { tenant }: Placing, { journal }: Books) {
  if (!corrects) return undefined;
  const { state } = await load(journal, invoices, { tenant, id: corrects.invoice });
  if (state.status === 'none' || state.unionSales?.countedMinor === undefined) return undefined;
  const { unionSales: sales, currency } = state;
  const taken = unionSalesTaken(sales, { rows: sales.rows, currency });

  return { rule: sales.rule, countedMinor: -(taken.countedMinor ?? 0n), taken };
}

/** Takes a credit note off the year that its invoice was counted in, once. */
export async function takenOff(
  sales: UnionSales | undefined,
  of: { readonly tenant: string; readonly entity: string; readonly id: string; readonly acting: Acting },
  ports: Books,
): Promise<void> {
  if (sales?.countedMinor === undefined) return;
  const { rule, year, countedMinor: amountMinor } = sales;
  const { tenant, entity, id: document, acting } = of;
  const sale = { entity, year, document, amountMinor };
  await counted({ tenant, acting, command: { do: 'reduce', sale, rule } }, ports);
}

async function inEuros(
  draft: Draft,
  { tenant, entity, counting }: Placing,
  ports: Books,
): Promise<Result<{ readonly amountMinor: bigint; readonly rate?: ExchangeRate }>> {
  const { currency, taxPoint } = draft;
  const sold = { rows: unionRowsOf(draft), currency };
  if (currency === 'EUR') return ok({ amountMinor: countOf(sold) });
  const pair = { entity, currency, accounting: 'EUR' };
  const rate = await rateOrAwaited(taxPoint, { tenant, pair, ...(counting && { counting }) }, ports);
  if (!rate.ok) return rate;

  return ok({ amountMinor: countOf({ ...sold, rate: rate.value }), rate: rate.value });
}

type Sized = Placing & { readonly year: number; readonly amountMinor: bigint };

async function foreseenRule(of: Sized, { journal }: Books): Promise<PlaceRule> {
  const { tenant, entity, year, amountMinor } = of;
  const { state } = await load(journal, unionTurnovers, {
    tenant,
    id: unionTurnoverOf(tenant, entity, year),
  });

  return ruleOf(state, { amountMinor, isPrecedingPassed: await isPassed(of, year - 1, journal) });
}

async function countedSale(
  of: Sized,
  ports: Books & Pick<Ports, 'observer'>,
): Promise<{ readonly rule: PlaceRule; readonly countedMinor: bigint | undefined }> {
  const { tenant, entity, year, amountMinor, counting } = of;
  invariant(counting, 'what is counted has a document');
  const isPrecedingPassed = await isPassed(of, year - 1, ports.journal);
  const sale = { entity, year, document: counting.id, amountMinor };
  const command = { do: 'count', sale, isPrecedingPassed } as const;
  const { state, found } = await counted({ tenant, acting: counting.acting, command }, ports);
  if (found && isNearThreshold(state.countedMinor)) ports.observer.metric('OssThresholdNear', 1, {});
  if (found) return { rule: found.rule, countedMinor: found.amountMinor };

  return { rule: ruleOf(state, { amountMinor, isPrecedingPassed }), countedMinor: undefined };
}

async function isPassed(
  { tenant, entity }: Pick<Placing, 'tenant' | 'entity'>,
  year: number,
  journal: Ports['journal'],
): Promise<boolean> {
  const { state } = await load(journal, unionTurnovers, {
    tenant,
    id: unionTurnoverOf(tenant, entity, year),
  });

  return state.passedBy !== null;
}

/**
 * Counts a document once: it is either the last of its year or has a record of its own, for the record of the last is made
 * sure of before the next is appended. Nothing is found where the year had passed the threshold before it.
 */
async function counted(
  of: { readonly tenant: string; readonly acting: Acting; readonly command: UnionTurnoverCommand },
  { journal }: Books,
): Promise<{ readonly state: UnionTurnover; readonly found: CountedSale | null }> {
  const { tenant, acting, command } = of;
  const { entity, year, document } = command.sale;
  const ref = { tenant, id: unionTurnoverOf(tenant, entity, year) };
  for (let round = 0; round < COUNTING_ROUNDS_MAX; round += 1) {
    const loaded = await load(journal, unionTurnovers, ref);
    await recorded(loaded.state.last, of, journal);
    const { state: own } = await load(journal, placedSales, { tenant, id: placedSaleOf(tenant, document) });
    if (own.sale !== null || loaded.state.passedBy !== null) return { state: loaded.state, found: own.sale };
    const done = await attempt(journal, unionTurnovers, { ref, loaded, command, acting });
    if (!done) continue;
    invariant(done.ok, 'a year refuses nothing');
    await recorded(done.value.state.last, of, journal);

    return { state: done.value.state, found: done.value.state.last };
  }

  throw new Contended(`the turnover ${ref.id} stays contended`);
}

/** Rounds for one document: as many as others may be counted beside it, several times over. */
const COUNTING_ROUNDS_MAX = 4 * ROUNDS_MAX;

async function recorded(
  last: CountedSale | null,
  { tenant, acting }: { readonly tenant: string; readonly acting: Acting },
  journal: Ports['journal'],
): Promise<void> {
  if (last === null) return;
  const ref = { tenant, id: placedSaleOf(tenant, last.document) };
  await execute(journal, placedSales, { ref, command: last, acting });
}
