/**
 * The bug zoo: mistakes that were made elsewhere, put back here. Each is planted between a function and its ports, so that
 * no line of the product changes, and each is to be caught. Healers hide bugs: a bug names the ways of making histories in
 * which it cannot hide.
 */
import { signSandbox } from '../../shared/adapters/providers/sandbox-webhook.ts';
import { decode, encode } from '../../shared/journal/codec.ts';
import { seal } from '../../shared/journal/commit.ts';
import { ok } from '../../shared/kernel/result.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { epochMilliseconds } from '../../shared/kernel/time.ts';
import type {
  Commit,
  Journal,
  PaymentOutcome,
  PaymentProvider,
  Ports,
  RefundOutcome,
} from '../../shared/ports.ts';
import type { WorldFunction } from './functions.ts';
import type { Mode } from './modes.ts';
import type { Process } from './process.ts';

/** Puts a mistake between a function and its ports. */
export type Plant = (ports: Ports, process: Process) => Ports;

/** A planted bug, where it cannot hide, and which invariants may name it. */
export type Bug = {
  readonly name: string;
  readonly plant?: Plant;
  /** Sits around a function instead of behind its ports. */
  readonly wrap?: (woken: WorldFunction) => WorldFunction;
  readonly seenIn: readonly Mode[];
  readonly caughtBy: readonly string[];
};

/** Every planted bug. */
export const ZOO: readonly Bug[] = [
  {
    name: 'a payment is charged under a random key, and nobody asks first',
    plant: atProvider((provider) => ({
      charge: (request) => provider.charge({ ...request, key: `${request.key}-${unique()}` }),
      ...NEVER_HEARD_OF,
    })),
    seenIn: ['a provider that falls silent', 'everything', 'without the sweeper'],
    caughtBy: ['I-22', 'I-21'],
  },
  {
    name: 'a refund is sent under a random key, and nobody asks first',
    plant: atProvider((provider) => ({
      refund: (request) => provider.refund({ ...request, key: `${request.key}-${unique()}` }),
      askRefund: async () => ({ status: 'absent' }),
    })),
    seenIn: ['a provider that falls silent'],
    caughtBy: ['I-23', 'I-21', 'I-05'],
  },
  {
    name: 'the id of an invoice holds the time',
    plant: inFunctions(['invoices.issue'], timedInvoices),
    seenIn: ['everything', 'without the sweeper', 'without the resolver', 'webhooks told once'],
    caughtBy: ['I-06', 'I-02', 'I-04'],
  },
  {
    name: 'a webhook is answered before it is stored, and the process is gone',
    plant: inFunctions(['payments.receive'], (ports) =>
      withJournal(ports, {
        append: async (commit) =>
          strikes(commit.id, 3) ? { outcome: 'appended' } : ports.journal.append(commit),
      }),
    ),
    seenIn: ['without the resolver'],
    caughtBy: ['I-21', 'I-24'],
  },
  {
    name: 'an effect is not relayed',
    plant: inFunctions(['journal.relay'], (ports) => ({
      ...ports,
      queues: {
        send: (messages) =>
          ports.queues.send(
            messages.filter(({ to, body }) => to !== 'receivables.post' || !strikes(body, 4)),
          ),
      },
    })),
    seenIn: ['without the sweeper'],
    caughtBy: ['I-28'],
  },
  {
    name: 'a lost race counts as a write',
    plant: (ports) =>
      withJournal(ports, { append: async (commit) => mistaken(await ports.journal.append(commit)) }),
    seenIn: ['everything', 'without the sweeper'],
    caughtBy: [
      'I-09',
      'I-14',
      'I-15',
      'I-30',
      'I-01',
      'I-02',
      'I-06',
      'I-07',
      'I-14',
      'I-20',
      'I-22',
      'I-25',
      'I-28',
      'I-41',
    ],
  },
  {
    name: 'a number is taken before the document is known to be good',
    plant: inFunctions(['invoices.issue'], (ports) =>
      rewriting(ports, 'numbers.assigned', (data) => ({
        ...data,
        first: Number(data.first) + (strikes(JSON.stringify(data), 3) ? 1 : 0),
      })),
    ),
    seenIn: ['everything', 'calm'],
    caughtBy: ['I-07'],
  },
  {
    name: 'an interrupted batch of numbers is left unfinished',
    plant: inFunctions(['invoices.issue', 'credit_notes.issue'], unfinished),
    seenIn: ['everything', 'without the sweeper'],
    caughtBy: ['I-07', 'I-02', 'I-28'],
  },
  {
    name: 'a row of a view is lost',
    plant: inFunctions(['journal.project'], (ports) => ({
      ...ports,
      views: {
        ...ports.views,
        put: async (row) =>
          strikes(`${row.pk}${row.sk}${row.version}`, 5) ? 'written' : ports.views.put(row),
      },
    })),
    seenIn: ['without the sweeper'],
    caughtBy: ['I-30', 'I-03', 'I-41'],
  },
  {
    name: 'an older row replaces a newer one',
    plant: inFunctions(['journal.project'], (ports) => ({
      ...ports,
      views: {
        ...ports.views,
        put: async (row) => {
          const stored = await ports.views.get(row.pk, row.sk);
          if (!stored || stored.version <= row.version) return ports.views.put(row);
          return ports.views.put({ ...row, version: stored.version + 1 });
        },
      },
    })),
    seenIn: ['everything', 'without the sweeper'],
    caughtBy: ['I-30', 'I-03'],
  },
  {
    name: 'an item is opened twice',
    plant: inFunctions(['receivables.post'], (ports) => doubling(ports, 'item.opened')),
    seenIn: ['everything', 'calm'],
    caughtBy: ['I-15'],
  },
  {
    name: 'money is allocated twice',
    plant: inFunctions(['receivables.post'], (ports) => doubling(ports, 'cash.allocated')),
    seenIn: ['everything', 'calm'],
    caughtBy: ['I-15', 'I-20', 'I-26'],
  },
  {
    name: 'postings name an account that the fact may not touch',
    plant: inFunctions(['invoices.issue'], (ports) =>
      withJournal(ports, {
        append: (commit) =>
          ports.journal.append(resealed(commit, (text) => text.replaceAll('"output_tax"', '"revenue"'))),
      }),
    ),
    seenIn: ['calm'],
    caughtBy: ['I-19', 'I-14'],
  },
  {
    name: 'the amount that the provider states is not looked at',
    plant: atProvider((provider) => ({
      charge: async (request) =>
        lowered(await provider.charge({ ...request, amountMinor: request.amountMinor + 1n })),
      askPayment: async (...asked) => lowered(await provider.askPayment(...asked)),
      verify: (webhook, secrets) => {
        const verified = provider.verify(webhook, secrets);
        return verified.ok
          ? ok(
              verified.value.map((event) => ({ ...event, outcome: event.outcome && lowered(event.outcome) })),
            )
          : verified;
      },
    })),
    seenIn: ['everything', 'without the sweeper', 'without the resolver', 'webhooks told once'],
    caughtBy: ['I-21', 'I-24', 'I-05', 'I-28'],
  },
  {
    name: 'the signature of a webhook is not looked at',
    plant: atProvider((provider) => ({
      verify: (webhook, secrets) => {
        const seconds = Math.floor(epochMilliseconds(webhook.receivedAt) / 1_000);
        return provider.verify(
          { ...webhook, headers: signSandbox(secrets[0] ?? '', seconds, webhook.body) },
          secrets,
        );
      },
    })),
    seenIn: ['everything', 'without the sweeper', 'calm'],
    caughtBy: ['I-21', 'I-22', 'I-05'],
  },
  {
    name: 'a batch answers that all is well when something was thrown',
    wrap: swallowing,
    seenIn: ['without the sweeper'],
    caughtBy: ['I-28', 'I-02', 'I-24', 'I-03', 'I-30'],
  },
  {
    name: 'a name gets into the log',
    plant: inFunctions(['invoices.issue'], (ports) => ({
      ...ports,
      profiles: {
        ...ports.profiles,
        get: async (ref, version) => {
          const profile = await ports.profiles.get(ref, version);
          ports.observer.line({ buyer: String(profile?.data.name) });
          return profile;
        },
      },
    })),
    seenIn: ['calm', 'everything'],
    caughtBy: ['I-37'],
  },
  {
    name: 'a period is billed from the day after the last one',
    plant: inFunctions(['billing.bill'], (ports) =>
      rewriting(ports, 'subscription.billed', (data) => ({
        ...data,
        start: `${String(data.start).slice(0, 8)}28`,
      })),
    ),
    seenIn: ['calm', 'everything'],
    caughtBy: ['I-03'],
  },
  {
    name: 'a repeated key is answered whatever its body says',
    plant: inFunctions(['orders.place'], (ports) =>
      withJournal(ports, {
        append: async (commit) => {
          const outcome = await ports.journal.append(commit);
          if (outcome.outcome !== 'taken' || commit.fingerprint === undefined) return outcome;
          return { outcome: 'taken', by: { ...outcome.by, fingerprint: commit.fingerprint } };
        },
      }),
    ),
    seenIn: ['calm', 'everything'],
    caughtBy: ['I-06'],
  },
  {
    name: 'an order is placed again for each time its request is repeated',
    plant: inFunctions(['orders.place'], (ports) =>
      withJournal(ports, { append: (commit) => ports.journal.append(anew(commit)) }),
    ),
    seenIn: ['calm', 'everything'],
    caughtBy: ['I-01', 'I-06'],
  },
];

const NEVER_HEARD_OF: Partial<PaymentProvider> = { askPayment: async () => ({ status: 'absent' }) };

let count = 0;

function unique(): string {
  count += 1;

  return String(count);
}

function inFunctions(names: readonly string[], plant: Plant): Plant {
  return (ports, process) => (names.includes(process.name) ? plant(ports, process) : ports);
}

function withJournal(ports: Ports, methods: Partial<Journal>): Ports {
  return { ...ports, journal: { ...ports.journal, ...methods } };
}

function atProvider(plant: (provider: PaymentProvider) => Partial<PaymentProvider>): Plant {
  return (ports) => {
    const { sandbox } = ports.providers;
    return sandbox ? { ...ports, providers: { sandbox: { ...sandbox, ...plant(sandbox) } } } : ports;
  };
}

/** Strikes one in so many, always the same ones. */
function strikes(text: string, oneIn: number): boolean {
  let hash = 7;
  for (let index = 0; index < text.length; index += 1)
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) >>> 0;

  return hash % oneIn === 0;
}

function swallowing(woken: WorldFunction): WorldFunction {
  return {
    ...woken,
    with: (ports) => async (event) => {
      const isQueue =
        typeof event === 'object' &&
        event !== null &&
        'Records' in event &&
        woken.name !== 'journal.project' &&
        woken.name !== 'journal.relay';
      const answer = await woken.with(ports)(event);
      return isQueue ? { batchItemFailures: [] } : answer;
    },
  };
}

function mistaken(outcome: Awaited<ReturnType<Journal['append']>>): Awaited<ReturnType<Journal['append']>> {
  return outcome.outcome === 'taken' ? { outcome: 'appended' } : outcome;
}

type Changed = (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** Changes the data of the facts of one type on their way into the journal. */
function rewriting(ports: Ports, type: string, change: Changed): Ports {
  const append = async (commit: Commit) => {
    if (!commit.facts.some((fact) => fact.type === type)) return ports.journal.append(commit);
    const facts = commit.facts.map((fact) =>
      fact.type === type ? { ...fact, data: change(fact.data as Record<string, unknown>) } : fact,
    ); // facts are records
    const former = commit.version === 1 ? undefined : await ports.journal.at(commit, commit.version - 1);
    const { hash: _, ...rest } = commit;
    return ports.journal.append(seal({ ...rest, facts }, former?.hash ?? ''));
  };

  return withJournal(ports, { append });
}

function doubling(ports: Ports, type: string): Ports {
  const append = async (commit: Commit) => {
    if (!commit.facts.some((fact) => fact.type === type)) return ports.journal.append(commit);
    const facts = commit.facts.flatMap((fact) => (fact.type === type ? [fact, fact] : [fact]));
    const former = commit.version === 1 ? undefined : await ports.journal.at(commit, commit.version - 1);
    const { hash: _, ...rest } = commit;
    return ports.journal.append(seal({ ...rest, facts }, former?.hash ?? ''));
  };

  return withJournal(ports, { append });
}

/** The same commit with other words; only a first version keeps its place in the chain. */
function resealed(commit: Commit, change: (text: string) => string): Commit {
  const { hash: _, ...rest } = decode(change(encode(commit))) as Commit; // encoded one line above

  return seal(rest, '');
}

function anew(commit: Commit): Commit {
  if (!commit.id.startsWith('ord_')) return commit;
  const other = derivedId('ord', commit.id, unique());

  return resealed(commit, (text) => text.replaceAll(commit.id, other));
}

/** Every invoice gets an id of the instant at which it is issued. */
function timedInvoices(ports: Ports): Ports {
  const timed = (text: string) =>
    text.replaceAll(/inv_[0-9a-z]{26}/g, (id) => derivedId('inv', id, ports.clock.now().slice(0, 21)));
  const append = async (commit: Commit) => {
    const former = commit.version === 1 ? undefined : await ports.journal.at(commit, commit.version - 1);
    const { hash: _, ...rest } = decode(timed(encode(commit))) as Commit; // encoded on this line
    return ports.journal.append(seal(rest, former?.hash ?? ''));
  };

  return withJournal(ports, { append });
}

/** Says of every document that it exists, so that nobody finishes what another left. */
function unfinished(ports: Ports): Ports {
  const append = ports.journal.append;
  const mine = new Set<string>();

  return withJournal(ports, {
    append: (commit) => {
      if (commit.id.startsWith('ser_'))
        for (const id of encode(commit).match(/(?:inv|crn)_[0-9a-z]{26}/g) ?? []) mine.add(id);
      return append(commit);
    },
    latest: async (ref, consistency) => {
      const found = await ports.journal.latest(ref, consistency);
      const isDocument = ref.id.startsWith('inv_') || ref.id.startsWith('crn_');
      return isDocument && !found && consistency === 'eventual' && !mine.has(ref.id)
        ? ({ version: 1 } as Commit)
        : found; // only whether it is there is asked
    },
  });
}

function lowered<Outcome extends PaymentOutcome | RefundOutcome>(outcome: Outcome): Outcome {
  return outcome.status === 'settled' ? { ...outcome, amountMinor: outcome.amountMinor - 1n } : outcome;
}
