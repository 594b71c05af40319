/** The account that a document asks to be paid to. */
export type PayeeAccount = { readonly iban: string; readonly bic: string | null; readonly holder: string };
