import type { RuleLine } from './rule-text.ts';

/** Arithmetic and structure: rules of EN 16931, and ours where they are laxer. */
export const BUSINESS_RULES: readonly RuleLine[] = [
  required('BR-02', 'the invoice number (BT-1)', 'die Rechnungsnummer (BT-1)'),
  required('BR-03', 'the issue date (BT-2)', 'das Ausstellungsdatum (BT-2)'),
  required('BR-04', 'the type code (BT-3)', 'der Typcode (BT-3)'),
  required('BR-06', "the seller's name (BT-27)", 'der Name des Verkäufers (BT-27)'),
  required('BR-07', "the buyer's name (BT-44)", 'der Name des Käufers (BT-44)'),
  required('BR-09', "the seller's country (BT-40)", 'das Land des Verkäufers (BT-40)'),
  required('BR-11', "the buyer's country (BT-55)", 'das Land des Käufers (BT-55)'),
  required('BR-16', 'a line (BG-25)', 'eine Position (BG-25)'),
  required('BR-25', 'the name of the item (BT-153)', 'der Name des Artikels (BT-153)'),
  required(
    'BR-CO-26',
    "a seller's identifier, register number or VAT id (BT-29, BT-30, BT-31)",
    'Kennung, Registernummer oder USt-IdNr. des Verkäufers (BT-29, BT-30, BT-31)',
  ),
  required('BR-CO-18', 'a VAT breakdown (BG-23)', 'eine Umsatzsteueraufschlüsselung (BG-23)'),
  required(
    'BR-33',
    'the reason of an allowance or its code (BT-97, BT-98)',
    'der Grund eines Nachlasses oder dessen Code (BT-97, BT-98)',
  ),
  required(
    'BR-38',
    'the reason of a charge or its code (BT-104, BT-105)',
    'der Grund eines Zuschlags oder dessen Code (BT-104, BT-105)',
  ),
  [
    'BR-27',
    'fatal',
    ['The price of an item is negative.', 'Write a negative quantity of a positive price.'],
    ['Der Preis eines Artikels ist negativ.', 'Eine negative Menge mit positivem Preis schreiben.'],
  ],
  sum('BR-CO-10', 'the sum of the line nets', 'die Summe der Positionsbeträge'),
  sum('BR-CO-11', 'the sum of the allowances', 'die Summe der Nachlässe'),
  sum('BR-CO-12', 'the sum of the charges', 'die Summe der Zuschläge'),
  sum('BR-CO-13', 'lines less allowances plus charges', 'Positionen abzüglich Nachlässe zuzüglich Zuschläge'),
  sum('BR-CO-14', 'the sum of the VAT amounts', 'die Summe der Steuerbeträge'),
  sum('BR-CO-15', 'net plus VAT', 'Netto plus Umsatzsteuer'),
  sum('BR-CO-16', 'total less prepaid plus rounding', 'Gesamtbetrag abzüglich Anzahlungen zuzüglich Rundung'),
  sum(
    'CH-LINE-NET',
    'quantity × price ÷ base quantity, less allowances, plus charges',
    'Menge × Preis ÷ Basismenge, abzüglich Nachlässe, zuzüglich Zuschläge',
  ),
  sum(
    'CH-VAT-BASE',
    'what the lines, allowances and charges of this category and rate add up to',
    'die Summe der Positionen, Nachlässe und Zuschläge dieser Kategorie und dieses Satzes',
  ),
  sum(
    'CH-VAT-EXACT',
    'base × rate or, where prices contain the tax, gross × rate ÷ (100 + rate), rounded once',
    'Bemessungsgrundlage × Satz oder, wo Preise die Steuer enthalten, Brutto × Satz ÷ (100 + Satz), einmal gerundet',
  ),
  sum(
    'CH-VAT-GROSS',
    'the prices of this category and rate with the tax in them',
    'den Preisen dieser Kategorie und dieses Satzes mit der enthaltenen Steuer',
  ),
  required(
    'BR-53',
    'the VAT total in accounting currency (BT-111), or the currency (BT-6) of the one it has',
    'der Steuerbetrag in Buchwährung (BT-111) oder zu diesem die Währung (BT-6)',
  ),
  [
    'CH-TAX-CURRENCY',
    'fatal',
    [
      'The accounting currency (BT-6) is the currency of the invoice, or no active ISO 4217 code.',
      'Leave it out, or give the currency in which the seller accounts for its tax.',
    ],
    [
      'Die Buchwährung (BT-6) ist die Währung der Rechnung oder kein gültiger Code nach ISO 4217.',
      'Sie weglassen oder die Währung angeben, in der der Verkäufer die Steuer abführt.',
    ],
  ],
  [
    'CH-TAX-SIGN',
    'fatal',
    [
      'The VAT totals in both currencies (BT-110, BT-111) do not have the same sign.',
      'Convert the VAT total once, at one rate.',
    ],
    [
      'Die Steuerbeträge in beiden Währungen (BT-110, BT-111) haben nicht dasselbe Vorzeichen.',
      'Den Steuerbetrag einmal zu einem Kurs umrechnen.',
    ],
  ],
  sum(
    'CH-VAT-ACCOUNTING',
    'the VAT total at the exchange rate, rounded once',
    'der Steuerbetrag zum Wechselkurs, einmal gerundet',
  ),
  [
    'CH-VAT-GROUPS',
    'fatal',
    [
      'The VAT breakdown has not exactly one row for each category and rate.',
      'Gather what is taxed alike in one row.',
    ],
    [
      'Die Umsatzsteueraufschlüsselung hat nicht genau eine Zeile je Kategorie und Satz.',
      'Gleich Besteuertes in einer Zeile zusammenfassen.',
    ],
  ],
  [
    'CH-LINE-ID',
    'fatal',
    ['Two lines have the same identifier.', 'Number the lines so that each is unique.'],
    ['Zwei Positionen haben dieselbe Kennung.', 'Die Positionen eindeutig nummerieren.'],
  ],
  [
    'BR-29',
    'fatal',
    ['A period ends before it begins.', 'Correct the first or the last day.'],
    ['Ein Zeitraum endet vor seinem Beginn.', 'Den ersten oder letzten Tag berichtigen.'],
  ],
  [
    'CH-DUE',
    'fatal',
    [
      'There is something to pay, but neither a due date (BT-9) nor terms (BT-20).',
      'Give the day on which the amount is due, or the terms.',
    ],
    [
      'Es ist etwas zu zahlen, aber weder Fälligkeit (BT-9) noch Bedingungen (BT-20) sind genannt.',
      'Den Tag der Fälligkeit oder die Zahlungsbedingungen angeben.',
    ],
  ],
  [
    'CH-DUE-BEFORE',
    'warning',
    [
      'The amount is due before the invoice was issued (BT-9, BT-2).',
      'Check the year and the month of both; where it was agreed so, as for rent, it may stay.',
    ],
    [
      'Der Betrag ist fällig, bevor die Rechnung ausgestellt wurde (BT-9, BT-2).',
      'Jahr und Monat beider Tage prüfen; wo es so vereinbart ist, etwa bei Miete, darf es bleiben.',
    ],
  ],
  [
    'BR-DE-18',
    'fatal',
    [
      'The cash discount is not written as prescribed.',
      'Write #SKONTO#TAGE=14#PROZENT=2.00# on a line of its own, ended by a line break.',
    ],
    [
      'Das Skonto ist nicht in der vorgeschriebenen Form.',
      '#SKONTO#TAGE=14#PROZENT=2.00# in einer eigenen, mit Zeilenumbruch beendeten Zeile schreiben.',
    ],
  ],
];

function required(rule: string, english: string, german: string): RuleLine {
  return [
    rule,
    'fatal',
    [`The document lacks ${english}.`, `Add ${english}.`],
    [`Es fehlt ${german}.`, `Ergänzen: ${german}.`],
  ];
}

function sum(rule: string, english: string, german: string): RuleLine {
  return [
    rule,
    'fatal',
    [`The amount is not ${english}.`, 'Compute it again; nothing is tolerated.'],
    [`Der Betrag ist nicht ${german}.`, 'Den Betrag neu berechnen; es gibt keine Toleranz.'],
  ];
}
