/** Subscriptions: the billed periods tile the time from the first charged day on, without gap or overlap, as far as they are owed. */
import { begunAs, isNeverBegun } from './activations.ts';
import { invoiceOfBill } from './gatherings.ts';
import { dayIn, daysFrom, daysLater } from './arithmetic.ts';
import { type Data, type Fact, idOf, isParked, list, minor, part, sum, text, whole } from './books.ts';
import { lastOf } from './corrections.ts';
import { isGross, wrongBases } from './gross.ts';
import { planLinesOf } from './obligations.ts';
import { periodOf } from './rhythm.ts';
import { type Given, nowIn } from './snapshot.ts';

/** I-03, and of I-28 that each line with a plan started its subscription. */
export function checkSubscriptions(given: Given): void {
  const { journal, snapshot, report } = given;
  for (const created of journal.ofType('subscription.created'))
    checkHistory(begunAs(created, journal.of(created.tenant, created.id)), given);
  if (!snapshot.isAtRest) return;
  for (const cancelled of journal.ofType('order.cancelled')) checkOrderEnd(cancelled, given);
  for (const order of journal.ofType('order.placed')) {
    for (const line of planLinesOf(order)) {
      const subscription = idOf('sub', order.tenant, order.id, String(line));
      if (journal.of(order.tenant, subscription).length > 0 || isParked(journal, order.id)) continue;
      report({ invariant: 'I-28', about: `${order.id} line ${line}`, says: 'no subscription was started' });
    }
  }
}

/** An order that is cancelled has ended, or is to end, each subscription that it started. */
function checkOrderEnd({ tenant, id }: Fact, { journal, report }: Given): void {
  const placed = journal.of(tenant, id).find(({ type }) => type === 'order.placed');
  for (const line of placed ? planLinesOf(placed) : []) {
    const about = idOf('sub', tenant, id, String(line));
    const facts = journal.of(tenant, about);
    const isEnding = facts.some(({ type }) => type === 'subscription.cancellation_scheduled');
    if (facts.length > 0 && !isEnding)
      report({ invariant: 'I-28', about, says: 'it goes on, though its order is cancelled' });
  }
}

type Wrong = (says: string, invariant?: string) => void;

/** What is known of a subscription on the way through its facts. */
type Walk = {
  rhythm: Data;
  charge: string;
  /** Periods billed so far. */
  count: number;
  changes: number;
  /** What the bills left to take off later ones. */
  credit: bigint;
  cancellation: Data | undefined;
  pausedFrom: string;
  status: 'waiting' | 'active' | 'paused' | 'ended';
  isSetAside: boolean;
  hasBegun: boolean;
  /** What was charged while the first payment was waited for; undefined where it is not. */
  awaited: bigint | undefined;
  /** What of the period that runs was charged and not given back. */
  charged: bigint;
  /** Bills of usage alone. */
  usages: number;
  /** The day that the usage of each meter is billed until. */
  usedUntil: Map<string, string>;
  /** What was charged for each window of each meter. */
  usageCharged: Map<string, bigint>;
  graceHours: number;
  /** What is to be charged once and is not billed yet, by its id. */
  oneOffs: Map<string, Data>;
  /** Whether a minimum spend was ever promised. */
  isPromised: boolean;
  /** The commit whose change is to give back by credit notes what it charges less; 0 where none is. */
  lowering: number;
  /** Whether its price is for a period however short it is. */
  readonly isUndivided: boolean;
  /** Introductory prices: each holds for the periods before number `until`. */
  phases: readonly { readonly until: number; readonly price: string }[];
};

function checkHistory(created: Fact, given: Given): void {
  const { tenant, id, data } = created;
  const walk: Walk = {
    rhythm: part(data, 'rhythm') ?? {},
    charge: text(data, 'charge'),
    count: 0,
    changes: 0,
    credit: 0n,
    cancellation: undefined,
    pausedFrom: '',
    status: 'waiting',
    isSetAside: false,
    hasBegun: false,
    awaited: undefined,
    charged: 0n,
    usages: 0,
    usedUntil: new Map(),
    usageCharged: new Map(),
    graceHours: graceIn(data),
    isPromised: part(data, 'minimum') !== undefined,
    lowering: 0,
    isUndivided: text(part(data, 'rules'), 'unit') === 'none',
    oneOffs: new Map(list(data, 'charges').map((charge) => [text(charge, 'id'), charge])),
    phases: list(data, 'phases').map((phase) => ({
      until: whole(phase, 'until'),
      price: JSON.stringify(part(phase, 'price')),
    })),
  };
  walk.count = billedElsewhere(walk, data);
  for (const fact of given.journal.of(tenant, id)) {
    if (fact.type === 'subscription.billed') checkBill(fact, { walk, created }, given);
    else {
      follow(fact, walk);
      followPhases(fact, walk, data);
    }
    if (fact.type === 'subscription.ended') checkEnd(fact, walk, given);
    if (fact.type === 'subscription.changed') checkLowered(fact, { walk, created }, given);
    if (fact.type === 'subscription.credit_returned') checkReturned(fact, { walk, created }, given);
  }
  for (const says of wrongBases(created, given.journal)) given.report({ invariant: 'I-10', about: id, says });
  const isOwed = !isNeverBegun(created, given.journal.of(tenant, id));
  if (given.snapshot.isAtRest && isOwed) checkComplete(created, walk, given);
}

/** Periods before the day until which another system billed it; none of them is billed here. */
function billedElsewhere(walk: Walk, data: Data): number {
  const until = text(data, 'billedUntil');
  let count = 0;
  while (until !== '' && periodOf(walk, count).start < until) count += 1;

  return count;
}

function graceIn(data: Data | undefined): number {
  const metering = part(data, 'metering');

  return metering ? whole(metering, 'graceHours') : 0;
}

/** Days before a new anchor are no period of a phase, and a change to another plan or version ends them all. */
function followPhases({ type, data }: Fact, walk: Walk, terms: Data): void {
  const rhythm = part(data, 'rhythm');
  const sold = part(part(data, 'target'), 'sold');
  const isOther = sold !== undefined && termsIn(sold) !== termsIn(terms);
  if (type === 'subscription.changed' && isOther) walk.phases = [];
  if (type === 'subscription.created' || type === 'subscription.start_set' || !rhythm) return;
  const [first, hasStub] = [whole(rhythm, 'firstIndex'), text(rhythm, 'start') < text(rhythm, 'anchor')];
  if (!hasStub || rhythm.merged === true) return;
  walk.phases = walk.phases.map(({ until, price }) => ({ until: until > first ? until + 1 : until, price }));
}

function termsIn(sold: Data): string {
  return `${text(sold, 'plan')} ${whole(sold, 'planVersion')}`;
}

/** While a phase holds, what is charged of the plan that was begun with is charged at its price. */
function checkPhase(data: Data, of: { readonly walk: Walk; readonly index: number }, terms: Data): boolean {
  const phase = of.walk.phases.find(({ until }) => of.index < until);
  const charges = list(data, 'lines').filter((line) => ['whole', 'part'].includes(text(line, 'kind')));

  return charges.every((line) => {
    const sold = part(line, 'sold') ?? {};
    return !phase || termsIn(sold) !== termsIn(terms) || JSON.stringify(part(sold, 'price')) === phase.price;
  });
}

function follow({ type, data }: Fact, walk: Walk): void {
  switch (type) {
    case 'subscription.activated':
      walk.status = 'active';
      walk.hasBegun = true;
      walk.awaited = undefined;
      break;
    case 'subscription.payment_awaited':
      walk.awaited = 0n;
      break;
    case 'subscription.changed':
      walk.rhythm = part(data, 'rhythm') ?? walk.rhythm;
      walk.charge = text(part(data, 'target'), 'charge');
      if (part(data, 'rhythm') && walk.cancellation)
        walk.cancellation = { ...walk.cancellation, periods: periodsUntilEnd(walk) };
      walk.isPromised ||= part(part(data, 'target'), 'minimum') !== undefined;
      walk.graceHours = Math.max(walk.graceHours, graceIn(part(data, 'target')));
      break;
    case 'subscription.charge_added':
      walk.oneOffs.set(text(part(data, 'charge'), 'id'), part(data, 'charge') ?? {});
      break;
    case 'subscription.charge_withdrawn':
      walk.oneOffs.delete(text(data, 'charge'));
      break;
    case 'subscription.paused':
      walk.status = 'paused';
      walk.pausedFrom = text(data, 'from');
      break;
    case 'subscription.resumed':
      walk.status = 'active';
      walk.pausedFrom = '';
      walk.rhythm = part(data, 'rhythm') ?? walk.rhythm;
      break;
    case 'subscription.suspended':
      walk.pausedFrom = text(data, 'from');
      break;
    case 'subscription.reinstated':
      walk.pausedFrom = '';
      walk.rhythm = part(data, 'rhythm') ?? walk.rhythm;
      break;
    case 'subscription.cancellation_scheduled':
      walk.cancellation = data;
      break;
    case 'subscription.cancellation_withdrawn':
      walk.cancellation = undefined;
      walk.rhythm = part(data, 'rhythm') ?? walk.rhythm;
      break;
    case 'subscription.ended':
      walk.status = 'ended';
      break;
    case 'subscription.parked':
      walk.isSetAside = true;
      break;
    case 'subscription.released':
      walk.isSetAside = false;
      break;
  }
}

/** In arrears what bears the number of a change is what waited for an end, over the period in which that came. */
function isWithin(
  { charge }: Walk,
  {
    told,
    start,
    end,
  }: { readonly told: readonly [string, string]; readonly start: string; readonly end: string },
): boolean {
  return told[0] >= start && (told[1] === end || charge === 'in_arrears');
}

/** How many periods there are until the end that was asked for; it stays on its day when others begin. */
function periodsUntilEnd(walk: Walk): number {
  const [endsOn, when] = [text(walk.cancellation, 'endsOn'), text(walk.cancellation, 'when')];
  let count = walk.count;
  const isBegun = () => {
    const { start } = periodOf(walk, count);
    return start < endsOn || (when === 'now' && walk.charge === 'in_advance' && start === endsOn);
  };
  while (isBegun()) count += 1;

  return count;
}

/** That is owed once the end has come. */
function isOwedAhead({ charge }: Walk, isChange: boolean): boolean {
  return isChange || charge === 'in_advance';
}

function checkBill(bill: Fact, of: { readonly walk: Walk; readonly created: Fact }, given: Given): void {
  const { journal, report, snapshot } = given;
  const { walk, created } = of;
  const { tenant, id, data } = bill;
  const isChange = typeof data.change === 'number';
  if (typeof data.usage === 'number') {
    checkUsageBill(bill, of, given);
    return;
  }
  // What is charged once may be billed though no period ever was.
  const index = isChange ? Math.max(walk.count - 1, whole(walk.rhythm, 'firstIndex')) : walk.count;
  const about = `${id} ${isChange ? 'change' : 'period'} ${isChange ? whole(data, 'change') : index}`;
  const wrong = (says: string, invariant = 'I-03') => report({ invariant, about, says });
  const { start, end } = periodOf(walk, index);
  const told = [text(data, 'start'), text(data, 'end')] as const;
  const isCut = isCutShort(walk, { told: told[1], end });
  // What only puts others right is of their days.
  const isOfOthers = list(data, 'lines').every(
    (line) => text(line, 'kind') === 'repair' || !part(line, 'sold'),
  );
  const isRight = isChange
    ? isOfOthers || isWithin(walk, { told, start, end })
    : told[0] === start && (told[1] === end || isCut);
  if (!isRight || whole(data, 'index') !== walk.count)
    wrong(`${start} to ${end} was expected, ${told[0]} to ${told[1]} billed`);
  const due = told[isOwedAhead(walk, isChange) ? 0 : 1];
  if (dayIn(bill.at, text(created.data, 'zone')) < due) wrong('it was billed before it was owed');
  const invoice = isChange
    ? idOf('inv', tenant, id, 'change', String(walk.changes + 1))
    : idOf('inv', tenant, id, 'period', String(index));
  if (text(data, 'invoice') !== invoice) wrong(`its invoice is ${invoice}`, 'I-06');
  const placed = invoiceOfBill(tenant, data, { journal });
  if (
    snapshot.isAtRest &&
    journal.of(tenant, placed).length === 0 &&
    !isParked(journal, placed, invoice, id)
  ) {
    wrong('it was billed and has no invoice', 'I-02');
  }
  if (!checkPhase(data, { walk, index }, created.data))
    wrong('it is not charged the price of its phase', 'I-10');
  if (walk.awaited !== undefined) checkAwaited(data, { walk, index }, wrong);
  checkOneOffs(data, walk, wrong);
  checkSums(bill, walk, wrong);
  checkWindows(bill, of, wrong);
  if (isChange) walk.changes += 1;
  else walk.count += 1;
}

/** Before its first payment it is billed its first period, and nothing else. */
function checkAwaited(
  data: Data,
  { walk, index }: { readonly walk: Walk; readonly index: number },
  wrong: (says: string) => void,
): void {
  if (index > 0) wrong('it is billed again before its first payment');
  walk.awaited = (walk.awaited ?? 0n) + sum(list(data, 'lines').map(netOf));
}

/** What is charged once was asked for, at that price, and is on no other bill. */
function checkOneOffs(data: Data, walk: Walk, wrong: Wrong): void {
  for (const line of list(data, 'lines').filter((each) => text(each, 'kind') === 'one_off')) {
    const charge = walk.oneOffs.get(text(line, 'charge'));
    const sold = part(line, 'sold');
    const isAsAsked =
      text(charge, 'quantity') === text(sold, 'quantity') &&
      text(charge, 'amount') === text(part(sold, 'price'), 'amount') &&
      text(charge, 'on') === text(line, 'start') &&
      minor(line, 'discountMinor') === 0n;
    if (!charge) wrong(`${text(line, 'charge')} is charged twice, or was never asked for`);
    else if (!isAsAsked) wrong(`${text(line, 'charge')} is not charged as it was asked for`, 'I-10');
    walk.oneOffs.delete(text(line, 'charge'));
  }
  const isOfPeriod = typeof data.change !== 'number';
  if (isOfPeriod && walk.oneOffs.size > 0) wrong('a charge that waited is not on it');
}

/** A bill of usage alone: it has an invoice of its own, unless it comes to nothing. */
function checkUsageBill(
  bill: Fact,
  of: { readonly walk: Walk; readonly created: Fact },
  { journal, report, snapshot }: Given,
): void {
  const { tenant, id, data } = bill;
  const number = whole(data, 'usage');
  const wrong = (says: string, invariant = 'I-03') =>
    report({ invariant, about: `${id} usage ${number}`, says });
  const invoice = idOf('inv', tenant, id, 'usage', String(of.walk.usages + 1));
  if (text(data, 'invoice') !== invoice) wrong(`its invoice is ${invoice}`, 'I-06');
  const isOfNothing = list(data, 'lines').every((line) => minor(line, 'listMinor') === 0n);
  const isMissing = snapshot.isAtRest && journal.of(tenant, invoice).length === 0;
  if (isMissing && !isOfNothing && !isParked(journal, invoice, id))
    wrong('it was billed and has no invoice', 'I-02');
  checkSums(bill, of.walk, wrong);
  checkWindows(bill, of, wrong);
  of.walk.usages += 1;
}

/** No day of a meter is charged twice, and none before it is over; a correction takes off all that was charged before. */
function checkWindows(
  { at, data }: Fact,
  { walk, created }: { readonly walk: Walk; readonly created: Fact },
  wrong: Wrong,
): void {
  const today = dayIn(at, text(created.data, 'zone'));
  for (const line of list(data, 'lines')) {
    const usage = part(line, 'usage');
    if (!usage) continue;
    const meter = text(usage, 'meter');
    const [start, end] = [text(line, 'start'), text(line, 'end')];
    const window = `${meter} ${start} ${end}`;
    const charged = walk.usageCharged.get(window);
    walk.usageCharged.set(window, (charged ?? 0n) + minor(line, 'listMinor'));
    if (text(line, 'kind') === 'correction') {
      if (charged !== minor(usage, 'formerMinor')) wrong(`${window} was charged ${charged} before`, 'I-10');
      continue;
    }
    if (start < (walk.usedUntil.get(meter) ?? '')) wrong(`usage of ${meter} from ${start} is charged twice`);
    const isCut = text(walk.cancellation, 'endsOn') === daysLater(end, -1);
    if (end > today && !isCut) wrong(`usage of ${meter} until ${end} was charged on ${today}`);
    walk.usedUntil.set(meter, end);
  }
}

/** A period that ends before its own end: with the service, or with the day that was named before it began. */
function isCutShort({ charge, cancellation }: Walk, of: { readonly told: string; readonly end: string }) {
  const endsOn = text(cancellation, 'endsOn');
  const isNamed = charge === 'in_advance' && ['date', 'term_end'].includes(text(cancellation, 'when'));
  // Where the day of a change belongs to the old, the day of the end is charged, too.
  const isEnd = of.told === endsOn || (isNamed && of.told === daysLater(endsOn, 1));

  return of.told < of.end && isEnd && (isNamed || charge === 'in_arrears');
}

/** An end gives back no more than is charged ahead, of its own invoices, each of which then has a credit note. */
function checkEnd({ tenant, id, data }: Fact, walk: Walk, { journal, snapshot, report }: Given): void {
  const wrong = (says: string, invariant = 'I-10') => report({ invariant, about: id, says });
  if (walk.hasBegun && walk.oneOffs.size > 0) wrong('it ended before a charge was billed', 'I-03');
  const notes = list(part(data, 'settlement') ?? {}, 'notes');
  const amount = isGross(journal.of(tenant, id)[0]?.data) ? 'grossMinor' : 'netMinor';
  const back = sum(notes.flatMap((note) => list(note, 'lines').map((line) => minor(line, amount))));
  const ahead = walk.awaited ?? walk.charged + walk.credit;
  if (back > ahead) wrong(`${back} is given back at the end, ${ahead} was charged ahead`);
  if (walk.awaited !== undefined && back !== ahead)
    wrong(`${back} of ${ahead} is given back, though never paid`);
  if (walk.awaited === undefined && back < walk.credit)
    wrong(`${walk.credit} is left as credit, and no later bill takes it off`);
  if (back > 0n) walk.credit = 0n;
  checkAsked({ tenant, id }, notes, { journal, snapshot, wrong });
}

/** Whatever is given back is given back by invoices of its own, each of which was asked to. */
function checkAsked(
  { tenant, id }: Pick<Fact, 'tenant' | 'id'>,
  notes: readonly Data[],
  { journal, snapshot, wrong }: Pick<Given, 'journal' | 'snapshot'> & { readonly wrong: Wrong },
): void {
  const own = new Set(
    journal
      .of(tenant, id)
      .flatMap((fact) => (fact.type === 'subscription.billed' ? [text(fact.data, 'invoice')] : [])),
  );
  for (const note of notes) {
    if (!own.has(text(note, 'invoice'))) wrong(`${text(note, 'invoice')} is not an invoice of its own`);
    const invoice = invoiceOfBill(tenant, note, { journal });
    const last = lastOf(tenant, invoice, journal);
    const isAsked = journal.of(tenant, last).some(({ type }) => type === 'invoice.credit_requested');
    if (snapshot.isAtRest && !isAsked && !isParked(journal, id, invoice))
      wrong(`${invoice} was not asked to give anything back`, 'I-28');
  }
}

/**
 * What a change gives back by credit notes is what was charged for days to come, at what its lines say, and nothing is given
 * back twice; without them, or where a minimum was promised, nothing of the sort happens.
 */
function checkLowered(
  fact: Fact,
  { walk, created }: { readonly walk: Walk; readonly created: Fact },
  { journal, snapshot, report }: Given,
): void {
  const { tenant, id, data } = fact;
  const wrong: Wrong = (says, invariant = 'I-10') => report({ invariant, about: id, says });
  const settlement = part(data, 'settlement');
  walk.lowering = mayNote(created, walk) ? fact.version : 0;
  if (!settlement) return;
  const [lines, notes] = [list(settlement, 'lines'), list(settlement, 'notes')];
  const amount = isGross(created.data) ? 'grossMinor' : 'netMinor';
  const back = sum(notes.flatMap((note) => list(note, 'lines').map((line) => minor(line, amount))));
  const credits = sum(lines.map(netOf));
  if (!mayNote(created, walk)) wrong('it gives back by a credit note, though it is to carry forward');
  if (back !== -credits) wrong(`credit notes take back ${back}, the change gives back ${-credits}`);
  if (back > walk.charged) wrong(`${back} is given back by a change, ${walk.charged} was charged`);
  walk.charged -= back;
  checkAsked(fact, notes, { journal, snapshot, wrong });
  for (const note of notes) {
    const asked = timesAsked({ tenant, invoice: invoiceOfBill(tenant, note, { journal }) }, journal);
    const most = timesSettled({ tenant, invoice: invoiceOfBill(tenant, note, { journal }) }, journal);
    if (asked > most) wrong(`${text(note, 'invoice')} was asked ${asked} times for ${most} changes`, 'I-28');
  }
}

/** What late news leaves as credit once there is no later bill is given back whole, once. */
function checkReturned(
  fact: Fact,
  { walk, created }: { readonly walk: Walk; readonly created: Fact },
  { journal, snapshot, report }: Given,
): void {
  const wrong: Wrong = (says, invariant = 'I-10') => report({ invariant, about: fact.id, says });
  const notes = list(part(fact.data, 'settlement') ?? {}, 'notes');
  const amount = isGross(created.data) ? 'grossMinor' : 'netMinor';
  const back = sum(notes.flatMap((note) => list(note, 'lines').map((line) => minor(line, amount))));
  if (walk.status !== 'ended') wrong('it returns credit that a later bill would take off');
  if (back !== walk.credit) wrong(`credit notes take back ${back}, ${walk.credit} is left as credit`);
  walk.credit = 0n;
  checkAsked(fact, notes, { journal, snapshot, wrong });
}

/** Whether a change of it gives back by credit notes what it charges less. */
function mayNote({ data }: Fact, { isPromised }: Walk): boolean {
  return text(part(data, 'rules'), 'negative') === 'credit_note' && !isPromised;
}

type OfInvoice = { readonly tenant: string; readonly invoice: string };

function timesAsked({ tenant, invoice }: OfInvoice, journal: Given['journal']): number {
  return journal
    .of(tenant, lastOf(tenant, invoice, journal))
    .filter(
      ({ type, data }) =>
        type === 'invoice.credit_requested' && text(data, 'reason') === 'subscription_changed',
    ).length;
}

function timesSettled({ tenant, invoice }: OfInvoice, journal: Given['journal']): number {
  return journal
    .ofType('subscription.changed')
    .filter((fact) => fact.tenant === tenant)
    .flatMap(({ data }) => list(part(data, 'settlement') ?? {}, 'notes'))
    .filter((note) => invoiceOfBill(tenant, note, { journal }) === invoice).length;
}

/** A bill is never negative, what it carries is what it lacks, and no more is given back than was charged. */
function checkSums({ data, version }: Fact, walk: Walk, wrong: Wrong): void {
  const lines = list(data, 'lines');
  const isBack = lines.some((line) => text(line, 'kind') === 'credit' && line.isWithheld !== true);
  if (isBack && version === walk.lowering && lines.some((line) => text(line, 'kind') === 'carried'))
    wrong('it carries forward what is to be given back by a credit note', 'I-10');
  const of = (...kinds: readonly string[]) =>
    sum(lines.filter((line) => kinds.includes(text(line, 'kind'))).map(netOf));
  const credits = of('credit');
  const charges = of('whole', 'part');
  const usage = of('usage', 'correction', 'repair', 'one_off', 'true_up');
  const carry = of('carried', 'brought');
  const rest = credits + charges + usage;
  if (-credits > walk.charged) wrong(`${-credits} is given back, ${walk.charged} was charged`, 'I-10');
  const expected = rest < 0n ? -rest : -lesser(walk.credit, rest);
  if (carry !== expected) wrong(`${carry} is carried, ${expected} was expected`, 'I-10');
  walk.credit += carry;
  if (typeof data.change === 'number') walk.charged += credits + charges;
  else if (typeof data.usage !== 'number') walk.charged = charges;
  for (const line of lines) {
    const days = daysOf(line);
    const isOutside =
      part(line, 'sold') !== undefined &&
      !['credit', 'usage', 'correction', 'repair', 'one_off', 'true_up'].includes(text(line, 'kind')) &&
      (text(line, 'start') < text(data, 'start') || text(line, 'end') > text(data, 'end'));
    if (part(line, 'sold') && days !== whole(line, 'days'))
      wrong(`a line of ${days} days counts ${whole(line, 'days')}`, 'I-10');
    if (isOutside) wrong('a line lies outside its period', 'I-10');
    if (walk.isUndivided && isDividedLine(line)) wrong('a price is divided that may not be', 'I-10');
  }
}

/** The days of a line; where months count thirty, the last day of the whole period has the rest of them. */
export function daysOf(line: Data): number {
  const [start, end] = [text(line, 'start'), text(line, 'end')];
  const period = part(line, 'month30');
  if (!period) return daysFrom(start, end);
  const most = whole(period, 'months') * 30;
  const passed = (day: string) => {
    if (day >= text(period, 'end')) return most;
    const [from, to] = [text(period, 'start'), day].map((each) => each.split('-').map(Number));
    const [years, months, days] = [0, 1, 2].map((place) => {
      const [a = 0, b = 0] = [from?.[place], to?.[place]].map((part) =>
        place === 2 ? Math.min(part ?? 0, 30) : part,
      );
      return b - a;
    });

    return Math.min(most, Math.max(0, (years ?? 0) * 360 + (months ?? 0) * 30 + (days ?? 0)));
  };

  return passed(end) - passed(start);
}

/** Charged or given back in part, or for a part of the charge. */
function isDividedLine(line: Data): boolean {
  const kind = text(line, 'kind');
  const back = part(line, 'back');
  const isPart = back !== undefined && minor(back, 'listMinor') !== -minor(line, 'listMinor');

  return kind === 'part' || (kind === 'credit' && isPart);
}

/** At rest every period that is owed by now is billed, but for what was cancelled or paused before it began, or set aside. */
function checkComplete({ tenant, id, data }: Fact, walk: Walk, { journal, snapshot, report }: Given): void {
  const owed = walk.cancellation ? whole(walk.cancellation, 'periods') : Number.POSITIVE_INFINITY;
  if (walk.count > owed)
    report({ invariant: 'I-03', about: id, says: `${walk.count} periods were billed, ${owed} were owed` });
  const { start, end } = periodOf(walk, walk.count);
  const cut = text(walk.cancellation, 'endsOn');
  const due = walk.charge === 'in_advance' ? start : cut !== '' && cut < end ? cut : end;
  const isOwed = walk.count < owed && (walk.pausedFrom === '' || start < walk.pausedFrom);
  const waited = new Date(Date.parse(nowIn(snapshot, tenant)) - walk.graceHours * 3_600_000).toISOString();
  // What ends within a day is waited for from that instant on.
  const isCutNow = walk.status !== 'ended' && due === cut && text(walk.cancellation, 'endsAt') > waited;
  const hasBegun = due <= dayIn(waited, text(data, 'zone')) && !isCutNow;
  const isWaiting = walk.awaited !== undefined && walk.count > 0;
  if (isOwed && hasBegun && !isWaiting && !walk.isSetAside && !isParked(journal, id)) {
    report({ invariant: 'I-03', about: id, says: `the period from ${start} on is not billed` });
  }
}

function netOf(line: Data): bigint {
  return minor(line, 'listMinor') - minor(line, 'discountMinor');
}

function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a;

  return b;
}
