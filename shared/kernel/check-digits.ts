/** Check digits of identifiers that money and documents find their way by. Each function takes the identifier without blanks. */

const IBAN = /^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/;
const CREDITOR = /^[A-Z]{2}\d{2}[0-9A-Z]{3}[0-9A-Z]{1,28}$/;
const BIC = /^[A-Z]{6}[0-9A-Z]{2}(?:[0-9A-Z]{3})?$/;
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

/** Letters count as 10 to 35; anything else was refused by the form before. */
function modulo97(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }

  return rest;
}
