/** The documents in memory; a link is a `data:` URL, so that it opens without a server. */
import type { Documents } from '../ports.ts';
import { DOCUMENT_BYTES_MAX, LINK_SECONDS_MAX, within } from './limits.ts';
import { MEMORY_ITEMS_MAX } from './memory-store.ts';

/** No documents yet. Bytes are copied in and out; a link does not expire. */
export function memoryDocuments(): Documents & { readonly keys: () => readonly string[] } {
  const documents = new Map<string, { readonly bytes: Uint8Array; readonly contentType: string }>();

  return {
    keys: () => [...documents.keys()],
    put: async (key, bytes, contentType) => {
      within('bytes of a document', bytes.length, DOCUMENT_BYTES_MAX);
      within('documents in memory', documents.size + 1, MEMORY_ITEMS_MAX);
      if (!documents.has(key)) documents.set(key, { bytes: bytes.slice(), contentType });
    },
    get: async (key) => documents.get(key)?.bytes.slice(),
    link: async (key, seconds) => {
      within('seconds of a link', seconds, LINK_SECONDS_MAX);
      const document = documents.get(key);
      if (!document) return 'data:,';

      return `data:${document.contentType};base64,${Buffer.from(document.bytes).toString('base64')}`;
    },
  };
}
