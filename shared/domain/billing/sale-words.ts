/** The few words that invoices of deposits and of prepaid credits are made of, in the languages that documents are written in. */

type SaleWords = {
  /** The line of a deposit invoice. */
  readonly deposit: string;
  /** The line of an invoice of prepaid credits, before how many. */
  readonly prepaidCredits: string;
};

const ENGLISH: SaleWords = { deposit: 'Deposit, before delivery', prepaidCredits: 'Prepaid credits' };

const WORDS: Readonly<Record<string, SaleWords>> = {
  en: ENGLISH,
  de: { deposit: 'Anzahlung vor der Leistung', prepaidCredits: 'Guthaben' },
  fr: { deposit: 'Acompte avant la livraison', prepaidCredits: 'Crédits prépayés' },
  es: { deposit: 'Anticipo previo a la entrega', prepaidCredits: 'Saldo prepago' },
  it: { deposit: 'Acconto prima della fornitura', prepaidCredits: 'Credito prepagato' },
  nl: { deposit: 'Aanbetaling vóór levering', prepaidCredits: 'Tegoed' },
};

/** The words of a language; where there are none, English. */
export function saleWords(language: string): SaleWords {
  return WORDS[language.slice(0, 2)] ?? ENGLISH;
}

/** Characters that may be spent on what a deposit is for; what goes beyond is counted. */
const SOLD_LENGTH_MAX = 400;

type Sold = { readonly description: string; readonly quantity: string; readonly unit: string | null };

/** Several things in one sentence, each with how much of it: `Desk (2), Advice (8 h)`, and how many more where they are many. */
export function soldInWords(lines: readonly Sold[], language: string): string {
  const things = lines.map((line) => `${line.description} (${quantityInWords(line, language)})`);
  let count = 0;
  let length = 0;
  for (const thing of things) {
    length += thing.length + SEPARATOR.length;
    if (count > 0 && length > SOLD_LENGTH_MAX) break;
    count += 1;
  }
  const more = things.length - count;

  return [...things.slice(0, count), ...(more > 0 ? [`… (+${more})`] : [])].join(SEPARATOR);
}

const SEPARATOR = ', ';

function quantityInWords({ quantity, unit }: Sold, language: string): string {
  const number = language.startsWith('en') ? quantity : quantity.replace('.', ',');

  return unit === null ? number : `${number} ${unit}`;
}
