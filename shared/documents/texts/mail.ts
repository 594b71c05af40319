/** The words around a document that is sent by mail; each text has the places of its neighbour in English. */

/** One language's words. */
export type MailTexts = {
  readonly subject: string;
  readonly greeting: string;
  readonly body: { readonly invoice: string; readonly credit_note: string };
  readonly closing: string;
  /** To the supplier of a self-billed document, from the customer that wrote it. */
  readonly toSupplier: { readonly greeting: string; readonly invoice: string; readonly credit_note: string };
};

const EN: MailTexts = {
  subject: '{title} {number} from {seller}',
  greeting: 'Dear customer,',
  body: {
    invoice: 'please find invoice {number} attached as a PDF.',
    credit_note: 'please find credit note {number} attached as a PDF.',
  },
  closing: 'Kind regards\n{seller}',
  toSupplier: {
    greeting: 'Dear supplier,',
    invoice: 'please find self-billed invoice {number} attached as a PDF.',
    credit_note: 'please find credit note {number} to a self-billed invoice attached as a PDF.',
  },
};

/** The words by language; English serves where a language has none. */
export const MAIL_TEXTS: Readonly<Record<string, MailTexts>> & { readonly en: MailTexts } = {
  en: EN,
  de: {
    subject: '{title} {number} von {seller}',
    greeting: 'Guten Tag,',
    body: {
      invoice: 'anbei erhalten Sie die Rechnung {number} als PDF.',
      credit_note: 'anbei erhalten Sie die Rechnungskorrektur {number} als PDF.',
    },
    closing: 'Mit freundlichen Grüßen\n{seller}',
    toSupplier: {
      greeting: 'Guten Tag,',
      invoice: 'anbei erhalten Sie die Gutschrift {number} als PDF.',
      credit_note: 'anbei erhalten Sie die Korrektur {number} einer Gutschrift als PDF.',
    },
  },
  fr: {
    subject: '{title} {number} de {seller}',
    greeting: 'Bonjour,',
    body: {
      invoice: 'veuillez trouver ci-joint la facture {number} au format PDF.',
      credit_note: "veuillez trouver ci-joint l'avoir {number} au format PDF.",
    },
    closing: 'Cordialement\n{seller}',
    toSupplier: {
      greeting: 'Bonjour,',
      invoice: 'veuillez trouver ci-joint la facture {number}, établie par nos soins, au format PDF.',
      credit_note:
        'veuillez trouver ci-joint l’avoir {number} sur une facture établie par nos soins, au format PDF.',
    },
  },
  es: {
    subject: '{title} {number} de {seller}',
    greeting: 'Buenos días:',
    body: {
      invoice: 'Adjuntamos la factura {number} en PDF.',
      credit_note: 'Adjuntamos la factura rectificativa {number} en PDF.',
    },
    closing: 'Atentamente\n{seller}',
    toSupplier: {
      greeting: 'Buenos días:',
      invoice: 'Adjuntamos la factura {number}, expedida por nosotros, en PDF.',
      credit_note:
        'Adjuntamos la factura rectificativa {number} de una factura expedida por nosotros, en PDF.',
    },
  },
  it: {
    subject: '{title} {number} da {seller}',
    greeting: 'Buongiorno,',
    body: {
      invoice: 'in allegato trova la fattura {number} in formato PDF.',
      credit_note: 'in allegato trova la nota di credito {number} in formato PDF.',
    },
    closing: 'Cordiali saluti\n{seller}',
    toSupplier: {
      greeting: 'Buongiorno,',
      invoice: 'in allegato trova la fattura {number}, emessa da noi, in formato PDF.',
      credit_note:
        'in allegato trova la nota di credito {number} a una fattura emessa da noi, in formato PDF.',
    },
  },
  nl: {
    subject: '{title} {number} van {seller}',
    greeting: 'Geachte klant,',
    body: {
      invoice: 'in de bijlage vindt u factuur {number} als pdf.',
      credit_note: 'in de bijlage vindt u creditfactuur {number} als pdf.',
    },
    closing: 'Met vriendelijke groet\n{seller}',
    toSupplier: {
      greeting: 'Geachte leverancier,',
      invoice: 'in de bijlage vindt u de door ons uitgereikte factuur {number} als pdf.',
      credit_note:
        'in de bijlage vindt u creditfactuur {number} bij een door ons uitgereikte factuur als pdf.',
    },
  },
};
