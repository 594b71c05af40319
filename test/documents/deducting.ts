/** The end of an order with deposits: what was paid of them is deducted, and the rest of them is taken back. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import { invoices } from '../../shared/domain/invoices.ts';
import type { Deducted, Deduction } from '../../shared/domain/invoices/deductions.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { sum } from '../checker/books.ts';
import { issueNote, type Taking } from './pieces.ts';

const FINAL = derivedId('inv', 'proof', 'final');
/** What a deduction may miss for each rate: no net comes to the very cent. */
const UNITS_MISSED_MAX = 2n;

/** What the final invoice of such a total deducts, and the deposits with what was taken back of them. */
export function deductAll(
  deposits: readonly Taking[],
  totalMinor: bigint,
): { readonly deducts: readonly Deduction[]; readonly takings: readonly Taking[] } {
  let limitMinor = totalMinor;
  const deducts: Deduction[] = [];
  const takings: Taking[] = [];
  for (const [index, deposit] of deposits.entries()) {
    const { deducted, taking } = deductOne(deposit, { limitMinor, index });
    takings.push(taking);
    if (deducted.grossMinor === 0n) continue;
    const { netMinor, taxMinor, grossMinor } = deducted;
    const { number, draft } = deposit.issued;
    const invoice = derivedId('inv', 'proof', `deposit-${index}`);
    deducts.push({ invoice, number, issueDate: draft.issueDate, netMinor, taxMinor, grossMinor });
    limitMinor -= grossMinor;
  }

  return { deducts, takings };
}

function deductOne(deposit: Taking, of: { readonly limitMinor: bigint; readonly index: number }) {
  const { sale, notes, expected } = deposit;
  const leftMinor = expected.gross - sum(notes.map(({ grossMinor }) => grossMinor));
  const thousandths = sale.advance?.paidThousandths[of.index] ?? 0;
  const paidMinor = (leftMinor * BigInt(thousandths)) / 1_000n;
  const { limitMinor } = of;
  const decided = invoices.decide(deposit.invoice, { do: 'deduct', final: FINAL, paidMinor, limitMinor });
  holds(decided.ok, decided.ok ? '' : decided.refusal.code);
  const [fact, back] = decided.value;
  holds(fact?.type === 'invoice.deducted');
  const invoice = invoices.evolve(deposit.invoice, fact);
  holds(invoice.status === 'issued');
  const known = { ...deposit, invoice };
  const taking = back?.type === 'invoice.credit_requested' ? issueNote(known, back.data) : known;
  const wanted = [leftMinor, paidMinor, limitMinor].reduce((least, each) => (each < least ? each : least));
  assertDeducted(taking, fact.data, { wanted, isAll: wanted === leftMinor });

  return { deducted: fact.data, taking };
}

/** With what was taken back it is the deposit; of what was wanted no more, and hardly less. */
function assertDeducted(
  { expected, notes }: Taking,
  deducted: Deducted,
  { wanted, isAll }: { readonly wanted: bigint; readonly isAll: boolean },
): void {
  const back = (name: 'netMinor' | 'taxMinor' | 'grossMinor') => sum(notes.map((note) => note[name]));
  deepStrictEqual(
    [
      back('netMinor') + deducted.netMinor,
      back('taxMinor') + deducted.taxMinor,
      back('grossMinor') + deducted.grossMinor,
    ],
    [expected.net, expected.tax, expected.gross],
  );
  const missed = wanted - deducted.grossMinor;
  holds(
    missed >= 0n && missed <= UNITS_MISSED_MAX * BigInt(expected.taxes.length),
    'what was paid is deducted',
  );
  if (isAll) deepStrictEqual(missed, 0n);
}
