/** The kinds of invoices. */

/** What an invoice is beside a plain one: of a deposit, of one delivery among several, the last that deducts deposits, or of prepaid credits. */
export type InvoiceKind = 'deposit' | 'partial' | 'final' | 'credits';
