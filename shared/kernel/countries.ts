/**
 * The 249 codes of ISO 3166-1 alpha-2 among all pairs of capitals, by first letter, for a bundle pays for every byte; and XK,
 * left to its users by the standard, by which the Union's bodies name Kosovo.
 */
const ASSIGNED =
  /A[^ABCHJKNPVY]|B[^CKPUX]|C[^BEJPQST]|D[EJKMOZ]|E[CEGHRST]|F[IJKMOR]|G[^CJKOVXZ]|H[KMNRTU]|I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|L[ABCIKRSTUVY]|M[^BIJ]|N[ACEFGILOPRUZ]|OM|P[AEFGHKLMNRSTWY]|QA|R[EOSUW]|S[^FPQUW]|T[^ABEIPQSUXY]|U[AGMSYZ]|V[ACEGINU]|W[FS]|XK|Y[ET]|Z[AMW]/;

/** Whether two capitals are a country's: Greece is GR and Great Britain GB, whatever VAT ids begin with or people write. */
export function isCountry(code: string): boolean {
  return ASSIGNED.test(code);
}
