/** Check digits of identifiers that money and documents find their way by. Each function takes the identifier without blanks. */

const IBAN = /^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/;
const CREDITOR = /^[A-Z]{2}\d{2}[0-9A-Z]{3}[0-9A-Z]{1,28}$/;
const BIC = /^[A-Z]{6}[0-9A-Z]{2}(?:[0-9A-Z]{3})?$/;
const QR_IBAN = /^(?:CH|LI)\d\d3[01]/;
/** The table of the recursive check, modulo 10, of Swiss payment references. */
const MODULO_10 = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5] as const;
const LEITWEG = /^(\d{2,12})(?:-([0-9A-Z]{1,30}))?-(\d{2})$/;

/** ISO 13616: the two check digits make the whole 1 modulo 97. */
export function isIban(text: string): boolean {
  return IBAN.test(text) && modulo97(`${text.slice(4)}${text.slice(0, 4)}`) === 1;
}

/** A SEPA creditor identifier (EPC 262-08): like an IBAN, without the business code in places 5 to 7. */
export function isCreditorId(text: string): boolean {
  return CREDITOR.test(text) && modulo97(`${text.slice(7)}${text.slice(0, 4)}`) === 1;
}

/** ISO 9362, by its form. */
export function isBic(text: string): boolean {
  return BIC.test(text);
}

/** Whether the text is built like a Leitweg-ID, the address of a public buyer in Germany. */
export function looksLikeLeitweg(text: string): boolean {
  return LEITWEG.test(text);
}

/** Whether a Leitweg-ID has its check digits: all without hyphens, letters as 10 to 35, is 1 modulo 97. */
export function isLeitweg(text: string): boolean {
  return looksLikeLeitweg(text) && modulo97(text.replaceAll('-', '')) === 1;
}

/** A Swiss QR-IBAN, told by its institution 30000 to 31999, takes only transfers with a Swiss QR reference. */
export function isQrIban(iban: string): boolean {
  return QR_IBAN.test(iban) && isIban(iban);
}

/** A Swiss QR reference of up to 26 digits, with zeros before them and the check digit after; null for anything else. */
export function qrReference(digits: string): string | null {
  if (!/^\d{1,26}$/.test(digits) || /^0+$/.test(digits)) return null;
  const padded = digits.padStart(26, '0');
  let carry = 0;
  for (const digit of padded) carry = MODULO_10[(carry + Number(digit)) % 10] ?? 0;

  return `${padded}${(10 - carry) % 10}`;
}

/** A creditor reference of ISO 11649 around up to 21 letters and digits; null for anything else. */
export function rfReference(text: string): string | null {
  if (!/^[0-9A-Z]{1,21}$/.test(text)) return null;
  const check = 98 - modulo97(`${text}RF00`);

  return `RF${String(check).padStart(2, '0')}${text}`;
}

/** Letters count as 10 to 35; anything else was refused by the form before. */
function modulo97(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }

  return rest;
}
