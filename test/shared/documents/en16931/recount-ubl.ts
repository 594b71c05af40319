/** Reckons an e-invoice in UBL again from its text alone, as `recount.ts` does one in CII. */
import { digits, lineOf, type Recount, taxOf } from './recount.ts';

/** For UBL, invoice or credit note; `decimals` are those of the currency. */
export function recountUbl(xml: string, decimals: number, isGross = false): Recount {
  const lines = blocks(xml, '(?:Invoice|CreditNote)Line');
  const rest = xml.replaceAll(/<cac:(?:Invoice|CreditNote)Line>.*?<\/cac:(?:Invoice|CreditNote)Line>/gs, '');
  const taxes = blocks(rest, 'TaxSubtotal');
  const sums = blocks(rest, 'LegalMonetaryTotal')[0] ?? '';
  const nets = lines.map((line) =>
    lineOf(
      {
        quantity: amount('(?:Invoiced|Credited)Quantity', line),
        price: amount('PriceAmount', line),
        reductions: reductions(line),
      },
      decimals,
    ),
  );
  const due = taxes.map((tax) =>
    taxOf(
      {
        base: amount('TaxableAmount', tax),
        claimed: amount('TaxAmount', tax),
        rate: amount('Percent', tax),
      },
      decimals,
      isGross,
    ),
  );
  const total = sum(nets);
  const whole = reductions(rest);
  const allowances = sum(whole.filter(([isCharge]) => !isCharge).map(([, each]) => each));
  const charges = sum(whole.filter(([isCharge]) => isCharge).map(([, each]) => each));
  const net = total - allowances + charges;
  const tax = sum(due);

  return {
    claimed: {
      lines: sum(lines.map((line) => amount('LineExtensionAmount', line))),
      total: amount('LineExtensionAmount', sums),
      allowances: amount('AllowanceTotalAmount', sums),
      charges: amount('ChargeTotalAmount', sums),
      net: amount('TaxExclusiveAmount', sums),
      bases: sum(taxes.map((each) => amount('TaxableAmount', each))),
      tax: amount('TaxAmount', rest.slice(rest.indexOf('<cac:TaxTotal>'))),
      gross: amount('TaxInclusiveAmount', sums),
      due: amount('PayableAmount', sums),
    },
    computed: {
      lines: total,
      total,
      allowances,
      charges,
      net,
      bases: net,
      tax,
      gross: net + tax,
      due: net + tax - amount('PrepaidAmount', sums),
    },
  };
}

function blocks(text: string, name: string): readonly string[] {
  return [...text.matchAll(new RegExp(`<cac:${name}>(.*?)</cac:${name}>`, 'gs'))].map(
    ([, inner = '']) => inner,
  );
}

function amount(name: string, text: string): bigint {
  return digits(new RegExp(`<cbc:${name}[^>]*>([^<]*)<`).exec(text)?.[1] ?? '0');
}

function reductions(text: string): readonly (readonly [isCharge: boolean, amount: bigint])[] {
  return blocks(text, 'AllowanceCharge').map((each) => [
    each.includes('<cbc:ChargeIndicator>true<'),
    amount('Amount', each),
  ]);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, each) => total + each, 0n);
}
