/** The code lists of EN 16931 in their edition of 2025, but for currencies and units: what each field takes (BR-CL). */
import { isCountry } from '../../../kernel/countries.ts';

/** Documents of UNTDID 1001 that charge; 81 may do either. */
export const INVOICE_CODES: ReadonlySet<string> = listed(
  `71 80 81 82 84 102 130 202 203 204 211 218 219 295 325 326 331 380 382 383 384 385 386 387 388 389 390 393 394 395 456 457 471
   472 473 500 501 502 503 527 553 575 623 633 751 780 817 870 875 876 877 935`,
);

/** Documents of UNTDID 1001 that give back; UBL has an element of its own for them. */
export const CREDIT_NOTE_CODES: ReadonlySet<string> = listed('81 83 261 262 296 308 381 396 420 458 532');

/** Reasons of charges, of UNTDID 7161. */
export const CHARGE_CODES: ReadonlySet<string> = listed(
  `AA AAA AAC AAD AAE AAF AAH AAI AAS AAT AAV AAY AAZ ABA ABB ABC ABD ABF ABK ABL ABN ABR ABS ABT ABU ACF ACG ACH ACI ACJ ACK ACL
   ACM ACS ADC ADE ADJ ADK ADL ADM ADN ADO ADP ADQ ADR ADT ADW ADY ADZ AEA AEB AEC AED AEF AEH AEI AEJ AEK AEL AEM AEN AEO AEP AES
   AET AEU AEV AEW AEX AEY AEZ AJ AU CA CAB CAD CAE CAF CAI CAJ CAK CAL CAM CAN CAO CAP CAQ CAR CAS CAT CAU CAV CAW CAX CAY CAZ CD
   CG CS CT DAB DAC DAD DAF DAG DAH DAI DAJ DAK DAL DAM DAN DAO DAP DAQ DL EG EP ER FAA FAB FAC FC FH FI GAA HAA HD HH IAA IAB ID
   IF IR IS KO L1 LA LAA LAB LF MAE MI ML NAA OA PA PAA PC PL PRV RAB RAC RAD RAF RE RF RH RV SA SAA SAD SAE SAI SG SH SM SU TAB
   TAC TT TV V1 V2 WH XAA YY ZZZ`,
);

const ALLOWANCES = /^(?:41|42|60|6[2-8]|70|71|88|95|100|10[2-5])$/;
const PAYMENT_MEANS = /^(?:[1-9]|[1-6]\d|70|7[4-8]|9[1-8]|ZZZ)$/;
const VATEX = new RegExp(
  `^VATEX-(?:EU-(?:79-C|132(?:-1[A-Q])?|135-1|143(?:-1(?:[A-EG-L]|FA?))?|144|146-1E|148(?:-[A-G])?|151(?:-1(?:AA?|[B-E]))?|
   153|159|309|AE|D|F|G|I|IC|J|O)|FR-(?:FRANCHISE|CNWVAT|AE|298SEXDECIESA|CGI(?:261-[1-578]|261[AB]|261C-[1-3]|
   261D-(?:1|1BIS|[234])|261E-[12]|275|277A|295)))$`.replace(/\s/g, ''),
);

const CAPITALS = /^[A-Z]{2}$/;

/** The schemes of ISO/IEC 6523 (ICD) are numbered; a few numbers were not given or are withdrawn. */
const ICD = /^0\d{3}$/;
const ICD_LAST = 244;
const ICD_MISSING: ReadonlySet<number> = new Set([0, 1, 92, 103, 181, 182]);

/** UNTDID 5189. */
export function isAllowanceCode(code: string): boolean {
  return ALLOWANCES.test(code);
}

/** UNTDID 4461. */
export function isPaymentMeans(code: string): boolean {
  return PAYMENT_MEANS.test(code);
}

/** Why nothing is taxed: the list VATEX of the European Commission. */
export function isVatexCode(code: string): boolean {
  return VATEX.test(code);
}

/** The scheme of an identifier of a party, a place or an item. */
export function isIcdCode(code: string): boolean {
  const number = Number(code);

  return ICD.test(code) && number <= ICD_LAST && !ICD_MISSING.has(number);
}

/** ISO 3166-1 with Kosovo as 1A and Northern Ireland as XI: the list does not take XK, by which others know Kosovo. */
export function isEInvoiceCountry(code: string): boolean {
  return code === '1A' || code === 'XI' || (code !== 'XK' && CAPITALS.test(code) && isCountry(code));
}

function listed(codes: string): ReadonlySet<string> {
  return new Set(codes.split(/\s+/));
}
