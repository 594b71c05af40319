/**
 * The 2,162 codes that EN 16931 takes as units (BR-CL-23): those of UN/ECE recommendation 20, and of recommendation 21 with an X
 * before them, in their edition of 2025. As they are written by the hundred alike, a pattern holds them in a fifth of the bytes.
 */
const UNITS = new RegExp(
  `^(?:
   2[0-578A-CG-NP-RUX-Z]|6[01]|1[013-5I]|8[01579]|4[01CGHK-RTUWX]|C[037-9G]|T[03IP]|[9X]1|K[1-36ABIJLORTWX]|D[1256BDGJNT]|
   P[125DIOQ-S]|U[12BC]|B[13478BP]|N[13AFLTUX]|M[14579CD]|R[19HMPT]|A[2-9ABDEHIKLQSYZ]|G[23BEFJLMO-QV]|W[2ABEGM]|
   L[2ADFHKM-PRSY]|J[2EKM]|3[3-578BC]|S[34GQRWX]|Q[3ABR]|7[47]|E[4ABQ]|5[6-9ABEJ]|Z[9PZ]|H[ACHM]|I[AEUV]|O[ANT]|V[AP]|
   F[CFHLPRS]|A(2[0-46-9]|4[0-57-9]|[13][0-9]|7[013-6]|9[013-9]|5[3-69]|8[4-9]|6[89]|WG|M[HP]|TM|S[MU]|NN|C[RT]|PZ)|
   B(6[0-46-9]|3[0-5]|[127-9][0-9]|5[02-9]|4[1-9]|U[AI]|L[DL]|[IQ]L|PM|HP|AR|FT|TU)|C(7[0-689]|9[0-79]|[1-68][0-9]|W[AI]|
   L[FT]|KG|T[GMN]|M[KQT]|DL|E[LN]|GM|N[PT]|UR|CT|OU)|D([18][0-35-9]|6[0-3589]|3[0-46]|2[0-79]|5[0-9]|4[1-9]|9[13-5]|0[34]|
   7[3478]|A[ADY]|R[AIL]|M[AKOQT]|EC|P[CRT]|B[MW]|TN|Z[NP]|[LW]T)|E(2[0-3578]|[3-9][0-9]|1[024-9]|0[17-9])|F([1-9][0-9]|
   0[1-8]|A[HR]|T[KQ]|BM|[IO]T|NU)|G([13-9][0-9]|2[013-9]|0[14-689]|I[ACIP]|L[DIL]|WH|FI|R[M-O]|BQ|GR|DW)|H(8[0-57-9]|
   [19][0-689]|7[0-79]|[2-6][0-9]|0[3-9]|[EP]A|B[AX]|AD|WE|[GK]M|M[OQT]|UR|LT|IU|DW|TZ)|I(SD|UG|N[HKQ])|J(9[0-35-9]|
   [37][0-689]|[24-6][0-9]|1[02-9]|8[1-57]|WL|PS|NT|OU)|K(4[0-35-9]|2[0-36-8]|5[0-589]|[13689][0-9]|7[013-9]|BA|M[AHKQT]|
   P[AHOP]|V[ART]|CC|I[CP]|S[DH]|W[HNOSTY]|N[IMST]|L[KX]|EL|G[MS]|TN|JO|UR|AT|DW|H[YZ])|L(9[0-689]|[13-578][0-9]|2[013-9]|
   6[03-9]|PA|U[BMX]|AC|EF|T[NR]|B[RT])|M(5[0-35-9]|2[0-79]|[1346-9][0-9]|[PV]A|Q[DHMSW]|N[DJ]|[KR][DMW]|L[DT]|B[EFR]|WH|
   A[HLMRW]|SK|I[KLNOU]|T[KQ-SZ]|M[KQT]|GM|ON|CU|HZ)|N([1-9][0-9]|M[3IP]|CL|I[LU]|AR|PT|TU|EW)|O(Z[AI]|D[EGKM]|[HP]M|NZ)|
   P([1-9][0-9]|LA|T[DILN]|[AFG]L)|Q(4[0-2]|[1-3][0-9]|T[DILR]|AN)|R(OM|P[MS])|S(M[3I]|T[CIKLNW]|E[CT]|IE|AN|C[OR]|[QY]R)|
   T(I[CP]|QD|NE|A[HN]|P[IR]|RL|KM|[MT]S|ST)|VLT|W(E[BE]|[CS]D|HR|TT)|X(P[1-4A-LN-PRT-VX-Z]|O[1-9A-NP-Z]|
   T[1B-EGIKLNOR-WYZ]|4[34A-DF-H]|B[4A-Z]|8[A-C]|M[A-CER-TWX]|D[A-CG-NPR-Y]|H[A-CGNR]|Q[A-DF-HJ-NP-S]|Y[A-DF-HJ-NP-TV-Z]|
   [WZ][A-DF-HJ-NP-Z]|X[A-DF-HJK]|S[A-EHIK-MOPS-Z]|I[A-HKLNZ]|A[A-JLMPTV]|C[A-Z]|7[AB]|1[ABDFGW]|N[AE-GS-V]|V[AGIKLN-SY]|
   3[AH]|F[B-EILOPRTWX]|J[BCGRTY]|G[BILRUYZ]|2C|E[C-IN]|U[CN]|R[DGJ-LOTZ]|L[EGT-VZ]|K[GI]|5[HLM]|6[HP])|Y(RD|D[KQ])|Z11)$`.replace(
    /\s/g,
    '',
  ),
);

/** Whether a unit is on the list. */
export function isUnitCode(code: string): boolean {
  return UNITS.test(code);
}
