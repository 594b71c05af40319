/** What of an invoice's lines may be given back. */
import { lesser } from '../../kernel/money.ts';

/** What of an invoice's lines may be given back, and at most so much of the whole; amounts as they were billed, be the tax in them or not. */
export type CreditableInvoice = {
  /** The invoice of the bill; where it fell into a gathering, its lines may stand on the one that was gathered. */
  readonly invoice: string;
  readonly gathering?: string;
  readonly atMostMinor: bigint;
  readonly lines: readonly { readonly line: number; readonly netMinor: bigint }[];
};

/** What one line of a bill charged, as its invoice may give it back. */
export function chargedBy(
  { invoice, gathering }: Pick<CreditableInvoice, 'invoice' | 'gathering'>,
  line: CreditableInvoice['lines'][number],
): CreditableInvoice {
  const whose = { invoice, ...(gathering !== undefined && { gathering }) };

  return { ...whose, atMostMinor: line.netMinor, lines: [line] };
}

/** So much of what invoices charged, in their order; nothing where nothing is wanted. */
export function drawnUpTo(
  charged: readonly CreditableInvoice[],
  wantedMinor: bigint,
): readonly CreditableInvoice[] {
  let left = wantedMinor;

  return charged.flatMap((each) => {
    const lines = each.lines.map(({ line, netMinor }) => ({ line, netMinor: lesser(netMinor, left) }));
    const atMostMinor = lesser(each.atMostMinor, left);
    left -= atMostMinor;
    return atMostMinor > 0n ? [{ ...each, atMostMinor, lines }] : [];
  });
}
