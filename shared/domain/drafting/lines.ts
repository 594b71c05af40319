/** The lines of a draft: what a step invoices, each priced and under the tax that holds. */
import type { Supply, TaxBuyer, TaxDecision, TaxQuestion, TaxSeller } from '../../contracts/tax.ts';
import type { Result } from '../../kernel/result.ts';
import { ok } from '../../kernel/result.ts';
import { explainOrderLine } from '../explaining.ts';
import type { Explanation } from '../explaining/explanation.ts';
import type { InvoiceCause } from '../invoices/states.ts';
import { orderLines } from '../orders.ts';
import type { Delivery, OrderLine, PlacedOrder } from '../orders/states.ts';
import type { LineDiscount } from '../pricing.ts';
import { priceLine } from '../pricing.ts';
import { decideTax } from '../tax/decision.ts';
import { taxSellerOf } from '../tax/parties.ts';
import type { TaxClass } from '../tax.ts';
import { NORTHERN_IRELAND, territoryOf } from '../tax/territories.ts';
import type { DraftFrame, DraftLine } from './draft.ts';

/** A line before it is priced and taxed. */
export type LineInput = Pick<DraftLine, 'description' | 'quantity' | 'unit' | 'unitPrice' | 'period'> & {
  readonly discount: LineDiscount | null;
  readonly tax: TaxClass;
  readonly supply: Supply;
  /** Why it is what it is, where quantity, price and discount do not tell. */
  readonly explanation?: Explanation;
};

/** The lines a step invoices. Intake lets only percentages reduce what is delivered in parts. */
export function linesOf(order: PlacedOrder, delivery: Delivery | null): readonly LineInput[] {
  return invoicedLines(order, delivery).map(lineInput);
}

/** The lines of an order that a step invoices, each with the quantity that it does. */
export function invoicedLines(
  order: Pick<PlacedOrder, 'lines'>,
  delivery: Delivery | null,
): readonly OrderLine[] {
  const lines = orderLines(order);
  if (delivery === null) return lines.filter((line) => line.plan === null);

  return delivery.lines.flatMap(([number, quantity]) => {
    const line = lines[number - 1];

    return line ? [{ ...line, quantity }] : [];
  });
}

/** A line as agreed, before it is priced and taxed. */
export function lineInput(line: OrderLine): LineInput {
  return { ...line, unitPrice: line.unitPrice ?? '0', period: null };
}

/** Prices each line and decides its tax; the first that cannot be is refused. */
export function priceLines(inputs: readonly LineInput[], of: Pricing): Result<readonly DraftLine[]> {
  const { decide = decideTax } = of;
  const seller = taxSellerOf(of.seller);
  const lines: DraftLine[] = [];
  for (const input of inputs) {
    const decided = decide(questionOf(input, { ...of, seller }));
    if (!decided.ok) return decided;
    const { description, quantity, unit, unitPrice, discount, period } = input;
    const price = priceLine({ quantity, unitPrice, discount, currency: of.currency });
    if (!price.ok) return price;
    const { discountMinor, netMinor } = price.value;
    const explanation = input.explanation ?? explainOrderLine(input, { ...of, priced: price.value });
    const printed = { description, quantity, unit, unitPrice, period };
    lines.push({ ...printed, discountMinor, netMinor, explanation, ...taxedAs(decided.value) });
  }

  return ok(lines);
}

type Pricing = DraftFrame & {
  readonly currency: string;
  readonly deliverTo: string | undefined;
  /** The territory of the delivery, where its postcode was told. */
  readonly arrivesIn?: string | undefined;
  readonly supplyDate: string;
  readonly cause: InvoiceCause;
};

function questionOf(
  { tax, supply }: LineInput,
  of: Pick<Pricing, 'buyer' | 'supplyDate' | 'deliverTo' | 'arrivesIn'> & { readonly seller: TaxSeller },
): TaxQuestion {
  const { seller } = of;
  const buyer: TaxBuyer = of.buyer ?? { kind: 'business', country: seller.country, vatId: null };

  return {
    seller,
    buyer,
    supply,
    taxClass: tax,
    on: of.supplyDate,
    deliverTo: of.arrivesIn ?? arrivalOf(of.deliverTo, buyer),
  };
}

/** A delivery without a postcode: within the customer's own country, its address tells whether that is a part taxed in its own way. */
function arrivalOf(deliverTo: string | undefined, { kind, country, vatId }: TaxBuyer): string {
  if (deliverTo === undefined || deliverTo === country || country.startsWith(`${deliverTo}-`)) return country;
  // A foreign business with a VAT id of Northern Ireland, and a delivery to the United Kingdom without a postcode.
  if (deliverTo === 'GB' && kind === 'business' && vatId?.country === 'XI') return NORTHERN_IRELAND;

  return territoryOf({ country: deliverTo, postalCode: null });
}

function taxedAs({ category, rate, reason, country, proofs, unionSale }: TaxDecision) {
  if (reason === 'at_home') return { category, rate };

  return { category, rate, taxed: { reason, country, proofs, ...(unionSale && { unionSale }) } };
}
