/**
 * Minimum spend: each commitment period is told again from the bills and the life of its subscription. Every true-up must be
 * what it is short of, and once it is over and everything had time to follow, nothing may be left to true up.
 */
import { begunAs, isNeverBegun } from './activations.ts';
import { dayIn, daysFrom, daysLater, fraction, placesOf, rounded, times } from './arithmetic.ts';
import { type Data, type Fact, isParked, list, minor, part, sum, text, whole } from './books.ts';
import { cellsOfSale } from './documents.ts';
import { reckon } from './evaluator.ts';
import { type Given, nowIn } from './snapshot.ts';
import { periodOf } from './rhythm.ts';
import { daysOf } from './subscriptions.ts';

type Days = { readonly start: string; readonly end: string };
type Commitment = Days & {
  readonly minimum: Data;
  readonly anchor: string;
  readonly anchorDay: number;
  readonly number: number;
  spent: bigint;
  trued: bigint;
};

type Walk = {
  minimum: Data | undefined;
  rhythm: Data;
  readonly all: Commitment[];
  readonly off: Days[];
  readonly currency: string;
  readonly rule: string;
  status: string;
  pausedFrom: string;
  endsOn: string;
  keeps: boolean;
  /** The charges of the newest bill that has some, as far as an end could give them back. */
  charged: readonly Data[];
  readonly wrong: (says: string) => void;
};

/** Days behind the end of a commitment period by which it is trued up, whatever its grace. */
const FOLLOWS_DAYS = 5;

const FIXED = ['whole', 'part', 'credit'];
const USED = ['usage', 'correction'];

/** I-62. */
export function checkMinimumSpends({ journal, snapshot, report }: Given): void {
  for (const ordered of journal.ofType('subscription.created')) {
    const facts = journal.of(ordered.tenant, ordered.id);
    const isPromised = facts.some(({ data }) => data.minimum || part(data, 'target')?.minimum);
    if (!isPromised || isNeverBegun(ordered, facts)) continue;
    const created = begunAs(ordered, facts);
    const walk = walkOf(created, (says) => report({ invariant: 'I-62', about: created.id, says }));
    for (const fact of facts) tell(fact, walk);
    const today = dayIn(nowIn(snapshot, created.tenant), text(created.data, 'zone'));
    if (snapshot.isAtRest && !isParked(journal, created.id)) rest(walk, today);
  }
}

function walkOf({ data }: Fact, wrong: Walk['wrong']): Walk {
  const rhythm = part(data, 'rhythm') ?? {};
  const walk: Walk = {
    ...{ minimum: part(data, 'minimum'), rhythm, all: [], off: [], wrong },
    ...{ currency: text(data, 'currency'), rule: dayRuleOf(part(data, 'rules')) },
    ...{ status: 'pending', pausedFrom: '', endsOn: '', keeps: true, charged: [] },
  };
  if (walk.minimum) begin(walk, { start: text(rhythm, 'start'), anchor: text(rhythm, 'anchor') });
  const billed = text(data, 'billedUntil');
  if (billed !== '') walk.off.push({ start: text(rhythm, 'start'), end: billed });

  return walk;
}

function begin(walk: Walk, { start, anchor }: { readonly start: string; readonly anchor: string }): void {
  const anchorDay = whole(walk.rhythm, 'anchorDay');
  if (walk.minimum) walk.all.push({ ...nextOf(walk.minimum, { anchor, anchorDay, number: 1 }), start });
}

function nextOf(
  minimum: Data,
  place: { readonly anchor: string; readonly anchorDay: number; readonly number: number },
): Commitment {
  const { anchor, anchorDay, number } = place;
  const grid = { ...minimum, start: anchor, anchor, anchorDay, merged: false, firstIndex: 1 };

  return { ...periodOf({ rhythm: grid }, number), ...place, minimum, spent: 0n, trued: 0n };
}

function tell({ type, data }: Fact, walk: Walk): void {
  switch (type) {
    case 'subscription.activated':
      walk.status = 'active';
      return;
    case 'subscription.changed':
      change(data, walk);
      return;
    case 'subscription.paused':
      walk.pausedFrom = text(data, 'from');
      return;
    case 'subscription.resumed':
      if (part(data, 'rhythm')) walk.off.push({ start: walk.pausedFrom, end: text(data, 'on') });
      walk.rhythm = part(data, 'rhythm') ?? walk.rhythm;
      walk.pausedFrom = '';
      return;
    case 'subscription.cancellation_scheduled':
      walk.endsOn = text(data, 'endsOn');
      walk.keeps = text(data, 'credit') === 'none';
      return;
    case 'subscription.cancellation_withdrawn':
      walk.endsOn = '';
      walk.rhythm = part(data, 'rhythm') ?? walk.rhythm;
      return;
    case 'subscription.billed':
      bill(data, walk);
      return;
    case 'subscription.ended':
      for (const each of walk.all) each.spent -= unusedIn(each, walk);
      walk.charged = [];
      walk.status = 'ended';
      return;
    default:
  }
}

/** Another plan's minimum holds from the next commitment period on; before anything is charged the first is its. */
function change(data: Data, walk: Walk): void {
  const target = part(data, 'target') ?? {};
  const isOpen = walk.minimum !== undefined;
  walk.rhythm = part(data, 'rhythm') ?? walk.rhythm;
  if ('minimum' in target) walk.minimum = part(target, 'minimum');
  if (walk.status !== 'active') {
    walk.all.length = 0;
    begin(walk, { start: text(walk.rhythm, 'start'), anchor: text(walk.rhythm, 'anchor') });
    return;
  }
  if (isOpen || !walk.minimum) return;
  const first = firstStart(walk.rhythm, text(data, 'on'));
  const last = walk.all.at(-1);
  if (!last) begin(walk, { start: first, anchor: first });
  else if (last.end < first) walk.off.push({ start: last.end, end: first });
}

function firstStart(rhythm: Data, on: string): string {
  const first = whole(rhythm, 'firstIndex');
  for (let index = first; index < first + 10_000; index += 1) {
    const { start } = periodOf({ rhythm }, index);
    if (start >= on) return start;
  }

  return on;
}

/** Where prices are not divided, the day of a change is the new's. */
function dayRuleOf(rules: Data | undefined): string {
  return text(rules, 'unit') === 'none' ? 'new' : text(rules, 'changeDay');
}

/** What a bill charges counts where its days begin; its true-ups are what is short by then. */
function bill(data: Data, walk: Walk): void {
  const lines = list(data, 'lines');
  for (const line of lines) open(line, walk);
  for (const line of lines) count(line, walk);
  const charges = lines.filter((line) => ['whole', 'part'].includes(text(line, 'kind')));
  if (data.usage === undefined && charges.length > 0)
    walk.charged = text(data, 'suppliedOn') === text(data, 'start') ? charges : [];
  for (const line of lines.filter((each) => text(each, 'kind') === 'true_up')) {
    const commitment = walk.all.find(({ start }) => start === text(line, 'start'));
    const due = commitment && dueOf(commitment, walk);
    if (due !== minor(line, 'listMinor'))
      walk.wrong(
        `the commitment from ${text(line, 'start')} is trued up by ${minor(line, 'listMinor')}, not ${due}`,
      );
    if (commitment) commitment.trued += minor(line, 'listMinor');
  }
}

/** What gives back begins no commitment period: it is of a charge that counts already. */
function open(line: Data, walk: Walk): void {
  const [kind, start] = [text(line, 'kind'), text(line, 'start')];
  if (kind === 'credit' || !isCounted(kind)) return;
  let last = walk.all.at(-1);
  while (last && walk.minimum && last.end <= start) {
    const { minimum } = walk;
    const isSame = ['interval', 'count'].every((name) => last?.minimum[name] === minimum[name]);
    const { anchor, anchorDay, number, end } = last;
    const place = isSame
      ? { anchor, anchorDay, number: number + 1 }
      : { anchor: end, anchorDay: whole(walk.rhythm, 'anchorDay'), number: 1 };
    last = { ...nextOf(minimum, place), start: end };
    walk.all.push(last);
  }
}

function isCounted(kind: string): boolean {
  return FIXED.includes(kind) || USED.includes(kind);
}

function count(line: Data, walk: Walk): void {
  const [kind, start] = [text(line, 'kind'), text(line, 'start')];
  if (!isCounted(kind)) return;
  for (const each of walk.all) {
    const isBack = kind === 'credit' && each === walk.all.at(-1) && chargeOf(line, walk) < each.end;
    const isWithin = each.start <= start && (start < each.end || isBack);
    const covers = text(each.minimum, 'covers');
    const isCovered = covers === 'all' || (covers === 'fixed' ? FIXED : USED).includes(kind);
    if (isWithin && isCovered) each.spent += minor(line, 'listMinor');
  }
}

/** The first day of the charge that a line gives back, as far as it is known. */
function chargeOf(back: Data, { charged }: Walk): string {
  const isOf = (line: Data) =>
    text(line, 'start') <= text(back, 'start') && text(back, 'end') <= text(line, 'end');

  return text(charged.find(isOf), 'start');
}

/** What is short of the minimum for the days that count, less what is trued up already. */
function dueOf(each: Commitment, walk: Walk): bigint {
  const { start, end, minimum } = each;
  const isCut = walk.endsOn !== '' && walk.endsOn < end;
  const policy = text(minimum, 'earlyEnd');
  const isWhole = policy === 'full' && walk.endsOn > start;
  const until = isCut && !isWhole ? walk.endsOn : end;
  const running = walk.pausedFrom === '' ? [] : [{ start: walk.pausedFrom, end: until }];
  const off = [...walk.off, ...running].map((days) => overlap(days, { start, end: until }));
  const served = until > start ? daysFrom(start, until) - off.reduce((all, days) => all + days, 0) : 0;
  const counted = isCut && policy === 'none' ? 0 : Math.max(0, served);
  const scale = 10n ** BigInt(placesOf(walk.currency));
  const share = { over: BigInt(counted) * scale, under: BigInt(daysFrom(start, end)) };
  const short = rounded(times(fraction(text(minimum, 'amount')), share)) - each.spent + unusedIn(each, walk);

  return (short > 0n ? short : 0n) - each.trued;
}

function overlap(a: Days, b: Days): number {
  const [start, end] = [later(a.start, b.start), earlier(a.end, b.end)];

  return start < end ? daysFrom(start, end) : 0;
}

function later(a: string, b: string): string {
  if (a > b) return a;

  return b;
}

function earlier(a: string, b: string): string {
  if (a < b) return a;

  return b;
}

/** The share of a charge for its days from one on, reckoned from its price. */
function shareFrom(first: string, line: Data, { currency }: Walk): bigint {
  const sold = part(line, 'sold') ?? {};
  const days = daysOf({ ...line, start: first });

  return reckon({
    ...{ price: part(sold, 'price') ?? {}, quantity: text(sold, 'quantity'), currency, back: null },
    ...{ days, of: whole(line, 'of'), cells: cellsOfSale(sold) },
  }).list;
}

/** What an end gives back of days that were charged ahead. */
function unusedIn({ start, end, minimum }: Commitment, walk: Walk): bigint {
  if (walk.endsOn === '' || walk.keeps || text(minimum, 'covers') === 'usage') return 0n;
  const from = walk.rule === 'new' ? walk.endsOn : daysLater(walk.endsOn, 1);

  return sum(
    walk.charged.map((line) => {
      const first = later(from, text(line, 'start'));
      const isLast = walk.all.at(-1)?.start === start;
      const isBack = isLast && text(line, 'start') < end;
      const isWithin = start <= first && (first < end || isBack) && first < text(line, 'end');
      const isKept = line.isUndivided === true && first > text(line, 'start');
      if (!isWithin || isKept) return 0n;
      return first === text(line, 'start') ? minor(line, 'listMinor') : shareFrom(first, line, walk);
    }),
  );
}

/** What is over and had time to follow owes no true-up any more; a pause lets it wait for the next bill. */
function rest(walk: Walk, today: string): void {
  if (walk.status !== 'ended' && walk.pausedFrom !== '') return;
  for (const each of walk.all) {
    const end = walk.endsOn !== '' && walk.endsOn < each.end ? walk.endsOn : each.end;
    // Where the periods do not meet it any more, the first bill behind it brings the true-up.
    const next = firstStart(walk.rhythm, end);
    const billed = walk.endsOn !== '' && walk.endsOn < next ? walk.endsOn : next;
    if (daysLater(billed, FOLLOWS_DAYS) > today) continue;
    const due = dueOf(each, walk);
    if (due !== 0n)
      walk.wrong(`the commitment from ${each.start} to ${end} is still to be trued up by ${due}`);
  }
}
