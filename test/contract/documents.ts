/** What every document store promises, whatever it is kept in. */
import { describe, expect, test } from 'vitest';
import { DOCUMENT_BYTES_MAX, LimitExceeded, LINK_SECONDS_MAX } from '../../shared/adapters/limits.ts';
import type { Documents } from '../../shared/ports.ts';

const KEY = 'ten_a/invoices/inv_1.pdf';

/** Runs the contract against fresh documents that `make` gives; keys are new in each test. */
export function documentsContract(name: string, make: () => Promise<Documents>): void {
  describe(`the documents in ${name}`, () => {
    keeping(make);
    linking(make);
  });
}

function keeping(make: () => Promise<Documents>): void {
  test('a document is read as it was put', async () => {
    const documents = await make();
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256);

    await documents.put('ten_a/as it was (1)+ä.pdf', bytes, 'application/pdf');

    expect(Buffer.from((await documents.get('ten_a/as it was (1)+ä.pdf')) ?? []).equals(bytes)).toBe(true);
    expect(await documents.get('ten_a/nothing.pdf')).toBeUndefined();
  });

  test('a document is written once', async () => {
    const documents = await make();
    const first = await documents.put(KEY, bytesOf('first'), 'application/pdf', '2035-01-02T00:00:00.000Z');

    const second = await documents.put(KEY, bytesOf('second'), 'text/plain');

    expect([first, second]).toEqual(['written', 'present']);
    expect(textOf(await documents.get(KEY))).toBe('first');
  });

  test('what happens to the bytes after the put does not reach the document', async () => {
    const documents = await make();
    const bytes = bytesOf('bytes');
    await documents.put('ten_a/mutable', bytes, 'text/plain');

    bytes.fill(0);
    (await documents.get('ten_a/mutable'))?.fill(0);

    expect(textOf(await documents.get('ten_a/mutable'))).toBe('bytes');
  });

  test('an empty document is a document', async () => {
    const documents = await make();
    await documents.put('ten_a/empty', new Uint8Array(), 'text/plain');

    expect(await documents.get('ten_a/empty')).toHaveLength(0);
  });

  test('a document that is too large is refused', async () => {
    const documents = await make();
    const bytes = new Uint8Array(DOCUMENT_BYTES_MAX + 1);

    await expect(documents.put('ten_a/large', bytes, 'text/plain')).rejects.toThrow(LimitExceeded);
  });
}

function linking(make: () => Promise<Documents>): void {
  test('a link opens the document for whoever holds it', async () => {
    const documents = await make();
    await documents.put('ten_a/linked.pdf', bytesOf('%PDF'), 'application/pdf');

    const answer = await fetch(await documents.link('ten_a/linked.pdf', 60, 'Rechnung "4711".pdf'));

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(await answer.text()).toBe('%PDF');
  });

  test('a link does not live for ever', async () => {
    const documents = await make();

    await expect(documents.link(KEY, LINK_SECONDS_MAX + 1, 'a.pdf')).rejects.toThrow(LimitExceeded);
  });
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}
