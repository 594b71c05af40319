/** Check digits of identifiers that money and taxes depend on. Each function takes the identifier without blanks. */

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

/** VAT ids by the check of their country, where it is known here; without one, by form alone. The prefix EL is Greece. */
export function isVatId(text: string): boolean {
  const rule = VAT_RULES[text.slice(0, 2)];
  const number = text.slice(2);
  if (rule === undefined) return /^[0-9A-Z+*]{2,12}$/.test(number);

  return rule.form.test(number) && rule.check(number);
}

type VatRule = { readonly form: RegExp; readonly check: (number: string) => boolean };

const VAT_RULES: Readonly<Record<string, VatRule>> = {
  AT: { form: /^U\d{8}$/, check: (number) => austrian(number.slice(1)) },
  BE: {
    form: /^[01]\d{9}$/,
    check: (number) => 97 - (Number(number.slice(0, 8)) % 97) === Number(number.slice(8)),
  },
  DE: { form: /^[1-9]\d{8}$/, check: german },
  DK: { form: /^[1-9]\d{7}$/, check: (number) => weighted(number, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
  FI: { form: /^\d{8}$/, check: (number) => weighted(number, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0 },
  FR: { form: /^[0-9A-HJ-NP-Z]{2}\d{9}$/, check: french },
  IT: { form: /^\d{11}$/, check: luhn },
  LU: { form: /^\d{8}$/, check: (number) => Number(number.slice(0, 6)) % 89 === Number(number.slice(6)) },
  NL: { form: /^\d{9}B\d{2}$/, check: dutch },
  PL: { form: /^\d{10}$/, check: (number) => weighted(number, [6, 5, 7, 2, 3, 4, 5, 6, 7, -1]) % 11 === 0 },
  PT: { form: /^[1-9]\d{8}$/, check: portuguese },
  SE: { form: /^\d{10}01$/, check: (number) => luhn(number.slice(0, 10)) },
};

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);
}

function luhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);

  return sum % 10 === 0;
}

/** ISO 7064, MOD 11,10. */
function german(number: string): boolean {
  let product = 10;
  for (const digit of number.slice(0, 8)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (2 * sum) % 11;
  }

  return (11 - product) % 10 === Number(number[8]);
}

function austrian(digits: string): boolean {
  const sum = [...digits.slice(0, 7)].reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);

  return (100 - sum - 4) % 10 === Number(digits[7]);
}

/** Keys of two digits are checked; those with a letter belong to a scheme without published check. */
function french(number: string): boolean {
  if (!/^\d{2}/.test(number)) return true;

  return Number(BigInt(`${number.slice(2)}12`) % 97n) === Number(number.slice(0, 2));
}

/** Companies by modulo 11; sole traders since 2020 by modulo 97 over the whole, letters counted as numbers. */
function dutch(number: string): boolean {
  const digits = number.slice(0, 9);
  const rest = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;

  return rest === Number(digits[8]) || modulo97(`NL${number}`) === 1;
}

function portuguese(number: string): boolean {
  const check = 11 - (weighted(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);

  return (check > 9 ? 0 : check) === Number(number[8]);
}
