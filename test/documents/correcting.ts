/** An invoice that is put right: a credit note takes the whole of it back, and a corrected one states the supply anew. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import {
  correctedLines,
  draftCorrection,
  type LineCorrection,
} from '../../shared/domain/drafting/correcting.ts';
import { invoices } from '../../shared/domain/invoices.ts';
import type { StoredLine } from '../../shared/domain/orders/states.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok } from '../../shared/kernel/result.ts';
import { frameOf, type IssuedInvoice, issueDraft, ORDER, orderOf } from './issuing.ts';
import { assertNothingLeft, issueNote, type Taking } from './pieces.ts';
import type { Change, Sale, SoldLine } from './sale.ts';

/** UNTDID 1001. */
export const CORRECTED_INVOICE = '384';

/** What a supply is stated with: as it was sold, or as the corrections before this one left it. */
export type Stated = {
  readonly revision: number;
  readonly lines: readonly SoldLine[];
  readonly stored: readonly StoredLine[] | undefined;
};

/** The lines of a sale after a correction; a line is named once, whatever the changes say. */
export function changedLines(lines: readonly SoldLine[], changes: readonly Change[]): readonly SoldLine[] {
  const byLine = changesByLine(lines, changes);

  return lines.flatMap((line, index) => {
    const change = byLine.get(index);
    if (!change) return [line];
    if ('omit' in change) return [];
    const { line: _, ...rest } = change;
    return [{ ...line, ...rest }];
  });
}

/** The corrected invoice; refused as the product refuses it. */
export function issueCorrection(
  sale: Sale,
  of: { readonly former: IssuedInvoice; readonly stated: Stated; readonly changes: readonly Change[] },
): Result<{ readonly issued: IssuedInvoice; readonly stored: Stated['stored'] }> {
  const { former, stated, changes } = of;
  const order = orderOf(sale);
  const step = { id: ORDER, delivery: order.deliveries[0] ?? null };
  const corrected = { order, step, lines: stated.stored };
  const named = [...changesByLine(stated.lines, changes)].map(
    ([index, change]): LineCorrection => ({ ...change, line: index + 1 }),
  );
  const stored = correctedLines(corrected, named);
  if (!stored.ok) return stored;
  const revision = stated.revision + 1;
  const { number, draft } = former;
  const drafted = draftCorrection(corrected, {
    ...frameOf(sale),
    correction: { profile: 1, reference: 'PO 2', ...(stored.value && { lines: stored.value }) },
    corrects: { invoice: idOf(stated.revision), number, issueDate: draft.issueDate, revision },
    kind: draft.kind,
  });
  if (!drafted.ok) return drafted;
  const issued = issueDraft(drafted.value, sale, `INV-2026-0010${revision}`);

  return issued.ok ? ok({ issued: issued.value, stored: stored.value }) : issued;
}

/** The one credit note that takes the invoice back in the same decision; afterwards nothing of it is left. */
export function takenBackFor(taking: Taking, revision: number): Taking {
  const wish = {
    invoice: idOf(revision),
    profile: 1,
    reference: null,
    fingerprint: `correction-${revision}`,
  };
  const decided = invoices.decide(taking.invoice, { do: 'correct', wish });
  holds(decided.ok, decided.ok ? '' : decided.refusal.code);
  const [requested, correction] = decided.value;
  holds(
    requested?.type === 'invoice.credit_requested' && correction?.type === 'invoice.correction_requested',
  );
  deepStrictEqual(correction.data.invoice, idOf(revision));
  const taken = issueNote(taking, requested.data);
  assertNothingLeft(taken.notes, taking.expected);

  return taken;
}

function changesByLine(lines: readonly SoldLine[], changes: readonly Change[]): ReadonlyMap<number, Change> {
  return new Map(changes.map((change) => [change.line % lines.length, change]));
}

function idOf(revision: number): string {
  return derivedId('inv', 'proof', String(revision));
}
