/**
 * VAT ids: which state gave one, and whether its check digits are right. The algorithms are those that the states publish
 * for their numbers; where a state has none, or several that overlap, only the form is looked at, for a number that is
 * refused here is never asked about.
 */

type Check = (body: string) => boolean;

/** The ISO country of a VAT id by its prefix: Greece writes EL; Northern Ireland, XI, keeps its own. */
export function vatIdCountry(vatId: string): string {
  const prefix = vatId.slice(0, 2);

  return prefix === 'EL' ? 'GR' : prefix;
}

/** A VAT id as it is kept: a Swiss one is also written as CHE-123.456.788 MWST, by the language with TVA or IVA. */
export function inNormalForm(vatId: string): string {
  return vatId.startsWith('CHE') ? vatId.replace(/[-. ]/g, '').replace(/(?:MWST|TVA|IVA)$/, '') : vatId;
}

/** Whether form and check digits are those of the state in the prefix; a prefix that we do not know passes. */
export function isVatIdWellFormed(vatId: string): boolean {
  const prefix = vatId.slice(0, 2);
  const rule = RULES[ALIASES[prefix] ?? prefix];
  if (!rule) return true;
  const body = vatId.slice(2);

  return rule[0].test(body) && rule[1](body);
}

/** Northern Ireland numbers as Great Britain does; some write Greece by its country code. */
const ALIASES: Readonly<Record<string, string>> = { XI: 'GB', GR: 'EL' };

const at = (body: string, index: number) => Number(body[index]);
const last = (body: string) => at(body, body.length - 1);

function weighted(body: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * at(body, index), 0);
}

/** Doubled digits at every second place from the first, as Luhn has it, with an even count of digits before the check. */
function luhn(body: string): boolean {
  const sum = [...body].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);

  return sum % 10 === 0;
}

/** ISO 7064, MOD 11,10. */
function mod1110(body: string): boolean {
  let product = 10;
  for (let index = 0; index < body.length - 1; index += 1) {
    const sum = (at(body, index) + product) % 10 || 10;
    product = (2 * sum) % 11;
  }

  return (11 - product) % 10 === last(body);
}

const anything: Check = () => true;

function austrian(body: string): boolean {
  const digits = body.slice(1);
  const sum = [0, 1, 2, 3, 4, 5, 6].reduce((total, index) => {
    const value = at(digits, index) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);

  return (96 - sum) % 10 === last(digits);
}

function belgian(body: string): boolean {
  return 97 - (Number(body.slice(0, 8)) % 97) === Number(body.slice(8));
}

function cypriot(body: string): boolean {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
  const sum = [0, 1, 2, 3, 4, 5, 6, 7].reduce(
    (total, index) => total + (index % 2 === 0 ? (odd[at(body, index)] ?? 0) : at(body, index)),
    0,
  );

  return String.fromCharCode(65 + (sum % 26)) === body[8];
}

/** Firms have eight digits; persons nine or ten, whose rules overlap. */
function czech(body: string): boolean {
  if (body.length !== 8) return true;
  const rest = 11 - (weighted(body, [8, 7, 6, 5, 4, 3, 2]) % 11);

  return (rest === 10 ? 0 : rest === 11 ? 1 : rest) === last(body);
}

function estonian(body: string): boolean {
  return (10 - (weighted(body, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10 === last(body);
}

function finnish(body: string): boolean {
  return ((11 - (weighted(body, [7, 9, 10, 5, 8, 4, 2]) % 11)) % 11) % 10 === last(body);
}

/** The old form has two key digits over the nine of the firm; the newer ones, with letters, are not looked into. */
function french(body: string): boolean {
  const key = body.slice(0, 2);
  if (!/^\d\d$/.test(key)) return true;
  const firm = body.slice(2);

  return (12 + 3 * (Number(firm) % 97)) % 97 === Number(key) || Number(`${firm}12`) % 97 === Number(key);
}

function british(body: string): boolean {
  if (!/^\d{9}/.test(body)) return true;
  const sum = weighted(body, [8, 7, 6, 5, 4, 3, 2]) + Number(body.slice(7, 9));

  return sum % 97 === 0 || (sum + 55) % 97 === 0;
}

function greek(body: string): boolean {
  return (weighted(body, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === last(body);
}

function hungarian(body: string): boolean {
  return (10 - (weighted(body, [9, 7, 3, 1, 9, 7, 3]) % 10)) % 10 === last(body);
}

function irish(body: string): boolean {
  const letters = 'WABCDEFGHIJKLMNOPQRSTUV';
  if (!/^\d{7}/.test(body)) return true;
  const extra = body[8] === undefined || body[8] === 'W' ? 0 : 9 * (body.charCodeAt(8) - 64);

  return letters[(weighted(body, [8, 7, 6, 5, 4, 3, 2]) + extra) % 23] === body[7];
}

/** Nine digits for firms, twelve for others, with a second set of weights where the first leaves ten. */
function lithuanian(body: string): boolean {
  const count = body.length - 1;
  const weights = (from: number) => Array.from({ length: count }, (_, index) => ((index + from - 1) % 9) + 1);
  const first = weighted(body, weights(1)) % 11;
  const rest = first === 10 ? weighted(body, weights(3)) % 11 : first;

  return (rest === 10 ? 0 : rest) === last(body);
}

function luxembourgish(body: string): boolean {
  return Number(body.slice(0, 6)) % 89 === Number(body.slice(6));
}

/** Firms begin with 4 to 9; persons' numbers hold a birthday. */
function latvian(body: string): boolean {
  if (at(body, 0) < 4) return true;
  const sum = weighted(body, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6]);
  const rest = 3 - (sum % 11);

  return (rest === -1 ? 0 : (rest + 11) % 11) === last(body);
}

function maltese(body: string): boolean {
  return 37 - (weighted(body, [3, 4, 6, 7, 8, 9]) % 37) === Number(body.slice(6));
}

/** Firms by eleven over nine digits; since 2020 others by ninety-seven over the whole of it. */
function dutch(body: string): boolean {
  const rest = weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  if (rest % 10 === at(body, 8)) return true;
  const whole = [...`NL${body}`]
    .map((sign) => (/\d/.test(sign) ? sign : String(sign.charCodeAt(0) - 55)))
    .join('');

  return BigInt(whole) % 97n === 1n;
}

function polish(body: string): boolean {
  return (weighted(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11) % 10 === last(body);
}

function portuguese(body: string): boolean {
  const rest = 11 - (weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);

  return (rest > 9 ? 0 : rest) === last(body);
}

function romanian(body: string): boolean {
  const padded = body.padStart(10, '0');

  return ((weighted(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 === last(padded);
}

function slovenian(body: string): boolean {
  const rest = 11 - (weighted(body, [8, 7, 6, 5, 4, 3, 2]) % 11);

  return rest !== 11 && rest % 10 === last(body);
}

/**
 * Persons carry a letter over twenty-three, also where a K, L or M without a value is before it: minors, Spaniards abroad, and
 * foreigners without a number of their own. Firms have a digit by Luhn, or the letter in its place.
 */
function spanish(body: string): boolean {
  const persons = 'TRWAGMYFPDXBNJZSQVHLCKE';
  const number = /^[XYZKLM]/.test(body)
    ? `${Math.max(0, 'XYZ'.indexOf(body[0] ?? ''))}${body.slice(1, 8)}`
    : body.slice(0, 8);
  if (/^\d{8}$/.test(number)) return persons[Number(number) % 23] === body[8];
  const digits = body.slice(1, 8);
  const check = (10 - (luhnSum(digits) % 10)) % 10;

  return String(check) === body[8] || 'JABCDEFGHI'[check] === body[8];
}

function luhnSum(digits: string): number {
  return [...digits].reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
}

/** Form and check by prefix. */
const RULES: Readonly<Record<string, readonly [form: RegExp, check: Check]>> = {
  AT: [/^U\d{8}$/, austrian],
  BE: [/^[01]\d{9}$/, belgian],
  BG: [/^\d{9,10}$/, anything],
  CY: [/^\d{8}[A-Z]$/, cypriot],
  CH: [/^E\d{9}$/, (body) => weighted(body.slice(1), [5, 4, 3, 2, 7, 6, 5, 4, 1]) % 11 === 0],
  CZ: [/^\d{8,10}$/, czech],
  DE: [/^[1-9]\d{8}$/, mod1110],
  DK: [/^\d{8}$/, (body) => weighted(body, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0],
  EE: [/^10\d{7}$/, estonian],
  EL: [/^\d{9}$/, greek],
  ES: [/^[0-9A-Z]\d{7}[0-9A-Z]$/, spanish],
  FI: [/^\d{8}$/, finnish],
  FR: [/^[0-9A-HJ-NP-Z]{2}\d{9}$/, french],
  GB: [/^(\d{9}|\d{12}|GD[0-4]\d\d|HA[5-9]\d\d)$/, british],
  HR: [/^\d{11}$/, mod1110],
  HU: [/^\d{8}$/, hungarian],
  IE: [/^(\d{7}[A-W][A-IW]?|[1-9][A-Z+*]\d{5}[A-W])$/, irish],
  IT: [/^\d{11}$/, luhn],
  LT: [/^(\d{7}1\d|\d{10}1\d)$/, lithuanian],
  LU: [/^\d{8}$/, luxembourgish],
  LV: [/^\d{11}$/, latvian],
  MT: [/^[1-9]\d{7}$/, maltese],
  NL: [/^\d{9}B\d{2}$/, dutch],
  PL: [/^\d{10}$/, polish],
  PT: [/^\d{9}$/, portuguese],
  RO: [/^[1-9]\d{1,9}$/, romanian],
  SE: [/^\d{10}\d\d$/, (body) => luhn(body.slice(0, 10))],
  SI: [/^[1-9]\d{7}$/, slovenian],
  SK: [/^[1-9]\d{9}$/, (body) => Number(body) % 11 === 0],
};
