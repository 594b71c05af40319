/** A self-billed invoice as it is answered, wherever it is: with what its frozen document says. */
import type { PrintedModel } from '../domain/answers/documents.ts';
import { answerSelfBilled } from '../domain/answers/self-billing.ts';
import type { SelfBilledIssued } from '../domain/self-billing/states.ts';
import type { AggregateRef, Ports } from '../ports.ts';
import { retentionOf } from './archiving.ts';
import { readFrozen } from './freezing.ts';

/** The answer for an invoice in the state that it is in by now. */
export async function shownSelfBilled(
  { tenant, id }: AggregateRef,
  invoice: SelfBilledIssued,
  ports: Pick<Ports, 'documents'>,
) {
  const model = await printedModel(tenant, invoice.content, ports);

  return answerSelfBilled(id, invoice, { tenant, model });
}

/** What is told of a frozen document beside the figures of its fact. */
export async function printedModel(
  tenant: string,
  content: string,
  ports: Pick<Ports, 'documents'>,
): Promise<PrintedModel> {
  const frozen = await readFrozen(tenant, content, ports);
  const model = frozen.model as Omit<PrintedModel, 'retainedUntil'>; // frozen from a draft

  return { ...model, retainedUntil: retentionOf(frozen) };
}
