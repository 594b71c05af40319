/** What an open item is, whichever way it came to be: by an invoice of ours, or brought forward from another system. */
import { invoices } from '../domain/invoices.ts';
import { openItems } from '../domain/open-items.ts';
import { load } from '../execute.ts';
import { isId } from '../kernel/ids.ts';
import type { AggregateRef, Journal } from '../ports.ts';

/** Whose item it is, and the number that its document bears. */
export type NamedItem = {
  readonly account: string;
  readonly entity: string;
  readonly customer: string;
  readonly currency: string;
  readonly number: string;
  /** IANA zone of the seller; absent on items brought forward, and on invoices of before it was told. */
  readonly zone?: string;
};

/** The item behind an id, or undefined where there is none. */
export async function itemNamed(journal: Journal, ref: AggregateRef): Promise<NamedItem | undefined> {
  const { state } = isId('openItem', ref.id)
    ? await load(journal, openItems, ref)
    : await load(journal, invoices, ref);

  return state.status === 'none' ? undefined : state;
}
