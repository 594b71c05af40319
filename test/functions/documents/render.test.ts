import { describe, expect, it } from 'vitest';
import { pdfKey } from '../../../shared/journal/keys.ts';
import { type Frozen, freezeDocument, readFrozen } from '../../../shared/flows/freezing.ts';
import { issueDocuments } from '../../../shared/flows/numbering.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { failuresOf, type House, openHouse, queueEventOf } from '../../kit/house.ts';

/** The same house each time: what differs afterwards is what a test did in it. */
async function houseWithOrder() {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const told = await house.post('/v1/orders', orderOf(customer));

  return { house, customer, invoice: told.body.invoices[0] as string };
}

const pdfOf = async (house: House, invoice: string) =>
  Buffer.from((await house.ports.documents.get(pdfKey({ tenant: house.tenant, id: invoice }))) ?? []);

async function erase(house: House, customer: string): Promise<void> {
  const told = await house.ask({
    method: 'POST',
    route: '/v1/customers/{customer_id}/erase',
    params: { customer_id: customer },
  });
  if (told.status !== 200) throw new Error('was not erased');
}

async function undisturbed(): Promise<Buffer> {
  const { house, invoice } = await houseWithOrder();
  await house.drain();

  return pdfOf(house, invoice);
}

/** Numbers the invoice and dies before it is issued; answers what the manifest named. */
async function numberAndDie(house: House, invoice: string): Promise<Frozen> {
  await house.drain(['invoices.issue']);
  const bodies = house.letters.filter(({ to }) => to === 'invoices.issue').map(({ body }) => body);
  const { journal } = house.ports;
  const dying = {
    ...journal,
    append: async (commit: Parameters<typeof journal.append>[0]) =>
      commit.id === invoice ? Promise.reject(new Error('died')) : journal.append(commit),
  };
  await house.wake('invoices.issue', queueEventOf(bodies), { journal: dying });
  const manifest = house.journal.stream.findLast(({ id }) => id.startsWith('ser_'));
  const { documents } = (manifest?.facts[0]?.data ?? { documents: [] }) as {
    documents: { content: string }[];
  };

  return readFrozen(house.tenant, documents[0]?.content ?? '', house.ports);
}

describe('the printed document is the same to the byte', () => {
  it('whenever it is printed', async () => {
    const first = await undisturbed();

    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await undisturbed()).equals(first)).toBe(true);
  });

  it('after the customer was erased between invoice and PDF', async () => {
    const { house, customer, invoice } = await houseWithOrder();
    await house.drain(['documents.render']);

    await erase(house, customer);
    await house.drain();

    expect((await pdfOf(house, invoice)).equals(await undisturbed())).toBe(true);
  });

  it('after the words changed and the customer was erased between manifest and invoice', async () => {
    const { house, customer, invoice } = await houseWithOrder();
    const frozen = await numberAndDie(house, invoice);
    await erase(house, customer);

    const reworded = JSON.parse(JSON.stringify(frozen.content).replaceAll('Invoice', 'Bill')) as unknown;
    const late = await freezeDocument(
      { ...frozen, content: reworded, at: '2026-11-23T10:00:00.000Z' },
      house.ports,
    );
    await issueDocuments(
      [late],
      { tenant: house.tenant, entity: frozen.entity, kind: 'invoice' },
      house.ports,
    );
    await house.drain();

    expect(JSON.stringify(reworded)).not.toBe(JSON.stringify(frozen.content));
    expect((await pdfOf(house, invoice)).equals(await undisturbed())).toBe(true);
  });
});

it('a document that was printed is never printed over', async () => {
  const { house, invoice } = await houseWithOrder();
  await house.drain();
  const issued = house.journal.stream.find(({ id }) => id === invoice);
  const key = pdfKey({ tenant: house.tenant, id: invoice });
  const before = await house.ports.documents.get(key);

  const news = {
    kind: 'fact',
    tenant: house.tenant,
    id: invoice,
    version: 1,
    fact: 'invoice.issued',
    trace: 't',
  };
  const answer = await house.wake('documents.render', queueEventOf([JSON.stringify(news)]));

  expect(failuresOf(answer)).toEqual([]);
  expect(issued?.facts[0]?.data).toMatchObject({ number: 'INV-2026-00001' });
  expect(await house.ports.documents.get(key)).toEqual(before);
});

it('a document whose frozen bytes are gone waits for a person in the dead letters, and is not made up', async () => {
  const { house, invoice } = await houseWithOrder();
  await house.drain(['documents.render']);
  const bodies = house.letters.filter(({ to }) => to === 'documents.render').map(({ body }) => body);
  const gone = { documents: { ...house.ports.documents, get: async () => undefined } };

  const answer = await house.wake('documents.render', queueEventOf(bodies, 8), gone);

  expect(failuresOf(answer)).toEqual(['m1']);
  expect(await pdfOf(house, invoice)).toHaveLength(0);
});

it('a message about a commit that issued no document waits', async () => {
  const { house, customer } = await houseWithOrder();
  const news = {
    kind: 'fact',
    tenant: house.tenant,
    id: customer,
    version: 1,
    fact: 'invoice.issued',
    trace: 't',
  };

  expect(failuresOf(await house.wake('documents.render', queueEventOf([JSON.stringify(news)])))).toEqual([
    'm1',
  ]);
});
