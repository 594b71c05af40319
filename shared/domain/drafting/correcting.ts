/** Drafting of corrected invoices: what an order's step says after one correction or several. */
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { Correction, Corrects } from '../invoices/corrections.ts';
import type { InvoiceKind } from '../invoices/kinds.ts';
import { orderLines, storeLine } from '../orders.ts';
import { draftOrder } from '../drafting.ts';
import type { Delivery, OrderLine, PlacedOrder, StoredLine } from '../orders/states.ts';
import { draftBills } from './bills.ts';
import type { BilledPeriod, Draft, DraftFrame } from './draft.ts';
import { invoicedLines, lineInput } from './lines.ts';

/** What a correction says of a line of the invoice, counted from 1; left out, it goes. */
export type LineCorrection =
  | { readonly line: number; readonly omit: true }
  | (Partial<
      Pick<OrderLine, 'description' | 'quantity' | 'unit' | 'unitPrice' | 'discount' | 'tax' | 'supply'>
    > & {
      readonly line: number;
      readonly omit?: undefined;
    });

/** What the invoice that is corrected is for: a step of an order, or bills of subscriptions. */
export type Corrected = CorrectedStep | CorrectedBills;

/** A bill, or several that were gathered. */
export type CorrectedBills = { readonly bills: readonly BilledPeriod[]; readonly gathering: string };

/** The step of an order. */
export type CorrectedStep = {
  readonly order: PlacedOrder;
  readonly step: { readonly id: string; readonly delivery: Delivery | null };
  /** As the correction before this one left them; absent where they are the order's own. */
  readonly lines?: readonly StoredLine[] | undefined;
};

/** The lines after the corrections. Refuses a line that is not there or named twice, and to leave none. */
export function correctedLines(
  corrected: Corrected,
  corrections: readonly LineCorrection[],
): Result<readonly StoredLine[] | undefined> {
  if ('bills' in corrected) return corrections.length === 0 ? ok(undefined) : linesFixed();
  const { order, step, lines } = corrected;
  if (corrections.length === 0) return ok(lines);
  const before = lines ? orderLines({ lines }) : invoicedLines(order, step.delivery);
  const left = new Map(before.map((line, index) => [index + 1, line]));
  const named = new Set<number>();
  for (const [index, { line, omit, ...rest }] of corrections.entries()) {
    const former = left.get(line);
    if (!former || named.has(line))
      return refuse('correction.line_unknown', `The invoice has no line ${line}, or it is named twice.`, {
        pointer: `#/lines/${index}/line`,
      });
    named.add(line);
    if (omit) left.delete(line);
    else left.set(line, { ...former, ...rest });
  }
  if (left.size === 0)
    return refuse('correction.nothing_left', 'A corrected invoice has at least one line.', {
      pointer: '#/lines',
      hint: 'Take the invoice back with a credit note instead.',
    });

  return ok([...left.values()].map(storeLine));
}

/** The corrected invoice: supplied when the first one was, issued now, due anew. */
export function draftCorrection(
  corrected: Corrected,
  of: DraftFrame & {
    readonly correction: Pick<Correction, 'profile' | 'reference' | 'lines'>;
    readonly corrects: Corrects;
    /** Of the invoice that is corrected. */
    readonly kind: InvoiceKind | undefined;
  },
): Result<Draft> {
  const { correction, corrects, kind, ...frame } = of;
  const { profile, reference, lines } = correction;
  const drafted =
    'bills' in corrected
      ? draftBills(
          corrected.bills.map((bill) => ({ ...bill, profile })),
          { ...frame, gathering: corrected.gathering },
        )
      : draftOrder({ ...corrected.order, profile }, { ...frame, ...stated(lines), ...corrected.step });
  if (!drafted.ok) return drafted;
  const { kind: _, ...draft } = drafted.value;

  return ok({ ...draft, reference, ...(kind && { kind }), corrects });
}

function stated(lines: readonly StoredLine[] | undefined) {
  return lines && { lines: orderLines({ lines }).map(lineInput) };
}

function linesFixed() {
  return refuse(
    'correction.lines_fixed',
    'The lines of a bill follow from the subscription, whose proofs reckon them again.',
    { pointer: '#/lines', hint: 'Change the subscription, or take lines back with a credit note.' },
  );
}
