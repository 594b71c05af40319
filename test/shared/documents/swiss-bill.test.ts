import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { documentAssets } from '../../../shared/documents/assets.ts';
import { toEn16931 } from '../../../shared/documents/en16931/derive.ts';
import { freeze } from '../../../shared/documents/freeze.ts';
import type { DocumentModel } from '../../../shared/documents/model.ts';
import { renderPdf } from '../../../shared/documents/pdf.ts';
import { pagesOf } from '../../../shared/documents/pdf/layout.ts';
import { millimetres } from '../../../shared/documents/pdf/look.ts';
import { SWISS_BILL_HEIGHT, swissBillOf } from '../../../shared/documents/pdf/swiss-bill.ts';
import { swissPayload } from '../../../shared/documents/swiss-bill.ts';
import { typefaceOf } from '../../../shared/documents/pdf/typeface.ts';
import { CAN_RASTERISE, codeIn, scanned } from './code-reader.ts';
import { readPdf } from './pdf-reader.ts';
import { CREDIT_NOTE, INVOICE, invoiceOf } from './sample.ts';

const FONTS = documentAssets();
const NUMBER = 'INV-2026-00042';
const PLAIN_IBAN = 'CH9300762011623852957';
const QR_IBAN = 'CH4431999123000889012';
const PLACE = { additional: null, region: null };

const SWISS: DocumentModel = {
  ...INVOICE,
  currency: 'CHF',
  seller: {
    ...INVOICE.seller,
    name: 'Alpenlicht AG',
    country: 'CH',
    postal: { ...PLACE, street: 'Bahnhofstrasse 12a', postcode: '8001', city: 'Zürich', country: 'CH' },
  },
  buyer: {
    ...INVOICE.buyer,
    name: 'Krähenbühl & Söhne',
    postal: { ...PLACE, street: 'Marktgasse', postcode: '3011', city: 'Bern', country: 'CH' },
  },
  bank: { iban: QR_IBAN, bic: null, holder: 'Alpenlicht AG' },
  grossMinor: 194_975n,
};

const PAYLOAD = [
  ...['SPC', '0200', '1', QR_IBAN],
  ...['S', 'Alpenlicht AG', 'Bahnhofstrasse', '12a', '8001', 'Zürich', 'CH'],
  ...['', '', '', '', '', '', ''],
  ...['1949.75', 'CHF'],
  ...['S', 'Krähenbühl & Söhne', 'Marktgasse', '', '3011', 'Bern', 'CH'],
  ...['QRR', '000000000000000002026000429', '', 'EPD'],
].join('\n');

const QRR_OF_ONE = ['QRR', '140224622204007467820906756', NUMBER, 'EPD'];
const RF_OF_ONE = ['SCOR', 'RF981RFFRY212GIW4O8MR', NUMBER, 'EPD'];

describe('the payload of a Swiss QR bill', () => {
  test('says whom to pay, how much, who pays and for what, line by line', () => {
    expect(payloadFor(SWISS)).toBe(PAYLOAD);
  });

  test('of a plain account carries a creditor reference around the number', () => {
    expect(payloadFor(onAccount(PLAIN_IBAN))?.split('\n').slice(27)).toEqual([
      'SCOR',
      'RF36INV202600042',
      '',
      'EPD',
    ]);
  });

  test('of a plain account carries a number too long for a reference as its message', () => {
    const number = 'INV-2026-00042/Zürich-Oerlikon';

    expect(payloadFor(onAccount(PLAIN_IBAN), number)?.split('\n').slice(27)).toEqual([
      'NON',
      '',
      number,
      'EPD',
    ]);
  });

  test('refers to the document by digits that follow from its id, and names its number beside them', () => {
    const id = derivedId('inv', 'one');

    expect(
      payloadFor({ ...SWISS, id })
        ?.split('\n')
        .slice(27),
    ).toEqual(QRR_OF_ONE);
    expect(
      payloadFor({ ...onAccount(PLAIN_IBAN), id })
        ?.split('\n')
        .slice(27),
    ).toEqual(RF_OF_ONE);
  });

  test('has the reference that the e-invoice tells (BT-83)', () => {
    const id = derivedId('inv', 'one');

    expect(toEn16931({ ...SWISS, id }, NUMBER).payment?.reference).toBe(QRR_OF_ONE[1]);
    expect(toEn16931({ ...onAccount(PLAIN_IBAN), id }, NUMBER).payment?.reference).toBe(RF_OF_ONE[1]);
    expect(toEn16931(SWISS, NUMBER).payment?.reference).toBe(NUMBER);
  });

  test('never refers to two documents alike, be their numbers of other series or of other sellers of one account', () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => derivedId('inv', String(index)));
    const references = ids.flatMap((id) => {
      const lines = [SWISS, onAccount(PLAIN_IBAN)].map(
        (model) => payloadFor({ ...model, id })?.split('\n')[28],
      );
      expect(lines).toEqual([
        expect.stringMatching(/^\d{27}$/),
        expect.stringMatching(/^RF\d\d[0-9A-Z]{10,21}$/),
      ]);
      return lines;
    });

    expect(new Set(references).size).toBe(references.length);
  });

  test('leaves the payer out where its address is not known in parts', () => {
    const { postal: _, ...buyer } = SWISS.buyer;

    expect(
      payloadFor({ ...SWISS, buyer })
        ?.split('\n')
        .slice(20, 27),
    ).toEqual(['', '', '', '', '', '', '']);
  });

  test('keeps the letter and drops the accent that the guidelines do not permit', () => {
    const buyer = { ...SWISS.buyer, name: 'Nguyễn Ștefan 株式会社 Łódź' };

    expect(payloadFor({ ...SWISS, buyer })?.split('\n')[21]).toBe('Nguyen Ștefan Łódź');
  });

  test('of any names and number has 31 lines within the lengths of the guidelines, or there is none', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 160 });
    fc.assert(
      fc.property(texts, texts, fc.constantFrom(PLAIN_IBAN, QR_IBAN), (name, number, iban) => {
        const payload = payloadFor({ ...onAccount(iban), buyer: { ...SWISS.buyer, name } }, number);

        expect((payload ?? '').length).toBeLessThanOrEqual(997);
        if (payload !== null) expect(payload.split('\n')).toHaveLength(31);
      }),
    );
  });
});

describe('no Swiss QR bill', () => {
  const { postal: _, ...seller } = SWISS.seller;
  const none: readonly (readonly [string, DocumentModel])[] = [
    ['a credit note', { ...CREDIT_NOTE, ...pick(SWISS) }],
    ['an invoice over nothing', { ...SWISS, grossMinor: 0n }],
    ['a sum beyond the guidelines', { ...SWISS, grossMinor: 100_000_000_000n }],
    ['a currency other than franc and euro', { ...SWISS, currency: 'USD' }],
    ['an account outside Switzerland and Liechtenstein', onAccount('DE89370400440532013000')],
    ['an account whose check digits do not fit', onAccount('CH4531999123000889012')],
    ['a seller whose address is not known in parts', { ...SWISS, seller }],
    [
      'an amount that is collected by direct debit',
      { ...SWISS, directDebit: { mandate: 'M-1', creditor: 'CH13ZZZ12345678901', iban: PLAIN_IBAN } },
    ],
  ];

  test.each(none)('is made for %s', (_what, model) => {
    expect(freeze(model).payment?.swissBill).toBeUndefined();
  });

  test('is printed where a QR-IBAN would need a reference that the number does not make', async () => {
    expect(codeIn(await renderPdf(freeze(SWISS), 'INVOICE', FONTS))).toBeNull();
  });
});

describe('the printed payment part', () => {
  test('holds a code that is read back to the same payload', async () => {
    expect(codeIn(await renderPdf(freeze(SWISS), NUMBER, FONTS))).toBe(PAYLOAD);
  });

  test('in euro takes the place of the code for SEPA, so that nobody pays twice', async () => {
    const content = freeze({ ...onAccount(PLAIN_IBAN), currency: 'EUR' });

    expect(content.payment?.code).toBeUndefined();
    expect(codeIn(await renderPdf(content, NUMBER, FONTS))).toContain('SPC\n0200\n1\n');
  });

  test.each([
    ['de', 'Zahlteil', 'Empfangsschein', 'Zahlbar durch'],
    ['fr', 'Section paiement', 'Récépissé', 'Payable par'],
    ['it', 'Sezione pagamento', 'Ricevuta', 'Pagabile da'],
    ['en', 'Payment part', 'Receipt', 'Payable by'],
    ['nl', 'Payment part', 'Receipt', 'Payable by'],
  ])('of a document in %s says %s and %s', async (language, ...words) => {
    const pages = readPdf(await renderPdf(freeze({ ...SWISS, language }), NUMBER, FONTS)).pages.join();

    for (const word of words) expect(pages).toContain(word);
    expect(pages).toContain('CH44 3199 9123 0008 8901 2');
    expect(pages).toContain('00 00000 00000 00000 20260 00429');
    expect(pages).toContain('1 949.75');
  });

  test.each([1, 8, 9, 10, 12, 14, 30, 31])(
    'stands once, on the last page, clear of the text of %i lines',
    async (count) => {
      const model = { ...invoiceOf(count), ...pick(SWISS), currency: 'CHF' };
      const { pages } = readPdf(await renderPdf(freeze(model), NUMBER, FONTS));
      const withBill = pages.map((page) => page.includes('Payment part'));

      expect(withBill.indexOf(true)).toBe(pages.length - 1);
    },
  );

  test.skipIf(!CAN_RASTERISE)('is read by a camera, cross and all', async () => {
    expect(scanned(await renderPdf(freeze(SWISS), NUMBER, FONTS), { page: 2, dotsPerInch: 300 })).toBe(
      PAYLOAD,
    );
  });
});

function payloadFor(model: DocumentModel, number = NUMBER): string | null {
  const bill = freeze(model).payment?.swissBill;
  return bill === undefined ? null : swissPayload(bill, number);
}

function onAccount(iban: string): DocumentModel {
  return { ...SWISS, bank: { iban, bic: null, holder: 'Alpenlicht AG' } };
}

function pick({ seller, buyer, bank }: DocumentModel): Pick<DocumentModel, 'seller' | 'buyer' | 'bank'> {
  return { seller, buyer, bank };
}

describe('the face of a Swiss QR bill', () => {
  test.each(['de', 'fr', 'it', 'en'])(
    'is one that its guidelines permit, in the language %s',
    async (language) => {
      const { fonts } = readPdf(await renderPdf(freeze({ ...SWISS, language }), NUMBER, FONTS));

      expect([...new Set(fonts.map(({ name }) => name.replace(/^[A-Z]+\+/, '')))].sort()).toEqual([
        'Arimo-Bold',
        'Arimo-Regular',
        'DejaVuSansCondensed',
        'DejaVuSansCondensed-Bold',
      ]);
      expect(fonts.every(({ isEmbedded }) => isEmbedded)).toBe(true);
    },
  );

  test('has every letter that may stand on it', () => {
    const ranges = [
      [0x20, 0x7e],
      [0xa0, 0x17f],
      [0x218, 0x21b],
      [0x20ac, 0x20ac],
    ] as const;
    const letters = ranges
      .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, place) => first + place))
      .map((letter) => String.fromCodePoint(letter))
      .join('');
    const { billRegular, billBold } = typefaceOf(FONTS);

    expect([billRegular, billBold].map((face) => face.printable(letters))).toEqual([letters, letters]);
  });
});

describe('the setting of a Swiss QR bill', () => {
  test('has the sizes and distances of its guidelines, in black', () => {
    const page = pagesOf({ content: freeze(SWISS), number: NUMBER }, typefaceOf(FONTS)).at(-1) ?? [];
    const marks = page.flatMap((mark) => (mark.kind === 'text' ? [mark] : []));
    const set = marks.filter(({ look }) => look.weight.startsWith('bill'));
    const looksOf = (wanted: string) =>
      set.filter(({ text }) => text === wanted).map(({ look }) => [look.weight, look.size, look.leading]);

    expect(looksOf('Payment part')).toEqual([['billBold', 11, undefined]]);
    expect(looksOf('Payable by')).toEqual([
      ['billBold', 6, 9],
      ['billBold', 8, 11],
    ]);
    expect(looksOf('Krähenbühl & Söhne')).toEqual([
      ['billRegular', 8, 9],
      ['billRegular', 10, 11],
    ]);
    expect(looksOf('Separate before paying in')).toEqual([['billRegular', 7, undefined]]);
    expect(new Set(set.map(({ look }) => look.color))).toEqual(new Set(['#000000']));
  });

  test('of the longest names, streets and number stays within its height', () => {
    const name = 'Verein der Freunde und Förderer der alpinen Lichtkunst in der Ostschweiz';
    const street = 'Untere Strasse der alpinen Lichtkunst und der Elektrotechnik 1024b';
    const postal = {
      ...PLACE,
      street,
      postcode: '9494',
      city: 'Sankt Margrethen ob der Halde',
      country: 'LI',
    };
    const party = { name, postal };
    const model = {
      ...SWISS,
      id: derivedId('inv', 'one'),
      seller: { ...SWISS.seller, ...party },
      buyer: { ...SWISS.buyer, ...party },
      bank: { iban: PLAIN_IBAN, bic: null, holder: name },
    };
    const marks = swissBillOf({ content: freeze(model), number: 'N'.repeat(140) }, typefaceOf(FONTS))?.marks;
    const lowest = Math.max(...(marks ?? []).map((mark) => (mark.kind === 'text' ? mark.y : 0)));

    expect(lowest).toBeGreaterThan(0);
    expect(lowest).toBeLessThanOrEqual(SWISS_BILL_HEIGHT - millimetres(5));
  });
});
