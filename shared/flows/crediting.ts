/** From what a request says of an invoice's lines to what the invoice is asked. */
import type { NewCreditNote } from '../contracts/credit-requests.ts';
import type { Draft } from '../domain/drafting/draft.ts';
import type { DocumentFigures } from '../domain/invoices/states.ts';
import type { CreditWish } from '../domain/invoices/wishes.ts';
import { parseMoney } from '../kernel/money.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';
import { readFrozen } from './freezing.ts';

type Wished = NonNullable<CreditWish['lines']>[number];
type Named = NonNullable<NewCreditNote['lines']>[number];
type Of = Pick<DocumentFigures, 'currency' | 'priceBasis' | 'content'> & { readonly tenant: string };

/**
 * The amounts in minor units, in the basis of the invoice's prices; the quantities beside those that were charged, which only
 * the frozen document tells. Nothing where no lines are named.
 */
export async function statedLines(
  { lines }: Pick<NewCreditNote, 'lines'>,
  invoice: Of,
  ports: Pick<Ports, 'documents'>,
): Promise<Result<{ readonly lines?: readonly Wished[] }>> {
  if (!lines) return ok({});
  const charged = lines.some((line) => 'quantity' in line) ? await chargedIn(invoice, ports) : [];
  const stated: Wished[] = [];
  for (const [index, line] of lines.entries()) {
    const wished = wishedOf(line, { invoice, charged });
    if (!wished.ok)
      return refuse(wished.refusal.code, wished.refusal.message, {
        ...wished.refusal,
        pointer: `#/lines/${index}/amount`,
      });
    stated.push(wished.value);
  }

  return ok({ lines: stated });
}

async function chargedIn(
  { tenant, content }: Of,
  ports: Pick<Ports, 'documents'>,
): Promise<readonly string[]> {
  const { model } = await readFrozen(tenant, content, ports);
  const { lines } = model as Pick<Draft, 'lines'>; // frozen from a draft

  return lines.map(({ quantity }) => quantity);
}

function wishedOf(
  named: Named,
  { invoice, charged }: { readonly invoice: Of; readonly charged: readonly string[] },
): Result<Wished> {
  const { line } = named;
  // A line that is not there has no quantity; the invoice refuses it.
  if ('quantity' in named) return ok({ line, quantity: named.quantity, charged: charged[line - 1] ?? '0' });
  const parsed = parseMoney(named.amount, invoice.currency);
  if (!parsed.ok) return parsed;
  const { minor } = parsed.value;

  return ok(invoice.priceBasis === 'gross' ? { line, grossMinor: minor } : { line, netMinor: minor });
}
