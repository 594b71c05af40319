/** What the store holds of the issued documents that the journal tells of. */
import type { Documents } from '../../shared/ports.ts';
import type { RawItem } from '../../test/checker/books.ts';

/** Objects read at once. */
const READ_AT_ONCE = 16;

/** Reads frozen bytes, PDF and seal of every issued document that the items name. */
export async function archivedObjects(
  items: readonly RawItem[],
  documents: Pick<Documents, 'get'>,
): Promise<(key: string) => Uint8Array | undefined> {
  const keys = items.flatMap(({ pk, body }) => {
    const [tenant, id] = pk.split('#');
    const content =
      /"type":"(?:invoice|credit_note|self_billed_invoice|self_billed_credit_note)\.issued".*?"content":"([^"]+)"/.exec(
        body,
      )?.[1];
    const archived = `documents/${tenant}/${id}`;
    return content === undefined
      ? []
      : [`frozen/${tenant}/${content}.json`, `${archived}.pdf`, `${archived}.seal.json`];
  });
  const found = new Map<string, Uint8Array | undefined>();
  for (let place = 0; place < keys.length; place += READ_AT_ONCE) {
    const some = keys.slice(place, place + READ_AT_ONCE);
    const bytes = await Promise.all(some.map((key) => documents.get(key)));
    for (const [index, key] of some.entries()) found.set(key, bytes[index]);
  }

  return (key: string) => found.get(key);
}
