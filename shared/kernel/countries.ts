/**
 * The 249 codes of ISO 3166-1 alpha-2 among all pairs of capitals, by first letter, for a bundle pays for every byte; and XK,
 * left to its users by the standard, by which the Union's bodies name Kosovo.
 */
const ASSIGNED =
  /A[^ABCHJKNPVY]|B[^CKPUX]|C[^BEJPQST]|D[EJKMOZ]|E[CEGHRST]|F[IJKMOR]|G[^CJKOVXZ]|H[KMNRTU]|I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|L[ABCIKRSTUVY]|M[^BIJ]|N[ACEFGILOPRUZ]|OM|P[AEFGHKLMNRSTWY]|QA|R[EOSUW]|S[^FPQUW]|T[^ABEIPQSUXY]|U[AGMSYZ]|V[ACEGINU]|W[FS]|XK|Y[ET]|Z[AMW]/;

/** Member states of the Union by ISO 3166-1 code. */
export const MEMBER_STATES: readonly string[] =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/** Whether a country is a member of the Union; whether its VAT holds at an address of it is another question. */
export function isMemberState(country: string): boolean {
  return MEMBER_STATES.includes(country);
}

/** Whether two capitals are a country's: Greece is GR and Great Britain GB, whatever VAT ids begin with or people write. */
export function isCountry(code: string): boolean {
  return ASSIGNED.test(code);
}
