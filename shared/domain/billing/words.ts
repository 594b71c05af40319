/** The few words that a bill or a deposit invoice adds to what was agreed, in the languages that documents are written in. */

type Words = {
  readonly credit: string;
  readonly carried: string;
  readonly brought: string;
  readonly correction: string;
  readonly setup: string;
  /** The line of a deposit invoice. */
  readonly deposit: string;
  /** The line of an invoice of prepaid credits, before how many. */
  readonly prepaidCredits: string;
};

const ENGLISH: Words = {
  credit: 'Credit for unused time',
  carried: 'Credit carried forward',
  brought: 'Credit from earlier invoices',
  correction: 'Correction of usage',
  setup: 'Set-up',
  deposit: 'Deposit, before delivery',
  prepaidCredits: 'Prepaid credits',
};

const WORDS: Readonly<Record<string, Words>> = {
  en: ENGLISH,
  de: {
    credit: 'Gutschrift für nicht genutzte Zeit',
    carried: 'Guthaben, auf spätere Rechnungen übertragen',
    brought: 'Guthaben aus früheren Rechnungen',
    correction: 'Berichtigung der Nutzung',
    setup: 'Einrichtung',
    deposit: 'Anzahlung vor der Leistung',
    prepaidCredits: 'Guthaben',
  },
  fr: {
    credit: 'Avoir pour la période non utilisée',
    carried: 'Avoir reporté sur les factures suivantes',
    brought: 'Avoir de factures antérieures',
    correction: 'Correction de consommation',
    setup: 'Mise en service',
    deposit: 'Acompte avant la livraison',
    prepaidCredits: 'Crédits prépayés',
  },
  es: {
    credit: 'Abono por el tiempo no utilizado',
    carried: 'Saldo a favor trasladado a facturas posteriores',
    brought: 'Saldo a favor de facturas anteriores',
    correction: 'Corrección de consumo',
    setup: 'Puesta en marcha',
    deposit: 'Anticipo previo a la entrega',
    prepaidCredits: 'Saldo prepago',
  },
  it: {
    credit: 'Accredito per il periodo non utilizzato',
    carried: 'Credito riportato alle fatture successive',
    brought: 'Credito da fatture precedenti',
    correction: 'Correzione dei consumi',
    setup: 'Attivazione',
    deposit: 'Acconto prima della fornitura',
    prepaidCredits: 'Credito prepagato',
  },
  nl: {
    credit: 'Creditering van niet-gebruikte tijd',
    carried: 'Tegoed overgeheveld naar latere facturen',
    brought: 'Tegoed van eerdere facturen',
    correction: 'Correctie van verbruik',
    setup: 'Installatie',
    deposit: 'Aanbetaling vóór levering',
    prepaidCredits: 'Tegoed',
  },
};

/** The words of a language; where there are none, English. */
export function billWords(language: string): Words {
  return WORDS[language.slice(0, 2)] ?? ENGLISH;
}
