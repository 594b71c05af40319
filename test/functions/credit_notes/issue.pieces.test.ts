/** Invoices taken back by quantity and with what was on the whole, from the front door to the checker's word. */
import { describe, expect, it } from 'vitest';
import { found } from '../../kit/found.ts';
import { openBusiness, orderOf, placeAndInvoice } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

const LAMPS = { description: 'Lamp', quantity: '3', unit: 'pc', unit_price: '33.3333' };
const BOOKS = { description: 'Book', quantity: '4', unit: 'pc', unit_price: '25.00', tax: 'reduced' };

async function houseWith(more: Readonly<Record<string, unknown>>) {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const { invoice } = await placeAndInvoice(house, orderOf(customer, more));
  const credit = async (body: object) => {
    const told = await house.post('/v1/invoices/{invoice_id}/credit_notes', body, {
      params: { invoice_id: invoice },
    });
    await house.drain();

    return told.status === 202 ? noteOf(house, told.body.id) : told.body;
  };

  return { house, invoice, credit };
}

const noteOf = async (house: House, id: string) =>
  (await house.get('/v1/credit_notes/{credit_note_id}', { params: { credit_note_id: id } })).body;
const returned = (...lines: readonly object[]) => ({ reason: 'returned', lines });

describe('credit notes by quantity', () => {
  it('name the pieces at the price they were sold for, and the last one takes the last cent', async () => {
    const { house, credit } = await houseWith({ lines: [LAMPS, BOOKS] });

    const nets = [];
    for (const _ of ['first', 'second', 'last']) {
      const note = await credit(returned({ line: 1, quantity: '1' }));
      nets.push(note.net.amount);
      expect(note.lines).toMatchObject([{ description: 'Lamp', quantity: '1', unit: 'pc' }]);
    }

    expect(nets).toEqual(['33.33', '33.34', '33.33']);
    expect(await credit(returned({ line: 1, quantity: '0.1' }))).toMatchObject({
      code: 'credit_note.quantity_exceeds',
      errors: [{ pointer: '#/lines/0/quantity' }],
    });
    expect(await found(house)).toEqual([]);
  });

  it('carry the share of the discount that their pieces had', async () => {
    const lines = [{ ...BOOKS, discount: { amount: '10.00' } }];
    const { house, credit } = await houseWith({ lines });

    expect(await credit(returned({ line: 1, quantity: '1' }))).toMatchObject({
      lines: [{ quantity: '1', unit_price: '25.00', discount: { amount: '2.50' }, net: { amount: '22.50' } }],
      total: { amount: '24.08' },
    });
    expect(await found(house)).toEqual([]);
  });

  it('are worth less after a part of the price was given back as an amount', async () => {
    const { credit } = await houseWith({ lines: [BOOKS] });

    await credit({ reason: 'goodwill', lines: [{ line: 1, amount: '20.00' }] });

    expect(await credit(returned({ line: 1, quantity: '1' }))).toMatchObject({ net: { amount: '20.00' } });
  });

  it('of more than was sold are refused', async () => {
    const { credit } = await houseWith({ lines: [BOOKS] });

    for (const line of [
      { line: 1, quantity: '4.5' },
      { line: 1, quantity: '0' },
    ])
      expect(await credit(returned(line))).toMatchObject({ code: 'credit_note.quantity_exceeds' });
    expect(await credit(returned({ line: 2, quantity: '1' }))).toMatchObject({
      code: 'credit_note.line_unknown',
    });
  });

  it('give back the price with its VAT where that was agreed', async () => {
    const lines = [{ ...LAMPS, unit_price: '9.99' }];
    const { house, credit } = await houseWith({ price_basis: 'gross', lines });

    expect(await credit(returned({ line: 1, quantity: '2' }))).toMatchObject({
      lines: [{ quantity: '2', gross: { amount: { amount: '19.98' } } }],
      total: { amount: '19.98' },
    });
    await credit({ reason: 'cancelled' });
    expect(await found(house)).toEqual([]);
  });
});

describe.each(['net', 'gross'])(
  'credit notes in part of an order with allowances and charges, prices %s',
  (basis) => {
    it('carry the share of each, and end at exactly nothing with the rest', async () => {
      const { house, invoice, credit } = await houseWith({
        price_basis: basis,
        lines: [LAMPS, BOOKS],
        allowances: [
          { reason: 'Voucher', amount: '15.00' },
          { reason: 'Loyal', percent: '3' },
        ],
        charges: [{ reason: 'Freight', reason_code: 'FC', amount: '4.90' }],
      });

      const notes = [
        await credit(returned({ line: 1, quantity: '1' }, { line: 2, amount: '10.01' })),
        await credit(returned({ line: 2, quantity: '1' })),
        await credit({ reason: 'cancelled' }),
      ];

      const shown = (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } })).body;
      const cents = (amount: string) => Math.round(Number(amount) * 100);
      const totals = notes.map(({ total }) => cents(total.amount));
      expect(totals.reduce((sum, each) => sum + each)).toBe(cents(shown.total.amount));
      expect(notes[0].allowances).toHaveLength(4);
      expect(notes[0].charges).toMatchObject([{ reason_code: 'FC' }, { reason_code: 'FC' }]);
      expect(shown).toMatchObject({ creditable: [], payment_status: 'credited' });
      expect(await found(house)).toEqual([]);
      expect(house.dead).toEqual([]);
    });
  },
);
