/** Transfers to suppliers, before a bank makes them. */

/** An account and whose it is. */
export type TransferParty = { readonly name: string; readonly iban: string; readonly bic: string | null };

/** One transfer in euro; `number` is that of the invoice it pays. */
export type Transfer = {
  readonly id: string;
  readonly number: string;
  readonly amountMinor: bigint;
  readonly creditor: TransferParty;
};
