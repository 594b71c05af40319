/** Self-billed invoices for the tests of their rules. */
import type { DraftLine } from '../../../../shared/domain/drafting/draft.ts';
import type { SelfBilledData } from '../../../../shared/domain/self-billing.ts';
import {
  type SelfBilledCommand,
  type SelfBilledFact,
  selfBilledInvoices,
} from '../../../../shared/domain/self-billing/documents.ts';
import type {
  SelfBilledCredit,
  SelfBilledCreditWish,
  SelfBilledIssued,
} from '../../../../shared/domain/self-billing/states.ts';
import { fold } from '../../../../shared/kernel/decider.ts';
import { percentOf } from '../../../../shared/kernel/rational.ts';

const BOOKS = { entity: 'le_1', currency: 'EUR', date: '2026-11-23', entries: [] };

/** An invoice of lines of these nets, at 19 % or with the charge reversed. */
export function issued(
  netsMinor: readonly bigint[],
  isReversed = false,
  isDeductible = true,
): SelfBilledIssued {
  const netMinor = netsMinor.reduce((sum, net) => sum + net, 0n);
  const owedMinor = percentOf(netMinor, '19');
  const taxMinor = isReversed ? 0n : owedMinor;
  const subtotal = isReversed
    ? ({ category: 'AE', rate: '0' } as const)
    : ({ category: 'S', rate: '19' } as const);
  const data: SelfBilledData = {
    ...{ entity: 'le_1', customer: 'cus_1', currency: 'EUR', number: 'SB-2026-00001', content: 'x' },
    ...{ issueDate: '2026-11-23', dueDate: '2026-12-07', netsMinor, netMinor, taxMinor },
    grossMinor: netMinor + taxMinor,
    taxes: [{ ...subtotal, baseMinor: netMinor, taxMinor }],
    ...{ request: 'sbr_1', agreement: 'sba_1', isDeductible },
    reverseCharge: isReversed ? { rate: '19', taxMinor: owedMinor } : null,
  };
  const state = fold(selfBilledInvoices, [
    { type: 'self_billed_invoice.issued', data, books: BOOKS } as const,
  ]);
  if (state.status === 'none') throw new Error('it was issued');

  return state;
}

/** Its lines as they were drafted. */
export function linesOf({ netsMinor, taxes }: SelfBilledIssued): readonly DraftLine[] {
  const { category = 'S', rate = '19' } = taxes[0] ?? {};

  return netsMinor.map((netMinor, index) => {
    const unitPrice = `${netMinor / 100n}.${String(netMinor % 100n).padStart(2, '0')}`;
    const line = { description: `Line ${index + 1}`, quantity: '1', unit: null, unitPrice, netMinor };
    return { ...line, discountMinor: 0n, category, rate, period: null };
  });
}

type Changed = {
  readonly state: SelfBilledIssued;
  readonly facts: readonly SelfBilledFact[];
  readonly code?: string;
  readonly credit?: SelfBilledCredit;
};

/** The state after a command, with the credit that it led to; the code where it was refused. */
export function changed(state: SelfBilledIssued, command: SelfBilledCommand): Changed {
  const decided = selfBilledInvoices.decide(state, command);
  if (!decided.ok) return { state, facts: [], code: decided.refusal.code };
  const next = fold(selfBilledInvoices, decided.value, state);
  const [fact] = decided.value;
  if (next.status === 'none') throw new Error('it stays issued');

  return {
    state: next,
    facts: decided.value,
    ...(fact?.type === 'self_billed_invoice.credit_requested' && { credit: fact.data }),
  };
}

/** Asks for a credit note under a key. */
export const asked = (key: string, lines?: SelfBilledCreditWish['lines']): SelfBilledCommand => ({
  do: 'request_credit',
  wish: { reason: 'wrong', fingerprint: `${key} body`, ...(lines && { lines }) },
});
