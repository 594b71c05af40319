import { beforeEach, describe, expect, it } from 'vitest';
import type { memoryMail } from '../../shared/adapters/memory-mail.ts';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { readXml } from '../../shared/documents/en16931/xml-reader.ts';
import { sanitise } from '../../shared/kernel/sanitise.ts';
import { pdfKey } from '../../shared/journal/keys.ts';
import { squeezed } from '../documents/printed.ts';
import { made, openBusiness } from '../kit/goods.ts';
import {
  HOSTILE_BUYER,
  HOSTILE_PLAN,
  HOSTILE_SELLER,
  HOSTILE_TEXTS,
  type HostileField,
  hostileFields,
  hostileOrder,
  STRICT_FIELDS,
  withText,
} from '../kit/hostile-texts.ts';
import { type House, openHouse } from '../kit/house.ts';
import { bodiesFor } from '../kit/scene.ts';
import { readPdf } from '../shared/documents/pdf-reader.ts';

const TESTS_A_HOUSE = 3;

let house: House;
let tests = 0;
let known: { entity: string; customer: string };
beforeEach(async () => {
  tests += 1;
  // A tenant has a hundred legal entities at most, and a test registers up to thirty.
  if (tests % TESTS_A_HOUSE !== 1) return;
  house = await openHouse();
  known = await openBusiness(house, HOSTILE_SELLER);
});

/** The fields of one route with a text in each that is as long as the field allows. */
function filled(route: string, body: object, textOf: (max: number) => string): object {
  return hostileFields(known)
    .filter((field) => field.route === route)
    .reduce((so, { at, max }) => withText(so, at, textOf(max)), body);
}

const FIELDS = hostileFields({ customer: '', entity: '' }).map(({ route, at }) => `${route} ${at}`);

describe.each(FIELDS)('%s', (name) => {
  it('takes every text that can be printed, and refuses every other by the name of the field', async () => {
    const field = hostileFields(known).find(({ route, at }) => `${route} ${at}` === name) as HostileField; // one of them
    const verdicts: unknown[] = [];
    for (const { what, text, refused } of HOSTILE_TEXTS) {
      const told = await house.post(field.route, withText(field.body, field.at, text(field.max)));
      const { code, errors = [], detail } = told.body;
      const wanted =
        refused === 'everywhere'
          ? [422, 'request.invalid', `#/${field.at}`]
          : refused === 'in_print' && field.isPrinted
            ? [422, 'text.not_printable', `#/${field.at}`]
            : [201, undefined, undefined];
      if (![told.status, code, errors[0]?.pointer].every((each, index) => each === wanted[index]))
        verdicts.push([what, told.status, code, errors, detail]);
    }

    expect(verdicts).toEqual([]);
  });
});

describe.each(STRICT_FIELDS)('%s %s', (route, at) => {
  it('refuses every hostile text by the name of the field', async () => {
    const body = strictBody(route);
    const verdicts: unknown[] = [];
    for (const { what, text } of HOSTILE_TEXTS) {
      const params = { invoice_id: 'inv_1', order_id: 'ord_1' };
      const told = await house.post(route, withText(body, at, text(20)), { params });
      const [first] = told.body.errors ?? [];
      if (told.status !== 422 || first?.pointer !== `#/${at}`) verdicts.push([what, told.status, told.body]);
    }

    expect(verdicts).toEqual([]);
  });
});

function strictBody(route: string): object {
  if (route.endsWith('credit_notes')) return { reason: 'returned', lines: [{ line: 1, amount: '1.00' }] };
  if (route === '/v1/plans') return HOSTILE_PLAN;
  const scene = { house, params: { customer_id: known.customer, legal_entity_id: known.entity } };

  return bodiesFor(scene)[`POST ${route}`]?.body ?? {};
}

const PRINTABLE = HOSTILE_TEXTS.filter(({ refused }) => refused === 'nowhere');

describe.each(PRINTABLE)('$what in every field of seller, buyer, order and plan', ({ text }) => {
  it('ends as harmless text in invoices, the credit note and the mail, as XML and in print', async () => {
    const { invoice, note, entity } = await sold(text);

    expect(house.dead).toEqual([]);
    expect(factsOf('message.parked')).toEqual([]);
    const issued = [...factsOf('invoice.issued'), ...factsOf('credit_note.issued')].filter(
      ({ data }) => data.entity === entity,
    );
    expect(issued.map(({ id }) => id)).toEqual([invoice, expect.stringMatching(/^inv_/), note]);
    for (const { id } of issued) {
      await expectHarmlessXml(id, text);
      await expectHarmlessPrint(id, text);
    }
    const { sent } = house.ports.mail as ReturnType<typeof memoryMail>; // the house has no other
    expect(sent.at(-1)?.subject).toContain(sanitise(text(120)));
    expect(sent.at(-1)?.subject).not.toMatch(/\p{Cc}/u);
  });
});

/** An order and a subscription with the text in every field; the order's invoice is sent and taken back. */
async function sold(text: (max: number) => string) {
  const entity = await made(
    house.post('/v1/legal_entities', filled('/v1/legal_entities', HOSTILE_SELLER, text)),
  );
  const customer = await made(house.post('/v1/customers', filled('/v1/customers', HOSTILE_BUYER, text)));
  const plan = await made(house.post('/v1/plans', filled('/v1/plans', HOSTILE_PLAN, text)));
  const order = filled('/v1/orders', hostileOrder(customer, { legal_entity: entity }), text);
  const told = await house.post('/v1/orders', order);
  await house.drain();
  const lines = [{ description: text(200), quantity: '1', plan }];
  await made(house.post('/v1/orders', { ...order, lines, allowances: [], charges: [] }));
  await house.drain();
  const [invoice] = told.body.invoices as readonly string[];
  const asked = { params: { invoice_id: invoice ?? '' } };
  const note = await house.post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'wrong' }, asked);
  await house.post('/v1/invoices/{invoice_id}/send', undefined, asked);
  await house.drain();

  return { invoice, note: note.body.id as string, entity };
}

function factsOf(type: string) {
  return house.journal.stream.flatMap(
    ({ id, facts }) =>
      facts
        .filter((fact) => fact.type === type)
        .map((fact) => ({ id, data: fact.data as { readonly entity?: string } })), // whatever the fact says beside it
  );
}

/** Both syntaxes read back to the very text, cleaned of what nobody sees. */
async function expectHarmlessXml(id: string, text: (max: number) => string): Promise<void> {
  const isInvoice = id.startsWith('inv_');
  const route = isInvoice ? '/v1/invoices/{invoice_id}/xml' : '/v1/credit_notes/{credit_note_id}/xml';
  for (const format of ['cii', 'ubl']) {
    const params = { [isInvoice ? 'invoice_id' : 'credit_note_id']: id };
    const answer = await house.get(route, { params, query: { format } });
    const read = readEInvoice(String(answer.body));

    expect(answer.status).toBe(200);
    expect(read.ok && read.value.findings).toEqual([]);
    expect(read.ok && read.value.invoice).toMatchObject({
      lines: [{ name: sanitise(text(200)) }],
      buyerReference: sanitise(text(100)),
      seller: { name: sanitise(text(120)), contact: { name: sanitise(text(80)) } },
      buyer: { name: sanitise(text(120)), address: { city: sanitise(text(80)) } },
    });
    // What a subscription is billed for has no reference and nothing on the whole.
    const { orderReference, reductions } = (read.ok && read.value.invoice) || NOTHING;
    const told = [orderReference, ...reductions.map(({ reason }) => reason)];
    expect(told).toEqual(
      told.length === 1 ? [null] : [sanitise(text(80)), sanitise(text(100)), sanitise(text(100))],
    );
  }
}

const NOTHING = { orderReference: 'nothing was read', reductions: [] };

/** The PDF says it to the letter, and its metadata are XML with the very name. */
async function expectHarmlessPrint(id: string, text: (max: number) => string): Promise<void> {
  const bytes = await house.ports.documents.get(pdfKey({ tenant: house.tenant, id }));
  const { pages, metadata, fonts } = readPdf(bytes ?? new Uint8Array());
  const print = squeezed(pages.join(''));

  for (const max of [200, 120, 100, 80]) expect(print).toContain(squeezed(sanitise(text(max))));
  expect(print).not.toContain('\ufffd');
  expect(fonts.every(({ isEmbedded }) => isEmbedded)).toBe(true);
  const xmp = readXml(metadata.replaceAll(/<\?xpacket[^>]*\?>/g, '').trim());
  expect(xmp.ok).toBe(true);
  expect(xmp.ok && textsIn(xmp.value)).toContain(sanitise(text(120)));
}

type Element = { readonly text: string; readonly children: readonly Element[] };

function textsIn({ text, children }: Element): readonly string[] {
  return [text, ...children.flatMap(textsIn)];
}
