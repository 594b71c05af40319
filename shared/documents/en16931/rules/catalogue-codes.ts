import type { RuleLine } from './rule-text.ts';

/** Codes that are on no list of EN 16931: rules of the standard, told with the official names. */
export const CODE_RULES: readonly RuleLine[] = [
  code('BR-CL-01', [
    'The type of the document (BT-3) is none of UNTDID 1001 that this document may have.',
    'Use 380 for an invoice, 384 for a corrected one, 381 for a credit note.',
    'Der Dokumenttyp (BT-3) ist keiner aus UNTDID 1001, den dieses Dokument haben darf.',
    '380 für eine Rechnung, 384 für eine berichtigte, 381 für eine Gutschrift verwenden.',
  ]),
  code('BR-CL-03', [
    'The currency of an amount is no active ISO 4217 code.',
    'Write the currency of the invoice (BT-5) beside each amount.',
    'Die Währung eines Betrags ist kein gültiger Code nach ISO 4217.',
    'Zu jedem Betrag die Währung der Rechnung (BT-5) angeben.',
  ]),
  code('CH-AMOUNT-CURRENCY', [
    'An amount is in another currency than the invoice (BT-5).',
    'State all amounts in the currency of the invoice; only the VAT total may stand in a second one, too (BT-6, BT-111).',
    'Ein Betrag hat eine andere Währung als die Rechnung (BT-5).',
    'Alle Beträge in der Rechnungswährung angeben; nur der Steuerbetrag darf zusätzlich in einer zweiten stehen (BT-6, BT-111).',
  ]),
  code('BR-CL-06', [
    'The code that says from when the VAT is due (BT-8) is not one that this syntax takes.',
    'Use 3, 35 or 432 in UBL, 5, 29 or 72 in CII, or leave it out.',
    'Der Code dafür, ab wann die Umsatzsteuer geschuldet ist (BT-8), ist keiner, den diese Syntax nimmt.',
    'In UBL 3, 35 oder 432, in CII 5, 29 oder 72 verwenden oder ihn weglassen.',
  ]),
  scheme('BR-CL-10', 'an identifier of a party', 'der Kennung einer Partei'),
  scheme('BR-CL-11', 'the register number of a party', 'der Registernummer einer Partei'),
  scheme(
    'BR-CL-21',
    'the standard identifier of an item (BT-157)',
    'der Standardkennung eines Artikels (BT-157)',
  ),
  scheme('BR-CL-26', 'the place of delivery (BT-71)', 'des Lieferorts (BT-71)'),
  code('BR-CL-14', [
    'The country is not on the list of e-invoices, which is ISO 3166-1 with XI for Northern Ireland and 1A for Kosovo.',
    'Write two capitals such as DE; Greece is GR and the United Kingdom GB.',
    'Das Land steht nicht auf der Liste für E-Rechnungen: ISO 3166-1 mit XI für Nordirland und 1A für Kosovo.',
    'Zwei Großbuchstaben wie DE schreiben; Griechenland ist GR, das Vereinigte Königreich GB.',
  ]),
  code('BR-CL-15', [
    'The country of origin of an item (BT-159) is not on the list of e-invoices.',
    'Write the two capitals of ISO 3166-1, such as DE.',
    'Das Ursprungsland eines Artikels (BT-159) steht nicht auf der Liste für E-Rechnungen.',
    'Die zwei Großbuchstaben nach ISO 3166-1 schreiben, etwa DE.',
  ]),
  code('BR-CL-16', [
    'The payment means (BT-81) is not a code of UNTDID 4461.',
    'Use 58 for a SEPA transfer, 30 for another one, 59 for a SEPA direct debit, 48 for a card.',
    'Das Zahlungsmittel (BT-81) ist kein Code aus UNTDID 4461.',
    '58 für SEPA-Überweisung, 30 für andere Überweisungen, 59 für SEPA-Lastschrift, 48 für Karten verwenden.',
  ]),
  code('BR-49', [
    'Payment instructions do not say by which means is paid (BT-81).',
    'Give a code of UNTDID 4461, such as 58 for a SEPA transfer.',
    'Zahlungsanweisungen nennen das Zahlungsmittel nicht (BT-81).',
    'Einen Code aus UNTDID 4461 angeben, etwa 58 für SEPA-Überweisung.',
  ]),
  code('BR-CL-19', [
    'The reason code of an allowance (BT-98, BT-140) is not one of UNTDID 5189 that EN 16931 takes.',
    'Use 95 for a discount, or give the reason in words alone (BT-97, BT-139).',
    'Der Grundcode eines Nachlasses (BT-98, BT-140) ist keiner aus UNTDID 5189, den EN 16931 zulässt.',
    '95 für einen Rabatt verwenden oder den Grund nur in Worten angeben (BT-97, BT-139).',
  ]),
  code('BR-CL-20', [
    'The reason code of a charge (BT-105, BT-145) is not one of UNTDID 7161 that EN 16931 takes.',
    'Use a code such as FC for freight, or give the reason in words alone (BT-104, BT-144).',
    'Der Grundcode eines Zuschlags (BT-105, BT-145) ist keiner aus UNTDID 7161, den EN 16931 zulässt.',
    'Einen Code wie FC für Fracht verwenden oder den Grund nur in Worten angeben (BT-104, BT-144).',
  ]),
  code('BR-CL-22', [
    'The code for why nothing is taxed (BT-121) is not on the VATEX list.',
    'Use a code such as VATEX-EU-AE, or give the reason in words alone (BT-120).',
    'Der Code des Befreiungsgrunds (BT-121) steht nicht auf der VATEX-Liste.',
    'Einen Code wie VATEX-EU-AE verwenden oder den Grund nur in Worten angeben (BT-120).',
  ]),
  code('CH-VATEX', [
    'The code for why nothing is taxed (BT-121) belongs to another VAT category (BT-118).',
    'Use the code of the category: VATEX-EU-AE with AE, VATEX-EU-IC with K, VATEX-EU-G with G, VATEX-EU-O with O.',
    'Der Code des Befreiungsgrunds (BT-121) gehört zu einer anderen Umsatzsteuerkategorie (BT-118).',
    'Den Code der Kategorie verwenden: VATEX-EU-AE bei AE, VATEX-EU-IC bei K, VATEX-EU-G bei G, VATEX-EU-O bei O.',
  ]),
  code('BR-CL-23', [
    'The unit is not a code of UN/ECE recommendation 20, nor of 21 with an X before it.',
    'Use a code such as C62 (one), HUR (hour) or KGM (kilogram).',
    'Die Einheit ist kein Code der UN/ECE-Empfehlung 20 und keiner der Empfehlung 21 mit X davor.',
    'Einen Code wie C62 (eins), HUR (Stunde) oder KGM (Kilogramm) verwenden.',
  ]),
  code('BR-CL-25', [
    'The scheme of an electronic address is not on the EAS list.',
    'Use a scheme such as 0204, 0088, 9930 or EM.',
    'Das Schema einer elektronischen Adresse steht nicht auf der EAS-Liste.',
    'Ein Schema wie 0204, 0088, 9930 oder EM verwenden.',
  ]),
];

type Words = readonly [message: string, remedy: string, nachricht: string, abhilfe: string];

function code(rule: string, [message, remedy, nachricht, abhilfe]: Words): RuleLine {
  return [rule, 'fatal', [message, remedy], [nachricht, abhilfe]];
}

function scheme(rule: string, english: string, german: string): RuleLine {
  return code(rule, [
    `The scheme of ${english} is not on the ICD list (ISO/IEC 6523).`,
    'Use a scheme such as 0088 (GLN), 0160 (GTIN) or 0060 (D-U-N-S), or leave the scheme out where it may be.',
    `Das Schema ${german} steht nicht auf der ICD-Liste (ISO/IEC 6523).`,
    'Ein Schema wie 0088 (GLN), 0160 (GTIN) oder 0060 (D-U-N-S) verwenden oder es weglassen, wo es fehlen darf.',
  ]);
}
