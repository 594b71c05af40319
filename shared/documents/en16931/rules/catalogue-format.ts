import type { RuleLine } from './rule-text.ts';

/** What keeps a file from being an e-invoice at all. */
export const FORMAT_RULES: readonly RuleLine[] = [
  [
    'FORMAT-SPECIFICATION',
    'fatal',
    [
      'The document does not say that it follows EN 16931.',
      'Give a specification identifier that begins with urn:cen.eu:en16931:2017.',
    ],
    [
      'Das Dokument nennt EN 16931 nicht als Spezifikation.',
      'Eine Spezifikationskennung angeben, die mit urn:cen.eu:en16931:2017 beginnt.',
    ],
  ],
  [
    'FORMAT-DATE',
    'fatal',
    ['The value is not a date.', 'Write the day as YYYY-MM-DD (UBL) or YYYYMMDD with format 102 (CII).'],
    [
      'Der Wert ist kein Datum.',
      'Den Tag als JJJJ-MM-TT (UBL) oder JJJJMMTT mit Format 102 (CII) schreiben.',
    ],
  ],
  [
    'FORMAT-NUMBER',
    'fatal',
    [
      'The value is not a number of the expected size.',
      'Write a plain decimal with a point and at most eighteen digits.',
    ],
    [
      'Der Wert ist keine Zahl der erwarteten Größe.',
      'Eine Dezimalzahl mit Punkt und höchstens achtzehn Stellen schreiben.',
    ],
  ],
  [
    'FORMAT-PRECISION',
    'fatal',
    ['The amount has more decimals than its currency.', 'Round the amount to the decimals of the currency.'],
    [
      'Der Betrag hat mehr Nachkommastellen als seine Währung.',
      'Den Betrag auf die Stellen der Währung runden.',
    ],
  ],
  [
    'FORMAT-CATEGORY',
    'fatal',
    [
      'The VAT category is not one of S, Z, E, AE, K, G, O, L, M and B.',
      'Use a category code of UNTDID 5305 that EN 16931 allows.',
    ],
    [
      'Die Umsatzsteuerkategorie ist keine von S, Z, E, AE, K, G, O, L, M und B.',
      'Einen Code aus UNTDID 5305 verwenden, den EN 16931 zulässt.',
    ],
  ],
  [
    'FORMAT-CURRENCY',
    'fatal',
    [
      'The currency is not an active ISO 4217 code.',
      'Use the three-letter code of a currency in circulation.',
    ],
    [
      'Die Währung ist kein gültiger Code nach ISO 4217.',
      'Den dreistelligen Code einer gültigen Währung verwenden.',
    ],
  ],
  [
    'CH-EXPONENT',
    'fatal',
    [
      'Amounts of EN 16931 have two decimals; this currency needs more.',
      'Send the document as a PDF, or agree on another currency.',
    ],
    [
      'Beträge nach EN 16931 haben zwei Nachkommastellen; diese Währung braucht mehr.',
      'Das Dokument als PDF senden oder eine andere Währung vereinbaren.',
    ],
  ],
];
