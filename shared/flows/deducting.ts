/**
 * What a final invoice deducts. Each deposit invoice decides it once, from what its account says was paid, and remembers it;
 * money that comes later finds the deposit taken back and stays the customer's credit.
 */
import type { Draft } from '../domain/drafting/draft.ts';
import { deductedByRate } from '../domain/invoices/deducting.ts';
import { invoices } from '../domain/invoices.ts';
import type { Deduction } from '../domain/invoices/deductions.ts';
import type { Invoice } from '../domain/invoices/states.ts';
import { unionRowsDeducted } from '../domain/tax/union-sales.ts';
import { itemIn } from '../domain/receivables/story.ts';
import type { Acting } from '../execute.ts';
import { execute, load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { addDays } from '../kernel/time.ts';
import type { AggregateRef, Journal, Ports } from '../ports.ts';
import { storyOf } from './posting.ts';

type Issued = Exclude<Invoice, { status: 'none' }>;

/** The draft with what it deducts; refused with `deposit.not_posted` while an account does not know a deposit yet. */
export async function withDeductions(
  draft: Draft,
  of: {
    readonly tenant: string;
    readonly id: string;
    readonly deposits: readonly string[];
    readonly acting: Acting;
  },
  { journal }: Pick<Ports, 'journal'>,
): Promise<Result<Draft>> {
  const deducts: Deduction[] = [];
  let limitMinor = draft.grossMinor;
  for (const invoice of of.deposits) {
    const ref = { tenant: of.tenant, id: invoice };
    const decided = await decidedOn(journal, ref, { final: of.id, limitMinor, acting: of.acting });
    if (!decided.ok) return decided;
    const { number, issueDate, deducted } = decided.value;
    if (!deducted || deducted.grossMinor === 0n) continue;
    const { netMinor, taxMinor, grossMinor } = deducted;
    const returned = unionRowsDeducted(decided.value, deductedByRate(decided.value, deducted));
    const sums = { netMinor, taxMinor, grossMinor };
    deducts.push({ invoice, number, issueDate, ...sums, ...(returned.length > 0 && { returned }) });
    limitMinor -= grossMinor;
  }
  if (limitMinor < 0n) return refuse('invoice.negative', 'More was deducted than the final invoice charges.');

  return ok(deducts.length === 0 ? draft : { ...draft, deducts });
}

async function decidedOn(
  journal: Journal,
  ref: AggregateRef,
  of: { readonly final: string; readonly limitMinor: bigint; readonly acting: Acting },
): Promise<Result<Issued>> {
  const { final, limitMinor, acting } = of;
  const { state } = await load(journal, invoices, ref);
  if (state.status === 'none') return notPosted(ref.id);
  if (state.deducted) return ok(state);
  const paidMinor = await paidOf(journal, ref, state);
  if (paidMinor === undefined) return notPosted(ref.id);
  const command = { do: 'deduct', final, paidMinor, limitMinor } as const;
  const done = await execute(journal, invoices, { ref, command, acting });
  if (!done.ok) return done;

  return done.value.state.status === 'none' ? notPosted(ref.id) : ok(done.value.state);
}

/** Undefined before the account took the invoice in. Its story begins no earlier than the invoice was issued. */
async function paidOf(
  journal: Journal,
  ref: AggregateRef,
  { account, issueDate }: Issued,
): Promise<bigint | undefined> {
  const since = `${addDays(issueDate, -1)}T00:00:00.000Z`;
  const { facts } = await storyOf(journal, { tenant: ref.tenant, id: account }, since);

  return itemIn(facts, ref.id)?.paidMinor;
}

function notPosted(invoice: string) {
  return refuse('deposit.not_posted', `The account does not know the deposit ${invoice} yet.`);
}
