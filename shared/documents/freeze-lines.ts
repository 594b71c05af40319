import { addDays } from '../kernel/time.ts';
import type { FrozenContent, FrozenLine } from './content.ts';
import { amount, type Manner, rateOf, sanitisedOrNull } from './figures.ts';
import { amountWithCurrency, dateText, priceText, quantityText } from './format.ts';
import type { DocumentLine, DocumentModel } from './model.ts';
import { sanitise } from '../kernel/sanitise.ts';
import { showsGross } from './gross.ts';
import { filled } from './filled.ts';

/** The lines in their order, each with its number and the running sum of what is printed of them. */
export function frozenLines(model: DocumentModel, manner: Manner): FrozenLine[] {
  const isGross = showsGross(model);
  let runningMinor = 0n;
  return model.lines.map((line, index) => {
    const printed = isGross ? line.gross : undefined;
    runningMinor += printed?.amountMinor ?? line.netMinor;
    const place = {
      position: String(index + 1),
      running: amount(runningMinor, manner.style),
      ...(printed && { gross: amount(printed.amountMinor, manner.style) }),
    };
    return frozenLine({ ...line, ...printed }, place, manner);
  });
}

function frozenLine(
  line: DocumentLine,
  place: Pick<FrozenLine, 'position' | 'running' | 'gross'>,
  manner: Manner,
): FrozenLine {
  const { style } = manner;
  const unit = sanitisedOrNull(line.unit);
  return {
    ...place,
    description: sanitise(line.description),
    details: detailsOf(line, manner),
    quantity: { value: line.quantity, text: quantityText(line.quantity, unit, style) },
    unit,
    unitPrice: { value: line.unitPrice, text: priceText(line.unitPrice, style) },
    discount: amount(line.discountMinor, style),
    category: line.category,
    rate: rateOf(line, style),
    period: line.period === null ? null : { start: line.period.start, end: line.period.end },
    net: amount(line.netMinor, style),
  };
}

function detailsOf(line: DocumentLine, { texts, style }: Manner): string[] {
  const { subscription } = line;
  const details = subscription === undefined ? [] : [filled(texts.subscription, { subscription })];
  if (line.period !== null) {
    // A period's end does not belong to it; people read the last day that does.
    const last = addDays(line.period.end, -1);
    const [start, end] = [dateText(line.period.start, style, 'medium'), dateText(last, style, 'medium')];
    details.push(filled(texts.period, { start, end }));
  }
  if (line.discountMinor !== 0n) {
    details.push(filled(texts.discount, { amount: amountWithCurrency(-line.discountMinor, style) }));
  }
  return details;
}

/** What stands between the lines and the net: their sum, each allowance and each charge with the rate it is taxed at. */
export function frozenReductions(
  model: DocumentModel,
  { texts, style }: Manner,
): Pick<FrozenContent, 'reductions'> {
  const { lines, reductions = [] } = model;
  if (reductions.length === 0) return {};

  const isGross = showsGross(model);
  const printed = (minor: bigint, grossMinor: bigint | undefined) =>
    isGross ? (grossMinor ?? minor) : minor;
  const linesMinor = lines.reduce((sum, line) => sum + printed(line.netMinor, line.gross?.amountMinor), 0n);
  const rows = reductions.map((share) => {
    const words = share.isCharge ? texts.charge : texts.allowance;
    const label = filled(words, { reason: sanitise(share.reason), rate: rateOf(share, style).text });
    const minor = printed(share.amountMinor, share.grossMinor);
    return { label, ...amount(share.isCharge ? minor : -minor, style) };
  });
  const label = isGross ? texts.linesTotalGross : texts.linesTotal;
  return { reductions: { lines: { label, ...amount(linesMinor, style) }, rows } };
}
