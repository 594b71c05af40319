/** Papers that are no invoices: a pro forma says what an invoice would, and asks for nothing; a receipt tells what was received. */
import { deepStrictEqual } from 'node:assert';
import { composeParties, composeProForma } from '../../shared/documents/compose.ts';
import type { FrozenContent } from '../../shared/documents/content.ts';
import { withNumber } from '../../shared/documents/en16931/derive.ts';
import type { SemanticInvoice } from '../../shared/documents/en16931/model.ts';
import { freeze } from '../../shared/documents/freeze.ts';
import type { PreparedDocument } from '../../shared/documents/prepared.ts';
import { freezeReceipt } from '../../shared/documents/receipt.ts';
import type { Draft } from '../../shared/domain/drafting/draft.ts';
import { minorOf } from '../checker/arithmetic.ts';
import { assertWords } from './agreement.ts';
import type { Expected } from './figures.ts';
import { type IssuedInvoice, ORDER, partiesOf, TODAY } from './issuing.ts';
import type { Sale } from './sale.ts';

/** Anything that is printed: its words, its number, and what machines are told of it. */
export type Paper = {
  readonly content: FrozenContent;
  readonly number: string;
  readonly semantic: SemanticInvoice | null;
};

/** A document as it is printed. */
export function paperOf({ content, examined }: PreparedDocument, number: string): Paper {
  return { content, number, semantic: withNumber(examined.semantic, number) };
}

/** The pro forma of a draft has its figures but no tax in another currency, no day to pay by and no account to pay to. */
export function proveProForma(issued: Draft, sale: Sale, expected: Expected): Paper {
  const { accountingTax: _, prepaid: __, ...draft } = issued;
  const model = composeProForma(draft, partiesOf(sale));
  const content = freeze(model);
  const { accounting: ___, prepaid: ____, ...agreed } = expected;
  assertWords({ model, content }, agreed);
  deepStrictEqual([content.payment, content.dueDate], [null, null]);

  return { content, number: ORDER, semantic: null };
}

/** The receipt of a payment of an invoice and of something more: its parts come to what was received. */
export function proveReceipt({ draft, number }: IssuedInvoice, sale: Sale): Paper {
  const { currency, language, grossMinor } = draft;
  const [onAccountMinor, paidBackMinor] = [grossMinor / 3n, grossMinor / 7n];
  const receivedMinor = grossMinor + onAccountMinor + paidBackMinor;
  const content = freezeReceipt({
    ...{ currency, language, issueDate: TODAY, receivedOn: TODAY, receivedMinor },
    parties: composeParties(partiesOf(sale), language),
    invoices: [{ number, amountMinor: grossMinor }],
    ...{ onAccountMinor, paidBackMinor },
  });
  const told = (value: string) => minorOf({ amount: value, currency });
  deepStrictEqual(
    content.lines.map(({ net }) => told(net.value)),
    [grossMinor, onAccountMinor, paidBackMinor].filter((minor) => minor !== 0n),
  );
  deepStrictEqual([told(content.total.value), content.taxes, content.payment], [receivedMinor, [], null]);
  if (receivedMinor > 0n) deepStrictEqual(told(content.lines.at(-1)?.running.value ?? '0'), receivedMinor);

  return { content, number: ORDER, semantic: null };
}
