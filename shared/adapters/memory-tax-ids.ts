/** A register of VAT ids in memory, for tests and the world. */
import type { TaxIdAnswer, TaxIdRegistry } from '../ports.ts';

/** Says `valid` of every id but those that were set otherwise; each answer has an id of its own. */
export function memoryTaxIds(): TaxIdRegistry & {
  readonly set: (vatId: string, answer: TaxIdAnswer['answer']) => void;
  /** The ids that were asked about, oldest first. */
  readonly asked: string[];
} {
  const answers = new Map<string, TaxIdAnswer['answer']>();
  const asked: string[] = [];

  return {
    asked,
    set: (vatId, answer) => {
      answers.set(vatId, answer);
    },
    check: async ({ vatId, requester }) => {
      asked.push(vatId);
      const answer = answers.get(vatId) ?? 'valid';
      const hasId = answer !== 'unavailable' && requester !== null;

      return { answer, consultation: hasId ? `consultation-${asked.length}` : null };
    },
  };
}
