import type { DocumentLine, DocumentModel } from '../../../shared/documents/model.ts';

/** A line of the sample: two hours at 50.00, taxed at 19 %. */
export const HOURS: DocumentLine = {
  description: 'Installation on site',
  quantity: '2',
  unit: 'HUR',
  unitPrice: '50',
  discountMinor: 0n,
  netMinor: 10_000n,
  category: 'S',
  rate: '19',
  period: null,
};

/** Four pieces at 25.00, taxed at 7 %. */
export const BOOKS: DocumentLine = {
  ...HOURS,
  description: 'Handbook, printed',
  quantity: '4',
  unit: 'C62',
  unitPrice: '25.00',
  rate: '7',
};

/** An invoice over 200.00 net, 26.00 tax, 226.00 in all. */
export const INVOICE: DocumentModel = {
  kind: 'invoice',
  language: 'en',
  currency: 'EUR',
  seller: {
    name: 'Nordlicht Werkstätten GmbH & Co. KG',
    address: ['Hafenstraße 12', '20457 Hamburg', 'Germany'],
    country: 'DE',
    vatId: 'DE136695976',
    taxNumber: '22/815/08154',
    email: 'billing@nordlicht.example',
    footer: ['Commercial register: Hamburg HRA 12345', 'General partner: Nordlicht Verwaltungs-GmbH'],
  },
  bank: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', holder: 'Nordlicht Werkstätten GmbH & Co. KG' },
  buyer: {
    name: 'Atelier Brücke B.V.',
    address: ['Keizersgracht 241', '1016 EA Amsterdam', 'Netherlands'],
    country: 'NL',
    vatId: 'NL123456782B90',
    taxNumber: null,
    email: 'ap@bruecke.example',
  },
  issueDate: '2026-11-23',
  dueDate: '2026-12-23',
  supplyDate: '2026-11-20',
  orderReference: 'PO-4711',
  buyerReference: 'Cost centre 80',
  corrects: null,
  lines: [HOURS, BOOKS],
  taxes: [
    { category: 'S', rate: '19', baseMinor: 10_000n, taxMinor: 1_900n },
    { category: 'S', rate: '7', baseMinor: 10_000n, taxMinor: 700n },
  ],
  netMinor: 20_000n,
  taxMinor: 2_600n,
  grossMinor: 22_600n,
};

/** The credit note that takes the sample invoice back. */
export const CREDIT_NOTE: DocumentModel = {
  ...INVOICE,
  kind: 'credit_note',
  dueDate: null,
  corrects: { number: 'INV-2026-00041', date: '2026-11-23' },
};

/** An invoice of so many lines of 1.00 without tax. */
export function invoiceOf(count: number): DocumentModel {
  const minor = BigInt(count) * 100n;
  const line = {
    ...HOURS,
    quantity: '1',
    unit: null,
    unitPrice: '1.00',
    netMinor: 100n,
    category: 'Z',
    rate: '0',
  } as const;
  return {
    ...INVOICE,
    lines: Array.from({ length: count }, (_, index) => ({ ...line, description: `Delivery ${index + 1}` })),
    taxes: [{ category: 'Z', rate: '0', baseMinor: minor, taxMinor: 0n }],
    netMinor: minor,
    taxMinor: 0n,
    grossMinor: minor,
  };
}
