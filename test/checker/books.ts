/**
 * The journal as this checker reads it: from the raw items alone, with its own hash, its own ids and its own arithmetic.
 * Nothing under `test/checker` shares code with the rules that it checks.
 */
import { createHash } from 'node:crypto';

/** An item of the journal's table as it is stored. */
export type RawItem = {
  readonly pk: string;
  readonly sk: number;
  readonly body: string;
  readonly hash: string;
};

/** A JSON object of which nothing is known. */
export type Data = Readonly<Record<string, unknown>>;

/** A fact with the commit that holds it; amounts are still text. */
export type Fact = {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly at: string;
  readonly type: string;
  readonly data: Data;
  readonly books: Books | undefined;
  /** Where it stands among all facts, in the order of the items. */
  readonly place: number;
};

/** A set of postings. */
export type Books = {
  readonly entity: string;
  readonly currency: string;
  readonly date: string;
  readonly originalDate?: string;
  readonly entries: readonly { readonly account: string; readonly minor: bigint }[];
};

/** An item, read. */
export type Item = RawItem & {
  readonly tenant: string;
  readonly id: string;
  readonly content: Data;
  readonly facts: readonly Fact[];
};

/** Something that is not as it must be. */
export type Violation = { readonly invariant: string; readonly about: string; readonly says: string };

/** The journal, indexed. */
export type Journal = {
  readonly items: readonly Item[];
  /** By partition key, ascending by version. */
  readonly aggregates: ReadonlyMap<string, readonly Item[]>;
  readonly facts: readonly Fact[];
  readonly ofType: (...types: readonly string[]) => readonly Fact[];
  /** The facts of one aggregate. */
  readonly of: (tenant: string, id: string) => readonly Fact[];
  /** The subjects of everything that was set aside. */
  readonly parked: readonly {
    readonly tenant: string;
    readonly subject: string;
    readonly code: string;
    readonly reason: string;
  }[];
};

/** Reads the items; what is no commit is a violation of its own. */
export function readJournal(raw: readonly RawItem[], violations: Violation[]): Journal {
  const items: Item[] = [];
  let place = 0;
  for (const each of raw) {
    const item = readItem(each, place);
    if (!item)
      violations.push({
        invariant: 'I-14',
        about: `${each.pk}:${each.sk}`,
        says: 'the item is not readable',
      });
    else items.push(item);
    place += item?.facts.length ?? 0;
  }
  const facts = items.flatMap((item) => item.facts);
  const byType = Map.groupBy(facts, ({ type }) => type);
  const byId = Map.groupBy(facts, ({ tenant, id }) => `${tenant}#${id}`);
  const aggregates = Map.groupBy(items, ({ pk }) => pk);
  for (const list of aggregates.values()) list.sort((a, b) => a.sk - b.sk);
  for (const list of byId.values()) list.sort((a, b) => a.version - b.version || a.place - b.place);

  return {
    items,
    aggregates,
    facts,
    ofType: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    of: (tenant, id) => byId.get(`${tenant}#${id}`) ?? [],
    parked: (byType.get('message.parked') ?? []).map(({ tenant, data }) => ({
      tenant,
      subject: text(data, 'subject'),
      code: text(data, 'code'),
      reason: text(data, 'reason'),
    })),
  };
}

/**
 * Reasons for which work may be set aside for good: a person must look. Whatever else is set aside, by a fault that passed
 * or because something else had to come first, is told again by the sweeper and excuses nothing.
 */
export const FOR_A_PERSON: ReadonlySet<string> = new Set([
  'payment.unresolved',
  'customer.erased',
  'exchange_rate.missing',
  'tax.place_unproven',
  'tax.buyer_vat_id_missing',
  'tax.seller_vat_id_missing',
]);

/** Whether work about one of these ids waits for a person. */
export function isParked({ parked }: Journal, ...ids: readonly string[]): boolean {
  return parked.some(
    ({ subject, reason, code }) =>
      FOR_A_PERSON.has(code) && ids.some((id) => id !== '' && (subject.includes(id) || reason.includes(id))),
  );
}

/** A text member; empty where there is none. */
export function text(data: Data | undefined, name: string): string {
  const value = data?.[name];

  return typeof value === 'string' ? value : '';
}

/** An amount in minor units; zero where there is none. */
export function minor(data: Data | undefined, name: string): bigint {
  const value = data?.[name];

  return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : 0n;
}

/** A whole number; zero where there is none. */
export function whole(data: Data | undefined, name: string): number {
  const value = data?.[name];

  return typeof value === 'number' ? value : 0;
}

/** A list of objects; empty where there is none. */
export function list(data: Data | undefined, name: string): readonly Data[] {
  const value = data?.[name];

  return Array.isArray(value)
    ? value.filter((each): each is Data => typeof each === 'object' && each !== null)
    : [];
}

/** An object; undefined where there is none. */
export function part(data: Data | undefined, name: string): Data | undefined {
  const value = data?.[name];

  return typeof value === 'object' && value !== null ? (value as Data) : undefined; // any object
}

/** The sum of amounts. */
export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;

  return total;
}

/** SHA-256 in Base64 for URLs, without padding. */
export function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url');
}

/** The id that derives from the parts: 128 bits of a SHA-256 over the length-prefixed parts, in Crockford's base 32. */
export function idOf(prefix: string, ...parts: readonly string[]): string {
  const spelled = [prefix, ...parts].map((each) => `${each.length}:${each}`).join('');
  const bytes = createHash('sha256').update(spelled).digest().subarray(0, 16);
  let value = BigInt(`0x${bytes.toString('hex')}`) << 2n;
  let letters = '';
  for (let place = 0; place < 26; place += 1) {
    letters = (CROCKFORD[Number(value & 31n)] ?? '') + letters;
    value >>= 5n;
  }

  return `${prefix}_${letters}`;
}

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

function readItem(raw: RawItem, place: number): Item | undefined {
  const [, tenant, id] = /^(ten_\w+)#(\w+)$/.exec(raw.pk) ?? [];
  const content = parsed(raw.body);
  if (!tenant || !id || !content) return undefined;
  const at = text(content, 'at');
  const facts = list(content, 'facts').map((fact, index) => ({
    ...{ tenant, id, at, version: raw.sk, place: place + index },
    type: text(fact, 'type'),
    data: part(fact, 'data') ?? {},
    books: booksIn(part(fact, 'books')),
  }));

  return { ...raw, tenant, id, content, facts };
}

function booksIn(data: Data | undefined): Books | undefined {
  if (!data) return undefined;
  const entries = list(data, 'entries').map((entry) => ({
    account: text(entry, 'account'),
    minor: minor(entry, 'amountMinor'),
  }));

  return {
    entity: text(data, 'entity'),
    currency: text(data, 'currency'),
    date: text(data, 'date'),
    ...(typeof data.originalDate === 'string' && { originalDate: data.originalDate }),
    entries,
  };
}

function parsed(body: string): Data | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Data) : undefined; // any object
  } catch {
    return undefined;
  }
}
