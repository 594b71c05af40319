/** A shop's counter for tests of money: one seller, one customer, the whole system behind it, everything done at once. */
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryProfiles } from '../../shared/adapters/memory-profiles.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import type { Told } from '../world/requests.ts';
import { TAX_NUMBER } from './goods.ts';
import { openMainLine } from './main-line.ts';

/** An open counter. */
export type Counter = Awaited<ReturnType<typeof openCounter>>;

/** What was told, with the body as a record. */
export type Answered = {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Told['headers'];
};

const ADDRESS = { line1: 'Example Street 1', postal_code: '10115', city: 'Berlin', country: 'DE' };

/** Opens the counter; the customer pays by the named method of the sandbox, or by none. */
export async function openCounter(method: string | null = 'pm_approve') {
  const journal = memoryJournal();
  const documents = memoryDocuments();
  const line = await openMainLine({ journal, views: memoryViews(), profiles: memoryProfiles(), documents });
  let keys = 0;

  /** Asks the API; the key is new each time unless it is given. */
  async function ask(
    route: string,
    of: {
      params?: Record<string, string>;
      body?: unknown;
      key?: string;
      query?: Record<string, string>;
    } = {},
  ): Promise<Answered> {
    keys += 1;
    const [verb = '', path = ''] = route.split(' ');
    const { params, body, query, key = `key ${keys}` } = of;
    const told = await line.ask({
      method: verb,
      route: path,
      ...(verb === 'POST' ? { key } : {}),
      ...(params ? { params } : {}),
      ...(body === undefined ? {} : { body }),
      ...(query ? { query } : {}),
    });

    return { ...told, body: (told.body ?? {}) as Record<string, unknown> }; // every answer of ours is an object, or CSV
  }

  const seller = String(
    (
      await ask('POST /v1/legal_entities', {
        body: {
          name: 'Example Trading',
          address: ADDRESS,
          zone: 'Europe/Berlin',
          currency: 'EUR',
          tax_number: TAX_NUMBER,
        },
      })
    ).body.id,
  );
  const customer = String(
    (await ask('POST /v1/customers', { body: { name: 'Example Buyers', address: ADDRESS } })).body.id,
  );
  const params = { customer_id: customer };

  /** Saves a method of the sandbox as the customer's default. */
  async function payBy(name: string): Promise<void> {
    await ask('POST /v1/customers/{customer_id}/payment_methods', {
      params,
      body: { provider: 'sandbox', payment_method: name },
    });
  }

  /** Sells something for so much, without tax, and lets everything happen that follows; answers the invoice. */
  async function sell(price: string): Promise<string> {
    const lines = [{ description: 'Something', quantity: '1', unit_price: price, tax: 'zero' }];
    const order = await ask('POST /v1/orders', {
      body: { legal_entity: seller, customer, currency: 'EUR', lines },
    });
    if (order.status !== 201) throw new Error(JSON.stringify(order.body));
    await line.rest();

    return String((order.body.invoices as readonly string[])[0]);
  }

  /** Lets the customer's account be a version further at every second look, as if somebody else were always faster. */
  function contend(): void {
    const { ports } = line;
    const { latest } = ports.journal;
    let looks = 0;
    ports.journal.latest = async (ref, consistency) => {
      const commit = await latest(ref, consistency);
      if (!commit || !ref.id.startsWith('acc_')) return commit;
      looks += 1;

      return looks % 2 === 0 ? { ...commit, version: commit.version + 1 } : commit;
    };
  }

  if (method !== null) await payBy(method);
  await line.rest();

  return {
    line,
    journal,
    documents,
    seller,
    customer,
    ask,
    payBy,
    sell,
    contend,
    /** Books a bank transfer and lets everything happen that follows. */
    transfer: async (amount: string, rest: Record<string, unknown>) => {
      const body = {
        amount: { amount, currency: 'EUR' },
        received_on: '2026-11-23',
        reference: 'thank you',
        ...rest,
      };
      const answered = await ask('POST /v1/payments', { body });
      await line.rest();

      return answered;
    },
    /** Asks for a refund and lets everything happen that follows. */
    refund: async (payment: string, body: Record<string, unknown>, key?: string) => {
      const answered = await ask('POST /v1/payments/{payment_id}/refunds', {
        params: { payment_id: payment },
        body,
        ...(key === undefined ? {} : { key }),
      });
      await line.rest();

      return answered;
    },
    showInvoice: async (id: string) =>
      (await ask('GET /v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body,
    showPayment: async (id: string) =>
      (await ask('GET /v1/payments/{payment_id}', { params: { payment_id: id } })).body,
    /** The only account there is. */
    account: async () => {
      const { body } = await ask('GET /v1/customers/{customer_id}/accounts', { params });

      return (body.data as readonly Record<string, unknown>[])[0];
    },
    /** The data of every fact of a type, in order. */
    facts: (type: string): readonly Record<string, unknown>[] =>
      journal.stream.flatMap(({ id, facts }) =>
        facts
          .filter((fact) => fact.type === type)
          .map(({ data }) => ({ id, ...(data as Record<string, unknown>) })),
      ), // facts are records
    /** The sums of the books by account. */
    balances: () => {
      const sums: Record<string, bigint> = {};
      const sets = journal.stream.flatMap(({ facts }) =>
        facts.flatMap(({ books }) => (books ? [books] : [])),
      );
      for (const { account, amountMinor } of sets.flatMap(({ entries }) => entries))
        sums[account] = (sums[account] ?? 0n) + amountMinor;

      return Object.fromEntries(Object.entries(sums).filter(([, amountMinor]) => amountMinor !== 0n));
    },
  };
}
