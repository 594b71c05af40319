import { describe, expect, test } from 'vitest';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import type { Attempt, PaymentCommand } from '../../../shared/domain/payments/payment.ts';
import { payments } from '../../../shared/domain/payments.ts';
import { execute, load } from '../../../shared/execute.ts';
import { memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { epochMilliseconds } from '../../../shared/kernel/time.ts';
import type { ViewRow } from '../../../shared/ports.ts';
import { DUE_SHARDS, paymentRows, waitingPayments } from '../../../shared/views/payments.ts';

const REF = { tenant: derivedId('ten', 'view'), id: derivedId('pay', 'view') };
const ATTEMPT: Attempt = {
  entity: 'le_1',
  customer: 'cus_1',
  account: 'acc_1',
  invoice: 'inv_1',
  number: 'INV-1',
  attempt: 1,
  channel: 'automatic',
  provider: 'sandbox',
  method: null,
  amountMinor: 100n,
  currency: 'EUR',
  request: '',
  at: '2026-11-30T23:59:00.000Z',
};
const AT = '2026-12-01T00:04:00.000Z';
const INTEND: PaymentCommand = { do: 'intend', attempt: ATTEMPT };
const UNKNOWN: PaymentCommand = { do: 'record', outcome: { status: 'unknown', reason: 'timeout' }, at: AT };
const ACCEPTED: PaymentCommand = { do: 'record', outcome: { status: 'accepted', reference: 'ch_1' }, at: AT };
const SETTLED: PaymentCommand = {
  do: 'record',
  outcome: { status: 'settled', reference: 'ch_1', amountMinor: 100n, currency: 'EUR', at: AT },
  at: AT,
};

/** The rows of each commit that the commands lead to. */
async function rowsAfter(...commands: readonly PaymentCommand[]): Promise<readonly (readonly ViewRow[])[]> {
  const journal = memoryJournal();
  const acting = { actor: 'test', cause: 'test', trace: 'test', at: AT };
  const rows: (readonly ViewRow[])[] = [];
  for (const command of commands) {
    const done = await execute(journal, payments, { ref: REF, command, acting });
    if (!done.ok || !done.value.commit) throw new Error('the command leads to no commit');
    rows.push(paymentRows(done.value.commit, (await load(journal, payments, REF)).state));
  }

  return rows;
}

describe('the list of payments', () => {
  test('gets no row for steps that are over before anybody looks', async () => {
    expect(await rowsAfter(INTEND, ACCEPTED)).toEqual([[], []]);
  });

  test('gets one row for a settlement, under the month in which the payment was intended', async () => {
    const [, rows] = await rowsAfter(INTEND, SETTLED);

    expect(rows).toHaveLength(1);
    expect(rows?.[0]).toMatchObject({
      version: 2,
      data: { status: 'settled', amountMinor: 100n, refundedMinor: 0n },
    });
    expect(rows?.[0]?.pk).toContain('#payments#2026-11#');
  });

  test('says how much went back', async () => {
    const refund = {
      id: 'ref_1',
      amountMinor: 30n,
      source: 'cash',
      creditNote: null,
      invoice: null,
      sourceAt: AT,
    } as const;
    const told = { status: 'settled', reference: 're_1', amountMinor: 30n, currency: 'EUR', at: AT } as const;
    const rows = await rowsAfter(
      INTEND,
      SETTLED,
      { do: 'intend_refund', refund, at: AT },
      { do: 'record_refund', refund: 'ref_1', outcome: told, at: AT },
    );

    expect(
      rows.slice(2).map(([row]) => (row?.data as { refundedMinor: bigint } | undefined)?.refundedMinor),
    ).toEqual([0n, 30n]);
  });
});

describe('the payments about which a provider is asked', () => {
  test('are found while the answer is open, under the instant of the next question', async () => {
    const [, rows] = await rowsAfter(INTEND, UNKNOWN);
    const views = memoryViews();
    for (const row of rows ?? []) await views.put(row);

    const found = [];
    for (let shard = 0; shard < DUE_SHARDS; shard += 1)
      found.push(...(await waitingPayments(views, { shard, limit: 10 })).items);

    expect(found.map(({ data }) => data)).toEqual([
      { tenant: REF.tenant, payment: REF.id, dueAt: '2026-12-01T00:09:00.000Z' },
    ]);
  });

  test('fall away some time after the answer came', async () => {
    const [, , rows] = await rowsAfter(INTEND, UNKNOWN, SETTLED);
    const [, due] = rows ?? [];

    expect(due).toMatchObject({ version: 3, data: { dueAt: null } });
    expect(due?.expiresAt).toBeGreaterThan(epochMilliseconds(AT) / 1_000);
  });

  test('are not those that were answered at once', async () => {
    const [, rows] = await rowsAfter(INTEND, SETTLED);

    expect(rows?.some(({ pk }) => pk.startsWith('due#'))).toBe(false);
  });
});
