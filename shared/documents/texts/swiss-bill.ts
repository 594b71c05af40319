/** The words of a Swiss QR bill in the four languages of its guidelines (version 2.3, annex D). */

/** What stands on the payment part and on the receipt. */
export type SwissBillTexts = {
  readonly paymentPart: string;
  readonly receipt: string;
  readonly account: string;
  readonly reference: string;
  readonly additional: string;
  readonly payableBy: string;
  /** Above the field that the payer fills. */
  readonly payableByBlank: string;
  readonly currency: string;
  readonly amount: string;
  readonly acceptancePoint: string;
  readonly separate: string;
  /** Of the code, to those who do not see it. */
  readonly alternative: string;
};

/** The texts by language; a document in another language has them in English. */
export const SWISS_BILL_TEXTS: { readonly en: SwissBillTexts; readonly [language: string]: SwissBillTexts } =
  {
    de: {
      paymentPart: 'Zahlteil',
      receipt: 'Empfangsschein',
      account: 'Konto / Zahlbar an',
      reference: 'Referenz',
      additional: 'Zusätzliche Informationen',
      payableBy: 'Zahlbar durch',
      payableByBlank: 'Zahlbar durch (Name/Adresse)',
      currency: 'Währung',
      amount: 'Betrag',
      acceptancePoint: 'Annahmestelle',
      separate: 'Vor der Einzahlung abzutrennen',
      alternative: 'Swiss QR Code dieser Rechnung',
    },
    fr: {
      paymentPart: 'Section paiement',
      receipt: 'Récépissé',
      account: 'Compte / Payable à',
      reference: 'Référence',
      additional: 'Informations supplémentaires',
      payableBy: 'Payable par',
      payableByBlank: 'Payable par (nom/adresse)',
      currency: 'Monnaie',
      amount: 'Montant',
      acceptancePoint: 'Point de dépôt',
      separate: 'A détacher avant le versement',
      alternative: 'Swiss QR Code de cette facture',
    },
    it: {
      paymentPart: 'Sezione pagamento',
      receipt: 'Ricevuta',
      account: 'Conto / Pagabile a',
      reference: 'Riferimento',
      additional: 'Informazioni supplementari',
      payableBy: 'Pagabile da',
      payableByBlank: 'Pagabile da (nome/indirizzo)',
      currency: 'Valuta',
      amount: 'Importo',
      acceptancePoint: 'Punto di accettazione',
      separate: 'Da staccare prima del versamento',
      alternative: 'Swiss QR Code di questa fattura',
    },
    en: {
      paymentPart: 'Payment part',
      receipt: 'Receipt',
      account: 'Account / Payable to',
      reference: 'Reference',
      additional: 'Additional information',
      payableBy: 'Payable by',
      payableByBlank: 'Payable by (name/address)',
      currency: 'Currency',
      amount: 'Amount',
      acceptancePoint: 'Acceptance point',
      separate: 'Separate before paying in',
      alternative: 'Swiss QR Code of this invoice',
    },
  };
