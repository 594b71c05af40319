import { describe, expect, it } from 'vitest';
import { type Delivery, DONE, type Outcome } from '../../../shared/edge/delivery.ts';
import { commitOf, eachOf, onQueue, RECEIVES_MAX, subjectOf } from '../../../shared/edge/queue.ts';
import { PACK_FACTS_MAX } from '../../../shared/contracts/messages.ts';
import { PACK_RECEIVES_MAX, SINGLY_AFTER_SECONDS } from '../../../shared/edge/packs.ts';
import { messagesOf } from '../../../shared/edge/news.ts';
import { SYSTEM_TENANT } from '../../../shared/edge/park.ts';
import { execute } from '../../../shared/execute.ts';
import { encode } from '../../../shared/journal/codec.ts';
import { seal } from '../../../shared/journal/commit.ts';
import type { Commit, Ports, Queues } from '../../../shared/ports.ts';
import { failuresOf, queueEventOf } from '../../kit/house.ts';
import { actingAs, JAR, jars } from '../../kit/jar.ts';
import { portsOf, twinsAt } from '../../kit/ports.ts';

const fact = (id: string, more = {}) =>
  JSON.stringify({
    kind: 'fact',
    tenant: JAR.tenant,
    id,
    version: 1,
    fact: 'order.placed',
    trace: 'trace-1',
    ...more,
  });

const singly = (id: string) => fact(id, { again: true });

async function worked(
  bodies: readonly string[],
  run: (delivery: Delivery, ports: Ports) => Promise<Outcome>,
  receives = 1,
  queues?: Queues,
) {
  const twins = twinsAt();
  const seen: string[] = [];
  const handler = onQueue(
    'invoices.issue',
    eachOf(async (delivery, ports) => {
      seen.push(delivery.message.id);

      return run(delivery, ports);
    }),
  ).with(portsOf(queues ? { ...twins, queues } : twins));
  const answer = await handler(queueEventOf(bodies, receives) as never);
  const parked = twins.journal.stream.flatMap(({ tenant, facts }) =>
    facts.map(({ data }) => ({ tenant, ...(data as object) })),
  );

  return { failed: failuresOf(answer), seen, parked, twins };
}

describe('a batch', () => {
  it('reports exactly those messages that must come again', async () => {
    const { failed, seen, parked } = await worked(
      [fact('ord_a'), fact('ord_b'), fact('ord_c')],
      async ({ message }) => {
        if (message.id === 'ord_b') throw new Error('broken');
        return message.id === 'ord_c' ? { end: 'wait', reason: 'not yet' } : DONE;
      },
    );

    expect(failed).toEqual(['m2', 'm3']);
    expect(seen).toEqual(['ord_a', 'ord_b', 'ord_c']);
    expect(parked).toEqual([]);
  });

  it('sets a message aside that is none of ours, and goes on with the rest', async () => {
    const strange = [
      '',
      'x',
      '5',
      'null',
      '{}',
      '{"kind":"fact"}',
      fact('ord a'),
      fact('ord_a', { tenant: '../x' }),
      fact('ord_a', { extra: 1 }),
    ];

    const { failed, seen, parked } = await worked([...strange, fact('ord_b')], async () => DONE);

    expect(failed).toEqual([]);
    expect(seen).toEqual(['ord_b']);
    expect(parked).toHaveLength(strange.length);
    for (const one of parked)
      expect(one).toMatchObject({
        tenant: SYSTEM_TENANT,
        code: 'message.malformed',
        worker: 'invoices.issue',
      });
  });

  it('parks what a person must look at, once, with its reason', async () => {
    const { failed, parked, twins } = await worked([fact('ord_a'), fact('ord_a')], async () => ({
      end: 'park',
      code: 'tax.rate_unknown',
      reason: 'No rate.',
    }));

    expect(failed).toEqual([]);
    expect(parked).toEqual([
      expect.objectContaining({
        tenant: JAR.tenant,
        code: 'tax.rate_unknown',
        reason: 'No rate.',
        subject: 'ord_a:1:order.placed',
      }),
    ]);
    expect(twins.observer.metrics.filter(({ name }) => name === 'ParkedMessages')).toHaveLength(2);
  });

  it('leaves everything to come again where even parking fails', async () => {
    const twins = twinsAt();
    const journal = { ...twins.journal, append: async () => Promise.reject(new Error('down')) };
    const handler = onQueue(
      'invoices.issue',
      eachOf(async () => DONE),
    ).with(portsOf({ ...twins, journal }));

    expect(failuresOf(await handler(queueEventOf(['x', fact('ord_a')]) as never))).toEqual(['m1']);
  });
});

describe('a message that waits', () => {
  const wait = async (): Promise<Outcome> => ({ end: 'wait', reason: 'the invoice is not there' });

  it('comes again until the last receive, and is parked there', async () => {
    expect((await worked([fact('ord_a')], wait, RECEIVES_MAX - 1)).failed).toEqual(['m1']);

    const last = await worked([fact('ord_a')], wait, RECEIVES_MAX);
    expect(last.failed).toEqual([]);
    expect(last.parked).toMatchObject([
      { code: 'message.waited_in_vain', reason: 'the invoice is not there' },
    ]);
  });

  it('because of a fault is never parked: the dead letters keep it', async () => {
    const broken = await worked(
      [fact('ord_a')],
      async () => Promise.reject(new TypeError('x')),
      RECEIVES_MAX + 1,
    );

    expect(broken.failed).toEqual(['m1']);
    expect(broken.parked).toEqual([]);
    expect(broken.twins.observer.lines).toContainEqual(
      expect.objectContaining({ outcome: 'fault', error: 'TypeError', trace: 'trace-1' }),
    );
  });
});

describe('a packed message', () => {
  const pack = (...ids: string[]) => `{"kind":"facts","facts":[${ids.map((id) => fact(id)).join(',')}]}`;
  const brokenB = async ({ message }: Delivery): Promise<Outcome> => {
    if (message.id === 'ord_b') throw new Error('broken');
    return message.id === 'ord_c' ? { end: 'wait', reason: 'not yet' } : DONE;
  };

  it('is worked on fact by fact, and what cannot be done comes again by itself', async () => {
    const { failed, seen, twins } = await worked(
      [pack('ord_a', 'ord_b', 'ord_c', 'ord_d'), fact('ord_e')],
      brokenB,
    );

    expect(failed).toEqual([]);
    expect(seen).toEqual(['ord_a', 'ord_b', 'ord_c', 'ord_d', 'ord_e']);
    expect(twins.queues.outbox.drain()).toEqual([
      { to: 'invoices.issue', body: singly('ord_b'), delaySeconds: SINGLY_AFTER_SECONDS },
      { to: 'invoices.issue', body: singly('ord_c'), delaySeconds: SINGLY_AFTER_SECONDS },
    ]);
  });

  it('comes again as a whole where not every fact left could be sent by itself', async () => {
    const { failed } = await worked([pack('ord_a', 'ord_b', 'ord_c')], brokenB, 1, { send: async () => [1] });

    expect(failed).toEqual(['m1']);
  });

  it('sets aside a bad fact under its own name and keeps the rest', async () => {
    const { failed, parked } = await worked([pack('ord_a', 'ord_b')], async ({ message }) =>
      message.id === 'ord_a' ? { end: 'park', code: 'tax.rate_unknown', reason: 'No rate.' } : DONE,
    );

    expect(failed).toEqual([]);
    expect(parked).toMatchObject([{ code: 'tax.rate_unknown', subject: 'ord_a:1:order.placed' }]);
  });

  it('that was never concluded is taken apart unworked, so that dead letters name one fact each', async () => {
    const again = await worked([pack('ord_a', 'ord_b')], async () => DONE, PACK_RECEIVES_MAX);
    expect(again.seen).toEqual(['ord_a', 'ord_b']);

    const apart = await worked([pack('ord_a', 'ord_b')], async () => DONE, PACK_RECEIVES_MAX + 1);
    expect(apart.seen).toEqual([]);
    expect(apart.failed).toEqual([]);
    expect(apart.twins.queues.outbox.drain().map(({ body }) => body)).toEqual([
      singly('ord_a'),
      singly('ord_b'),
    ]);
  });

  it('of which one comes again by itself tell that it is no first delivery', async () => {
    const receives: number[] = [];
    await worked([singly('ord_a')], async (deliveries) => {
      receives.push(deliveries.receives);
      return DONE;
    });

    expect(receives).toEqual([2]);
  });

  it('of more facts than its bound, or none, is none of ours', async () => {
    const many = Array.from({ length: PACK_FACTS_MAX + 1 }, (_, index) => `ord_${index}`);

    const { seen, parked } = await worked([pack(...many), pack()], async () => DONE);

    expect(seen).toEqual([]);
    expect(parked).toMatchObject([{ code: 'message.malformed' }, { code: 'message.malformed' }]);
  });
});

it('a worker that answers too little lets the rest come again', async () => {
  const handler = onQueue('invoices.issue', async () => [DONE]).with(portsOf(twinsAt()));

  expect(failuresOf(await handler(queueEventOf([fact('ord_a'), fact('ord_b')]) as never))).toEqual(['m2']);
});

describe('the commit that a message is about', () => {
  async function told(change: (body: { commit?: string }) => object) {
    const twins = twinsAt();
    await execute(twins.journal, jars, {
      ref: JAR,
      command: { do: 'put', coin: 'penny' },
      acting: actingAs(),
    });
    const [commit] = twins.journal.stream as [Commit];
    const body = {
      kind: 'fact' as const,
      ...JAR,
      version: 1,
      fact: 'message.parked',
      trace: 't',
      commit: encode(commit),
    };

    return { commit, read: await commitOf({ ...body, ...change(body) } as never, portsOf(twins)) };
  }

  it('is the one that travelled along', async () => {
    const { commit, read } = await told(() => ({}));

    expect(read).toEqual(commit);
  });

  it('is read from the journal where none, or another, or no commit travelled along', async () => {
    const forged = encode(
      seal({ tenant: 'ten_other', id: JAR.id, version: 1, facts: [], ...actingAs() }, ''),
    );

    for (const commit of [undefined, forged, 'x', 'null', '{}', encode({ ...JAR, version: 1 })]) {
      const { commit: real, read } = await told(() => ({ commit }));
      expect(read).toEqual(real);
    }
  });

  it('is not there for work, nor before it can be read', async () => {
    const ports = portsOf(twinsAt());

    expect(await commitOf({ kind: 'work', ...JAR, trace: 't', task: {} }, ports)).toBeUndefined();
    expect(
      await commitOf({ kind: 'fact', ...JAR, version: 9, fact: 'x', trace: 't' }, ports),
    ).toBeUndefined();
    expect(subjectOf({ kind: 'work', ...JAR, trace: 't', task: {} })).toBe(JAR.id);
  });
});

it('news carries its commit only where that is small', async () => {
  const placed = (text: string): Commit =>
    seal(
      {
        ...JAR,
        id: 'ord_a',
        version: 1,
        facts: [{ type: 'order.placed', v: 1, data: { text } }],
        ...actingAs(),
      },
      '',
    );
  const bodies = (text: string) =>
    messagesOf(placed(text)).map(({ body }) => JSON.parse(body) as { commit?: string });

  expect(bodies('short').every(({ commit }) => commit !== undefined)).toBe(true);
  expect(bodies('x'.repeat(40_000)).every(({ commit }) => commit === undefined)).toBe(true);
  expect(
    messagesOf(
      seal({ ...JAR, version: 1, facts: [{ type: 'tenant.created', v: 1, data: {} }], ...actingAs() }, ''),
    ),
  ).toEqual([]);
});
