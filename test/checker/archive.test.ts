import { beforeAll, expect, test } from 'vitest';
import { memoryMail } from '../../shared/adapters/memory-mail.ts';
import { toItem } from '../../shared/journal/commit.ts';
import { openBusiness, orderOf } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';
import { check } from './check.ts';
import type { Snapshot } from './snapshot.ts';

/** A seller that mails everything, with an invoice that was sent, one that failed and one that nobody wanted mailed. */
async function mailed(isFollowed = true): Promise<Snapshot> {
  const mail = memoryMail();
  const outcomes = [undefined, { status: 'refused', code: 'transport_refused' } as const];
  const bytes = new Map<string, Uint8Array>();
  const house = await openHouse({
    around: ({ documents }) => ({
      mail: { send: async (message) => outcomes.shift() ?? mail.send(message) },
      documents: {
        ...documents,
        put: async (key, content, type, until) => {
          if (!bytes.has(key)) bytes.set(key, content);
          return documents.put(key, content, type, until);
        },
      },
    }),
  });
  const { customer } = await openBusiness(house, { delivery: 'by_email' });
  for (const isMailed of [true, true, false]) {
    const body = { invoice_delivery: { channel: isMailed ? 'default' : 'none' } };
    const route = '/v1/customers/{customer_id}';
    await house.ask({ method: 'PATCH', route, params: { customer_id: customer }, body });
    await house.post('/v1/orders', orderOf(customer));
    await house.drain(isFollowed ? [] : ['documents.deliver']);
  }

  return {
    items: house.journal.stream.map(toItem),
    isOrdered: true,
    provider: null,
    log: [],
    documents: { get: (key) => bytes.get(key) },
    ...{ texts: [], canaries: [], secrets: [] },
    ...{ now: house.clock.now(), isAtRest: true, isFaultless: true, left: 0 },
  };
}

let healthy: Snapshot;
beforeAll(async () => {
  healthy = await mailed();
});

const saysOf = (snapshot: Snapshot) =>
  check(snapshot)
    .filter(({ invariant }) => invariant === 'I-28' || invariant === 'I-09')
    .map(({ about, says }) => `${about.replace(/^\w+ /, '')}: ${says}`);

/** The items, each body as `change` makes it; without those that it drops. */
function changed(change: (body: string) => string | undefined): Snapshot {
  const items = healthy.items.flatMap((item) => {
    const body = change(item.body);
    return body === undefined ? [] : [{ ...item, body }];
  });

  return { ...healthy, items };
}

test('a wish that was met, one that failed with its reason and one that never was are healthy', () => {
  expect(saysOf(healthy)).toEqual([]);
});

test('a document that was to be mailed and never was is named', () => {
  expect(saysOf(changed((body) => (body.includes('"delivery.') ? undefined : body)))).toEqual([
    'INV-2026-00001: it was never mailed',
    'INV-2026-00002: it was never mailed',
  ]);
});

test('a mail that nobody followed to its end is named', async () => {
  expect(saysOf(await mailed(false))).toEqual([
    'INV-2026-00001: its mail has no end',
    'INV-2026-00002: its mail has no end',
  ]);
});

test('two mails for one wish are named', () => {
  const twice = changed((body) => {
    const value = JSON.parse(body) as { facts: { type: string }[] }; // a healthy item
    const facts = value.facts.flatMap((fact) => (fact.type === 'document.sent' ? [fact, fact] : [fact]));
    return JSON.stringify({ ...value, facts });
  });

  expect(saysOf(twice)).toEqual(['INV-2026-00001: mail 1 was sent 2 times']);
});

test('a document that wished for two mails by itself is named', () => {
  const twice = changed((body) => {
    const value = JSON.parse(body) as { facts: { type: string }[] }; // a healthy item
    const facts = value.facts.flatMap((fact) => (fact.type === 'delivery.requested' ? [fact, fact] : [fact]));
    return JSON.stringify({ ...value, facts });
  });

  expect(saysOf(twice)).toEqual([
    'INV-2026-00001: 2 mails were wished for by itself',
    'INV-2026-00002: 2 mails were wished for by itself',
  ]);
});
