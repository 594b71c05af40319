/** What a subscription was billed beside what it must have been, bill for bill, and what of it is still to be put right. */
import type { BilledPeriodData } from '../billing/bill.ts';
import type { BilledLine, RepairedKind } from '../billing/billed-line.ts';
import type { CreditableInvoice } from '../billing/creditable-invoice.ts';
import { netOf, netSum } from '../billing/lines.ts';
import { type Healed, type Repair, type Repairs, REPAIRS_PER_BILL_MAX } from '../billing/repairs.ts';
import { lesser } from '../../kernel/money.ts';
import type { CivilDate } from '../../kernel/time.ts';
import { withoutDrawn } from './creditable.ts';
import type { SubscriptionFact } from './facts.ts';
import type { GivenBack } from './states.ts';

/** What one bill must come to in the basis of the prices, and what it did; an end or a credit gives back, so its amounts are negative. */
export type ReconciledBill = {
  readonly kind: RepairedKind;
  /** Of a period its index, else its number; null of an end. */
  readonly number: number | null;
  readonly start: CivilDate;
  readonly end: CivilDate;
  /** The invoice that charged it, and the gathering that it fell into; null where none did. */
  readonly bill: Pick<BilledPeriodData, 'invoice' | 'gathering' | 'lines' | 'suppliedOn'> | null;
  readonly expectedLines: readonly BilledLine[];
  /** What it charges and gives back, without credit that was carried, and without what it put right of others. */
  readonly expectedMinor: bigint;
  readonly billedMinor: bigint;
  /** What later bills charged or gave back to put it right. */
  readonly repairedMinor: bigint;
  /** What somebody took back of it by hand, as far as it came to too much. */
  readonly creditedMinor: bigint;
  /** Why it is not billed yet, where that is no difference: it is owed by now, or set aside with this code. */
  readonly pending: string | null;
};

/** Every bill of a subscription so far; `differenceMinor` is what was billed too little, and negative where it was too much. */
export type Reconciliation = {
  readonly currency: string;
  readonly bills: readonly ReconciledBill[];
  readonly expectedMinor: bigint;
  readonly billedMinor: bigint;
  readonly pendingMinor: bigint;
  readonly differenceMinor: bigint;
  /** What credit notes that ends and changes asked for give back. */
  readonly notes: readonly GivenBack[];
  /** Whether bills that are still to come would be others than if all had always been right. */
  readonly isSpoiled: boolean;
  /** What its state is to be healed by; absent where it is what it must be. */
  readonly healed: Healed | undefined;
};

type Of = Pick<Reconciliation, 'currency' | 'notes' | 'isSpoiled' | 'healed'>;

/** What is still to be put right of a bill: above nought to charge, below to give back. */
export function differenceOf(
  bill: Pick<ReconciledBill, 'pending' | 'expectedMinor' | 'billedMinor' | 'repairedMinor' | 'creditedMinor'>,
): bigint {
  const { pending, expectedMinor, billedMinor, repairedMinor, creditedMinor } = bill;

  return pending === null ? expectedMinor - billedMinor - repairedMinor + creditedMinor : 0n;
}

/** The repairs that bills made, by the bill that they put right. */
export type Repaired = Map<string, Omit<Repair, 'charged' | 'suppliedOn'> & { readonly sumMinor: bigint }>;

/** How a bill is known to what puts it right. */
export function keyOf({ kind, number, start }: Pick<ReconciledBill, 'kind' | 'number' | 'start'>): string {
  return `${kind} ${number ?? start}`;
}

/** Notes what a bill puts right of others. */
export function noteRepairs({ lines }: Pick<BilledPeriodData, 'lines'>, repaired: Repaired): void {
  for (const { repair, start, end, listMinor } of lines) {
    if (!repair) continue;
    const key = keyOf({ ...repair, kind: repair.bill, start });
    const sumMinor = (repaired.get(key)?.sumMinor ?? 0n) + listMinor;
    repaired.set(key, { ...repair, start, end, sumMinor });
  }
}

/** The sums of bills, each with what was repaired of it; what was repaired of a bill that is none is taken back. */
export function summedUp(
  of: Of,
  { rows, repaired }: { readonly rows: readonly ReconciledBill[]; readonly repaired: Repaired },
): Reconciliation {
  const left = new Map(repaired);
  // Of two with one name, the one that differs was put right.
  const bills = [...rows].toReversed().map((row) => {
    const own = left.get(keyOf(row));
    const isAny = own !== undefined && (row.expectedMinor !== row.billedMinor || isOnly(row, rows));
    if (!isAny) return row;
    left.delete(keyOf(row));
    return { ...row, repairedMinor: own.sumMinor };
  });
  const none = [...left.values()].map(({ bill: kind, number, start, end, sumMinor }) => ({
    ...{ kind, number, start, end, bill: null, expectedLines: [], pending: null },
    ...{ expectedMinor: 0n, billedMinor: 0n, repairedMinor: sumMinor, creditedMinor: 0n },
  }));

  return withSums(of, [...bills.toReversed(), ...none]);
}

function isOnly(row: ReconciledBill, rows: readonly ReconciledBill[]): boolean {
  const own = rows.filter((each) => keyOf(each) === keyOf(row));

  return own.length === 1 || own.every(({ expectedMinor, billedMinor }) => expectedMinor === billedMinor);
}

/** The same with what somebody took back by hand, of each bill that came to too much. */
export function withCredited(
  reconciliation: Reconciliation,
  creditedOf: (bill: ReconciledBill) => bigint,
): Reconciliation {
  const bills = reconciliation.bills.map((bill) => {
    const over = -differenceOf(bill);
    return over > 0n ? { ...bill, creditedMinor: lesser(creditedOf(bill), over) } : bill;
  });

  return withSums(reconciliation, bills);
}

function withSums(of: Of, bills: readonly ReconciledBill[]): Reconciliation {
  const sumOf = (amount: (bill: ReconciledBill) => bigint) =>
    bills.reduce((sum, bill) => sum + amount(bill), 0n);
  const billedMinor = sumOf((bill) => bill.billedMinor + bill.repairedMinor - bill.creditedMinor);
  const pendingMinor = sumOf((bill) => (bill.pending === null ? 0n : bill.expectedMinor));
  const differenceMinor = sumOf(differenceOf);
  const expectedMinor = billedMinor + pendingMinor + differenceMinor;

  return { ...of, bills, expectedMinor, billedMinor, pendingMinor, differenceMinor };
}

/** What the next bill puts right: the oldest first, each with the lines that charged it and, behind them, all others that could give back. */
export function repairsOf({ bills, notes, isSpoiled, healed }: Reconciliation): Repairs {
  const wrong = bills.filter((bill) => differenceOf(bill) !== 0n);
  const open = withoutDrawn(bills.toReversed().flatMap(chargedIn), notes)
    .map((each) => ({ ...each, lines: each.lines.filter(({ netMinor }) => netMinor > 0n) }))
    .filter(({ atMostMinor }) => atMostMinor > 0n);
  const of = wrong.slice(0, REPAIRS_PER_BILL_MAX).map((wrongOne) => {
    const { kind, number, start, end, bill, expectedMinor } = wrongOne;
    const [own = [], others = []] = [true, false].map((isOwn) =>
      open.filter(({ invoice }) => (invoice === bill?.invoice) === isOwn),
    );
    const billedMinor = expectedMinor - differenceOf(wrongOne);
    const suppliedOn = bill?.suppliedOn ?? null;
    const whose = { bill: kind, number, invoice: bill?.invoice ?? null };
    return {
      ...whose,
      suppliedOn,
      expectedMinor,
      billedMinor,
      start,
      end,
      charged: [...own, ...others],
    };
  });

  return { of, isAll: of.length === wrong.length && !isSpoiled, ...(healed && { healed }) };
}

/** What the lines of a bill charged, and not more than it asked for: credit paid the rest. */
function chargedIn({ bill }: ReconciledBill): readonly CreditableInvoice[] {
  if (!bill) return [];
  const { invoice, gathering, lines } = bill;
  const charged = lines
    .map((line, index) => ({ line: index + 1, netMinor: netOf(line) }))
    .filter(({ netMinor }) => netMinor > 0n);
  const whose = { invoice, ...(gathering !== undefined && { gathering }) };

  return [{ ...whose, atMostMinor: netSum(lines), lines: charged }];
}

/** The lines of a bill that charge and give back: none that moves credit or puts another bill right. */
export function chargesOf(lines: readonly BilledLine[]): readonly BilledLine[] {
  return lines.filter(({ kind }) => kind !== 'carried' && kind !== 'brought' && kind !== 'repair');
}

/** Whether a bill was made for nothing but to put others right. */
export function isOfRepairs(lines: readonly BilledLine[]): boolean {
  return chargesOf(lines).length === 0 && lines.some(({ kind }) => kind === 'repair');
}

/** What the credit notes give back that a fact asks for. */
export function notesIn({ data }: SubscriptionFact): readonly GivenBack[] {
  return 'settlement' in data ? (data.settlement?.notes ?? []) : [];
}
