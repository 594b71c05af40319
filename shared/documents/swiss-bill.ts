/** The Swiss QR bill: SIX, "Swiss Implementation Guidelines for the QR-bill", version 2.3, with structured addresses. */
import { isIban, isQrIban, qrReference, rfReference } from '../kernel/check-digits.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { formatMoney } from '../kernel/money.ts';
import type { PayeeAccount } from './account.ts';
import { type DocumentModel, type Party, toPayMinor } from './model.ts';
import { sanitise } from '../kernel/sanitise.ts';
import { SWISS_BILL_TEXTS, type SwissBillTexts } from './texts/swiss-bill.ts';

/** A party as the code names it; no part is longer than the guidelines allow. */
export type SwissParty = {
  readonly name: string;
  readonly street: string;
  readonly building: string;
  readonly postcode: string;
  readonly town: string;
  readonly country: string;
};

/** A bill; its reference is frozen with it, and of bills of old follows from the document's number. */
export type SwissBill = {
  readonly iban: string;
  /** The digits of its reference without the check digit, which no other document has. */
  readonly digits?: string;
  readonly creditor: SwissParty;
  /** Null where the buyer's address is not known in parts: the payer then writes it into an empty field. */
  readonly debtor: SwissParty | null;
  /** Such as `1949.75`. */
  readonly amount: string;
  readonly currency: string;
  readonly texts: SwissBillTexts;
};

/** What the reference is: of a QR-IBAN, of ISO 11649, or none, and then the number travels as a message. */
export type SwissReference = {
  readonly type: 'QRR' | 'SCOR' | 'NON';
  readonly reference: string;
  readonly message: string;
};

const CURRENCIES = new Set(['CHF', 'EUR']);
const SWISS_ACCOUNT = /^(?:CH|LI)/;
const AMOUNT_MINOR_MAX = 99_999_999_999n;
const LENGTH_MAX = { name: 70, street: 70, building: 16, postcode: 16, town: 35, message: 140 } as const;
const PAYLOAD_LENGTH_MAX = 997;
const REFERENCE_DIGITS = 26;
/** Hexadecimal digits, so many more than the reference has that none of its values is likelier. */
const HASH_DIGITS = 40;

/** The characters of section 4.1.1: Latin with the accents of Europe, Ș ș Ț ț and the euro sign. */
const NOT_PERMITTED = /[^\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u20ac]/gu;

/** A house number at the end of a street. */
const BUILDING = /^(.*\S)\s+(\d+\s?[a-z]?)$/iu;

/** Whether transfers to an account carry a reference of their own. */
export function takesReference(iban: string): boolean {
  return SWISS_ACCOUNT.test(iban);
}

/** The bill that pays a document; null where the seller has no account for one, or there is nothing to transfer. */
export function swissBill(model: DocumentModel, { iban, holder }: PayeeAccount): SwissBill | null {
  const { currency, directDebit, language, id } = model;
  const dueMinor = toPayMinor(model);
  if (!takesReference(iban) || !isIban(iban) || !CURRENCIES.has(currency)) return null;
  if (directDebit || dueMinor < 1n || dueMinor > AMOUNT_MINOR_MAX) return null;

  const creditor = swissParty(model.seller, holder);
  if (creditor === null) return null;

  const amount = formatMoney({ minor: dueMinor, currency });
  const debtor = swissParty(model.buyer, model.buyer.name);
  const own = id !== undefined && { digits: digitsOf(id) };
  return { iban, ...own, creditor, debtor, amount, currency, texts: textsIn(language) };
}

/**
 * The digits of a document's id, which is a hash over what is invoiced and by whom: two documents share them as seldom as two
 * ids are the same, whatever their sellers, their series and their numbers.
 */
function digitsOf(id: string): string {
  const hash = BigInt(`0x${sha256Hex(id).slice(0, HASH_DIGITS)}`);

  return String(hash % 10n ** BigInt(REFERENCE_DIGITS)).padStart(REFERENCE_DIGITS, '0');
}

/** The reference of a bill; null where the account takes only digits and a bill of old has none in its number, or too many. */
export function swissReference(
  { iban, digits }: Pick<SwissBill, 'iban' | 'digits'>,
  number: string,
): SwissReference | null {
  // Whoever reads the transfer finds the number beside a reference that does not tell it.
  const message = permitted(number, LENGTH_MAX.message);
  const told = digits === undefined ? '' : message;
  if (isQrIban(iban)) {
    const reference = qrReference(digits ?? number.replace(/\D/g, ''));

    return reference === null ? null : { type: 'QRR', reference, message: told };
  }
  const signs = digits === undefined ? number.replace(/[^0-9A-Za-z]/g, '') : BigInt(digits).toString(36);
  const reference = rfReference(signs.toUpperCase());
  if (reference !== null) return { type: 'SCOR', reference, message: told };

  return { type: 'NON', reference: '', message };
}

/** The reference that the bill of a document carries; null where there is none, or it follows from the number. */
export function ownReference(model: DocumentModel, bank: PayeeAccount): string | null {
  const bill = swissBill(model, bank);

  return bill?.digits === undefined ? null : (swissReference(bill, '')?.reference ?? null);
}

/** What the code says, line by line; null where no reference can be made, or it says more than the guidelines allow. */
export function swissPayload(bill: SwissBill, number: string): string | null {
  const found = swissReference(bill, number);
  if (found === null) return null;

  const noParty = Array.from({ length: 7 }, () => '');
  const ultimateCreditor = noParty;
  const lines = [
    ...['SPC', '0200', '1', bill.iban],
    ...addressLines(bill.creditor),
    ...ultimateCreditor,
    ...[bill.amount, bill.currency],
    ...(bill.debtor ? addressLines(bill.debtor) : noParty),
    ...[found.type, found.reference, found.message, 'EPD'],
  ];
  const payload = lines.join('\n');

  return payload.length <= PAYLOAD_LENGTH_MAX ? payload : null;
}

function addressLines({ name, street, building, postcode, town, country }: SwissParty): string[] {
  return ['S', name, street, building, postcode, town, country];
}

function swissParty({ postal }: Party, named: string): SwissParty | null {
  if (!postal) return null;
  const name = permitted(named, LENGTH_MAX.name);
  const postcode = permitted(postal.postcode, LENGTH_MAX.postcode);
  const town = permitted(postal.city, LENGTH_MAX.town);
  if (name === '' || postcode === '' || town === '') return null;

  const whole = permitted(postal.street, LENGTH_MAX.street + LENGTH_MAX.building);
  const [, road = whole, building = ''] = BUILDING.exec(whole) ?? [];
  const street = permitted(road, LENGTH_MAX.street);
  return { name, street, building, postcode, town, country: postal.country.slice(0, 2) };
}

/** What a letter stands for is kept where its accent is not permitted. */
function permitted(text: string, lengthMax: number): string {
  const kept = Array.from(sanitise(text), (letter) =>
    letter.replace(NOT_PERMITTED, (foreign) => foreign.normalize('NFKD').replace(NOT_PERMITTED, '')),
  );

  return kept.join('').replace(/\s+/gu, ' ').trim().slice(0, lengthMax).trim();
}

function textsIn(language: string): SwissBillTexts {
  const [base = 'en'] = language.toLowerCase().split('-');
  return SWISS_BILL_TEXTS[base] ?? SWISS_BILL_TEXTS.en;
}
