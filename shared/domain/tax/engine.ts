/** Lets a tax engine decide in place of our own rules, though drafting is pure: ask first, draft with the answers. */
import type { TaxDecision, TaxQuestion } from '../../contracts/tax.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Result } from '../../kernel/result.ts';
import { ok } from '../../kernel/result.ts';
import type { TaxEngine } from '../../ports.ts';
import { decideTax } from './decision.ts';

/** Drafts by our own rules where there is no engine, and otherwise by the engine's answers to the draft's own questions. */
export async function decidedBy<Draft>(
  engine: TaxEngine | null,
  draft: (decide: (question: TaxQuestion) => Result<TaxDecision>) => Result<Draft>,
): Promise<Result<Draft>> {
  if (engine === null) return draft(decideTax);
  const questions: TaxQuestion[] = [];
  const rehearsed = draft((question) => {
    questions.push(question);
    return ok(NOTHING_DECIDED);
  });
  if (!rehearsed.ok) return rehearsed;
  const answers = await engine.decide(questions);
  if (!answers.ok) return answers;
  invariant(answers.value.length === questions.length, 'a tax engine answers every question once');

  const left = [...answers.value];

  return draft(() => ok(left.shift() ?? NOTHING_DECIDED));
}

/** Holds a question's place while the questions are gathered. */
const NOTHING_DECIDED: TaxDecision = {
  category: 'Z',
  rate: '0',
  country: '',
  phrase: null,
  proofs: [],
  reason: 'class_zero',
};
