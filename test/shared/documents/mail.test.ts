import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeMail } from '../../../shared/adapters/mail-headers.ts';
import { freeze } from '../../../shared/documents/freeze.ts';
import { documentMail } from '../../../shared/documents/mail.ts';
import { INVOICE } from './sample.ts';

const PDF = new TextEncoder().encode('%PDF');
const SELLER = 'Nordlicht Werkstätten GmbH & Co. KG';

/** The mail of the sample in a language, from a seller of the name. */
function mailOf(
  of: {
    readonly language?: string;
    readonly kind?: 'invoice' | 'credit_note';
    readonly name?: string;
    readonly number?: string;
    readonly xml?: string;
  } = {},
) {
  const { language = 'en', kind = 'invoice', name = SELLER, number = 'INV-1', xml } = of;
  const corrects = kind === 'invoice' ? null : { number: 'INV-0', date: '2026-11-01' };
  const model = { ...INVOICE, language, kind, corrects, seller: { ...INVOICE.seller, name } };

  return documentMail({ content: freeze(model), number, pdf: PDF, ...(xml !== undefined && { xml }) });
}

describe('a mail speaks the language of its document', () => {
  test.each([
    ['en', 'invoice', `Invoice INV-1 from ${SELLER}`, 'please find invoice INV-1 attached as a PDF.'],
    ['de', 'invoice', `Rechnung INV-1 von ${SELLER}`, 'anbei erhalten Sie die Rechnung INV-1 als PDF.'],
    ['fr', 'invoice', `Facture INV-1 de ${SELLER}`, 'veuillez trouver ci-joint la facture INV-1'],
    ['es', 'invoice', `Factura INV-1 de ${SELLER}`, 'Adjuntamos la factura INV-1 en PDF.'],
    ['it', 'invoice', `Fattura INV-1 da ${SELLER}`, 'in allegato trova la fattura INV-1 in formato PDF.'],
    ['nl', 'invoice', `Factuur INV-1 van ${SELLER}`, 'in de bijlage vindt u factuur INV-1 als pdf.'],
    ['en', 'credit_note', `Credit note INV-1 from ${SELLER}`, 'please find credit note INV-1 attached'],
    ['de', 'credit_note', `Rechnungskorrektur INV-1 von ${SELLER}`, 'die Rechnungskorrektur INV-1 als PDF.'],
    ['fr', 'credit_note', `Avoir INV-1 de ${SELLER}`, "l'avoir INV-1 au format PDF."],
    [
      'es',
      'credit_note',
      `Factura rectificativa INV-1 de ${SELLER}`,
      'la factura rectificativa INV-1 en PDF.',
    ],
    ['it', 'credit_note', `Nota di credito INV-1 da ${SELLER}`, 'la nota di credito INV-1 in formato PDF.'],
    ['nl', 'credit_note', `Creditfactuur INV-1 van ${SELLER}`, 'vindt u creditfactuur INV-1 als pdf.'],
  ] as const)('%s, %s', (language, kind, subject, sentence) => {
    const mail = mailOf({ language, kind });

    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(sentence);
    expect(mail.text.split('\n\n')).toHaveLength(3);
    expect(mail.text.trimEnd().endsWith(SELLER)).toBe(true);
    expect(mail.text).not.toMatch(/[{}]/);
  });
});

describe('a name that wants more than to be read', () => {
  test.each([
    ['begins no header', 'Evil\r\nBcc: thief@example.com', 'Evil Bcc: thief@example.com'],
    ['breaks no line by other means', 'Evil\u2028Bcc:\u0085x\u000bY', 'Evil Bcc: x Y'],
    ['does not turn the direction of writing', 'Shop \u202egnp.exe\u2066', 'Shop gnp.exe'],
    ['fills no place of the text', '{number} {seller} {title}', '{number} {seller} {title}'],
    ['is no mark-up', '<b>Shop</b> & Co', '<b>Shop</b> & Co'],
    ['is no encoded word', '=?utf-8?q?Bcc?=', '=?utf-8?q?Bcc?='],
  ])('%s', (_, name, read) => {
    const mail = mailOf({ name });

    expect(mail.subject).toBe(`Invoice INV-1 from ${read}`);
    expect(mail.text.trimEnd().endsWith(`Kind regards\n${read}`)).toBe(true);
  });

  test('leaves a subject in one line and a text of as many lines as any, whatever it is', () => {
    const lines = mailOf().text.split('\n').length;
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (name) => {
        const mail = mailOf({ name: `A${name}Z` });
        const safe = safeMail({ ...mail, key: 'k', to: 'buyer@example.com' });

        expect(safe?.subject).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
        expect(safe?.subject.length).toBeLessThanOrEqual(200);
        expect(mail.text.split(/\r\n|[\n\r\u2028\u2029\u0085]/u)).toHaveLength(lines);
      }),
    );
  });
});

describe('the attachments', () => {
  test('are named by the number, without what a path or a header could be made of', () => {
    const { attachments } = mailOf({ number: '../A"2026\r\n/7', xml: '<a/>' });

    expect(attachments.map(({ fileName }) => fileName)).toEqual(['..-A-2026---7.pdf', '..-A-2026---7.xml']);
  });

  test('are the PDF alone where no XML is wanted', () => {
    expect(mailOf().attachments.map(({ contentType, bytes }) => [contentType, bytes])).toEqual([
      ['application/pdf', PDF],
    ]);
  });
});
