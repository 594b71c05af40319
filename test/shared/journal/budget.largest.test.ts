import { DISCOUNT_TERMS_MAX } from '../../../shared/contracts/discount-terms.ts';
import { beforeAll, expect, test } from 'vitest';
import { itemBytes } from '../../../shared/adapters/item-size.ts';
import { memoryDocuments } from '../../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import { memoryProfiles } from '../../../shared/adapters/memory-profiles.ts';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import { TaxClass } from '../../../shared/contracts/tax.ts';
import { METADATA_PAIRS_MAX } from '../../../shared/contracts/common.ts';
import { ORDER_LINES_MAX } from '../../../shared/contracts/fulfilments.ts';
import { EVENT_TEXT_MAX, inbox } from '../../../shared/domain/inbox.ts';
import { type Payment, REFUNDS_MAX } from '../../../shared/domain/payments/payment.ts';
import { accounts } from '../../../shared/domain/receivables.ts';
import type { OpenAccount } from '../../../shared/domain/receivables/account.ts';
import { BUDGET } from '../../../shared/journal/budget.ts';
import { COMMIT_BYTES_MAX, seal, toItem } from '../../../shared/journal/commit.ts';
import { MINOR_MAX } from '../../../shared/kernel/money.ts';
import type { Commit, StoredFact } from '../../../shared/ports.ts';
import { type MainLine, openMainLine } from '../../kit/main-line.ts';
import { type Business, openBusiness } from '../../kit/reference-order.ts';
import {
  ALLOCATIONS_MAX,
  DISCOUNTED_ITEMS_MAX,
  MARKS_MAX,
  OPEN_ITEMS_MAX,
  UNAPPLIED_MAX,
} from '../../../shared/domain/receivables/bounds.ts';

const AT = '2026-11-23T11:00:00.000Z';
/** A character of three bytes, as texts may be full of. */
const WIDE = '€';

let line: MainLine;
let business: Business;
beforeAll(async () => {
  const stores = { journal: memoryJournal(), views: memoryViews(), profiles: memoryProfiles() };
  line = await openMainLine({ ...stores, documents: memoryDocuments() });
  business = await openBusiness(line);
});

test('the order of most lines, and all that follows from it, stays within its bytes', async () => {
  const lines = Array.from({ length: ORDER_LINES_MAX }, (_, index) => ({
    description: `Ware ${index}`.padEnd(40, 'x'),
    sku: 's'.repeat(20),
    unit: 'u'.repeat(10),
    quantity: '99999.123456',
    unit_price: '12345.123456789012',
    discount: { percent: '12.3456' },
  }));

  const status = await placed(lines, {});

  expect(status).toBe(201);
  expect(overBudget(line.commits)).toEqual([]);
});

test('the order of the longest texts stays within its bytes, or is refused', async () => {
  const metadata = Object.fromEntries(
    Array.from({ length: METADATA_PAIRS_MAX }, (_, index) => [`k${index}`.padEnd(40, 'k'), WIDE.repeat(500)]),
  );
  const described = { description: WIDE.repeat(200), quantity: '1', unit_price: '1.00' };
  const statuses: number[] = [];
  for (let count = 40; count <= ORDER_LINES_MAX; count += 115) {
    statuses.push(
      await placed(
        Array.from({ length: count }, () => described),
        metadata,
      ),
    );
  }

  expect([...new Set(statuses)].sort()).toEqual([201, 422]);
  expect(overBudget(line.commits)).toEqual([]);
});

test('the account with every list at its bound stays within its bytes', () => {
  const facts = Array.from({ length: ALLOCATIONS_MAX }, (_, index) => ({
    type: 'cash.allocated',
    v: 1,
    data: {
      payment: idOf('pay', index),
      invoice: idOf('inv', index),
      amountMinor: MINOR_MAX,
      allocation: 'a'.repeat(30),
    },
    books: booksOf(),
  }));
  const list = <Item>(length: number, make: (index: number) => Item) =>
    Array.from({ length }, (_, index) => make(index));
  const discount = {
    steps: list(DISCOUNT_TERMS_MAX, () => ({ until: '2026-11-23', percent: '12.25' })),
    totals: list(TaxClass.options.length, () => ({
      category: 'S' as const,
      rate: '25.5',
      grossMinor: MINOR_MAX,
    })),
  };
  const state: OpenAccount = {
    status: 'open',
    entity: idOf('le', 1),
    customer: idOf('cus', 1),
    currency: 'EUR',
    items: list(OPEN_ITEMS_MAX, (index) => ({
      invoice: idOf('inv', index),
      number: 'N'.repeat(50),
      dueDate: '2026-11-23',
      grossMinor: MINOR_MAX,
      paidMinor: MINOR_MAX,
      creditedMinor: MINOR_MAX,
      ...(index < DISCOUNTED_ITEMS_MAX && { discountedMinor: MINOR_MAX, discount }),
      at: AT,
    })),
    cash: list(UNAPPLIED_MAX, (index) => ({
      payment: idOf('pay', index),
      invoice: idOf('inv', index),
      restMinor: MINOR_MAX,
      at: AT,
    })),
    credits: list(UNAPPLIED_MAX, (index) => ({
      creditNote: idOf('crn', index),
      invoice: idOf('inv', index),
      restMinor: MINOR_MAX,
      at: AT,
    })),
    marks: list(MARKS_MAX, (index) => ({ id: idOf('pay', index), at: AT })),
    forgotten: { count: 1_000_000, until: AT },
  };

  expect(overBudget([commitOf('acc', facts, { v: accounts.headVersion, state })])).toEqual([]);
});

test('the payment with every refund it may have stays within its bytes', () => {
  const refund = {
    id: idOf('ref', 1),
    status: 'processing',
    amountMinor: MINOR_MAX,
    source: 'credit',
    creditNote: idOf('crn', 1),
    invoice: idOf('inv', 1),
    sourceAt: AT,
    reference: 'r'.repeat(100),
    code: 'c'.repeat(60),
    at: AT,
    asking: { count: 100, nextAt: AT },
  } as const;
  const state: Payment = {
    status: 'settled',
    entity: idOf('le', 1),
    customer: idOf('cus', 1),
    account: idOf('acc', 1),
    invoice: idOf('inv', 1),
    number: 'N'.repeat(50),
    attempt: 20,
    channel: 'automatic',
    provider: 'p'.repeat(20),
    method: { id: 'm'.repeat(100), customer: 'c'.repeat(100) },
    amountMinor: MINOR_MAX,
    currency: 'EUR',
    request: 'r'.repeat(300),
    at: AT,
    asking: { count: 100, nextAt: AT },
    reference: 'r'.repeat(140),
    settledAt: AT,
    refunds: Array.from({ length: REFUNDS_MAX }, () => refund),
  };
  const facts = [{ type: 'refund.accepted', v: 1, data: { refund: refund.id, reference: refund.reference } }];

  expect(overBudget([commitOf('pay', facts, { v: 1, state })])).toEqual([]);
});

test('the event with the longest texts stays within the bytes of the inbox', () => {
  const event = {
    eventId: 'e'.repeat(1_000),
    type: 't'.repeat(1_000),
    tenant: line.tenant,
    payment: idOf('pay', 1),
    refund: idOf('ref', 1),
    outcome: { status: 'failed', reference: 'r'.repeat(255), code: 'c'.repeat(255), kind: 'hard' },
    refundOutcome: { status: 'failed', reference: 'r'.repeat(255), code: 'c'.repeat(255) },
  } as const;
  const decided = inbox.decide(inbox.initial, {
    do: 'record',
    provider: 'p'.repeat(20),
    event,
    body: 'b'.repeat(64),
  });
  const facts = decided.ok ? decided.value.map(({ type, data }) => ({ type, v: 1, data })) : [];

  expect(facts).toHaveLength(1);
  expect(JSON.stringify(facts)).not.toContain('e'.repeat(EVENT_TEXT_MAX + 1));
  expect(overBudget([commitOf('ibx', facts)])).toEqual([]);
});

test('no line of the budget allows an item that DynamoDB or a queue would refuse', () => {
  const keysAndHash = 300;

  expect(
    Object.entries(BUDGET).filter(([, { bytesMax }]) => bytesMax > COMMIT_BYTES_MAX + keysAndHash),
  ).toEqual([]);
});

async function placed(lines: readonly object[], metadata: object): Promise<number> {
  const body = {
    legal_entity: business.seller,
    customer: business.customer,
    currency: 'EUR',
    lines,
    metadata,
  };
  const told = await line.ask({
    method: 'POST',
    route: '/v1/orders',
    body,
    key: `order ${line.commits.length}`,
  });
  await line.rest();

  return told.status;
}

/** Commits that weigh more than the largest that one of their facts may. */
function overBudget(commits: readonly Commit[]): readonly string[] {
  return commits.flatMap((commit) => {
    const allowed = Math.max(...commit.facts.map(({ type }) => BUDGET[type]?.bytesMax ?? 0));
    const bytes = itemBytes(toItem(commit));

    return bytes > allowed
      ? [`${commit.facts.map(({ type }) => type).join(' + ')}: ${bytes} bytes, budget ${allowed}`]
      : [];
  });
}

function commitOf(kind: string, facts: readonly StoredFact[], head?: NonNullable<Commit['head']>): Commit {
  const acting = { at: AT, cause: idOf('inv', 1), actor: 'receivables.post', trace: 't'.repeat(64) };

  return seal(
    { tenant: line.tenant, id: idOf(kind, 1), version: 1_000, facts, ...(head ? { head } : {}), ...acting },
    '',
  );
}

function idOf(kind: string, index: number): string {
  return `${kind}_${String(index).padStart(26, '0')}`;
}

function booksOf() {
  const entries = [
    { account: 'unapplied_cash', amountMinor: MINOR_MAX },
    { account: 'receivables', amountMinor: -MINOR_MAX },
  ];

  return { entity: idOf('le', 1), currency: 'EUR', date: '2026-11-23', entries };
}
