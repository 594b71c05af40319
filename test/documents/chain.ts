/** An order that is paid for in advance and delivered in parts: deposits, partial invoices and the final one come to the order. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import { refusedDraft, draftDeposit } from '../../shared/domain/drafting/deposits.ts';
import { draftOrder } from '../../shared/domain/drafting.ts';
import type { Delivery } from '../../shared/domain/orders/states.ts';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import { depositShares } from '../checker/deposits.ts';
import { sum } from '../checker/books.ts';
import { type ReckonedSale, reckonGrossSale, reckonSale } from '../checker/sale.ts';
import { assertFigures } from './agreement.ts';
import { decimalOf, millionths } from './cutting.ts';
import { deductAll } from './deducting.ts';
import { accountingOf, agreedOf, expectedOf, reckonedAs } from './expecting.ts';
import type { Expected } from './figures.ts';
import { assertRefused, countNotes, proveInvoice } from './invoicing.ts';
import { deliveryOf, frameOf, issueDraft, ORDER, orderOf } from './issuing.ts';
import type { Paper } from './papers.ts';
import { type Taking, takeBack, takeOne, untouched } from './pieces.ts';
import type { Advance, Sale, SoldLine } from './sale.ts';
import { count, type Tally } from './tallying.ts';

const DEPOSIT_INVOICE = '386';
const PARTIAL_INVOICE = '326';
const FINAL_INVOICE = '380';

/** Deposits, each delivery, the end: whatever was invoiced comes to what was delivered, and taken back it comes to nothing. */
export function proveChain(sale: Sale, advance: Advance, tally: Tally): readonly Paper[] {
  const whole = refusedDraft(orderOf(sale, []), { ...frameOf(sale), id: ORDER });
  if (!whole.ok) {
    assertRefusedChain(whole.refusal, sale, advance);
    count(tally, 'refused');
    return [];
  }
  const total = reckonedAs(sale, sale.lines, whole.value);
  assertFigures(whole.value, { ...total, code: FINAL_INVOICE });
  const papers: Paper[] = [];
  const deposits = advance.deposits.map((_, index) => {
    const { taking, paper } = proveDeposit(sale, { total, index }, tally);
    papers.push(paper);
    return advance.takenBack && index === 0 ? takeOne(taking, advance.takenBack) : taking;
  });
  const delivered = proveDeliveries(sale, { advance, deposits, total }, tally);

  return [...papers, ...delivered];
}

function proveDeposit(
  sale: Sale,
  { total, index }: { readonly total: ReckonedSale; readonly index: number },
  tally: Tally,
): { readonly taking: Taking; readonly paper: Paper } {
  const drafted = draftDeposit(orderOf(sale, []), { ...frameOf(sale), id: ORDER, number: index + 1 });
  holds(drafted.ok, drafted.ok ? '' : drafted.refusal.code);
  const issued = issueDraft(drafted.value, sale, `INV-2026-0000${index + 1}`);
  holds(issued.ok, issued.ok ? '' : issued.refusal.message);
  const expected = expectedDeposit(sale, total, index);
  const paper = proveInvoice(issued.value, { expected, kind: 'deposit', tally });

  return { taking: untouched(sale, issued.value, expected), paper };
}

/** A share of the total, taxed as the total is, rate by rate. */
function expectedDeposit(sale: Sale, { taxes: of }: Pick<ReckonedSale, 'taxes'>, index: number): Expected {
  const wanted = sale.advance?.deposits[index];
  const shares = depositShares(wanted, {
    bases: new Map(of.map(({ bears, base, tax }) => [bears, sale.isGross ? base + tax : base])),
    currency: sale.currency,
    isGross: sale.isGross,
  });
  const taxes = [...shares].map(([bears, share]) => ({ bears, ...share }));
  const [net, tax] = [sum(taxes.map(({ base }) => base)), sum(taxes.map((each) => each.tax))];
  const sums = { net, tax, gross: net + tax, allowances: 0n, charges: 0n };
  const grosses = sale.isGross ? { grosses: taxes.map((each) => each.base + each.tax) } : {};

  return {
    ...{ nets: taxes.map(({ base }) => base), ...grosses },
    ...{ taxes, ...sums, code: DEPOSIT_INVOICE, isDeposit: true },
    ...accountingOf(sale, tax),
  };
}

/** A delivery that is to be invoiced, with what is known of the others. */
type Step = {
  readonly deliveries: readonly Delivery[];
  readonly index: number;
  readonly deposits: readonly Taking[];
};

function proveDeliveries(
  sale: Sale,
  of: { readonly advance: Advance; readonly deposits: readonly Taking[]; readonly total: ReckonedSale },
  tally: Tally,
): readonly Paper[] {
  const deliveries = deliveriesOf(sale, of.advance);
  const papers: Paper[] = [];
  const takings: Taking[] = [];
  let { deposits } = of;
  for (const index of deliveries.keys()) {
    const proved = proveDelivery(sale, { deliveries, index, deposits }, tally);
    if (!proved) return papers;
    papers.push(proved.paper);
    takings.push(proved.taking);
    ({ deposits } = proved);
  }
  papers.push(
    ...countNotes(
      deposits.flatMap(({ notes }) => notes),
      tally,
    ),
  );
  count(tally, 'piecesOfDeposits', deposits.flatMap(({ notes }) => notes).length);
  assertWhole(of.total, takings);
  assertChain([...deposits, ...takings], { hasEnded: false });
  const ended = takings.map((taking) => ({ ...taking, notes: takeBack(taking, sale.cuts) }));
  assertChain([...deposits, ...ended], { hasEnded: true });
  if (deposits.length > 0) count(tally, 'creditNotesOfFinals', ended.at(-1)?.notes.length ?? 0);

  return [
    ...papers,
    ...countNotes(
      ended.flatMap(({ notes }) => notes),
      tally,
    ),
  ];
}

/** The invoice of a delivery; the last one deducts the deposits. Undefined where the product refuses it, and rightly. */
function proveDelivery(sale: Sale, step: Step, tally: Tally) {
  const { deliveries, index, deposits } = step;
  const delivery = deliveries[index] ?? null;
  const lines = linesOf(sale, delivery);
  const order = orderOf(sale, deliveries.slice(0, index + 1));
  const drafted = draftOrder(order, { ...frameOf(sale), id: ORDER, delivery });
  if (!drafted.ok) {
    assertRefused(drafted.refusal, sale, lines);
    count(tally, 'refused');
    return undefined;
  }
  const isLast = index === deliveries.length - 1;
  const after = deductAll(isLast ? deposits : [], drafted.value.grossMinor);
  const { deducts } = after;
  count(tally, 'deducted', deducts.length);
  const draft = deducts.length > 0 ? { ...drafted.value, deducts } : drafted.value;
  const issued = issueDraft(draft, sale, `INV-2026-0020${index}`);
  holds(issued.ok, issued.ok ? '' : issued.refusal.message);
  const sums = deducts.map(({ netMinor, taxMinor, grossMinor }) => {
    return { net: netMinor, tax: taxMinor, gross: grossMinor };
  });
  const code = isLast ? FINAL_INVOICE : PARTIAL_INVOICE;
  const expected = expectedOf(sale, { lines, code, ...(sums.length > 0 && { deducts: sums }) }, draft);
  const kind = isLast ? (deposits.length > 0 ? 'final' : 'plain') : 'partial';
  const paper = proveInvoice(issued.value, { expected, kind, tally });

  return {
    ...{ paper, taking: untouched(sale, issued.value, expected) },
    deposits: isLast ? after.takings : deposits,
  };
}

/** What is left of each quantity is divided by the parts; the last delivery holds the rest. */
function deliveriesOf({ lines }: Sale, { deliveredThousandths }: Advance): readonly Delivery[] {
  let left = lines.map(({ quantity }) => millionths(quantity));
  const parts = deliveredThousandths.map((thousandths) => {
    const part = left.map((rest) => (rest * BigInt(thousandths)) / 1_000n);
    left = left.map((rest, index) => rest - (part[index] ?? 0n));
    return part;
  });

  return [...parts, left]
    .map((part, index) => deliveryOf(part.map(decimalOf), index))
    .filter(({ lines: of }) => of.length > 0);
}

function linesOf({ lines }: Sale, delivery: Delivery | null): readonly SoldLine[] {
  return (delivery?.lines ?? []).flatMap(([number, quantity]) => {
    const line = lines[number - 1];
    return line ? [{ ...line, quantity }] : [];
  });
}

/** Delivered at once, what is charged is the order's total; in parts each line is rounded once a part, and not more. */
function assertWhole(total: ReckonedSale, invoices: readonly Taking[]): void {
  const charged = sum(invoices.map(({ expected }) => sum(expected.nets)));
  const off = charged - sum(total.nets);
  if (invoices.length === 1) deepStrictEqual(invoices[0]?.expected.gross, total.gross);
  const most = BigInt(invoices.length * total.nets.length);
  holds(-most <= off && off <= most, 'the parts come to the order');
}

/** All postings together earn what was delivered and nothing else; once all of it is taken back, they are nothing. */
function assertChain(takings: readonly Taking[], { hasEnded }: { readonly hasEnded: boolean }): void {
  const books = takings.flatMap(({ issued, notes }) => [issued.books, ...notes.map((note) => note.books)]);
  const left = new Map<string, bigint>();
  for (const { account, amountMinor } of books.flatMap(({ entries }) => entries))
    left.set(account, (left.get(account) ?? 0n) + amountMinor);
  const delivered = takings.filter(({ expected }) => !expected.isDeposit && !hasEnded);
  const of = (name: 'net' | 'tax' | 'gross') => sum(delivered.map(({ expected }) => expected[name]));
  deepStrictEqual(
    ['prepayments_received', 'revenue', 'output_tax'].map((account) => left.get(account) ?? 0n),
    [0n, -of('net'), -of('tax')],
  );
  deepStrictEqual(
    sum(['receivables', 'promotional_credits', 'unapplied_credit'].map((account) => left.get(account) ?? 0n)),
    of('gross'),
  );
}

function assertRefusedChain(refusal: Refusal, sale: Sale, advance: Advance): void {
  const agreed = agreedOf(sale, sale.lines);
  const total = sale.isGross ? reckonGrossSale(agreed) : reckonSale(agreed);
  const grosses = advance.deposits.map((_, index) => expectedDeposit(sale, total, index).gross);
  if (refusal.code === 'order.deposit_out_of_range')
    holds(sum(grosses) > total.gross || grosses.some((gross) => gross <= 0n));
  else if (refusal.code === 'order.deposit_untaxed')
    holds(total.taxes.some(({ bears }) => bears.startsWith('K')));
  else assertRefused(refusal, sale, sale.lines);
}
