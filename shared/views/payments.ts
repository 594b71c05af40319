/** The list of payments, the payments about which a provider is still to be asked, and where a customer's accounts are. */
import type { Payment } from '../domain/payments/payment.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { epochMilliseconds, type Instant } from '../kernel/time.ts';
import type { Commit, Page, ViewRow, Views } from '../ports.ts';
import { listRow } from './lists.ts';

/** What the row of a payment says. */
export type PaymentListed = {
  readonly status: Exclude<Payment, { status: 'none' }>['status'];
  readonly entity: string;
  readonly customer: string;
  readonly invoice: string | null;
  readonly provider: string;
  readonly amountMinor: bigint;
  readonly refundedMinor: bigint;
  readonly currency: string;
  readonly at: Instant;
};

/** A payment about which its provider is asked at `dueAt`; null once nothing is left to ask. */
export type DuePayment = {
  readonly tenant: string;
  readonly payment: string;
  readonly dueAt: Instant | null;
};

/** Partitions the due payments are spread over. */
export const DUE_SHARDS = 4;

/** A row that nothing is due about any more is kept so long against late writers, then falls away. */
const DONE_ROW_SECONDS = 7 * 86_400;

/** Steps on the way that are not worth a row: they are over before anybody looks. */
const SILENT = new Set(['payment.intended', 'payment.accepted']);

/** The rows of a payment: one in the list under the month it was intended in, one for asking where that is open. */
export function paymentRows(commit: Commit, payment: Payment): readonly ViewRow[] {
  if (payment.status === 'none' || commit.facts.every(({ type }) => SILENT.has(type))) return [];
  const { status, entity, customer, invoice, provider, amountMinor, currency, at } = payment;
  const refundedMinor = payment.status === 'settled' ? refundedOf(payment.refunds) : 0n;
  const data: PaymentListed = {
    status,
    entity,
    customer,
    invoice,
    provider,
    amountMinor,
    refundedMinor,
    currency,
    at,
  };
  const row = listRow({
    tenant: commit.tenant,
    list: 'payments',
    id: commit.id,
    createdAt: at,
    version: commit.version,
    data,
  });

  return [row, ...dueRows(commit, payment)];
}

/** One shard of the payments that wait for an answer, due or not. */
export function waitingPayments(
  views: Views,
  of: { readonly shard: number; readonly limit: number; readonly after?: string },
): Promise<Page<ViewRow>> {
  const { shard, limit, after } = of;

  return views.query({ pk: duePartition(shard), limit, ...(after === undefined ? {} : { after }) });
}

/** The first of a tenant's payments of one shard that wait for an answer; a test tenant has few. */
export function waitingPaymentsOf(
  views: Views,
  of: { readonly tenant: string; readonly shard: number; readonly limit: number },
): Promise<Page<ViewRow>> {
  const { tenant, shard, limit } = of;

  return views.query({ pk: duePartition(shard), from: `${tenant}#`, to: `${tenant}#~`, limit });
}

function dueRows(commit: Commit, payment: Exclude<Payment, { status: 'none' }>): readonly ViewRow[] {
  const asked =
    payment.status === 'settled'
      ? [payment.asking, ...payment.refunds.map(({ asking }) => asking)]
      : [payment.asking];
  // Whoever was never asked about has no row that would have to be taken back.
  if (asked.every((asking) => asking === null)) return [];
  const dueAt = dueOf(payment);
  const data: DuePayment = { tenant: commit.tenant, payment: commit.id, dueAt };
  const expiry =
    dueAt === null ? { expiresAt: Math.ceil(epochMilliseconds(commit.at) / 1_000) + DONE_ROW_SECONDS } : {};
  const pk = duePartition(Number.parseInt(sha256Hex(commit.id).slice(0, 4), 16) % DUE_SHARDS);

  return [{ pk, sk: `${commit.tenant}#${commit.id}`, version: commit.version, data, ...expiry }];
}

/** When the provider is asked next about the payment or one of its refunds. */
function dueOf(payment: Exclude<Payment, { status: 'none' }>): Instant | null {
  if (payment.status === 'failed' || payment.status === 'cancelled') return null;
  const asked =
    payment.status === 'settled'
      ? payment.refunds
          .filter(({ status }) => status !== 'settled' && status !== 'failed')
          .map(({ asking }) => asking)
      : [payment.asking];
  const instants = asked.flatMap((asking) =>
    asking === null || asking.nextAt === null ? [] : [asking.nextAt],
  );

  return instants.sort()[0] ?? null;
}

function refundedOf(refunds: readonly { readonly status: string; readonly amountMinor: bigint }[]): bigint {
  return refunds.reduce(
    (sum, { status, amountMinor }) => (status === 'settled' ? sum + amountMinor : sum),
    0n,
  );
}

function duePartition(shard: number): string {
  return `due#payments#${shard}`;
}
