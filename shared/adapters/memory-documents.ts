/** The documents in memory; a link is a `data:` URL, so that it opens without a server. */
import type { Instant } from '../kernel/time.ts';
import type { Documents } from '../ports.ts';
import { DOCUMENT_BYTES_MAX, LINK_SECONDS_MAX, within } from './limits.ts';
import { MEMORY_ITEMS_MAX } from './memory-store.ts';

type Kept = {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly lockedUntil: Instant | null;
};

type MemoryDocuments = Documents & {
  readonly keys: () => readonly string[];
  readonly lockedUntil: (key: string) => Instant | null;
};

/** No documents yet. Bytes are copied in and out; a link does not expire. */
export function memoryDocuments(): MemoryDocuments {
  const documents = new Map<string, Kept>();

  return {
    keys: () => [...documents.keys()],
    lockedUntil: (key) => documents.get(key)?.lockedUntil ?? null,
    put: async (key, bytes, contentType, lockedUntil) => {
      within('bytes of a document', bytes.length, DOCUMENT_BYTES_MAX);
      within('documents in memory', documents.size + 1, MEMORY_ITEMS_MAX);
      if (documents.has(key)) return 'present';
      documents.set(key, { bytes: bytes.slice(), contentType, lockedUntil: lockedUntil ?? null });

      return 'written';
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
