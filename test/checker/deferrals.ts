/**
 * Revenue that is not earned yet: each invoice defers what serves days to come, and after every posting the deferral
 * holds what is unearned, by this checker's own days. Of a subscription that has ended nothing stays deferred, nor of days that
 * a change gave back by credit notes.
 */
import { billsOfInvoice } from './gatherings.ts';
import { daysFrom, daysLater, rounded } from './arithmetic.ts';
import { type Data, type Fact, idOf, list, minor, part, sum, text, whole } from './books.ts';
import { isGross } from './gross.ts';
import { type Given, nowIn } from './snapshot.ts';

/** A line that is deferred; without days it waits for a later bill. `stop` is the day that earns all of it, once it has ended. */
type Line = {
  readonly line: number;
  net: bigint;
  readonly start: string;
  readonly end: string;
  stop: string;
};

/** What is known of a document's deferral while its facts are told. */
type Story = {
  readonly issued: Fact;
  readonly lines: readonly Line[];
  through: string;
  /** What its postings have moved out of deferred revenue so far, and what is left there by the end of each day told. */
  balance: bigint;
  readonly notes: Set<string>;
  readonly wrong: (says: string) => void;
};

/** Days after a month's end by which it is recognised, when everything had time to follow. */
const GRACE_DAYS = 2;

/** I-45. */
export function checkDeferrals(given: Given): void {
  const books = new Map<string, bigint>();
  for (const issued of given.journal.ofType('invoice.issued')) {
    const story = storyOf(issued, given);
    checkLines(issued, story, given);
    if (story.lines.length === 0) continue;
    for (const fact of given.journal.of(issued.tenant, idOf('dfr', issued.tenant, issued.id)))
      tell(fact, story, given);
    if (given.snapshot.isAtRest) checkRest(story, given);
    const name = `${issued.tenant} ${text(issued.data, 'entity')} ${text(issued.data, 'currency')}`;
    books.set(name, (books.get(name) ?? 0n) + story.balance);
  }
  checkBalance(books, given);
}

/** What the invoice leaves to be earned, as its own commit says. */
export function deferredWith({ tenant, id }: Fact, { journal }: Pick<Given, 'journal'>): bigint {
  const deferred = journal.of(tenant, id).find(({ type }) => type === 'revenue.deferred');

  return sum(list(deferred?.data, 'lines').map((line) => minor(line, 'netMinor')));
}

function storyOf(issued: Fact, { journal, report }: Given): Story {
  const { tenant, id } = issued;
  const deferred = journal.of(tenant, id).find(({ type }) => type === 'revenue.deferred');
  const lines = linesIn(deferred?.data);
  const wrong = (says: string) => report({ invariant: 'I-45', about: id, says });

  return { issued, lines, through: '', balance: sum(lines.map(({ net }) => net)), notes: new Set(), wrong };
}

function linesIn(data: Data | undefined): readonly Line[] {
  return list(data, 'lines').map((line) => ({
    line: whole(line, 'line'),
    net: minor(line, 'netMinor'),
    start: text(part(line, 'period'), 'start'),
    end: text(part(line, 'period'), 'end'),
    stop: '',
  }));
}

/** The lines of the bill that serve a day from the date of issue on are deferred, and no others. */
function checkLines(issued: Fact, { lines, wrong }: Story, { journal }: Given): void {
  const { data } = issued;
  const billed = billsOfInvoice(issued, { journal }).flatMap((bill) => list(bill.data, 'lines'));
  const nets = netsOf(data);
  const expected = billed.flatMap((line, index) => {
    const billed = minor(line, 'listMinor') - minor(line, 'discountMinor');
    // Where prices contain the tax only the net is revenue, which the invoice has right by I-10.
    const net = isGross(data) ? (nets[index] ?? 0n) : billed;
    const [start, end] = part(line, 'sold') ? [text(line, 'start'), text(line, 'end')] : ['', ''];
    const isOver = end !== '' && end <= text(data, 'issueDate');

    return net === 0n || isOver ? [] : [{ line: index + 1, net, start, end, stop: '' }];
  });
  const isAtInvoice = lines.length === 0 && mayRecogniseAtInvoice(issued, journal);
  if (!isAtInvoice && spelled(lines) !== spelled(expected))
    wrong(`it defers ${spelled(lines)}, and ${spelled(expected)} is not earned`);
}

function mayRecogniseAtInvoice({ tenant, data }: Fact, journal: Given['journal']): boolean {
  return journal
    .of(tenant, text(data, 'entity'))
    .some((fact) => text(fact.data, 'revenueRecognition') === 'at_invoice');
}

function spelled(lines: readonly Line[]): string {
  return lines.map(({ line, net, start, end }) => `${line}: ${net} ${start}/${end}`).join(', ');
}

/** One fact of the deferral; after it, what the postings left is what is unearned. */
function tell(fact: Fact, story: Story, given: Given): void {
  const { type, data, books } = fact;
  const { wrong } = story;
  const issueDate = text(story.issued.data, 'issueDate');
  if (type === 'deferral.opened') {
    if (spelled(linesIn(data)) !== spelled(story.lines)) wrong('its deferral is of other lines');
    story.through = daysLater(`${issueDate.slice(0, 7)}-01`, -1);
    return;
  }
  if (type === 'deferral.ended') {
    stop(fact, story, given);
    return;
  }
  const through = text(data, 'through');
  if (through < story.through) wrong(`${type} goes back to ${through}`);
  if (through !== story.through && !isMonthEnd(through) && through !== lastDay(story.lines))
    wrong(`${through} is no end of a month, nor of the service`);
  const [, latest] = [through, issueDate].toSorted();
  if (type === 'revenue.recognised' && (books?.originalDate ?? books?.date) !== latest)
    wrong(`what is earned by ${through} is dated ${books?.date ?? ''}`);
  if (type === 'deferral.credited') takeBack(fact, story, given);
  story.through = through;
  story.balance -= minor(data, 'amountMinor');
  if (story.balance !== unearned(story.lines, through))
    wrong(`${story.balance} is deferred after ${type}, ${unearned(story.lines, through)} is unearned`);
}

/** The end of lines, with their subscription or a change of it; months that were recognised by then stay as they are. */
function stop({ data }: Fact, story: Story, given: Given): void {
  const subscription = text(data, 'subscription');
  const owners = ownersOf(story.issued, given);
  for (const number of Array.isArray(data.lines) ? data.lines.map(Number) : []) {
    const line = story.lines.find((each) => each.line === number);
    const bill = owners[number - 1];
    const endsOn = line && bill ? endOf(line, bill, given) : '';
    const [, on] = [endsOn, daysLater(story.through, 1)].toSorted();
    if (line?.stop !== '' || bill?.id !== subscription || endsOn === '' || text(data, 'on') !== on)
      story.wrong(`line ${number} ends ${text(data, 'on')} with ${subscription}, and not on ${endsOn}`);
    else line.stop = text(data, 'on');
  }
}

/** The bill that each line of an invoice is of. */
function ownersOf(issued: Fact, { journal }: Pick<Given, 'journal'>): readonly Fact[] {
  return billsOfInvoice(issued, { journal }).flatMap((bill) => list(bill.data, 'lines').map(() => bill));
}

/**
 * The day on which a line of a bill is served no more: that of the first change behind it which gives back by credit notes what
 * is left of its days, or of the end of its subscription; empty where nothing comes before its own end.
 */
function endOf({ start, end }: Line, bill: Fact, { journal }: Pick<Given, 'journal'>): string {
  const facts = journal.of(bill.tenant, bill.id);
  for (const { type, data } of facts.slice(facts.indexOf(bill))) {
    const [on, endsOn] = [text(data, 'on'), text(data, 'endsOn')];
    if (type === 'subscription.changed' && part(data, 'settlement') && start !== '' && end > on) return on;
    // Credit of a bill behind the end waits for no other.
    if (type === 'subscription.credit_returned' && start === '') return endsOn;
    if (type === 'subscription.ended' && (start === '' || end > endsOn)) return endsOn;
  }

  return '';
}

/** What a credit note says it takes back of the deferred lines, once. */
function takeBack({ tenant, data, books }: Fact, story: Story, { journal }: Given): void {
  const id = text(data, 'creditNote');
  const note = journal.of(tenant, id).find(({ type }) => type === 'credit_note.issued');
  if (text(note?.data, 'invoice') !== story.issued.id) story.wrong(`${id} takes nothing back of it`);
  if (story.notes.has(id)) story.wrong(`${id} is taken off twice`);
  story.notes.add(id);
  if ((books?.date ?? '') < text(note?.data, 'issueDate')) story.wrong(`${id} is posted before its date`);
  const taken = takenBy(note, story.lines);
  const told = list(data, 'lines').map((line) => ({
    line: whole(line, 'line'),
    net: minor(line, 'netMinor'),
  }));
  const spelledOut = (all: typeof told) => all.map(({ line, net }) => `${line} ${net}`).join();
  // Journals of before take off what the note says, be a line a cent below nothing by it.
  if (![taken, kept(taken, story.lines)].some((right) => spelledOut(told) === spelledOut(right)))
    story.wrong(`${id} takes back other amounts`);
  for (const { line, net } of told) for (const each of story.lines) if (each.line === line) each.net -= net;
}

/** The amounts where no line goes below nothing: what is too much for one is taken of the first others that have something left. */
function kept(taken: ReturnType<typeof takenBy>, lines: readonly Line[]) {
  const amounts = new Map(taken.map(({ line, net }) => [line, net]));
  const netOf = (line: number) => lines.find((each) => each.line === line)?.net ?? 0n;
  let over = 0n;
  for (const { line, net } of taken) {
    const most = netOf(line) > 0n ? netOf(line) : 0n;
    if (net <= most) continue;
    over += net - most;
    amounts.set(line, most);
  }
  for (const { line, net } of lines) {
    const free = net - (amounts.get(line) ?? 0n);
    const more = free < over ? free : over;
    if (more <= 0n) continue;
    amounts.set(line, (amounts.get(line) ?? 0n) + more);
    over -= more;
  }

  return [...amounts].flatMap(([line, net]) => (net === 0n ? [] : [{ line, net }]));
}

function takenBy(note: Fact | undefined, lines: readonly Line[]) {
  const numbers = Array.isArray(note?.data.lines) ? note.data.lines.map(Number) : undefined;
  const nets = netsOf(note?.data);
  if (!numbers) return lines.filter(({ net }) => net !== 0n).map(({ line, net }) => ({ line, net }));

  return numbers.flatMap((line, index) =>
    lines.some((each) => each.line === line) ? [{ line, net: nets[index] ?? 0n }] : [],
  );
}

function netsOf(data: Data | undefined): readonly bigint[] {
  return Array.isArray(data?.netsMinor) ? data.netsMinor.map((net) => BigInt(String(net))) : [];
}

/** What time had to bring: the deferral itself, each credit note, each month that is over. */
function checkRest(story: Story, { journal, snapshot }: Given): void {
  const { issued, lines, through, wrong } = story;
  if (through === '') wrong('its revenue was never deferred');
  for (const { id, tenant, data } of journal.ofType('credit_note.issued')) {
    const isOwn = tenant === issued.tenant && text(data, 'invoice') === issued.id;
    if (isOwn && !story.notes.has(id) && takes(data, lines)) wrong(`${id} was not taken off`);
  }
  const today = daysLater(nowIn(snapshot, issued.tenant).slice(0, 10), -GRACE_DAYS);
  const owners = ownersOf(issued, { journal });
  for (const line of lines) {
    const bill = owners[line.line - 1];
    const endsOn = bill ? endOf(line, bill, { journal }) : '';
    if (endsOn !== '' && endsOn < today && line.stop === '')
      wrong(`line ${line.line} is still deferred after the end of its service on ${endsOn}`);
  }
  const over = daysLater(`${today.slice(0, 7)}-01`, -1);
  if (over > through && unearned(lines, over) !== story.balance)
    wrong(`${story.balance} is deferred, ${unearned(lines, over)} was unearned at ${over}`);
}

function takes({ lines: numbers }: Data, lines: readonly Line[]): boolean {
  return !Array.isArray(numbers) || lines.some(({ line }) => numbers.map(Number).includes(line));
}

/** The account holds what the documents do, in each seller's books and currency. */
function checkBalance(expected: ReadonlyMap<string, bigint>, { journal, report }: Given): void {
  const ledger = new Map<string, bigint>();
  for (const { tenant, books } of journal.facts)
    for (const entry of books?.entries ?? []) {
      const name = `${tenant} ${books?.entity} ${books?.currency}`;
      if (entry.account === 'deferred_revenue') ledger.set(name, (ledger.get(name) ?? 0n) - entry.minor);
    }
  for (const name of new Set([...ledger.keys(), ...expected.keys()])) {
    const [held, due] = [ledger.get(name) ?? 0n, expected.get(name) ?? 0n];
    if (held !== due)
      report({ invariant: 'I-45', about: name, says: `${held} is deferred, the documents hold ${due}` });
  }
}

/** The net less what its days up to the end of one have earned, each line rounded half away from zero. */
function unearned(lines: readonly Line[], day: string): bigint {
  return sum(lines.map((line) => line.net - earned(line, day)));
}

function earned({ net, start, end, stop: ended }: Line, day: string): bigint {
  if (ended !== '' && day >= ended) return net;
  if (start === '' || day < start) return 0n;
  const days = daysFrom(start, end);
  const served = Math.min(daysFrom(start, day) + 1, days);

  return rounded({ over: net * BigInt(served), under: BigInt(days) });
}

function isMonthEnd(day: string): boolean {
  return daysLater(day, 1).endsWith('-01');
}

function lastDay(lines: readonly Line[]): string {
  const [last = ''] = lines
    .map(({ end, stop: ended }) => {
      const served = end === '' ? '' : daysLater(end, -1);
      return ended !== '' && (served === '' || ended < served) ? ended : served;
    })
    .toSorted()
    .slice(-1);

  return last;
}
