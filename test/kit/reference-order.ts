/** The order by which costs are compared: ten one-off lines in one currency, of a customer who is known and pays by a saved method. */
import { customers } from '../../shared/domain/customers.ts';
import { execute } from '../../shared/execute.ts';
import { TAX_NUMBER } from './goods.ts';
import type { MainLine } from './main-line.ts';

/** The lines: description, article, quantity, unit price. */
export const WARES = [
  ['Desk lamp, brushed steel', 'LAMP-0421', '3', '49.90'],
  ['Notebook A5, dotted', 'NOTE-A5-D', '24', '4.35'],
  ['Fountain pen, medium', 'PEN-FM-02', '2', '38.00'],
  ['Ink bottle 50 ml, blue', 'INK-50-BL', '4', '9.80'],
  ['Office chair, black', 'CHAIR-11B', '1', '289.00'],
  ['Filing box, grey', 'BOX-GR-06', '12', '6.25'],
  ['Whiteboard 90 × 60 cm', 'WB-9060', '1', '74.50'],
  ['Marker set, 8 colours', 'MARK-8', '5', '11.20'],
  ['Cable tidy, 3 m', 'CABLE-3M', '6', '7.40'],
  ['Delivery and assembly', 'SERV-DEL', '1.5', '45.00'],
] as const;

const ADDRESS = { line1: 'Example Street 1', postal_code: '10115', city: 'Berlin', country: 'DE' };

/** Who sells to whom. */
export type Business = { readonly seller: string; readonly customer: string };

/** The body of the reference order. */
export function referenceOrder({ seller, customer }: Business) {
  const lines = WARES.map(([description, sku, quantity, unit_price]) => ({
    description,
    sku,
    quantity,
    unit_price,
  }));

  return { legal_entity: seller, customer, currency: 'EUR', lines, reference: 'PO 4711' };
}

/** A seller, and a customer with a saved method. */
export async function openBusiness(line: MainLine): Promise<Business> {
  const seller = {
    name: 'Example Trading',
    address: ADDRESS,
    zone: 'Europe/Berlin',
    currency: 'EUR',
    tax_number: TAX_NUMBER,
  };
  const entity = await created(line, '/v1/legal_entities', seller);
  const customer = await created(line, '/v1/customers', { name: 'Example Buyers', address: ADDRESS });
  await attachMethod(line, customer);
  await line.rest();

  return { seller: entity, customer };
}

/** Saves a method that the sandbox approves of. */
export async function attachMethod(line: MainLine, customer: string): Promise<void> {
  const method = { provider: 'sandbox', id: 'pm_approve', providerCustomer: null };
  await execute(line.ports.journal, customers, {
    ref: { tenant: line.tenant, id: customer },
    command: { do: 'attach_method', method },
    acting: { actor: 'test', cause: 'test', trace: 'test', at: line.ports.clock.now() },
  });
}

/** Posts the reference order; answers its id and the ids of the invoices it owes. */
export async function postReferenceOrder(
  line: MainLine,
  business: Business,
  key: string,
): Promise<readonly string[]> {
  const told = await line.ask({ method: 'POST', route: '/v1/orders', body: referenceOrder(business), key });
  const { invoices } = told.body as { readonly invoices?: readonly string[] }; // an order as answered
  if (told.status !== 201 || !invoices)
    throw new Error(`the order was answered ${told.status}: ${JSON.stringify(told.body)}`);

  return invoices;
}

/** Whether an invoice is paid, as the API tells it. */
export async function isPaid(line: MainLine, invoice: string): Promise<boolean> {
  const told = await line.ask({
    method: 'GET',
    route: '/v1/invoices/{invoice_id}',
    params: { invoice_id: invoice },
  });

  return (told.body as { readonly payment_status?: string }).payment_status === 'paid'; // an invoice as answered
}

async function created(line: MainLine, route: string, body: unknown): Promise<string> {
  const told = await line.ask({ method: 'POST', route, body, key: `${route} once` });
  if (told.status !== 201)
    throw new Error(`POST ${route} was answered ${told.status}: ${JSON.stringify(told.body)}`);

  return (told.body as { readonly id: string }).id; // every created object has an id
}
