/** The code that a banking app scans: EPC069-12, "Quick Response Code: Guidelines to enable data capture for a credit transfer". */
import { isIban, isQrIban } from '../kernel/check-digits.ts';
import { formatMoney } from '../kernel/money.ts';
import type { PayeeAccount } from './account.ts';
import { type DocumentModel, toPayMinor } from './model.ts';

/** A credit transfer in euro without its reference: what is frozen of the code, in the words of the guideline. */
export type CodedTransfer = {
  readonly name: string;
  readonly iban: string;
  /** Only where the guideline wants it: outside the European Economic Area. */
  readonly bic: string | null;
  /** Such as `EUR226.00`. */
  readonly amount: string;
};

const AMOUNT_MINOR_MAX = 99_999_999_999n;
const NAME_LENGTH_MAX = 70;
const REFERENCE_LENGTH_MAX = 140;
const PAYLOAD_BYTES_MAX = 331;

/** Countries of the SEPA area by the first letters of their IBANs (EPC409-09): within the EEA, and outside it. */
const WITHIN_EEA = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);
const OUTSIDE_EEA = new Set('AD AL CH GB GI MC MD ME MK RS SM VA'.split(' '));

/** The transfer that pays a document; null where no such code may be printed, or where the amount is collected. */
export function codedTransfer(model: DocumentModel, bank: PayeeAccount): CodedTransfer | null {
  const { currency, directDebit } = model;
  const dueMinor = toPayMinor(model);
  if (currency !== 'EUR' || directDebit || dueMinor < 1n || dueMinor > AMOUNT_MINOR_MAX) return null;

  const { iban, holder } = bank;
  const name = [...holder].slice(0, NAME_LENGTH_MAX).join('').trim();
  const bic = bicFor(bank);
  if (name === '' || bic === undefined || !isIban(iban) || isQrIban(iban)) return null;

  return { name, iban, bic, amount: `EUR${formatMoney({ minor: dueMinor, currency })}` };
}

/** Undefined where the transfer cannot be told without a BIC that is not known, or the account is outside the area. */
function bicFor({ iban, bic }: PayeeAccount): string | null | undefined {
  const country = iban.slice(0, 2);
  if (WITHIN_EEA.has(country)) return null;

  return OUTSIDE_EEA.has(country) ? (bic ?? undefined) : undefined;
}

/** What the code says, with the document's number as its text; null where that is longer than the guideline allows. */
export function payloadOf({ name, iban, bic, amount }: CodedTransfer, number: string): string | null {
  const purpose = '';
  const structuredReference = '';
  const lines = [
    'BCD',
    '002',
    '1',
    'SCT',
    bic ?? '',
    name,
    iban,
    amount,
    purpose,
    structuredReference,
    number,
  ];
  const payload = lines.join('\n');
  const isWithin =
    number.length <= REFERENCE_LENGTH_MAX && Buffer.byteLength(payload, 'utf8') <= PAYLOAD_BYTES_MAX;

  return isWithin ? payload : null;
}
