/** The functions' queues as SQS has them: at least once, in any order, with visibility, receive counts and dead letters. */
import type { Message } from '../../shared/ports.ts';
import { FUNCTION_NAMES, type FunctionName, hasQueue, wiringOf } from '../../shared/topology.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { Process } from './process.ts';

/** A message in a queue. */
export type Letter = {
  readonly id: string;
  readonly body: string;
  visibleAt: number;
  receives: number;
  isHeld: boolean;
};

/** A function's queue. */
export type Queue = {
  readonly name: FunctionName;
  readonly letters: Letter[];
  readonly dead: Letter[];
  busy: number;
};

/** All queues, and every message that was ever sent. */
export type Post = {
  readonly queues: ReadonlyMap<string, Queue>;
  readonly sent: { readonly to: FunctionName; readonly body: string }[];
};

const RECEIVES_MAX = 8;
const VISIBILITY_PER_TIMEOUT = 6;
const DELAY_MILLISECONDS_MAX = 4 * 3_600_000;

/** Empty queues. */
export function newPost(): Post {
  const queues = FUNCTION_NAMES.filter(hasQueue).map((name): [string, Queue] => [
    name,
    { name, letters: [], dead: [], busy: 0 },
  ]);

  return { queues: new Map(queues), sent: [] };
}

/** Takes in what was sent; a message may be lost, doubled or held up. */
export function post(
  mail: Post,
  messages: readonly Message[],
  of: { readonly faults: Faults; readonly chance: Chance; readonly now: number },
): void {
  const { faults, chance, now } = of;
  for (const { to, body, delaySeconds = 0 } of messages) {
    const queue = mail.queues.get(to);
    if (!queue) throw new Error(`no queue ${to}`);
    mail.sent.push({ to: queue.name, body });
    if (faults.strikes('lose')) continue;
    const copies = faults.strikes('duplicate') ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const late = faults.strikes('delay') ? chance.below(DELAY_MILLISECONDS_MAX) : 0;
      const visibleAt = now + delaySeconds * 1_000 + late;
      queue.letters.push({ id: `m${mail.sent.length}-${copy}`, body, visibleAt, receives: 0, isHeld: false });
    }
  }
}

/** Whether the queue has something to hand out now. */
export function isReady(queue: Queue, now: number): boolean {
  const concurrencyMax = Math.min(wiringOf(queue.name).batch?.concurrencyMax ?? 10, 3);

  return queue.busy < concurrencyMax && queue.letters.some((letter) => letter.visibleAt <= now);
}

/** The next batch of a queue as the event that Lambda gets; what failed too often goes to the dead letters instead. */
export function nextDelivery(
  queue: Queue,
  of: { readonly faults: Faults; readonly chance: Chance; readonly now: number },
) {
  const { faults, chance, now } = of;
  const { batch, timeoutSeconds } = wiringOf(queue.name);
  const visible = queue.letters.filter((letter) => letter.visibleAt <= now);
  const size = chance.between(1, Math.min(batch?.size ?? 10, visible.length));
  const chosen = faults.strikes('reorder')
    ? shuffled(visible, chance).slice(0, size)
    : visible.slice(0, size);
  for (const letter of chosen) {
    letter.receives += 1;
    letter.visibleAt = now + timeoutSeconds * VISIBILITY_PER_TIMEOUT * 1_000;
    letter.isHeld = true;
  }
  const taken = chosen.filter((letter) => letter.receives <= RECEIVES_MAX);
  for (const letter of chosen) if (letter.receives > RECEIVES_MAX) bury(queue, letter);
  queue.busy += 1;

  return {
    event: { Records: taken.map((letter) => recordOf(queue, letter)) },
    ended: (process: Process) => conclude(queue, taken, { process, faults }),
  };
}

/** Puts the dead letters back, as a person would once the cause is gone. */
export function redrive(mail: Post): number {
  let count = 0;
  for (const queue of mail.queues.values()) {
    for (const letter of queue.dead.splice(0)) {
      queue.letters.push({ ...letter, id: `${letter.id}-again`, visibleAt: 0, receives: 0, isHeld: false });
      count += 1;
    }
  }

  return count;
}

/** Sends again what waited in vain and was set aside, as a person would. */
export function redriveParked(
  mail: Post,
  parked: readonly { readonly worker: string; readonly subject: string }[],
): void {
  for (const { worker, subject } of parked) {
    const [id = '', version = ''] = subject.split(':');
    const queue = mail.queues.get(worker);
    const named = `"id":"${id}","version":${version}`;
    const sent = mail.sent.find(({ to, body }) => to === worker && body.includes(named));
    const letter = { id: `p-${subject}`, visibleAt: 0, receives: 0, isHeld: false };
    if (sent) queue?.letters.push({ ...letter, body: sent.body });
  }
}

function conclude(
  queue: Queue,
  taken: readonly Letter[],
  { process, faults }: { readonly process: Process; readonly faults: Faults },
): void {
  queue.busy -= 1;
  for (const letter of taken) letter.isHeld = false;
  const failed = failuresOf(process);
  if (failed === 'all') return;
  for (const letter of taken) {
    // The deletion that does not get through: the message comes again.
    if (failed.has(letter.id) || faults.strikes('duplicate')) continue;
    const place = queue.letters.indexOf(letter);
    if (place >= 0) queue.letters.splice(place, 1);
  }
}

/** As Lambda reads the answer: nothing reported is complete success, what it cannot read is complete failure. */
function failuresOf(process: Process): ReadonlySet<string> | 'all' {
  if (process.status !== 'finished' || process.error !== undefined) return 'all';
  const answer = process.answer as
    | { readonly batchItemFailures?: readonly { readonly itemIdentifier?: string }[] }
    | undefined; // read as loosely as Lambda does
  const failures = answer?.batchItemFailures ?? [];
  if (failures.some(({ itemIdentifier }) => !itemIdentifier)) return 'all';

  return new Set(failures.map(({ itemIdentifier }) => itemIdentifier ?? ''));
}

function bury(queue: Queue, letter: Letter): void {
  queue.letters.splice(queue.letters.indexOf(letter), 1);
  queue.dead.push(letter);
}

function recordOf(queue: Queue, letter: Letter) {
  return {
    messageId: letter.id,
    receiptHandle: letter.id,
    body: letter.body,
    attributes: { ApproximateReceiveCount: String(letter.receives) },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-central-1:000000000000:${queue.name}`,
    awsRegion: 'eu-central-1',
  };
}

function shuffled<Item>(list: readonly Item[], chance: Chance): Item[] {
  const items = [...list];
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = chance.below(index + 1);
    const [a, b] = [items[index], items[other]];
    if (a !== undefined && b !== undefined) [items[index], items[other]] = [b, a];
  }

  return items;
}
