import type { BankDetails, DocumentLine, DocumentModel } from '../../shared/documents/model.ts';

/** A document worth showing: its model, the number it bears and the file its picture is kept in. */
export type Shown = { readonly file: string; readonly number: string; readonly model: DocumentModel };

type Seller = DocumentModel['seller'];
type Buyer = DocumentModel['buyer'];
type Priced = Pick<DocumentLine, 'description' | 'quantity' | 'unitPrice' | 'netMinor'> &
  Partial<DocumentLine>;
type Told = Pick<DocumentModel, 'language' | 'currency' | 'orderReference' | 'buyerReference' | 'dueDate'>;

const GERMAN_SELLER: Seller = {
  name: 'Nordlicht Werkstätten GmbH & Co. KG',
  address: ['Hafenstraße 12', '20457 Hamburg'],
  country: 'DE',
  vatId: 'DE129273398',
  taxNumber: '22/815/08154',
  email: 'rechnung@nordlicht.example',
  postal: postal(['Hafenstraße 12', '20457', 'Hamburg'], 'DE'),
  footer: ['Handelsregister: Hamburg HRA 12345', 'Komplementärin: Nordlicht Verwaltungs-GmbH'],
  accent: '#0b5c8a',
};
const FRENCH_SELLER: Seller = {
  name: 'Atelier Lumière SAS',
  address: ['18 rue des Forges', '21000 Dijon', 'France'],
  country: 'FR',
  vatId: 'FR40303265045',
  taxNumber: null,
  email: 'compta@lumiere.example',
  postal: postal(['18 rue des Forges', '21000', 'Dijon'], 'FR'),
  footer: ['RCS Dijon 303 265 045', 'Capital social : 40 000 EUR'],
  accent: '#8a1c4a',
};
const IRISH_SELLER: Seller = {
  name: 'Harbour Optics Ltd',
  address: ['7 Custom House Quay', 'Cork T12 W3N4', 'Ireland'],
  country: 'IE',
  vatId: 'IE6388047V',
  taxNumber: null,
  email: 'accounts@harbour.example',
  postal: postal(['7 Custom House Quay', 'T12 W3N4', 'Cork'], 'IE'),
  footer: ['Registered in Ireland, No. 512345', 'Directors: A. Byrne, C. Daly'],
};

/** At home with two rates and a discount, to another member state with the tax reversed, and out of the Union in dollars. */
export const SHOWCASE: readonly Shown[] = [
  {
    file: 'invoice-de',
    number: 'RE-2026-00318',
    model: invoice(
      {
        language: 'de',
        currency: 'EUR',
        orderReference: '4500017342',
        buyerReference: 'Kostenstelle 80',
        dueDate: '2026-12-23',
      },
      {
        seller: GERMAN_SELLER,
        buyer: germanBuyer(),
        bank: bank('DE89370400440532013000', 'COBADEFFXXX', GERMAN_SELLER),
      },
      [
        { description: 'Montage vor Ort', quantity: '6.5', unit: 'HUR', unitPrice: '88', netMinor: 57_200n },
        {
          description: 'Pendelleuchte „Elbe“, Messing',
          quantity: '4',
          unitPrice: '249.00',
          discountMinor: 4_980n,
          netMinor: 94_620n,
        },
        {
          description: 'Handbuch zur Lichtplanung, gedruckt',
          quantity: '2',
          unitPrice: '39.90',
          netMinor: 7_980n,
          rate: '7',
        },
        {
          description: 'Wartung',
          quantity: '1',
          unit: 'MON',
          unitPrice: '45',
          netMinor: 4_500n,
          period: { start: '2026-11-01', end: '2026-12-01' },
        },
      ],
    ),
  },
  {
    file: 'invoice-fr',
    number: 'F-2026-0092',
    model: invoice(
      {
        language: 'fr',
        currency: 'EUR',
        orderReference: 'BC-2291',
        buyerReference: null,
        dueDate: '2026-12-25',
      },
      {
        seller: FRENCH_SELLER,
        buyer: abroadBuyer(),
        bank: bank('FR1420041010050500013M02606', 'PSSTFRPPXXX', FRENCH_SELLER),
      },
      [
        {
          description: 'Conception de l’éclairage, phase 2',
          quantity: '3',
          unit: 'DAY',
          unitPrice: '640',
          netMinor: 192_000n,
        },
        { description: 'Rendu photométrique', quantity: '12', unitPrice: '35.50', netMinor: 42_600n },
      ].map((line) => ({ ...line, category: 'AE', rate: '0' }) as const),
    ),
  },
  {
    file: 'invoice-en',
    number: 'INV-2026-00042',
    model: invoice(
      {
        language: 'en',
        currency: 'USD',
        orderReference: 'PO-77120',
        buyerReference: 'Lab 4',
        dueDate: '2026-12-23',
      },
      {
        seller: IRISH_SELLER,
        buyer: farBuyer(),
        bank: bank('IE29AIBK93115212345678', 'AIBKIE2DXXX', IRISH_SELLER),
      },
      [
        { description: 'Achromatic lens, 50 mm', quantity: '24', unitPrice: '118.75', netMinor: 285_000n },
        {
          description: 'Optical fibre, single mode',
          quantity: '250',
          unit: 'MTR',
          unitPrice: '0.864',
          netMinor: 21_600n,
        },
        { description: 'Calibration', quantity: '1.5', unit: 'HUR', unitPrice: '140', netMinor: 21_000n },
      ].map((line) => ({ ...line, category: 'G', rate: '0' }) as const),
    ),
  },
];

function germanBuyer(): Buyer {
  return {
    name: 'Kontor am Fleet GmbH',
    address: ['Admiralitätstraße 60', '20459 Hamburg'],
    country: 'DE',
    vatId: 'DE811569869',
    taxNumber: null,
    email: 'einkauf@kontor.example',
    postal: postal(['Admiralitätstraße 60', '20459', 'Hamburg'], 'DE'),
  };
}

function abroadBuyer(): Buyer {
  return {
    name: 'Kontor am Fleet GmbH',
    address: ['Admiralitätstraße 60', '20459 Hamburg', 'Allemagne'],
    country: 'DE',
    vatId: 'DE811569869',
    taxNumber: null,
    email: 'einkauf@kontor.example',
    postal: postal(['Admiralitätstraße 60', '20459', 'Hamburg'], 'DE'),
  };
}

function farBuyer(): Buyer {
  return {
    name: 'Bayside Instruments Inc.',
    address: ['200 Marina Boulevard', 'Oakland CA 94607', 'United States'],
    country: 'US',
    vatId: null,
    taxNumber: null,
    email: 'ap@bayside.example',
    postal: postal(['200 Marina Boulevard', '94607', 'Oakland'], 'US'),
  };
}

function postal([street, postcode, city]: readonly [string, string, string], country: string) {
  return { street, additional: null, postcode, city, region: null, country };
}

function bank(iban: string, bic: string, { name }: Seller): BankDetails {
  return { iban, bic, holder: name };
}

function invoice(
  told: Told,
  of: { readonly seller: Seller; readonly buyer: Buyer; readonly bank: BankDetails },
  priced: readonly Priced[],
): DocumentModel {
  const usual = { unit: null, discountMinor: 0n, category: 'S', rate: '19', period: null } as const;
  const lines = priced.map((line): DocumentLine => ({ ...usual, ...line }));
  const taxes = taxesOf(lines);
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0n);
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0n);
  return {
    kind: 'invoice',
    ...told,
    ...of,
    issueDate: '2026-11-25',
    supplyDate: '2026-11-20',
    corrects: null,
    lines,
    taxes,
    netMinor,
    taxMinor,
    grossMinor: netMinor + taxMinor,
  };
}

function taxesOf(lines: readonly DocumentLine[]): DocumentModel['taxes'] {
  const rates = [...new Set(lines.map(({ rate }) => rate))];
  return rates.map((rate) => {
    const ofRate = lines.filter((line) => line.rate === rate);
    const baseMinor = ofRate.reduce((sum, line) => sum + line.netMinor, 0n);
    const taxMinor = (baseMinor * BigInt(rate) + 50n) / 100n;
    return { category: ofRate[0]?.category ?? 'S', rate, baseMinor, taxMinor };
  });
}
