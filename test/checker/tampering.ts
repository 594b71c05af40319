/** Ways to spoil a healthy snapshot, one for each thing that an invariant is to notice. Hashes are made to fit again. */
import { type Data, digest, idOf, list, minor, part, text, whole } from './books.ts';
import type { Snapshot } from './snapshot.ts';

/** Spoils a snapshot; undefined where it holds nothing of the kind. */
export type Tamper = (snapshot: Snapshot) => Snapshot | undefined;

type Item = Snapshot['items'][number];
type Body = Record<string, unknown>;

/** What is spoiled, and which invariant has to say so. */
export const TAMPERINGS: readonly (readonly [invariant: string, what: string, tamper: Tamper])[] = [
  ['I-01', 'an accepted order is gone', withoutAggregate('order.placed')],
  ['I-01', 'an answered delivery is gone', withoutFact('order.fulfilled')],
  ['I-01', 'an answered customer is gone', withoutAggregate('customer.registered')],
  ['I-02', 'the invoice of an order is gone', withoutAggregate('invoice.issued')],
  [
    'I-03',
    'a period begins a day late',
    inFact('subscription.billed', (data) => ({ ...data, start: nextDay(text(data, 'start')) })),
  ],
  [
    'I-03',
    'a period is counted twice',
    inFact('subscription.billed', (data) => ({ ...data, index: whole(data, 'index') + 1 })),
  ],
  ['I-03', 'a period is not billed', withoutFact('subscription.billed')],
  ['I-04', 'two invoices have one cause', copied('invoice.issued', () => 'inv_00000000000000000000000001')],
  [
    'I-04',
    'the cause of an invoice is not there',
    inFact('invoice.issued', (data) => ({
      ...data,
      cause: { order: 'ord_00000000000000000000000001', step: 'placed' },
    })),
  ],
  [
    'I-05',
    'something is set aside that nobody expected',
    added('message.parked', { worker: 'x', subject: 'y', code: 'message.malformed', reason: 'z' }),
  ],
  [
    'I-06',
    'an id does not derive from its cause',
    copied('invoice.issued', () => 'inv_00000000000000000000000002'),
  ],
  [
    'I-06',
    'one key was accepted with two bodies',
    inLog('POST /v1/orders', (answered) => [answered, { ...answered, body: '{}' }]),
  ],
  [
    'I-06',
    'one key was answered with two objects',
    inLog('POST /v1/customers', (answered) => [
      answered,
      { ...answered, answer: { ...answered.answer, id: 'cus_1' } },
    ]),
  ],
  [
    'I-07',
    'a number is left out',
    inFact('numbers.assigned', (data) => ({ ...data, first: whole(data, 'first') + 1 })),
  ],
  [
    'I-07',
    'a document is numbered twice',
    inFact('numbers.assigned', (data) => ({
      ...data,
      documents: [...list(data, 'documents'), ...list(data, 'documents')],
    })),
  ],
  [
    'I-07',
    'a document carries another number',
    inFact('invoice.issued', (data) => ({ ...data, number: `${text(data, 'number')}0` })),
  ],
  [
    'I-07',
    'a number has no document',
    inFact('numbers.assigned', (data) => ({
      ...data,
      documents: list(data, 'documents').map((each) => ({ ...each, id: 'inv_00000000000000000000000003' })),
    })),
  ],
  [
    'I-08',
    'a later number has an earlier date',
    inLastFact('numbers.assigned', (data) => ({
      ...data,
      documents: list(data, 'documents').map((each) => ({
        ...each,
        issueDate: `${text(each, 'issueDate').slice(0, 4)}-01-01`,
      })),
    })),
  ],
  [
    'I-09',
    'frozen bytes were changed',
    inDocuments(/^frozen/, (bytes) => Uint8Array.from([...bytes.slice(0, -1), 32, 125])),
  ],
  ['I-09', 'frozen bytes are gone', inDocuments(/^frozen/, () => undefined)],
  [
    'I-09',
    'an invoice names other bytes',
    inFact('invoice.issued', (data) => ({ ...data, content: digest('other') })),
  ],
  [
    'I-10',
    'a tax is a unit off',
    inFact('invoice.issued', (data) => ({
      ...data,
      taxMinor: add(data, 'taxMinor', 1n),
      grossMinor: add(data, 'grossMinor', 1n),
    })),
  ],
  [
    'I-10',
    'a rate is another one',
    inFact('invoice.issued', (data) => ({
      ...data,
      taxes: list(data, 'taxes').map((tax) => ({ ...tax, rate: '3' })),
    })),
  ],
  [
    'I-10',
    'a line costs another sum than was agreed',
    inFact('order.placed', (data) => ({
      ...data,
      lines: (data.lines as readonly (readonly unknown[])[]).map((line) => [
        line[0],
        '10000',
        ...line.slice(2),
      ]),
    })),
  ],
  [
    'I-10',
    'an allowance is another than was agreed',
    inFact('order.placed', (data) => ({
      ...data,
      reductions: [...list(data, 'reductions'), { isCharge: true, percent: '100', reason: 'Freight' }],
    })),
  ],
  [
    'I-10',
    'a bill is told to contain the tax',
    inFact('subscription.billed', (data) => ({ ...data, priceBasis: 'gross' })),
  ],
  [
    'I-10',
    'an end gives back more than was charged',
    inFact('subscription.ended', (data) => ({
      ...data,
      settlement: {
        remainder: 'credit',
        notes: [{ invoice: 'inv_0', lines: [{ line: 1, netMinor: '100000000' }] }],
      },
    })),
  ],
  [
    'I-11',
    'a credit note takes back more',
    inFact('credit_note.issued', (data) => ({ ...data, grossMinor: add(data, 'grossMinor', 1n) })),
  ],
  [
    'I-11',
    'a credit note has no invoice',
    inFact('credit_note.issued', (data) => ({ ...data, invoice: 'inv_00000000000000000000000004' })),
  ],
  [
    'I-11',
    'more is taken back of a line than it cost',
    inFact('credit_note.issued', (data) => ({
      ...data,
      ordinal: 1,
      lines: [1],
      netsMinor: [String(minor(data, 'netMinor') * 1_000_000n)],
    })),
  ],
  ['I-12', 'the printed total is another', reprinted],
  [
    'I-13',
    'postings do not balance',
    inBooks((entries) =>
      entries.map((entry, index) =>
        index === 0 ? { ...entry, amountMinor: add(entry, 'amountMinor', 1n) } : entry,
      ),
    ),
  ],
  [
    'I-14',
    'a byte of an item was changed',
    inItem((item) => ({ ...item, body: item.body.replace('"actor":"', '"actor":"x') })),
  ],
  ['I-14', 'an item is no commit', inItem((item) => ({ ...item, body: 'nothing' }))],
  [
    'I-15',
    'the state beside an account says something else',
    inHeads('acc_', (state) => ({ ...state, items: [], cash: [{ payment: 'pay_1', restMinor: '1' }] })),
  ],
  ['I-15', 'an item is opened twice', doubled('item.opened')],
  ['I-15', 'money is added twice', doubled('cash.added')],
  [
    'I-16',
    'the ledger and the accounts differ',
    inBooks((entries) =>
      entries.map((entry) => ({
        ...entry,
        amountMinor: add(entry, 'amountMinor', minor(entry, 'amountMinor')),
      })),
    ),
  ],
  ['I-18', 'a fact about money has no postings', inFacts('payment.settled', ({ books: _, ...fact }) => fact)],
  [
    'I-18',
    'a fact about no money has postings',
    inFacts('order.placed', (fact) => ({
      ...fact,
      books: { entity: 'le_1', currency: 'EUR', date: '2026-01-01', entries: [] },
    })),
  ],
  [
    'I-19',
    'postings name another account',
    inBooks((entries) =>
      entries.map((entry) => ({
        ...entry,
        account: text(entry, 'account') === 'receivables' ? 'suspense' : text(entry, 'account'),
      })),
    ),
  ],
  [
    'I-20',
    'an answer says that more is paid',
    inLog('GET /v1/invoices/{invoice_id}', (answered) => [
      { ...answered, answer: { ...answered.answer, paid: { amount: '0.01', currency: 'EUR' } } },
    ]),
  ],
  [
    'I-20',
    'an item is paid beyond its total',
    inFact('cash.allocated', (data) => ({ ...data, amountMinor: add(data, 'amountMinor', 10_000_000n) })),
  ],
  [
    'I-21',
    'the provider took another amount',
    inProvider(({ charges, refunds }) => ({
      refunds,
      charges: charges.map((charge) => ({ ...charge, amount_minor: `${charge.amount_minor}0` })),
    })),
  ],
  [
    'I-21',
    'the provider knows nothing of the money',
    inProvider(({ refunds }) => ({ refunds, charges: [] })),
  ],
  [
    'I-21',
    'the provider took money that we never heard of',
    inProvider(({ charges, refunds }) => ({
      refunds,
      charges: charges.flatMap((charge) => [charge, { ...charge, payment: 'pay_1', id: `${charge.id}x` }]),
    })),
  ],
  [
    'I-21',
    'the provider gave back what we did not book',
    inProvider(({ charges }) => ({
      charges,
      refunds: charges
        .filter(({ status }) => status === 'settled')
        .map((charge) => ({ ...charge, refund: 'ref_1', charge: charge.id })),
    })),
  ],
  [
    'I-22',
    'the provider took the money twice',
    inProvider(({ charges, refunds }) => ({
      refunds,
      charges: charges.flatMap((charge) => [charge, { ...charge, id: `${charge.id}x` }]),
    })),
  ],
  [
    'I-22',
    'an attempt is missing',
    inFact('payment.intended', (data) => ({
      ...data,
      attempt: whole(data, 'attempt') + 1,
      channel: 'automatic',
      invoice: 'inv_9',
    })),
  ],
  ['I-22', 'a payment settles twice', doubled('payment.settled')],
  ['I-23', 'a refund settles twice', doubled('refund.settled')],
  [
    'I-23',
    'a refund was never approved',
    inFact('refund.intended', (data) => ({ ...data, refund: 'ref_1' })),
  ],
  [
    'I-23',
    'more goes back than came',
    inFact('refund.settled', (data) => ({ ...data, amountMinor: add(data, 'amountMinor', 10_000_000n) })),
  ],
  ['I-24', 'a payment is still under way', cutShort('payment.intended')],
  [
    'I-25',
    'an answer tells another status',
    inLog('GET /v1/invoices/{invoice_id}', (answered) => [
      { ...answered, answer: { ...answered.answer, payment_status: 'partly' } },
    ]),
  ],
  [
    'I-26',
    'more is applied than there is',
    // Cash that came may lie unapplied, where a credit note was sooner: of what is applied there is certainly less.
    inFact('cash.allocated', (data) => ({ ...data, amountMinor: `${text(data, 'amountMinor')}000` })),
  ],
  ['I-28', 'an issued invoice opened no item', withoutAggregate('account.opened')],
  ['I-28', 'an invoice was not told that it is cleared', withoutFact('invoice.settled')],
  ['I-28', 'a credit note that was asked for is not there', withoutAggregate('credit_note.issued')],
  ['I-28', 'a page of a run was never billed', withoutAggregate('run.page_finished')],
  ['I-28', 'a webhook that was stored changed nothing', cutShort('payment.intended')],
  ['I-09', 'a byte of a PDF is flipped', inDocuments(/^documents.*pdf$/, flipped)],
  ['I-09', 'a byte of a seal is flipped', inDocuments(/seal/, (bytes) => flipped(bytes, 60))],
  ['I-09', 'a byte of frozen content is flipped', inDocuments(/^frozen/, flipped)],
  ['I-09', 'a PDF is gone', inDocuments(/pdf$/, () => undefined)],
  ['I-09', 'a PDF was written a second time', writtenAgain],
  ['I-28', 'a PDF was never sealed', inDocuments(/seal/, () => undefined)],
  ['I-28', 'an invoice was never printed', inDocuments(/^documents/, () => undefined)],
  ['I-28', 'no subscription was started', withoutAggregate('subscription.created')],
  ['I-28', 'a cancelled order kept its invoice', withoutFact('invoice.credit_requested')],
  ['I-30', 'a version is missing', withoutVersion],
  [
    'I-52',
    'an invoice gathers a bill twice',
    inFact('bills.gathered', (data) => ({
      ...data,
      bills: [...list(data, 'bills'), ...list(data, 'bills')],
    })),
  ],
  [
    'I-52',
    'an invoice counts its lines wrongly',
    inFact('bills.gathered', (data) => ({
      ...data,
      bills: list(data, 'bills').map((bill) => ({ ...bill, lines: whole(bill, 'lines') + 1 })),
    })),
  ],
  ['I-52', 'bills were never gathered', withoutAggregate('bills.gathered')],
  [
    'I-52',
    'bills are gathered, or not, against what was agreed',
    inFact('subscription.created', ({ grouping, ...data }) => ({
      ...data,
      ...(grouping === undefined && { grouping: 'by_billing_day' }),
    })),
  ],
  ['I-45', 'the revenue of an invoice was never deferred', withoutAggregate('deferral.opened')],
  ['I-45', 'an invoice defers what it does not say', withoutFact('revenue.deferred')],
  [
    'I-45',
    'a deferral is of other lines than its invoice',
    inFact('deferral.opened', (data) => ({ ...data, lines: [] })),
  ],
  [
    'I-35',
    'an item names another tenant',
    inFact('order.placed', (data) => ({ ...data, reference: 'ten_00000000000000000000000001' })),
  ],
  ['I-36', 'an order is for the customer of another tenant', elsewhere],
  [
    'I-37',
    'a name lies in the journal',
    inFact('order.placed', (data) => ({ ...data, reference: 'for Mrs Canary' })),
  ],
  [
    'I-37',
    'a name is logged',
    (snapshot) => ({ ...snapshot, texts: [...snapshot.texts, 'mail to mrs canary'] }),
  ],
  [
    'I-37',
    'a card number is logged',
    (snapshot) => ({ ...snapshot, texts: [...snapshot.texts, '{"card":"4242424242424242"}'] }),
  ],
  ['I-39', 'nobody did it', inItem(rewritten((body) => ({ ...body, actor: '' })))],
  ['I-39', 'it never happened', inItem(rewritten((body) => ({ ...body, at: 'yesterday' })))],
  [
    'I-40',
    'a secret is logged',
    (snapshot) => ({ ...snapshot, texts: [...snapshot.texts, `key ${snapshot.secrets[0]}`] }),
  ],
  ['I-41', 'messages are left', (snapshot) => ({ ...snapshot, left: 1 })],
];

/** What the tamperings call personal data. */
export const CANARY = 'Mrs Canary';

function inItem(change: (item: Item) => Item): Tamper {
  return (snapshot) => ({
    ...snapshot,
    items: snapshot.items.map((item, index) => (index === 0 ? change(item) : item)),
  });
}

function rewritten(change: (body: Body) => Body): (item: Item) => Item {
  return (item) => ({ ...item, body: JSON.stringify(change(parsed(item))) });
}

/** Changes every fact of a type; where the snapshot has none of it, it cannot be spoiled so. */
function inFacts(type: string, change: (fact: Data) => Data | readonly Data[] | undefined): Tamper {
  return (snapshot) => {
    if (!snapshot.items.some((item) => item.body.includes(`"type":"${type}"`))) return undefined;
    const items = snapshot.items.map((item) => {
      const body = parsed(item);
      const facts = list(body, 'facts').flatMap((fact) =>
        text(fact, 'type') === type ? (change(fact) ?? []) : [fact],
      );
      return { ...item, body: JSON.stringify({ ...body, facts }) };
    });
    return chained({ ...snapshot, items });
  };
}

function inFact(type: string, change: (data: Data) => Data): Tamper {
  return inFacts(type, (fact) => ({ ...fact, data: change(part(fact, 'data') ?? {}) }));
}

/** Changes the last fact of a type in an aggregate that tells several. */
function inLastFact(type: string, change: (data: Data) => Data): Tamper {
  return (snapshot) => {
    const found = snapshot.items.findLast((item) => item.sk > 1 && item.body.includes(`"type":"${type}"`));
    if (!found) return undefined;
    const only = inFact(type, change)({ ...snapshot, items: [found] })?.items[0];
    return (
      only && chained({ ...snapshot, items: snapshot.items.map((item) => (item === found ? only : item)) })
    );
  };
}

/** Takes the facts of a type away; a commit that held nothing else goes, and the versions close up. */
function withoutFact(type: string): Tamper {
  return (snapshot) => {
    const spoiled = inFacts(type, () => undefined)(snapshot);
    if (!spoiled) return undefined;
    const kept = spoiled.items.filter((item) => list(parsed(item), 'facts').length > 0);
    return chained({ ...spoiled, items: closedUp(kept) });
  };
}

function withoutAggregate(type: string): Tamper {
  return (snapshot) => {
    const gone = new Set(
      snapshot.items.filter((item) => item.body.includes(`"type":"${type}"`)).map(({ pk }) => pk),
    );
    return gone.size === 0
      ? undefined
      : { ...snapshot, items: snapshot.items.filter(({ pk }) => !gone.has(pk)) };
  };
}

function withoutVersion(snapshot: Snapshot): Snapshot | undefined {
  const found = snapshot.items.find(({ sk }) => sk === 2);

  return found && { ...snapshot, items: snapshot.items.filter((item) => item !== found) };
}

/** Leaves of each aggregate that begins so nothing but its beginning. */
function cutShort(type: string): Tamper {
  return (snapshot) => {
    const cut = new Set(
      snapshot.items
        .filter(
          (item) =>
            item.sk === 1 &&
            item.body.includes(`"type":"${type}"`) &&
            !item.body.includes('"channel":"bank"'),
        )
        .map(({ pk }) => pk),
    );
    const items = snapshot.items.filter(({ pk, sk }) => sk === 1 || !cut.has(pk));
    return items.length === snapshot.items.length ? undefined : { ...snapshot, items };
  };
}

function doubled(type: string): Tamper {
  return inFacts(type, (fact) => [fact, fact]);
}

function copied(type: string, idOfCopy: () => string): Tamper {
  return (snapshot) => {
    const original = snapshot.items.find((item) => item.sk === 1 && item.body.includes(`"type":"${type}"`));
    if (!original) return undefined;
    const copy = { ...original, pk: `${original.pk.split('#')[0]}#${idOfCopy()}` };
    return chained({ ...snapshot, items: [...snapshot.items, copy] });
  };
}

function added(type: string, data: Data): Tamper {
  return (snapshot) => {
    const pk = `${snapshot.items[0]?.pk.split('#')[0]}#${idOf('prk', type)}`;
    const body = JSON.stringify({
      at: '2026-01-01T00:00:00.000Z',
      facts: [{ type, v: 1, data }],
      cause: 'c',
      actor: 'a',
      trace: 't',
    });
    return chained({ ...snapshot, items: [...snapshot.items, { pk, sk: 1, body, hash: '' }] });
  };
}

function inBooks(change: (entries: readonly Data[]) => readonly Data[]): Tamper {
  return inFacts('invoice.issued', (fact) => {
    const books = part(fact, 'books') ?? {};
    return { ...fact, books: { ...books, entries: change(list(books, 'entries')) } };
  });
}

function inHeads(prefix: string, change: (state: Data) => Data): Tamper {
  return (snapshot) => {
    if (!snapshot.items.some(({ pk, sk }) => pk.includes(`#${prefix}`) && sk > 1)) return undefined;
    const items = snapshot.items.map((item) => {
      const body = parsed(item);
      const head = part(body, 'head');
      if (!head || !item.pk.includes(`#${prefix}`)) return item;
      return {
        ...item,
        body: JSON.stringify({ ...body, head: { ...head, state: change(part(head, 'state') ?? {}) } }),
      };
    });
    return chained({ ...snapshot, items });
  };
}

function inLog(
  route: string,
  change: (answered: Snapshot['log'][number]) => readonly Snapshot['log'][number][],
): Tamper {
  return (snapshot) => {
    const isIt = ({ method, route: path, status }: Snapshot['log'][number]) =>
      `${method} ${path}` === route && status < 300;
    const log = snapshot.log.flatMap((answered) => (isIt(answered) ? change(answered) : [answered]));
    return snapshot.log.some(isIt) ? { ...snapshot, log } : undefined;
  };
}

function inProvider(
  change: (record: NonNullable<Snapshot['provider']>) => NonNullable<Snapshot['provider']>,
): Tamper {
  return (snapshot) =>
    snapshot.provider?.charges.some(({ status }) => status === 'settled')
      ? { ...snapshot, provider: change(snapshot.provider) }
      : undefined;
}

function inDocuments(keys: RegExp, change: (bytes: Uint8Array) => Uint8Array | undefined): Tamper {
  return (snapshot) => {
    const { documents } = snapshot;
    if (!documents || !snapshot.items.some(({ body }) => body.includes('"type":"invoice.issued"')))
      return undefined;
    const get = (key: string) => {
      const bytes = documents.get(key);
      return bytes && keys.test(key) ? change(bytes) : bytes;
    };
    return { ...snapshot, documents: { get } };
  };
}

function flipped(bytes: Uint8Array, place = bytes.length >> 1): Uint8Array {
  return bytes.map((byte, index) => (index === place ? byte ^ 1 : byte));
}

function writtenAgain(snapshot: Snapshot): Snapshot | undefined {
  const { documents } = snapshot;
  const invoice = snapshot.items.find((item) => item.body.includes('"type":"invoice.issued"'));
  const [tenant, id] = invoice?.pk.split('#') ?? [];

  return documents && id !== undefined
    ? { ...snapshot, documents: { ...documents, rewritten: [`documents/${tenant}/${id}.pdf`] } }
    : undefined;
}

/** Other words in the frozen bytes, with every hash made to fit. */
function reprinted(snapshot: Snapshot): Snapshot | undefined {
  const { documents } = snapshot;
  const invoice = snapshot.items.find((item) => item.body.includes('"type":"invoice.issued"'));
  const hash = text(part(list(invoice && parsed(invoice), 'facts')[0], 'data'), 'content');
  const bytes = documents?.get(`frozen/${invoice?.pk.split('#')[0]}/${hash}.json`);
  if (!documents || !bytes) return undefined;
  const frozen = JSON.parse(new TextDecoder().decode(bytes)) as Data; // as it was stored
  const content = part(frozen, 'content') ?? {};
  const spoiled = {
    ...frozen,
    content: { ...content, total: { ...part(content, 'total'), value: '1.00', text: '1,00' } },
  };
  const forged = new TextEncoder().encode(JSON.stringify(spoiled));
  const other = digest(forged);
  const items = snapshot.items.map((item) => ({ ...item, body: item.body.replaceAll(hash, other) }));
  const get = (key: string) => (key.endsWith(`${other}.json`) ? forged : documents.get(key));

  return chained({ ...snapshot, items, documents: { get } });
}

/** A customer moves to another tenant; the orders stay. */
function elsewhere(snapshot: Snapshot): Snapshot | undefined {
  const isCustomer = ({ pk }: Item) => pk.includes('#cus_');
  const items = snapshot.items.map((item) =>
    isCustomer(item) ? { ...item, pk: `ten_00000000000000000000000002#${item.pk.split('#')[1]}` } : item,
  );

  return snapshot.items.some(({ body }) => body.includes('"type":"order.placed"'))
    ? chained({ ...snapshot, items })
    : undefined;
}

/** Every hash made anew, as somebody who holds the pen could. */
function chained(snapshot: Snapshot): Snapshot {
  const former = new Map<string, string>();
  const inOrder = snapshot.items.toSorted((a, b) => a.sk - b.sk);
  const hashes = new Map<Item, string>();
  for (const item of inOrder) {
    const hash = digest(`${former.get(item.pk) ?? ''}\n${item.pk}\n${item.sk}\n${item.body}`);
    former.set(item.pk, hash);
    hashes.set(item, hash);
  }

  return { ...snapshot, items: snapshot.items.map((item) => ({ ...item, hash: hashes.get(item) ?? '' })) };
}

function closedUp(items: readonly Item[]): readonly Item[] {
  const versions = new Map<string, number>();
  const numbered = new Map<Item, number>();
  for (const item of items.toSorted((a, b) => a.sk - b.sk)) {
    const version = (versions.get(item.pk) ?? 0) + 1;
    versions.set(item.pk, version);
    numbered.set(item, version);
  }

  return items.map((item) => ({ ...item, sk: numbered.get(item) ?? item.sk }));
}

function parsed(item: Item): Body {
  return JSON.parse(item.body) as Body; // a healthy item
}

function add(data: Data, name: string, amount: bigint): string {
  return String(minor(data, name) + amount);
}

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
