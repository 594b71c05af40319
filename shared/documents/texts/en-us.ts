import { EN } from './en.ts';
import type { Texts } from './keys.ts';

/** English of sellers in the United States, who charge a sales tax and no VAT. */
export const EN_US: Texts = {
  ...EN,
  proForma: 'This is not an invoice; an invoice with its own number follows.',
  unitPriceGross: 'Unit price incl. tax',
  taxRate: 'Tax',
  amountGross: 'Incl. tax in {currency}',
  linesTotalGross: 'Sum of the lines incl. tax',
  allowance: 'Allowance: {reason} (tax {rate})',
  charge: 'Charge: {reason} (tax {rate})',
  deducted: 'Less deposit invoice {number} of {date}: {net} net, {tax} tax',
  tax: {
    ...EN.tax,
    S: 'Sales tax {rate}',
    Z: 'Sales tax {rate}',
    E: 'Tax-exempt',
    O: 'No sales tax',
  },
  taxContained: 'Sales tax {rate} contained',
  note: { ...EN.note, E: 'This sale is exempt from sales tax.', O: 'No sales tax is due on this sale.' },
  grossPrices: 'The prices include sales tax.',
  accountingTax:
    'Tax in accounting currency: {amount}. Exchange rate of {date} ({source}): 1 {base} = {rate} {counter}.',
};
