/**
 * Deferrals: what of an issued invoice is not earned yet. Each month the earned part moves from deferred revenue to
 * revenue; what a credit note takes back before it is earned moves at once, since the note itself debits revenue. So after
 * each of its facts the deferral's postings come to what is unearned at the end of `through`. Where a subscription ends,
 * nothing of its lines is left to be served: whatever its days have not earned is earned with the end.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { PREFIX } from '../kernel/ids.ts';
import { ok } from '../kernel/result.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';
import { addDays, laterDay, startOfDay } from '../kernel/time.ts';
import type { PostingSet } from '../ports.ts';
import {
  type DeferredLine,
  earnedBy,
  leftOf,
  monthEndBefore,
  nextRecognition,
  type TakenBack,
  unearnedAt,
  withinLeft,
} from './deferrals/earning.ts';
import { revenueRecognised } from './ledger.ts';

/** Months recognised in one commit; whoever is further behind goes on with the next wake-up. */
export const MONTHS_PER_COMMIT_MAX = 24;

/** What an issued invoice defers, as its own fact states it. */
export type DeferredData = {
  readonly entity: string;
  readonly currency: string;
  readonly issueDate: CivilDate;
  /** The seller's zone, in which months end. */
  readonly zone: string;
  readonly lines: readonly DeferredLine[];
};

/** A deferral. `due` is when the next revenue is recognised; null once there is none to come. */
export type Deferral =
  | { readonly status: 'none' }
  | (DeferredData & {
      readonly status: 'open';
      readonly invoice: string;
      readonly credits: readonly TakenBack[];
      readonly ends: readonly ServiceEnd[];
      /** The last day whose revenue is recognised, and what is recognised of what is left of the lines. */
      readonly through: CivilDate;
      readonly earnedMinor: bigint;
      readonly dueAt: Instant | null;
    });

/** A deferral that was opened. */
export type OpenDeferral = Exclude<Deferral, { status: 'none' }>;

/** What can be asked. A credit without lines takes back all that is left. */
export type DeferralCommand =
  | { readonly do: 'open'; readonly invoice: string; readonly data: DeferredData }
  | { readonly do: 'recognise'; readonly at: Instant }
  | { readonly do: 'credit'; readonly credit: Note }
  | { readonly do: 'end'; readonly end: ServiceEnd };

/** A credit note: what it takes back of which lines, or of all. */
type Note = Pick<TakenBack, 'creditNote' | 'on'> & Partial<Pick<TakenBack, 'lines'>>;

/** The end of a subscription: which lines of an invoice it had, and its day. */
export type ServiceEnd = {
  readonly subscription: string;
  readonly on: CivilDate;
  readonly lines: readonly number[];
};

type Due = { readonly dueAt: Instant | null; readonly nextDueAt: Instant | null };

/** What becomes true. `dueAt` is what was due before it, `nextDueAt` what is due after it. */
export type DeferralFact =
  | {
      readonly type: 'deferral.opened';
      readonly data: DeferredData & {
        readonly invoice: string;
        readonly through: CivilDate;
        readonly nextDueAt: Instant | null;
      };
      readonly books?: undefined;
    }
  | {
      readonly type: 'revenue.recognised';
      readonly data: Due & {
        readonly invoice: string;
        readonly through: CivilDate;
        readonly amountMinor: bigint;
      };
      readonly books: PostingSet;
    }
  | {
      readonly type: 'deferral.credited';
      readonly data: Due & TakenBack & { readonly amountMinor: bigint };
      readonly books: PostingSet;
    }
  | {
      readonly type: 'deferral.ended';
      readonly data: Due & ServiceEnd;
      readonly books?: undefined;
    };

/** The id of an invoice's deferral. */
export function deferralOf(tenant: string, invoice: string): string {
  return derivedId(PREFIX.deferral, tenant, invoice);
}

/** The rules of one deferral. */
export const deferrals: Decider<Deferral, DeferralCommand, DeferralFact> = {
  name: 'deferrals',
  headVersion: 2,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'open') return ok(state.status === 'none' ? opened(command) : []);
    if (state.status === 'none') return ok([]);

    if (command.do === 'end') return ok(ended(state, command.end));

    return ok(command.do === 'recognise' ? recognised(state, command.at) : credited(state, command.credit));
  },
  evolve(state, fact) {
    if (fact.type === 'deferral.opened') {
      const { nextDueAt, ...data } = fact.data;
      return { ...data, status: 'open', credits: [], ends: [], earnedMinor: 0n, dueAt: nextDueAt };
    }
    if (state.status === 'none') return state;
    if (fact.type === 'deferral.ended') {
      const { dueAt: _, nextDueAt, ...end } = fact.data;
      return { ...state, lines: stopped(state.lines, end), ends: [...state.ends, end], dueAt: nextDueAt };
    }
    const { through, nextDueAt: dueAt } = fact.data;
    if (fact.type === 'revenue.recognised')
      return { ...state, through, dueAt, earnedMinor: state.earnedMinor + fact.data.amountMinor };
    const { creditNote, on, lines } = fact.data;
    const credits = [...state.credits, { creditNote, on, through, lines }];
    const earnedMinor = earnedBy(leftOf(state.lines, credits), through);

    return { ...state, credits, through, earnedMinor, dueAt };
  },
};

/** What was served in months that are over when the invoice is issued is recognised with it, on its own date. */
function opened({ invoice, data }: DeferralCommand & { do: 'open' }): readonly DeferralFact[] {
  const through = monthEndBefore(data.issueDate);
  const pastMinor = earnedBy(data.lines, through);
  const nextDueAt = dueAfter(data, { lines: data.lines, through, earnedMinor: pastMinor });
  const open: DeferralFact = { type: 'deferral.opened', data: { ...data, invoice, through, nextDueAt } };
  if (pastMinor === 0n) return [open];

  return [
    open,
    {
      type: 'revenue.recognised',
      data: { invoice, through, amountMinor: pastMinor, dueAt: nextDueAt, nextDueAt },
      books: revenueRecognised({ ...bookOf(data), date: data.issueDate, amountMinor: pastMinor }),
    },
  ];
}

function recognised(state: OpenDeferral, at: Instant): readonly DeferralFact[] {
  const facts: DeferralFact[] = [];
  let current: Deferral = state;
  while (facts.length < MONTHS_PER_COMMIT_MAX) {
    const fact: DeferralFact | undefined = nextMonth(current, at);
    if (!fact) break;
    facts.push(fact);
    current = deferrals.evolve(current, fact);
  }

  return facts;
}

function nextMonth(state: Deferral, at: Instant): DeferralFact | undefined {
  if (state.status === 'none' || state.dueAt === null || state.dueAt > at) return undefined;
  const lines = leftOf(state.lines, state.credits);
  const through = nextRecognition(lines, state);
  if (through === null) return undefined;
  const earnedMinor = earnedBy(lines, through);
  const amountMinor = earnedMinor - state.earnedMinor;
  const nextDueAt = dueAfter(state, { lines, through, earnedMinor });

  return {
    type: 'revenue.recognised',
    data: { invoice: state.invoice, through, amountMinor, dueAt: state.dueAt, nextDueAt },
    books: revenueRecognised({ ...bookOf(state), date: laterDay(through, state.issueDate), amountMinor }),
  };
}

/** Moves what is taken back and was not earned; a note that comes after a month was recognised counts from its end. */
function credited(
  state: OpenDeferral,
  { creditNote, on: issuedOn, lines: given }: Note,
): readonly DeferralFact[] {
  if (state.credits.some((met) => met.creditNote === creditNote)) return [];
  const left = leftOf(state.lines, state.credits);
  const lines = withinLeft(given ?? left, left);
  if (lines.length === 0) return [];

  const through = laterDay(state.through, monthEndBefore(issuedOn));
  const on = laterDay(issuedOn, through);
  const rest = leftOf(left, [{ on, lines }]);
  const amountMinor = unearnedAt(left, through) - unearnedAt(rest, through);
  const nextDueAt = dueAfter(state, { lines: rest, through, earnedMinor: earnedBy(rest, through) });

  return [
    {
      type: 'deferral.credited',
      data: { creditNote, on, lines, through, amountMinor, dueAt: state.dueAt, nextDueAt },
      books: revenueRecognised({ ...bookOf(state), date: on, amountMinor }),
    },
  ];
}

/** Told once; an end that comes after its month was recognised counts from the day behind it, so that no month is opened again. */
function ended(state: OpenDeferral, { subscription, on: endsOn, lines: wanted }: ServiceEnd) {
  const lines = state.lines.flatMap(({ line, stoppedOn }) =>
    stoppedOn === undefined && wanted.includes(line) ? [line] : [],
  );
  if (lines.length === 0) return [];
  const on = laterDay(endsOn, addDays(state.through, 1));
  const left = leftOf(stopped(state.lines, { on, lines }), state.credits);
  const nextDueAt = dueAfter(state, { lines: left, through: state.through, earnedMinor: state.earnedMinor });
  const data = { subscription, on, lines, dueAt: state.dueAt, nextDueAt };

  return [{ type: 'deferral.ended', data } as const];
}

function stopped(
  lines: readonly DeferredLine[],
  { on, lines: ended }: Pick<ServiceEnd, 'on' | 'lines'>,
): readonly DeferredLine[] {
  return lines.map((line) => (ended.includes(line.line) ? { ...line, stoppedOn: on } : line));
}

function dueAfter(
  { zone }: Pick<DeferredData, 'zone'>,
  of: { readonly lines: readonly DeferredLine[]; readonly through: CivilDate; readonly earnedMinor: bigint },
): Instant | null {
  const day = nextRecognition(of.lines, of);

  return day === null ? null : startOfDay(addDays(day, 1), zone);
}

function bookOf({ entity, currency }: Pick<DeferredData, 'entity' | 'currency'>) {
  return { entity, currency };
}
