import type { RuleLine } from './rule-text.ts';

/** What the law or the money asks for. */
export const CONTENT_RULES: readonly RuleLine[] = [
  [
    'CH-IBAN',
    'fatal',
    ['The IBAN is wrong: its check digits do not fit.', 'Copy the IBAN from a statement of the account.'],
    ['Die IBAN ist falsch: ihre Prüfziffern passen nicht.', 'Die IBAN von einem Kontoauszug übernehmen.'],
  ],
  [
    'CH-BIC',
    'fatal',
    ['The BIC is malformed.', 'Give the 8 or 11 characters of the bank, or leave it out.'],
    ['Der BIC ist falsch aufgebaut.', 'Die 8 oder 11 Zeichen der Bank angeben oder weglassen.'],
  ],
  [
    'CH-CREDITOR',
    'fatal',
    [
      'The SEPA creditor identifier is wrong: its check digits do not fit.',
      'Copy it from the letter that granted it.',
    ],
    [
      'Die Gläubiger-Identifikationsnummer ist falsch: ihre Prüfziffern passen nicht.',
      'Sie aus der Zuteilung übernehmen.',
    ],
  ],
  [
    'BR-CO-09',
    'fatal',
    ['The VAT id does not begin with the code of a country.', 'Write it with its prefix, such as DE or EL.'],
    ['Die USt-IdNr. beginnt nicht mit einem Ländercode.', 'Sie mit ihrem Präfix schreiben, etwa DE oder EL.'],
  ],
  [
    'CH-VAT-ID',
    'fatal',
    [
      'The VAT id does not have the form and the check digits of its country.',
      'Ask for the VAT id again, and check it with VIES.',
    ],
    [
      'Die USt-IdNr. hat nicht die Form und die Prüfziffern ihres Landes.',
      'Die USt-IdNr. erneut erfragen und bei VIES prüfen.',
    ],
  ],
  [
    'CH-VAT-ID-PRINTED',
    'warning',
    [
      'The VAT id that is printed does not have the form and the check digits of its country; no tax hangs on it here.',
      'Ask for the VAT id again, and correct it for documents to come.',
    ],
    [
      'Die gedruckte USt-IdNr. hat nicht die Form und die Prüfziffern ihres Landes; die Steuer hängt hier nicht davon ab.',
      'Die USt-IdNr. erneut erfragen und für künftige Belege berichtigen.',
    ],
  ],
  [
    'CH-SELLER-TAX',
    'fatal',
    [
      'The seller gives neither a VAT id (BT-31) nor a tax number (BT-32), which every invoice must state.',
      'Give the VAT id or the tax number of the seller.',
    ],
    [
      'Der Verkäufer nennt weder USt-IdNr. (BT-31) noch Steuernummer (BT-32), die jede Rechnung enthalten muss.',
      'Die USt-IdNr. oder die Steuernummer des Verkäufers angeben.',
    ],
  ],
  [
    'CH-SELLER-TAX-PAPER',
    'warning',
    [
      'The seller gives neither a VAT id (BT-31) nor a tax number (BT-32), so this document is no e-invoice.',
      'Register one of them for the legal entity, for documents to come.',
    ],
    [
      'Der Verkäufer nennt weder USt-IdNr. (BT-31) noch Steuernummer (BT-32); dieses Dokument ist daher keine E-Rechnung.',
      'Für künftige Belege eine von beiden beim Unternehmen hinterlegen.',
    ],
  ],
  [
    'CH-PLACE',
    'warning',
    [
      'The tax is that of the billing address: no two items of evidence prove where the consumer is.',
      'Ask for evidence such as the country of the payment method, and give it with the customer.',
    ],
    [
      'Die Steuer folgt der Rechnungsanschrift: keine zwei Beweismittel belegen, wo der Verbraucher ist.',
      'Beweismittel einholen, etwa das Land des Zahlungsmittels, und beim Kunden hinterlegen.',
    ],
  ],
  [
    'CH-REASON',
    'fatal',
    [
      'Nothing is taxed here, but no reason is given (BT-120, BT-121).',
      'Say why, in the words that the law asks for.',
    ],
    [
      'Hier wird nicht besteuert, aber kein Grund genannt (BT-120, BT-121).',
      'Den Grund mit den gesetzlichen Worten angeben.',
    ],
  ],
  [
    'CH-NO-REASON',
    'fatal',
    [
      'A reason for exemption stands beside a category that is taxed.',
      'Leave the reason out, or correct the category.',
    ],
    [
      'Ein Befreiungsgrund steht bei einer besteuerten Kategorie.',
      'Den Grund weglassen oder die Kategorie berichtigen.',
    ],
  ],
  [
    'CH-RATE',
    'fatal',
    [
      'The rate does not fit the category.',
      'S has a rate above zero, L, M and B have one of zero or above, O has none, every other category has zero.',
    ],
    [
      'Der Satz passt nicht zur Kategorie.',
      'S hat einen Satz über null, L, M und B einen ab null, O keinen, jede andere Kategorie null.',
    ],
  ],
  [
    'CH-BUYER-VAT',
    'fatal',
    [
      'The tax falls to the buyer or the supply is intra-Community, but the VAT id of the buyer (BT-48) is missing.',
      'Ask the buyer for the VAT id.',
    ],
    [
      'Steuerschuld beim Käufer oder innergemeinschaftliche Lieferung, aber die USt-IdNr. des Käufers (BT-48) fehlt.',
      'Den Käufer nach der USt-IdNr. fragen.',
    ],
  ],
  [
    'CH-SELLER-VAT',
    'fatal',
    ['This category needs the VAT id of the seller (BT-31).', 'Register the VAT id of the legal entity.'],
    [
      'Diese Kategorie verlangt die USt-IdNr. des Verkäufers (BT-31).',
      'Die USt-IdNr. des Unternehmens hinterlegen.',
    ],
  ],
  [
    'BR-IC-12',
    'fatal',
    [
      'An intra-Community supply does not say to which country it went (BT-80).',
      'Give the address of delivery.',
    ],
    [
      'Eine innergemeinschaftliche Lieferung nennt das Bestimmungsland nicht (BT-80).',
      'Die Lieferanschrift angeben.',
    ],
  ],
  [
    'BR-IC-11',
    'fatal',
    [
      'An intra-Community supply has neither a date nor a period of supply.',
      'Give the day of supply (BT-72) or the period (BG-14).',
    ],
    [
      'Eine innergemeinschaftliche Lieferung hat weder Lieferdatum noch Zeitraum.',
      'Das Lieferdatum (BT-72) oder den Zeitraum (BG-14) angeben.',
    ],
  ],
  [
    'BR-O-02',
    'fatal',
    ['A document outside the scope of VAT carries a VAT id.', 'Leave the VAT ids out.'],
    ['Ein nicht steuerbares Dokument enthält eine USt-IdNr.', 'Die USt-IdNrn. weglassen.'],
  ],
  [
    'BR-O-11',
    'fatal',
    ['What is outside the scope of VAT shares a document with what is inside.', 'Send two documents.'],
    ['Nicht steuerbare und steuerbare Umsätze stehen in einem Dokument.', 'Zwei Dokumente senden.'],
  ],
  [
    'BR-B-01',
    'fatal',
    [
      'Split payment (B) is for invoices within Italy alone.',
      'Use the category that the law of the country has for it.',
    ],
    [
      'Split Payment (B) gibt es nur in Rechnungen innerhalb Italiens.',
      'Die Kategorie verwenden, die das Recht des Landes vorsieht.',
    ],
  ],
  [
    'BR-B-02',
    'fatal',
    ['Split payment (B) shares a document with the standard rate (S).', 'Send two documents.'],
    ['Split Payment (B) und Normalbesteuerung (S) stehen in einem Dokument.', 'Zwei Dokumente senden.'],
  ],
  [
    'CH-SUPPLY',
    'warning',
    [
      'Neither the day (BT-72) nor the period of supply (BG-14, BG-26) is told.',
      'Give the day of supply or the period.',
    ],
    [
      'Weder Leistungsdatum (BT-72) noch Leistungszeitraum (BG-14, BG-26) sind genannt.',
      'Den Tag oder den Zeitraum der Leistung angeben.',
    ],
  ],
  [
    'CH-PRECEDING',
    'fatal',
    [
      'A credit note or correction does not name the invoice it is about with number and date (BT-25, BT-26).',
      'Name the invoice.',
    ],
    [
      'Eine Gutschrift oder Korrektur nennt die betroffene Rechnung nicht mit Nummer und Datum (BT-25, BT-26).',
      'Die Rechnung angeben.',
    ],
  ],
  [
    'CH-LEITWEG',
    'warning',
    [
      'The buyer reference looks like a Leitweg-ID, but its check digits do not fit.',
      'Ask the buyer for the Leitweg-ID again.',
    ],
    [
      'Die Käuferreferenz sieht wie eine Leitweg-ID aus, ihre Prüfziffern passen aber nicht.',
      'Den Käufer erneut nach der Leitweg-ID fragen.',
    ],
  ],
];
