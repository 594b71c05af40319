import { describe, expect, it } from 'vitest';
import { creditNotes, invoices } from '../../../shared/domain/invoices.ts';
import { creditNoteOf } from '../../../shared/domain/invoices/crediting.ts';
import type { InvoiceData, InvoiceFact } from '../../../shared/domain/invoices/states.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
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
    const settled = given(invoices, [ISSUED]).when({ do: 'hear', by: 'paid', account: 3 });

    expect(settled).toEqual([{ type: 'invoice.settled', data: { by: 'paid', account: 3 } }]);
    expect(given(invoices, [ISSUED, ...settled]).when({ do: 'hear', by: 'credited', account: 3 })).toEqual(
      [],
    );
    expect(given(invoices, [ISSUED, ...settled]).state).toMatchObject({
      settledBy: 'paid',
      number: 'INV-2026-00001',
    });
  });

  it('hears the newest word of its account, in whatever order the news arrives', () => {
    const cleared = { do: 'hear', by: 'paid', account: 3 } as const;
    const reopened = { do: 'hear', by: null, account: 5 } as const;

    const inOrder = given(invoices, [ISSUED]).when(cleared);
    const late = given(invoices, [ISSUED]).when(reopened);

    expect(given(invoices, [ISSUED, ...inOrder]).when(reopened)).toEqual([
      { type: 'invoice.reopened', data: { account: 5 } },
    ]);
    expect(given(invoices, [ISSUED, ...late]).when(cleared)).toEqual([]);
    expect(given(invoices, [ISSUED, ...late]).state).toMatchObject({ settledBy: null });
  });

  it('is taken back as a whole once', () => {
    const asked = given(invoices, [ISSUED]).when({ do: 'request_credit', wish: wish('a') });

    expect(asked).toMatchObject([{ type: 'invoice.credit_requested' }]);
    expect(given(invoices, [ISSUED, ...asked]).when({ do: 'request_credit', wish: wish('a') })).toEqual([]);
    expect(given(invoices, [ISSUED, ...asked]).refusal({ do: 'request_credit', wish: wish('b') })).toBe(
      'invoice.already_credited',
    );
  });

  it('that was never issued is neither settled nor taken back', () => {
    expect(given(invoices).refusal({ do: 'hear', by: 'paid', account: 3 })).toBe('invoice.not_found');
    expect(given(invoices).refusal({ do: 'request_credit', wish: wish('a') })).toBe('invoice.not_found');
  });
});

it('a credit note is issued once, and each of an invoice has a name of its own', () => {
  const note = { ...INVOICE, invoice: 'inv_a', reason: 'wrong', remainder: 'credit' } as const;
  const issued = given(creditNotes).when({ do: 'issue', data: note, books });

  expect(issued).toHaveLength(1);
  expect(given(creditNotes, issued).when({ do: 'issue', data: note, books })).toEqual([]);
  const ids = [
    creditNoteOf(TENANT, 'inv_a', {}),
    creditNoteOf(TENANT, 'inv_a', { ordinal: 1 }),
    creditNoteOf(TENANT, 'inv_a', { ordinal: 2 }),
    creditNoteOf(TENANT, 'inv_b', {}),
  ];
  expect(new Set(ids).size).toBe(4);
  expect(creditNoteOf(TENANT, 'inv_a', {})).toBe(derivedId('crn', TENANT, 'inv_a', 'full'));
});
