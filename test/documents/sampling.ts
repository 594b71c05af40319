/** Documents that random sales lead to, of every type alike. */
import fc from 'fast-check';
import type { SemanticInvoice } from '../../shared/documents/en16931/model.ts';
import { attachmentOf } from '../../shared/documents/prepared.ts';
import type { Paper } from './papers.ts';
import { proveSale } from './proving.ts';
import { randomSale } from './sales.ts';
import { emptyTally } from './tallying.ts';

/** UNTDID 1001: partial, plain and final, credit note, corrected, deposit, self-billed and the credit note to it. */
const TYPES: readonly string[] = ['326', '380', '381', '384', '386', '389', '261'];

/** Sales drawn for each document that is wanted. */
const SALES_PER_DOCUMENT = 4;

/** A document that is an e-invoice too. */
export type Sampled = Paper & { readonly semantic: SemanticInvoice };

/** So many documents of a seed, every type alike; those that no e-invoice can be made of are left out. */
export function sampledDocuments(of: { readonly count: number; readonly seed: number }): readonly Sampled[] {
  const sales = fc.sample(randomSale, { numRuns: of.count * SALES_PER_DOCUMENT, seed: of.seed });
  const most = Math.ceil(of.count / TYPES.length);
  const byType = new Map(TYPES.map((type) => [type, [] as Sampled[]]));
  for (const sale of sales) {
    if ([...byType.values()].every(({ length }) => length >= most)) break;
    for (const { semantic, ...paper } of proveSale(sale, emptyTally())) {
      const same = semantic && byType.get(semantic.type);
      if (same && same.length < most && attachmentOf(semantic) !== null) same.push({ ...paper, semantic });
    }
  }

  return [...byType.values()].flat().slice(0, of.count);
}
