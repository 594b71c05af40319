/** The model that a document was printed from, as its frozen bytes hold it. */
import { type Data, digest, type Fact, part, text } from './books.ts';
import type { Given } from './snapshot.ts';

/** Undefined where the bytes are not at hand, or are not those that were frozen: I-09 tells of them, and nothing follows from them. */
export function printedModel(
  { tenant, data }: Pick<Fact, 'tenant' | 'data'>,
  { snapshot }: Pick<Given, 'snapshot'>,
): Data | undefined {
  const hash = text(data, 'content');
  const bytes = snapshot.documents?.get(`frozen/${tenant}/${hash}.json`);
  if (!bytes || digest(bytes) !== hash) return undefined;

  return part(JSON.parse(new TextDecoder().decode(bytes)) as Data, 'model'); // an object, by its hash
}
