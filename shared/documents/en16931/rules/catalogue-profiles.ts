import type { RuleLine } from './rule-text.ts';

/** What XRechnung and Peppol ask for beyond EN 16931. */
export const PROFILE_RULES: readonly RuleLine[] = [
  asked('BR-DE-1', 'payment instructions (BG-16)', 'Zahlungsanweisungen (BG-16)'),
  asked('BR-DE-2', "the seller's contact (BG-6)", 'der Ansprechpartner des Verkäufers (BG-6)'),
  asked('BR-DE-3', "the seller's city (BT-37)", 'der Ort des Verkäufers (BT-37)'),
  asked('BR-DE-4', "the seller's post code (BT-38)", 'die Postleitzahl des Verkäufers (BT-38)'),
  asked('BR-DE-5', "the name of the seller's contact (BT-41)", 'der Name des Ansprechpartners (BT-41)'),
  asked(
    'BR-DE-6',
    "the telephone number of the seller's contact (BT-42)",
    'die Telefonnummer des Ansprechpartners (BT-42)',
  ),
  asked(
    'BR-DE-7',
    "the e-mail address of the seller's contact (BT-43)",
    'die E-Mail-Adresse des Ansprechpartners (BT-43)',
  ),
  asked('BR-DE-8', "the buyer's city (BT-52)", 'der Ort des Käufers (BT-52)'),
  asked('BR-DE-9', "the buyer's post code (BT-53)", 'die Postleitzahl des Käufers (BT-53)'),
  asked('BR-DE-10', 'the city of delivery (BT-77)', 'der Ort der Lieferung (BT-77)'),
  asked('BR-DE-11', 'the post code of delivery (BT-78)', 'die Postleitzahl der Lieferung (BT-78)'),
  asked(
    'BR-DE-15',
    'the buyer reference, in Germany the Leitweg-ID (BT-10)',
    'die Käuferreferenz, in der Regel die Leitweg-ID (BT-10)',
  ),
  asked('BR-DE-23', 'the account for a transfer (BG-17)', 'das Konto für die Überweisung (BG-17)'),
  asked(
    'BR-DE-25',
    'mandate, creditor id and account of a direct debit (BG-19)',
    'Mandat, Gläubiger-ID und Konto der Lastschrift (BG-19)',
  ),
  [
    'PEPPOL-R002',
    'fatal',
    ['Outside Germany a Peppol document has one note (BT-22).', 'Say everything in one note.'],
    [
      'Außerhalb Deutschlands hat ein Peppol-Dokument eine Bemerkung (BT-22).',
      'Alles in einer Bemerkung sagen.',
    ],
  ],
  asked(
    'PEPPOL-R003',
    'a buyer reference or an order reference (BT-10, BT-13)',
    'eine Käufer- oder Bestellreferenz (BT-10, BT-13)',
  ),
  asked(
    'PEPPOL-R010',
    "the buyer's electronic address (BT-49)",
    'die elektronische Adresse des Käufers (BT-49)',
  ),
  asked(
    'PEPPOL-R020',
    "the seller's electronic address (BT-34)",
    'die elektronische Adresse des Verkäufers (BT-34)',
  ),
  asked(
    'PEPPOL-R061',
    'the mandate reference of a direct debit (BT-89)',
    'die Mandatsreferenz der Lastschrift (BT-89)',
  ),
  [
    'PEPPOL-R120',
    'fatal',
    [
      'Peppol takes a line only within two hundredths of quantity × price, whatever the currency (BT-131).',
      'Send it in another format, or agree on a price and a quantity that come to whole units of the currency.',
    ],
    [
      'Peppol nimmt eine Position nur bis auf zwei Hundertstel genau, gleich in welcher Währung (BT-131).',
      'Ein anderes Format verwenden oder Preis und Menge so vereinbaren, dass sie ganze Einheiten der Währung ergeben.',
    ],
  ],
  [
    'PEPPOL-EM',
    'fatal',
    [
      'E-mail is not an address of the Peppol network.',
      'Register the Peppol endpoint of the party, such as 9930 with the VAT id.',
    ],
    [
      'E-Mail ist keine Adresse des Peppol-Netzes.',
      'Den Peppol-Endpunkt der Partei hinterlegen, etwa 9930 mit der USt-IdNr.',
    ],
  ],
  [
    'PEPPOL-SELF-BILLED',
    'fatal',
    [
      'Peppol BIS Billing takes no self-billed documents.',
      'Name BIS Self-Billing 3.0 as the specification (BT-24).',
    ],
    [
      'Peppol BIS Billing nimmt keine Gutschriften im Sinne des Umsatzsteuerrechts.',
      'BIS Self-Billing 3.0 als Spezifikation angeben (BT-24).',
    ],
  ],
  [
    'PEPPOL-P0100',
    'fatal',
    [
      'Peppol BIS Billing does not know this type of document.',
      'Use 380 for an invoice, 381 for a credit note.',
    ],
    [
      'Peppol BIS Billing kennt diesen Dokumenttyp nicht.',
      '380 für eine Rechnung, 381 für eine Gutschrift verwenden.',
    ],
  ],
  [
    'PEPPOL-P0112',
    'fatal',
    [
      'Peppol takes partial (326) and corrected invoices (384) only between two parties in Germany.',
      'Send it in another format, or take the invoice back (381) and issue a new one (380).',
    ],
    [
      'Peppol nimmt Teil- (326) und berichtigte Rechnungen (384) nur zwischen zwei Parteien in Deutschland.',
      'Ein anderes Format verwenden oder die Rechnung stornieren (381) und eine neue ausstellen (380).',
    ],
  ],
  [
    'PEPPOL-BILLED',
    'fatal',
    [
      'Peppol BIS Self-Billing takes documents that the buyer writes alone.',
      'Use 389, 261 or 527, or name BIS Billing 3.0 as the specification (BT-24).',
    ],
    [
      'Peppol BIS Self-Billing nimmt nur Belege, die der Käufer ausstellt.',
      '389, 261 oder 527 verwenden, oder BIS Billing 3.0 als Spezifikation angeben (BT-24).',
    ],
  ],
  [
    'BR-DE-17',
    'fatal',
    ['XRechnung does not know this type of document.', 'Use 326, 380, 381, 384, 389, 875, 876 or 877.'],
    ['XRechnung kennt diesen Dokumenttyp nicht.', '326, 380, 381, 384, 389, 875, 876 oder 877 verwenden.'],
  ],
  [
    'BR-DE-27',
    'fatal',
    ['A telephone number has at least three digits.', 'Correct the number of the contact.'],
    ['Eine Telefonnummer hat mindestens drei Ziffern.', 'Die Nummer des Ansprechpartners berichtigen.'],
  ],
];

function asked(rule: string, english: string, german: string): RuleLine {
  return [
    rule,
    'fatal',
    [`This format also asks for ${english}.`, 'Add it to the legal entity, the customer or the order.'],
    [
      `Dieses Format verlangt außerdem: ${german}.`,
      'Die Angabe beim Unternehmen, Kunden oder Auftrag ergänzen.',
    ],
  ];
}
