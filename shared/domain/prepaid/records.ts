/**
 * What a balance has told about one grant or one invoice, as a record of its own, so that nobody reads the story of a balance
 * to find it. The balance's newest commit may be without its record yet: whoever writes the next one makes sure of it first.
 */
import type { Decider } from '../../kernel/decider.ts';
import { derivedId } from '../../kernel/hash.ts';
import { PREFIX } from '../../kernel/ids.ts';
import { ok } from '../../kernel/result.ts';
import { boughtOf } from './consuming.ts';
import type { GrantedPart, NewGrant, PrepaidFact } from './balance.ts';

type Fact<Type extends PrepaidFact['type']> = Extract<PrepaidFact, { type: Type }>;

/** What a balance tells about a grant or an invoice. */
export type ToldFact = Fact<
  | 'prepaid.granted'
  | 'prepaid.voided'
  | 'prepaid.refunded'
  | 'prepaid.consumed'
  | 'prepaid.released'
  | 'prepaid.returned'
>;

/** A grant or an invoice as its balance has told of it; of a grant the upper three, of an invoice the rest. */
export type PrepaidRecord = {
  readonly balance: string;
  /** The version of the balance that told the last of it; nothing was told at 0. */
  readonly version: number;
  readonly granted: NewGrant | null;
  readonly voided: Fact<'prepaid.voided'>['data'] | null;
  /** What was refunded under which key; absent where nothing was, and without the first ones, which had no key. */
  readonly refunds?: readonly RecordedRefund[];
  /** What the invoice took of each grant, in the order of use, or null where it never asked. */
  readonly kept: readonly GrantedPart[] | null;
  /** The credit notes over it: each total, and what went back of it. */
  readonly notes: readonly RecordedNote[];
  /** What they gave back, a part for each grant. */
  readonly back: readonly Pick<GrantedPart, 'grant' | 'amountMinor'>[];
};

/** A refund by the hash of its request's key. */
export type RecordedRefund = { readonly key: string; readonly amountMinor: bigint };

/** A credit note and what went back of it; of that, what had lowered the net, and of the rest what had been bought. */
export type RecordedNote = {
  readonly creditNote: string;
  readonly noteMinor: bigint;
  readonly amountMinor: bigint;
  readonly loweredMinor: bigint;
  readonly boughtMinor: bigint;
};

/** The record's only fact: what its balance told at a version. */
export type PrepaidRecordFact = {
  readonly type: 'prepaid.recorded';
  readonly data: { readonly balance: string; readonly version: number; readonly told: ToldFact };
};

/** The rules of the record: each version of the balance is recorded once. */
export const prepaidRecords: Decider<PrepaidRecord, PrepaidRecordFact['data'], PrepaidRecordFact> = {
  name: 'prepaid_records',
  headVersion: 1,
  initial: {
    ...{ balance: '', version: 0 },
    ...{ granted: null, voided: null },
    ...{ kept: null, notes: [], back: [] },
  },
  decide: ({ version }, data) => ok(version < data.version ? [{ type: 'prepaid.recorded', data }] : []),
  evolve: (state, { data: { balance, version, told } }) => withTold({ ...state, balance, version }, told),
};

function withTold(state: PrepaidRecord, told: ToldFact): PrepaidRecord {
  const { kept } = state;
  switch (told.type) {
    case 'prepaid.granted':
      return { ...state, granted: told.data };
    case 'prepaid.voided':
      return { ...state, voided: told.data };
    case 'prepaid.refunded': {
      const { key, amountMinor } = told.data;
      return key === undefined
        ? state
        : { ...state, refunds: [...(state.refunds ?? []), { key, amountMinor }] };
    }
    case 'prepaid.consumed':
      return { ...state, kept: told.data.parts.reduce(plus, kept ?? []) };
    case 'prepaid.released':
      return { ...state, kept: (kept ?? []).flatMap((part) => less(part, told.data.parts)) };
    case 'prepaid.returned': {
      const { creditNote, noteMinor, amountMinor, loweredMinor = 0n, parts } = told.data;
      const back = parts.reduce<PrepaidRecord['back']>(plus, state.back);
      const amounts = { amountMinor, loweredMinor, boughtMinor: boughtOf(parts) };
      const note = { creditNote, noteMinor, ...amounts };
      return { ...state, notes: [...state.notes, note], back };
    }
  }
}

/** The grant or the invoice that a fact of a balance is about; none where it is about the balance as a whole. */
export function sourceOf(told: PrepaidFact): string | undefined {
  switch (told.type) {
    case 'prepaid.granted':
    case 'prepaid.voided':
    case 'prepaid.refunded':
      return told.data.grant;
    case 'prepaid.consumed':
    case 'prepaid.released':
    case 'prepaid.returned':
      return told.data.invoice;
    default:
      return undefined;
  }
}

/** The record of a grant or an invoice. */
export function prepaidRecordId(tenant: string, source: string): string {
  return derivedId(PREFIX.prepaidRecord, tenant, source);
}

type Part = { readonly grant: string; readonly amountMinor: bigint };

function plus<Each extends Part>(parts: readonly Each[], more: Each): readonly Each[] {
  const known = parts.find(({ grant }) => grant === more.grant);
  if (!known) return [...parts, more];

  return parts.map((each) =>
    each === known ? { ...each, amountMinor: each.amountMinor + more.amountMinor } : each,
  );
}

function less<Each extends Part>(part: Each, parts: readonly Part[]): readonly Each[] {
  const minor = parts
    .filter(({ grant }) => grant === part.grant)
    .reduce((sum, each) => sum + each.amountMinor, 0n);

  return minor === part.amountMinor ? [] : [{ ...part, amountMinor: part.amountMinor - minor }];
}
