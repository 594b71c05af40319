/** A house that writes invoices in the name of a supplier. */
import { ADDRESS, agreedWith, made, SELLER, selfBilledOf, SUPPLIER } from './goods.ts';
import { type House, openHouse } from './house.ts';

/** What is another than usual. */
export type Asked = { readonly seller?: object; readonly supplier?: object; readonly agreed?: object };

/** A supplier whose tax we owe. */
export const FRENCH = {
  ...SUPPLIER,
  address: { ...ADDRESS, city: 'Paris', country: 'FR' },
  vat_id: 'FR40303265045',
};

/** A house with a buyer, a supplier and what it agreed to. */
export async function partners(asked: Asked = {}) {
  const house = await openHouse();
  const entity = await made(
    house.post('/v1/legal_entities', { ...SELLER, vat_id: 'DE136695976', ...asked.seller }),
  );
  const supplier = await made(house.post('/v1/customers', { ...SUPPLIER, ...asked.supplier }));
  const agreement = await made(
    house.post('/v1/self_billing_agreements', { ...agreedWith(supplier), ...asked.agreed }),
  );

  return { house, entity, supplier, agreement };
}

/** Asks for an invoice. */
export const bill = (house: House, agreement: string, more = {}) =>
  house.post('/v1/self_billed_invoices', selfBilledOf(agreement, more));

/** Has an invoice issued; answers its id. */
export async function billed(house: House, agreement: string, more = {}) {
  const told = await bill(house, agreement, more);
  if (told.status !== 202) throw new Error(JSON.stringify(told.body));
  await house.drain();

  return told.body.id as string;
}

/** The path parameter of a self-billed invoice. */
export const named = (id: string) => ({ self_billed_invoice_id: id });

/** What is told of it. */
export const show = async (house: House, id: string) =>
  (await house.get('/v1/self_billed_invoices/{self_billed_invoice_id}', { params: named(id) })).body;

/** What the books say, without zeros. */
export function booksOf(house: House) {
  const sums: Record<string, bigint> = {};
  for (const { facts } of house.journal.stream)
    for (const { books } of facts)
      for (const { account, amountMinor } of books?.entries ?? [])
        sums[account] = (sums[account] ?? 0n) + amountMinor;

  return Object.fromEntries(Object.entries(sums).filter(([, amountMinor]) => amountMinor !== 0n));
}
