/** What the API tells of why a line is what it is: the frozen explanation, with the rule that decided its tax. */
import type { LineExplanation } from '../../contracts/explanations.ts';
import type { DraftLine } from '../drafting/draft.ts';
import type { Explanation } from '../explaining/explanation.ts';

/** An explanation as answered. */
export function answerExplanation(
  invoice: string,
  number: number,
  line: DraftLine & { readonly explanation: Explanation },
): LineExplanation {
  const { category, rate, taxed } = line;
  const {
    parts,
    discounts,
    cells = [],
    usage = null,
    true_up = null,
    repair = null,
    tax_included = null,
    ...rest
  } = line.explanation;

  return {
    object: 'line_explanation',
    invoice,
    line: number,
    ...rest,
    parts: [...parts],
    discounts: [...discounts],
    true_up,
    repair,
    cells: cells.map(({ values, quantity }) => ({ values: values && [...values], quantity })),
    usage,
    tax_included,
    tax: {
      category,
      rate,
      reason: taxed?.reason ?? 'at_home',
      country: taxed?.country ?? null,
      proofs: [...(taxed?.proofs ?? [])],
    },
  };
}
