/** What of an invoice's lines may be given back, and at most so much of the whole; amounts as they were billed, be the tax in them or not. */
export type CreditableInvoice = {
  /** The invoice of the bill; where it fell into a gathering, its lines may stand on the one that was gathered. */
  readonly invoice: string;
  readonly gathering?: string;
  readonly atMostMinor: bigint;
  readonly lines: readonly { readonly line: number; readonly netMinor: bigint }[];
};
