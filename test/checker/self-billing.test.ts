import { beforeAll, expect, test } from 'vitest';
import { toItem } from '../../shared/journal/commit.ts';
import { ADDRESS, agreedWith, made, openBusiness, selfBilledOf, SUPPLIER } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';
import type { RawItem } from './books.ts';
import { check } from './check.ts';

/** An invoice in the name of a French supplier, whose tax we owe, taken back in part, paid in part, objected to. */
async function lived(): Promise<readonly RawItem[]> {
  const house = await openHouse({ start: '2026-11-23T10:00:00.000Z' });
  await openBusiness(house, { vat_id: 'DE136695976' });
  const french = { address: { ...ADDRESS, country: 'FR' }, vat_id: 'FR40303265045' };
  const supplier = await made(house.post('/v1/customers', { ...SUPPLIER, ...french }));
  const agreement = await made(house.post('/v1/self_billing_agreements', agreedWith(supplier)));
  const { body } = await house.post('/v1/self_billed_invoices', selfBilledOf(agreement));
  await house.drain();
  const params = { self_billed_invoice_id: String(body.id) };
  const route = '/v1/self_billed_invoices/{self_billed_invoice_id}/credit_notes';
  const lines = [{ line: 1, amount: '100.00' }];
  await house.ask({ method: 'POST', route, params, body: { reason: 'wrong', lines }, key: 'credit' });
  await house.drain();
  const amount = { amount: '100.00', currency: 'EUR' };
  const paid = { amount, paid_on: '2026-11-23', reference: 'Commission' };
  await house.post('/v1/self_billed_invoices/{self_billed_invoice_id}/payments', paid, { params });
  const objection = { objected_on: '2026-11-23' };
  await house.post('/v1/self_billed_invoices/{self_billed_invoice_id}/objection', objection, { params });
  await house.drain();
  const ending = { route: '/v1/self_billing_agreements/{self_billing_agreement_id}/end', method: 'POST' };
  const agreed = { self_billing_agreement_id: agreement };
  await house.ask({ ...ending, params: agreed, body: { ended_on: '2026-10-31' } });
  house.clock.set('2026-11-24T10:00:00.000Z');
  await house.post('/v1/self_billed_invoices', selfBilledOf(agreement, { reference: 'Later' }));
  await house.drain();

  return house.journal.stream.map(toItem);
}

const told = (of: readonly RawItem[]) =>
  check({
    ...{ items: of, isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [] },
    ...{ secrets: [], now: '2026-11-25T10:00:00.000Z', isAtRest: true, isFaultless: true, left: 0 },
  })
    .filter(({ invariant }) => invariant !== 'I-14')
    .map(({ invariant, says }) => `${invariant} ${says}`);

const without = (type: string) => items.filter(({ body }) => !body.includes(`"type":"${type}"`));
const spoiled = (type: string, from: string | RegExp, to: string) =>
  items.map((item) =>
    item.body.includes(`"type":"${type}"`) ? { ...item, body: item.body.replace(from, to) } : item,
  );

let items: readonly RawItem[];
beforeAll(async () => {
  items = await lived();
});

test('a self-billed invoice that was agreed on and asked for is right', () => {
  expect(told(items)).toEqual([]);
});

test('a supplier that never agreed is noticed', () => {
  expect(told(without('self_billing.agreed'))).toContain('I-04 the supplier has not agreed to it');
});

test('an agreement with somebody else is noticed', () => {
  const other = spoiled('self_billing.agreed', /"customer":"cus_\w+"/, '"customer":"cus_other"');

  expect(told(other)).toContain('I-04 the supplier has not agreed to it');
});

test('what was supplied after the agreement had ended is noticed', () => {
  const sooner = spoiled('self_billing.ended', '2026-10-31', '2026-10-30');

  expect(told(sooner)).toContain('I-04 the agreement had ended before it was supplied');
});

test('a self-billed invoice that nobody asked for is noticed', () => {
  expect(told(without('self_billing.requested'))).toContain('I-04 nobody asked for it');
});

test('one that was asked for and never came is noticed', () => {
  expect(told(without('self_billed_invoice.issued'))).toContain('I-28 no invoice was issued');
});

test('one under the id of another is noticed', () => {
  const other = items.map((item) =>
    item.body.includes('"type":"self_billed_invoice.issued"')
      ? { ...item, pk: `${item.pk.split('#')[0]}#sbi_00000000000000000000000000` }
      : item,
  );

  expect(told(other)).toContain('I-06 its id does not derive from the request');
});

test.each([
  [
    'other prices than were asked for',
    'self_billing.requested',
    '"250.00"',
    '"251.00"',
    'the nets do not follow from the request',
  ],
  ['another currency', 'self_billing.requested', '"currency":"EUR"', '"currency":"USD"', 'another currency'],
  [
    'tax of ours that is too low',
    'self_billed_invoice.issued',
    '"rate":"19"',
    '"rate":"20"',
    'what is owed in the place of the supplier is another',
  ],
  [
    'a reversed charge that is not stated',
    'self_billed_invoice.issued',
    '"category":"AE"',
    '"category":"E"',
    'the charge is reversed, or it is not',
  ],
])('%s are noticed', (_, type, from, to, says) => {
  expect(told(spoiled(type, from, to))).toContain(`I-10 ${says}`);
});

test('postings that are not those of a purchase are noticed', () => {
  const booked = spoiled('self_billed_invoice.issued', '"account":"payables"', '"account":"receivables"');

  expect(told(booked).join()).toContain('I-19 ');
});

test('a credit note that nobody asked for is noticed, and one that was asked for and never came', () => {
  expect(told(without('self_billed_invoice.credit_requested'))).toContain(
    'I-04 nobody asked for this credit note',
  );
  expect(told(without('self_billed_credit_note.issued'))).toContain('I-28 no credit note was issued');
});

test.each([
  [
    'more of a line than was charged',
    '"netsMinor":["10000"]',
    '"netsMinor":["25001"]',
    'it takes back more of line 1',
  ],
  ['another tax of ours', '"taxMinor":"1900"', '"taxMinor":"1901"', 'it takes back another tax of ours'],
  ['another supplier', /"customer":"cus_\w+"/, '"customer":"cus_other"', 'it is of other parties'],
])('a credit note that takes back %s is noticed', (_, from, to, says) => {
  expect(told(spoiled('self_billed_credit_note.issued', from, to)).join()).toContain(`I-11 ${says}`);
});

test('postings of a credit note that are not the mirror of a purchase are noticed', () => {
  const booked = spoiled('self_billed_credit_note.issued', '"account":"payables"', '"account":"receivables"');

  expect(told(booked).join()).toContain('I-19 ');
});

test.each([
  [
    'more was paid than was open',
    'self_billed_invoice.paid',
    '"amountMinor":"10000"',
    '"amountMinor":"15001"',
    'more was paid',
  ],
  [
    'another input tax was lost',
    'self_billed_invoice.objected',
    '"lostTaxMinor":"0"',
    '"lostTaxMinor":"1"',
    'another input tax',
  ],
  [
    'payments were miscounted',
    'self_billed_invoice.paid',
    '"payment":1',
    '"payment":2',
    'its payments are not counted',
  ],
  [
    'its supplier objected too early',
    'self_billed_invoice.objected',
    '"objectedOn":"2026-11-23"',
    '"objectedOn":"2026-11-22"',
    'its supplier objected before',
  ],
])('that %s is noticed', (_, type, from, to, says) => {
  const facts = items.map((item) =>
    item.body.includes(`"type":"${type}"`) ? { ...item, body: item.body.replaceAll(from, to) } : item,
  );

  expect(told(facts).join()).toContain(`I-63 ${says}`);
});

test('a payable that the books do not owe is noticed', () => {
  expect(told(without('self_billed_credit_note.issued')).join()).toContain('I-63 the books owe');
});
