/** What was archived: each PDF as its seal says, each document mailed by itself where that was wished, and once. */
import { createHash } from 'node:crypto';
import { type Data, type Fact, idOf, isParked, part, text, whole } from './books.ts';
import { ISSUED } from './numbers.ts';
import type { Given } from './snapshot.ts';

/** I-09 and I-28 of PDFs and of the mails that nobody has to ask for. */
export function checkArchive(given: Given): void {
  if (!given.snapshot.documents) return;
  for (const document of given.journal.ofType(...ISSUED)) {
    checkPrinted(document, given);
    checkMailed(document, given);
  }
  for (const key of given.snapshot.documents.rewritten ?? [])
    given.report({ invariant: 'I-09', about: nameOf(key, given), says: `${key} was written more than once` });
}

function checkPrinted({ tenant, id, data }: Fact, { journal, snapshot, report }: Given): void {
  const pdf = snapshot.documents?.get(`documents/${tenant}/${id}.pdf`);
  const stored = snapshot.documents?.get(`documents/${tenant}/${id}.seal.json`);
  const about = `${id} ${text(data, 'number')}`;
  const isDue = snapshot.isAtRest && !isParked(journal, id);
  if (!pdf) {
    if (isDue) report({ invariant: 'I-28', about, says: 'it was never printed' });
    if (stored) report({ invariant: 'I-09', about, says: 'its PDF is missing' });
    return;
  }
  if (!stored) {
    if (isDue) report({ invariant: 'I-28', about, says: 'its PDF was never sealed' });
    return;
  }
  const seal = sealIn(stored);
  if (!seal || !isWhole(seal)) {
    report({ invariant: 'I-09', about, says: 'its seal was changed' });
    return;
  }
  const sum = part(seal, 'pdf');
  const isSame = text(sum, 'sha256') === sha256(pdf) && whole(sum, 'bytes') === pdf.length;
  if (!isSame) report({ invariant: 'I-09', about, says: 'its PDF is not what was sealed' });
  if (text(seal, 'id') !== id) report({ invariant: 'I-09', about, says: 'it has the seal of another' });
}

/** Frozen with the wish: one mail that nobody asked for, or the mail of somebody who was faster; never two. */
function checkMailed({ tenant, id, data }: Fact, { journal, snapshot, report }: Given): void {
  const bytes = snapshot.documents?.get(`frozen/${tenant}/${text(data, 'content')}.json`);
  const frozen = bytes && sealIn(bytes);
  const about = `${id} ${text(data, 'number')}`;
  const log = journal.of(tenant, idOf('dlv', tenant, id));
  const wishes = log.filter(({ type }) => type === 'delivery.requested');
  const automatic = wishes.filter((wish) => text(wish.data, 'key') === 'automatic').length;
  if (automatic > 1)
    report({ invariant: 'I-28', about, says: `${automatic} mails were wished for by itself` });
  for (const { data: wish } of wishes) {
    const sent = log.filter((fact) => fact.type === 'document.sent' && fact.data.send === wish.send).length;
    if (sent > 1)
      report({ invariant: 'I-28', about, says: `mail ${String(wish.send)} was sent ${sent} times` });
  }
  const isWished = frozen !== undefined && text(frozen, 'delivery') === 'by_email';
  if (automatic > 0 && !isWished) report({ invariant: 'I-28', about, says: 'it was mailed unasked' });
  if (!isWished || !snapshot.isAtRest || isParked(journal, id)) return;
  if (wishes.length === 0) report({ invariant: 'I-28', about, says: 'it was never mailed' });
  const isOver = log.some(({ type }) => ENDS.has(type));
  if (wishes.length > 0 && !isOver) report({ invariant: 'I-28', about, says: 'its mail has no end' });
}

const ENDS: ReadonlySet<string> = new Set([
  'document.sent',
  'document.delivery_failed',
  'document.delivery_unknown',
]);

/** The number of the document that a stored object belongs to, so that a person can look it up. */
function nameOf(key: string, { journal }: Given): string {
  const issued = journal.ofType(...ISSUED);
  const found = issued.find(
    ({ tenant, id, data }) =>
      key.startsWith(`documents/${tenant}/${id}.`) ||
      key === `frozen/${tenant}/${text(data, 'content')}.json`,
  );

  return found ? `${found.id} ${text(found.data, 'number')}` : key;
}

function sealIn(bytes: Uint8Array): Data | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Data; // an object, where it is what was stored
  } catch {
    return undefined;
  }
}

/** The last of its members is the sum of the others, in the order in which they stand. */
function isWhole(seal: Data): boolean {
  const { sum, ...others } = seal;

  return sum === sha256(new TextEncoder().encode(JSON.stringify(others)));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
