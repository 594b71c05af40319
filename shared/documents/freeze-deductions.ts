import { formatMoney } from '../kernel/money.ts';
import type { FrozenContent } from './content.ts';
import { amount, type Manner } from './figures.ts';
import { filled } from './filled.ts';
import { amountText, amountWithCurrency, dateText } from './format.ts';
import { type DocumentModel, toPayMinor } from './model.ts';
import { sanitise } from '../kernel/sanitise.ts';

type Deducted = NonNullable<DocumentModel['deducts']>[number];

/** What prepaid credits pay, and the deposits that are deducted, each with its number, day, net, tax and total (German VAT act, section 14 (5)). */
export function frozenDeductions(
  model: DocumentModel,
  { texts, style }: Manner,
): Pick<FrozenContent, 'deductions'> {
  const { deducts = [], prepaid } = model;
  if (!model.deducts && !prepaid) return {};
  const dueMinor = toPayMinor(model);

  return {
    deductions: {
      rows: [
        ...deducts.map((deducted) => ({
          label: deductionText(deducted, { texts, style }),
          ...amount(-deducted.grossMinor, style),
        })),
        ...(prepaid ? [{ label: texts.paidFromCredits, ...amount(-prepaid.amountMinor, style) }] : []),
      ],
      toPay: {
        label: texts.toPay,
        value: formatMoney({ minor: dueMinor, currency: model.currency }),
        text: amountWithCurrency(dueMinor, style),
      },
    },
  };
}

/** Which deposit invoice, with its net and tax. */
export function deductionText(
  { number, issueDate, netMinor, taxMinor }: Deducted,
  { texts, style }: Manner,
): string {
  return filled(texts.deducted, {
    number: sanitise(number),
    date: dateText(issueDate, style, 'long'),
    net: amountText(netMinor, style),
    tax: amountText(taxMinor, style),
  });
}
