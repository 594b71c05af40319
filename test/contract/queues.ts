/** What every set of queues promises, whatever carries the messages. */
import { describe, expect, test } from 'vitest';
import { LimitExceeded, MESSAGE_BYTES_MAX } from '../../shared/adapters/limits.ts';
import { packed } from '../../shared/edge/packs.ts';
import type { Message, Queues } from '../../shared/ports.ts';
import { FUNCTION_NAMES, type FunctionName, hasQueue } from '../../shared/topology.ts';

/** Queues under test, and a way to take what has arrived for a function by now. */
export type QueuesUnderTest = {
  readonly queues: Queues;
  readonly arrived: (to: FunctionName) => Promise<readonly string[]>;
};

const TO: FunctionName = 'invoices.issue';
const OTHER: FunctionName = 'receivables.post';

/** Runs the contract against the queues that `make` gives, empty at the start of each test. */
export function queuesContract(name: string, make: () => Promise<QueuesUnderTest>): void {
  describe(`the queues in ${name}`, () => {
    sending(make);
    refusing(make);
  });
}

function sending(make: () => Promise<QueuesUnderTest>): void {
  test('a message arrives at its function and nowhere else', async () => {
    const { queues, arrived } = await make();

    const failed = await queues.send([{ to: TO, body: '{"grüße":"🧾"}' }]);

    expect(failed).toEqual([]);
    expect(await arrived(OTHER)).toEqual([]);
    expect(await arrived(TO)).toEqual(['{"grüße":"🧾"}']);
  });

  test('more messages than a batch holds all arrive once', async () => {
    const { queues, arrived } = await make();
    const messages: Message[] = Array.from({ length: 47 }, (_, index) => ({
      to: index % 2 === 0 ? TO : OTHER,
      body: `message ${index}`,
    }));

    expect(await queues.send(messages)).toEqual([]);

    const bodies = [...(await arrived(TO)), ...(await arrived(OTHER))];
    expect(bodies.sort()).toEqual(messages.map(({ body }) => body).sort());
  });

  test('messages that are too heavy for one batch arrive in several', async () => {
    const { queues, arrived } = await make();
    const bodies = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(100_000));

    await queues.send(bodies.map((body) => ({ to: TO, body })));

    expect([...(await arrived(TO))].sort()).toEqual(bodies);
  });

  test('a packed message of the largest weight arrives whole', async () => {
    const { queues, arrived } = await make();
    const fact = { kind: 'fact', tenant: 'ten_a', version: 1, fact: 'subscription.billed', trace: 'trace-1' };
    const pieces = Array.from({ length: 240 }, (_, index) => ({
      tenant: 'ten_a',
      message: { to: TO, body: JSON.stringify({ ...fact, id: `sub_${index}`, commit: 'ü'.repeat(2_400) }) },
    }));
    const messages = packed(pieces).map(({ message }) => message);

    expect(await queues.send(messages)).toEqual([]);

    expect(messages).toHaveLength(3);
    expect([...(await arrived(TO))].sort()).toEqual(messages.map(({ body }) => body).sort());
  });

  test('a message with a delay has not arrived yet', async () => {
    const { queues, arrived } = await make();

    const failed = await queues.send([
      { to: TO, body: 'later', delaySeconds: 1_000_000 },
      { to: TO, body: 'now' },
    ]);

    expect(failed).toEqual([]);
    expect(await arrived(TO)).toEqual(['now']);
  });

  test('sending nothing sends nothing', async () => {
    const { queues } = await make();

    expect(await queues.send([])).toEqual([]);
  });
}

function refusing(make: () => Promise<QueuesUnderTest>): void {
  test('a function that has no queue is refused by name, and nothing is sent', async () => {
    const { queues, arrived } = await make();
    const without = FUNCTION_NAMES.find((name) => !hasQueue(name)) ?? '';

    for (const to of [without, 'nobody.knows', '__proto__']) {
      await expect(
        queues.send([
          { to: TO, body: 'a' },
          { to, body: 'b' },
        ]),
      ).rejects.toThrow(to);
    }

    expect(await arrived(TO)).toEqual([]);
  });

  test('a message that is too heavy is refused', async () => {
    const { queues } = await make();

    await expect(queues.send([{ to: TO, body: 'x'.repeat(MESSAGE_BYTES_MAX + 1) }])).rejects.toThrow(
      LimitExceeded,
    );
  });
}
