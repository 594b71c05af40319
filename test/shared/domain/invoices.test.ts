import { describe, expect, it } from 'vitest';
import {
  creditNotes,
  fullCreditNoteOf,
  type InvoiceData,
  type InvoiceFact,
  invoices,
} from '../../../shared/domain/invoices.ts';
import { given } from '../../kit/decider.ts';
import { frozenInvoice, TENANT } from '../../kit/frozen.ts';

const { data, books } = frozenInvoice('one');
const INVOICE = { ...data, number: 'INV-2026-00001', content: 'hash' } as InvoiceData; // of an invoice, see the kit
const ISSUED: InvoiceFact = { type: 'invoice.issued', data: INVOICE, books };
const wish = (fingerprint: string) => ({ reason: 'wrong', remainder: 'credit', fingerprint }) as const;

describe('an invoice', () => {
  it('is issued once, and nothing changes it afterwards', () => {
    expect(given(invoices).when({ do: 'issue', data: INVOICE, books })).toEqual([ISSUED]);
    expect(
      given(invoices, [ISSUED]).when({ do: 'issue', data: { ...INVOICE, number: 'INV-2026-00002' }, books }),
    ).toEqual([]);
  });

  it('notes once that nothing of it is open', () => {
    const settled = given(invoices, [ISSUED]).when({ do: 'settle', by: 'paid' });

    expect(settled).toEqual([{ type: 'invoice.settled', data: { by: 'paid' } }]);
    expect(given(invoices, [ISSUED, ...settled]).when({ do: 'settle', by: 'credited' })).toEqual([]);
    expect(given(invoices, [ISSUED, ...settled]).state).toMatchObject({
      settledBy: 'paid',
      number: 'INV-2026-00001',
    });
  });

  it('is taken back once', () => {
    const asked = given(invoices, [ISSUED]).when({ do: 'request_credit', wish: wish('a') });

    expect(asked).toMatchObject([{ type: 'invoice.credit_requested' }]);
    expect(given(invoices, [ISSUED, ...asked]).when({ do: 'request_credit', wish: wish('a') })).toEqual([]);
    expect(given(invoices, [ISSUED, ...asked]).refusal({ do: 'request_credit', wish: wish('b') })).toBe(
      'invoice.already_credited',
    );
  });

  it('that was never issued is neither settled nor taken back', () => {
    expect(given(invoices).refusal({ do: 'settle', by: 'paid' })).toBe('invoice.not_found');
    expect(given(invoices).refusal({ do: 'request_credit', wish: wish('a') })).toBe('invoice.not_found');
  });
});

it('a credit note is issued once, and an invoice has one at most', () => {
  const note = { ...INVOICE, invoice: 'inv_a', reason: 'wrong', remainder: 'credit' } as const;
  const issued = given(creditNotes).when({ do: 'issue', data: note, books });

  expect(issued).toHaveLength(1);
  expect(given(creditNotes, issued).when({ do: 'issue', data: note, books })).toEqual([]);
  expect(fullCreditNoteOf(TENANT, 'inv_a')).toBe(fullCreditNoteOf(TENANT, 'inv_a'));
  expect(fullCreditNoteOf(TENANT, 'inv_a')).not.toBe(fullCreditNoteOf(TENANT, 'inv_b'));
});
