/** Writes a period of a seller's books into a folder, for an auditor: `npm run export`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Ask, ExportFailure, exportFiles } from './gobd/collect.ts';

const USAGE = `A period of at most a year of one legal entity. The key of the API is read from COUNTINGHOUSE_KEY; it needs the scopes ledger:read and invoices:read.

  npm run export -- --url http://127.0.0.1:4000 --legal-entity le_… --supplier "Example Ltd, Berlin" \\
    --from 2026-01-01 --to 2026-12-31 --out audit-2026`;

/** Asks a deployment for a path, as one of its users. */
export function askAt(url: string, key: string): Ask {
  return async (path) => {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } });

    return { status: answer.status, text: await answer.text(), next: answer.headers.get('x-next-cursor') };
  };
}

async function main(key: string | undefined): Promise<string> {
  const option = { type: 'string' } as const;
  const names = { url: option, 'legal-entity': option, from: option, to: option, out: option };
  const { values } = parseArgs({
    options: { ...names, supplier: option, help: { type: 'boolean' } },
  });
  const { url, 'legal-entity': legalEntity, from, to, out, supplier = legalEntity } = values;
  if (!key || !url || !legalEntity || !supplier || !from || !to || !out) throw new ExportFailure(USAGE);
  const wish = { legalEntity, supplier, from, to };
  let files = 0;
  for await (const { path, bytes } of exportFiles(wish, { ask: askAt(url, key), read: linked })) {
    const target = join(out, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    files += 1;
  }

  return `${files} files in ${out}; index.xml says what they hold.`;
}

async function linked(url: string): Promise<Uint8Array | null> {
  const answer = await fetch(url);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`a link of a document answered ${answer.status}`);

  return new Uint8Array(await answer.arrayBuffer());
}

if (import.meta.main) {
  const told = await main(process.env.COUNTINGHOUSE_KEY).catch((error: unknown) => {
    if (!(error instanceof ExportFailure)) throw error;
    process.exitCode = 1;

    return error.message;
  });
  process.stdout.write(`${told}\n`);
}
