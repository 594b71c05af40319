/** Which accounts each kind of money fact may move. */
import type { PostingSet } from '../../ports.ts';
import type { Role } from './roles.ts';

/** Earned and not yet: lines that give back can outweigh those that charge, on either side. */
const EARNINGS = ['revenue', 'deferred_revenue'] as const;

/** What an opening balance may stand on: no account that is kept item by item. */
const OPENED = [
  'bank',
  'provider_clearing',
  'payables',
  'input_tax',
  'output_tax',
  'suspense',
  'revenue',
  'breakage',
  'purchased_supplies',
  'payment_fees',
  'write_offs',
  'rounding',
  'opening_balance',
] as const;

/** Which roles a fact may debit and which it may credit; a posting outside the matrix is a fault of the program. */
export const PAIRS: Readonly<
  Record<string, { readonly debit: readonly Role[]; readonly credit: readonly Role[] }>
> = {
  'invoice.issued': {
    debit: [
      'receivables',
      'prepayments_received',
      'prepaid_credits',
      'promotional_credits',
      'output_tax',
      ...EARNINGS,
    ],
    credit: [...EARNINGS, 'prepayments_received', 'prepaid_credits', 'output_tax'],
  },
  'credit_note.issued': {
    debit: ['revenue', 'prepayments_received', 'prepaid_credits', 'deferred_revenue', 'output_tax'],
    credit: ['unapplied_credit', 'prepaid_credits', 'promotional_credits'],
  },
  'prepaid.expired': { debit: ['prepaid_credits'], credit: ['breakage'] },
  'payment.settled': { debit: ['provider_clearing', 'bank'], credit: ['unapplied_cash'] },
  'cash.allocated': { debit: ['unapplied_cash'], credit: ['receivables'] },
  'cash.released': { debit: ['receivables'], credit: ['unapplied_cash'] },
  'credit.offset': { debit: ['unapplied_credit'], credit: ['receivables'] },
  'discount.taken': { debit: ['cash_discounts', 'output_tax'], credit: ['receivables'] },
  'discount.withdrawn': { debit: ['receivables'], credit: ['cash_discounts', 'output_tax'] },
  'refund.approved': { debit: ['unapplied_cash', 'unapplied_credit'], credit: ['refunds_payable'] },
  'refund.reversed': { debit: ['refunds_payable'], credit: ['unapplied_cash', 'unapplied_credit'] },
  'refund.settled': { debit: ['refunds_payable'], credit: ['provider_clearing', 'bank'] },
  'self_billed_invoice.issued': {
    debit: ['purchased_supplies', 'input_tax'],
    credit: ['payables', 'output_tax'],
  },
  'self_billed_credit_note.issued': {
    debit: ['payables', 'output_tax'],
    credit: ['purchased_supplies', 'input_tax'],
  },
  'self_billed_invoice.objected': { debit: ['purchased_supplies'], credit: ['input_tax'] },
  'self_billed_invoice.paid': { debit: ['payables'], credit: ['bank'] },
  'open_item.brought_forward': { debit: ['receivables'], credit: ['opening_balance'] },
  'balance.brought_forward': { debit: OPENED, credit: OPENED },
  'revenue.recognised': { debit: EARNINGS, credit: EARNINGS },
  'deferral.credited': { debit: EARNINGS, credit: EARNINGS },
};

/** Whether an opening balance may stand on an account; what is kept item by item comes with its items. */
export function isOpenedByBalance(role: Role): boolean {
  return role !== 'opening_balance' && OPENED.some((each) => each === role);
}

/** Whether the fact may debit and credit what its postings say. */
export function isLawful(factType: string, { entries }: PostingSet): boolean {
  const pairs = PAIRS[factType];
  if (!pairs) return false;
  const sides: Readonly<Record<'debit' | 'credit', readonly string[]>> = pairs;

  return entries.every(({ account, amountMinor }) =>
    sides[amountMinor > 0n ? 'debit' : 'credit'].includes(account),
  );
}
