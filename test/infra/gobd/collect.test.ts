import { beforeAll, describe, expect, it } from 'vitest';
import { type Asking, type ExportFile, exportFiles } from '../../../infra/gobd/collect.ts';
import { API_ROUTES } from '../../../shared/contracts/api.ts';
import { sha256Hex } from '../../../shared/kernel/hash.ts';
import { agreedWith, BUYER, made, openBusiness, orderOf, SELLER, SUPPLIER } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';
import { billed, named } from '../../kit/self-billed.ts';

const START = '2026-11-23T10:00:00.000Z';

/** The house asked as a deployment would be, by path. */
function askingOf(house: House): Asking {
  return {
    ask: async (path) => {
      const url = new URL(path, 'http://house');
      const found = API_ROUTES.flatMap(({ route }) => matchOf(route, url.pathname))[0];
      const { route = '', params = {} } = found ?? {};
      const query = Object.fromEntries(url.searchParams);
      const told = await house.ask({ method: 'GET', route, params, query });
      const text = typeof told.body === 'string' ? told.body : JSON.stringify(told.body);

      return { status: told.status, text, next: told.headers['x-next-cursor'] ?? null };
    },
    read: async (url) => (url === 'data:,' ? null : new Uint8Array(await (await fetch(url)).arrayBuffer())),
  };
}

function matchOf({ method, path }: { readonly method: string; readonly path: string }, wanted: string) {
  const pattern = new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  const match = method === 'GET' ? pattern.exec(wanted) : null;

  return match ? [{ route: path, params: { ...match.groups } }] : [];
}

/** The files with their bytes, a character each. */
async function allOf(
  files: AsyncGenerator<ExportFile>,
  all = new Map<string, string>(),
): Promise<ReadonlyMap<string, string>> {
  for await (const { path, bytes } of files) all.set(path, Buffer.from(bytes).toString('latin1'));

  return all;
}

/** An invoice in the name of a supplier, and the credit note to it. */
async function billedAndTakenBack(house: House, entity: string): Promise<void> {
  const supplier = await made(house.post('/v1/customers', SUPPLIER));
  const agreed = { ...agreedWith(supplier), legal_entity: entity };
  const id = await billed(house, await made(house.post('/v1/self_billing_agreements', agreed)));
  const route = '/v1/self_billed_invoices/{self_billed_invoice_id}/credit_notes';
  await house.post(route, { reason: 'wrong' }, { params: named(id) });
  await house.drain();
}

const lines = (text: string | undefined) => (text ?? '').split('\r\n').filter((line) => line !== '');

describe('the export of a period', () => {
  let house: House;
  let entity: string;
  let files: ReadonlyMap<string, string>;
  beforeAll(async () => {
    house = await openHouse({ start: START });
    const { customer } = await openBusiness(house);
    const seller = { ...SELLER, vat_id: 'DE136695976', invoice_numbers: 'A{year}/{number}' };
    entity = await made(house.post('/v1/legal_entities', seller));
    const order = orderOf(customer, { legal_entity: entity });
    await made(house.post('/v1/orders', order));
    await house.drain();
    house.clock.advance({ days: 40 });
    const second = await house.post('/v1/orders', order);
    await house.drain();
    const params = { invoice_id: second.body.invoices[0] };
    await house.post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'wrong' }, { params });
    await house.drain();
    await billedAndTakenBack(house, entity);
    const wish = { legalEntity: entity, supplier: 'Example & Sons', from: '2027-01-01', to: '2027-12-31' };
    files = await allOf(exportFiles(wish, askingOf(house)));
  });

  it('holds every document that was issued in it as PDF and XML, and no other', () => {
    const documents = lines(files.get('documents.csv')).slice(1);
    const filed = documents.flatMap((row) => [...row.matchAll(/documents\/[\w.-]+/g)].map(([path]) => path));

    expect(documents.map((row) => row.split(',').slice(1, 3))).toEqual([
      ['"invoice"', '"2027-01-02"'],
      ['"credit_note"', '"2027-01-02"'],
      ['"self_billed_invoice"', '"2027-01-02"'],
      ['"self_billed_credit_note"', '"2027-01-02"'],
    ]);
    expect(filed.toSorted()).toEqual(
      [...files.keys()].filter((path) => path.startsWith('documents/')).toSorted(),
    );
    expect(filed).toHaveLength(8);
    expect([...files].filter(([path, text]) => path.endsWith('.xml') && !text.startsWith('<?xml'))).toEqual(
      [],
    );
  });

  it('holds the postings of the period, which sum to zero', () => {
    const amounts = lines(files.get('journal.csv'))
      .slice(1)
      .map((row) => Math.round(Number(row.split(',')[5]) * 100));

    expect(amounts.length).toBeGreaterThan(4);
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(0);
  });

  it('states the tax of each document by category and rate, as its totals have it', () => {
    const taxes = lines(files.get('taxes.csv')).slice(1);

    expect(taxes.map((row) => row.split(',').toSpliced(3, 1).slice(1).join())).toEqual([
      '"invoice","2027-01-02","S",19,39.80,7.56,"EUR"',
      '"credit_note","2027-01-02","S",19,39.80,7.56,"EUR"',
      '"self_billed_invoice","2027-01-02","S",19,250.00,47.50,"EUR"',
      '"self_billed_credit_note","2027-01-02","S",19,250.00,47.50,"EUR"',
    ]);
  });

  it('says in its index which columns each table has, as they stand in its header', () => {
    const index = files.get('index.xml') ?? '';
    const tables = index.split('<Table>').slice(1);

    expect(tables).toHaveLength(5);
    for (const table of tables) {
      const [, file = ''] = /<URL>([^<]+)</.exec(table) ?? [];
      const columns = [...table.matchAll(/<VariableColumn><Name>([^<]+)</g)].map(([, name]) => `"${name}"`);
      expect(lines(files.get(file))[0], file).toBe(columns.join(','));
    }
    expect(index).toContain('<Name>Example &amp; Sons</Name>');
    expect(index).toContain('<From>2027-01-01</From><To>2027-12-31</To>');
  });

  it('names the checksum of every other file', () => {
    const told = lines(files.get('checksums.csv')).slice(1);
    const reckoned = [...files]
      .filter(([path]) => path !== 'checksums.csv')
      .map(([path, text]) => `"${path}","${sha256Hex(Buffer.from(text, 'latin1'))}"`);

    expect(told.toSorted()).toEqual(reckoned.toSorted());
  });

  it('holds the PDF alone of a document that no e-invoice can say', async () => {
    const { entity: bare } = await openBusiness(house);
    // In Kosovo, whose code e-invoices do not know.
    const customer = { ...BUYER, address: { ...BUYER.address, country: 'XK' } };
    await made(house.post('/v1/orders', orderOf(customer, { legal_entity: bare })));
    await house.drain();
    const wish = { legalEntity: bare, supplier: 'x', from: '2027-01-01', to: '2027-12-31' };

    const all = await allOf(exportFiles(wish, askingOf(house)));

    expect(lines(all.get('documents.csv'))[1]).toMatch(/,"","documents\/[\w.-]+\.pdf","\w{64}","intact"$/);
    expect([...all.keys()].filter((path) => path.endsWith('.xml'))).toEqual(['index.xml']);
  });

  it('goes on from page to page, with one header', async () => {
    const pages = ['"a"\r\n"1"\r\n', '"a"\r\n"2"\r\n'];
    const empty = JSON.stringify({ data: [], next_cursor: null });
    const ask: Asking['ask'] = async (path) => {
      if (!path.startsWith('/v1/ledger/entries')) return { status: 200, text: empty, next: null };
      const isSecond = path.endsWith('&cursor=on%2F');
      return { status: 200, text: pages[isSecond ? 1 : 0] ?? '', next: isSecond ? null : 'on/' };
    };
    const wish = { legalEntity: entity, supplier: 'x', from: '2026-01-01', to: '2026-12-31' };

    const all = await allOf(exportFiles(wish, { ask, read: async () => new Uint8Array() }));

    expect(all.get('journal.csv')).toBe('"a"\r\n"1"\r\n"2"\r\n');
  });

  it('ends with what the API said where it refuses', async () => {
    const wish = {
      legalEntity: 'le_0123456789abcdefghjkmnpqrs',
      supplier: 'x',
      from: '2026-01-01',
      to: '2026-12-31',
    };

    await expect(allOf(exportFiles(wish, askingOf(house)))).rejects.toThrow(/422.*legal_entity\.unknown/);
  });
});

describe('an export of documents that are not as they were archived', () => {
  const wishOf = (legalEntity: string) => ({
    ...{ legalEntity, supplier: 'x' },
    ...{ from: '2026-01-01', to: '2026-12-31' },
  });

  /** Three invoices of one seller, of which the second is spoiled in what `spoil` makes of stored objects. */
  async function exportSpoiled(
    spoil: (key: string, bytes: Uint8Array, second: string) => Uint8Array | undefined,
  ) {
    let second = '';
    const house = await openHouse({
      start: START,
      around: ({ documents }) => ({
        documents: {
          ...documents,
          get: async (key) => {
            const bytes = await documents.get(key);
            return bytes && (second === '' ? bytes : spoil(key, bytes, second));
          },
        },
      }),
    });
    const { customer, entity } = await openBusiness(house, { vat_id: 'DE136695976' });
    const invoices: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const told = await house.post('/v1/orders', orderOf(customer));
      invoices.push(String(told.body.invoices[0]));
      await house.drain();
    }
    second = invoices[1] ?? '';
    const asking = askingOf(house);
    const read: Asking['read'] = async (url) => {
      const bytes = await asking.read(url);
      const isIt = bytes && (await house.ports.documents.get(`documents/${house.tenant}/${second}.pdf`));
      const kept = isIt && Buffer.from(isIt).equals(bytes);
      return bytes && kept ? (spoil(`${second}.pdf`, bytes, second) ?? null) : bytes;
    };
    const files = new Map<string, string>();
    const failure = await allOf(exportFiles(wishOf(entity), { ...asking, read }), files).then(
      () => null,
      (error: unknown) => String(error),
    );

    return { failure, files, second, states: statesIn(files) };
  }

  const statesIn = (all: ReadonlyMap<string, string>) =>
    lines(all.get('documents.csv'))
      .slice(1)
      .map((row) => [row.split(',')[0], row.split(',').at(-1)])
      .toSorted();

  it('writes every file and then names the one whose PDF has another byte', async () => {
    const { failure, files, second, states } = await exportSpoiled((key, bytes, id) =>
      key === `${id}.pdf` ? bytes.with(200, (bytes[200] ?? 0) ^ 1) : bytes,
    );

    expect(failure).toContain(`not as archived are: INV-2026-00002 (${second}: changed)`);
    expect(states).toEqual([
      ['"INV-2026-00001"', '"intact"'],
      ['"INV-2026-00002"', '"changed"'],
      ['"INV-2026-00003"', '"intact"'],
    ]);
    expect(files.has('checksums.csv')).toBe(true);
  });

  it('names the one whose PDF is gone', async () => {
    const { failure, second } = await exportSpoiled((key, bytes, id) =>
      key === `${id}.pdf` ? undefined : bytes,
    );

    expect(failure).toContain(`INV-2026-00002 (${second}: missing)`);
  });

  it('names the one whose frozen content has another byte', async () => {
    const { failure, second } = await exportSpoiled((key, bytes, id) =>
      key.startsWith('frozen/') && new TextDecoder().decode(bytes).includes(`"id":"${id}"`)
        ? bytes.with(200, (bytes[200] ?? 0) ^ 1)
        : bytes,
    );

    expect(failure).toContain(`INV-2026-00002 (${second}: changed)`);
  });

  it('says nothing of documents that are as they were', async () => {
    const { failure, states } = await exportSpoiled((_, bytes) => bytes);

    expect(failure).toBeNull();
    expect(states.map(([, state]) => state)).toEqual(['"intact"', '"intact"', '"intact"']);
  });
});
