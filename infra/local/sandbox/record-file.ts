import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apply, type Change, emptyLedger, type Ledger } from './ledger.ts';

const FILE_NAME = 'sandbox.jsonl';

/** A record on disk: what it holds, and how more is added to it. */
export type RecordFile = { readonly ledger: Ledger; readonly append: (changes: readonly Change[]) => void };

/**
 * Opens the record in that folder, or begins one. Changes are lines of JSON, written before anyone is answered. A last line
 * torn by a kill was answered to nobody and is dropped; a broken line anywhere else is a fault that names the file.
 */
export function openRecord(folder: string): RecordFile {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, FILE_NAME);
  const ledger = emptyLedger();
  if (existsSync(path)) replay(ledger, path);

  compact(ledger, path);
  return {
    ledger,
    append: (changes) => {
      if (changes.length > 0) appendFileSync(path, lines(changes));
    },
  };
}

function replay(ledger: Ledger, path: string): void {
  const texts = readFileSync(path, 'utf8').split('\n');
  // Every whole line ends in a line feed, so what follows the last one is torn or empty.
  texts.pop();
  texts.forEach((text, index) => {
    apply(ledger, [changeIn(text, `${path}:${index + 1}`)]);
  });
}

function changeIn(text: string, place: string): Change {
  try {
    // Only this file's own `append` and `compact` write these lines.
    return JSON.parse(text) as Change;
  } catch (error) {
    throw new Error(`The sandbox's record is damaged at ${place}; remove the file to begin a new one.`, {
      cause: error,
    });
  }
}

/** Rewrites the file so that each object has one line; the old file stays until the new one is whole. */
function compact(ledger: Ledger, path: string): void {
  const changes: Change[] = [
    ...[...ledger.charges.values()].map((value) => ({ put: 'charges', value }) as const),
    ...[...ledger.refunds.values()].map((value) => ({ put: 'refunds', value }) as const),
    ...[...ledger.checkouts.values()].map((value) => ({ put: 'checkouts', value }) as const),
    ...[...ledger.setups.values()].map((value) => ({ put: 'setups', value }) as const),
    ...[...ledger.methods.values()].map((value) => ({ put: 'methods', value }) as const),
    ...[...ledger.keys.values()].map((value) => ({ put: 'keys', value }) as const),
    ...[...ledger.events.values()].map((value) => ({ put: 'events', value }) as const),
  ];
  writeFileSync(`${path}.new`, lines(changes));
  renameSync(`${path}.new`, path);
}

function lines(changes: readonly Change[]): string {
  return changes.map((change) => `${JSON.stringify(change)}\n`).join('');
}
