/** The few words that a bill adds to what was agreed, in the languages that documents are written in. */

type Words = {
  readonly credit: string;
  /** For days on which the service was suspended. */
  readonly withheld: string;
  readonly carried: string;
  readonly brought: string;
  readonly correction: string;
  /** What puts an earlier bill right. */
  readonly repair: string;
  readonly setup: string;
  /** What a commitment period was short of its minimum. */
  readonly trueUp: string;
};

const ENGLISH: Words = {
  credit: 'Credit for unused time',
  withheld: 'Credit for time without service',
  carried: 'Credit carried forward',
  brought: 'Credit from earlier invoices',
  correction: 'Correction of usage',
  repair: 'Correction of an earlier bill',
  setup: 'Set-up',
  trueUp: 'Minimum spend not reached',
};

const WORDS: Readonly<Record<string, Words>> = {
  en: ENGLISH,
  de: {
    credit: 'Gutschrift für nicht genutzte Zeit',
    withheld: 'Gutschrift für Zeit ohne Leistung',
    carried: 'Guthaben, auf spätere Rechnungen übertragen',
    brought: 'Guthaben aus früheren Rechnungen',
    correction: 'Berichtigung der Nutzung',
    repair: 'Berichtigung einer früheren Abrechnung',
    setup: 'Einrichtung',
    trueUp: 'Differenz zum Mindestumsatz',
  },
  fr: {
    credit: 'Avoir pour la période non utilisée',
    withheld: 'Avoir pour la période de suspension du service',
    carried: 'Avoir reporté sur les factures suivantes',
    brought: 'Avoir de factures antérieures',
    correction: 'Correction de consommation',
    repair: 'Rectification d’une facturation antérieure',
    setup: 'Mise en service',
    trueUp: 'Complément au minimum convenu',
  },
  es: {
    credit: 'Abono por el tiempo no utilizado',
    withheld: 'Abono por el tiempo sin servicio',
    carried: 'Saldo a favor trasladado a facturas posteriores',
    brought: 'Saldo a favor de facturas anteriores',
    correction: 'Corrección de consumo',
    repair: 'Rectificación de una facturación anterior',
    setup: 'Puesta en marcha',
    trueUp: 'Complemento hasta el mínimo acordado',
  },
  it: {
    credit: 'Accredito per il periodo non utilizzato',
    withheld: 'Accredito per il periodo di sospensione del servizio',
    carried: 'Credito riportato alle fatture successive',
    brought: 'Credito da fatture precedenti',
    correction: 'Correzione dei consumi',
    repair: 'Rettifica di una fatturazione precedente',
    setup: 'Attivazione',
    trueUp: 'Integrazione al minimo concordato',
  },
  nl: {
    credit: 'Creditering van niet-gebruikte tijd',
    withheld: 'Creditering van tijd zonder dienst',
    carried: 'Tegoed overgeheveld naar latere facturen',
    brought: 'Tegoed van eerdere facturen',
    correction: 'Correctie van verbruik',
    repair: 'Correctie van een eerdere facturering',
    setup: 'Installatie',
    trueUp: 'Aanvulling tot het afgesproken minimum',
  },
};

/** The words of a language; where there are none, English. */
export function billWords(language: string): Words {
  return WORDS[language.slice(0, 2)] ?? ENGLISH;
}
