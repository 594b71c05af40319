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
