/** Rows of a tenant that wait for an instant, in the order in which they fall due; closed ones stay a while among them. */
import type { Instant } from '../kernel/time.ts';
import type { Commit, Page, ViewQuery, ViewRow, Views } from '../ports.ts';
import { expiryOfClosed } from './expiry.ts';

/** A tenant's rows within a range of keys. */
export type WaitingQuestion = { readonly tenant: string; readonly limit: number } & Pick<
  ViewQuery,
  'from' | 'to' | 'after'
>;

/** A row that a commit opens or closes, under the instant that it waits for. */
export function waitingRow(
  kind: string,
  { tenant, version, at }: Pick<Commit, 'tenant' | 'version' | 'at'>,
  of: { readonly dueAt: Instant; readonly about: string; readonly data: { readonly open: boolean } },
): ViewRow {
  const { dueAt, about, data } = of;
  const row = { pk: partition(tenant, kind), sk: `${dueAt}#${about}`, version, data };

  return data.open ? row : { ...row, expiresAt: expiryOfClosed(at) };
}

/** A page of the rows of one kind. */
export function waitingRows(
  views: Views,
  kind: string,
  { tenant, ...range }: WaitingQuestion,
): Promise<Page<ViewRow>> {
  return views.query({ pk: partition(tenant, kind), ...range });
}

function partition(tenant: string, kind: string): string {
  return `${tenant}#due#${kind}`;
}
