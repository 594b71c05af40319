import { describe, expect, it } from 'vitest';
import { onStream } from '../../../shared/edge/stream.ts';
import { execute } from '../../../shared/execute.ts';
import { toItem } from '../../../shared/journal/commit.ts';
import type { Commit } from '../../../shared/ports.ts';
import { failuresOf, recordOf, streamEventOf } from '../../kit/house.ts';
import { actingAs, JAR, jars } from '../../kit/jar.ts';
import { portsOf, twinsAt } from '../../kit/ports.ts';

async function commits(count: number): Promise<readonly Commit[]> {
  const { journal } = twinsAt();
  for (let index = 0; index < count; index += 1) {
    await execute(journal, jars, {
      ref: JAR,
      command: { do: 'put', coin: `coin ${index}` },
      acting: actingAs(),
    });
  }

  return journal.stream;
}

async function read(event: unknown, run: (given: readonly Commit[]) => Promise<number>) {
  const twins = twinsAt();
  const handler = onStream('journal.relay', run).with(portsOf(twins));
  const answer = await handler(event as never); // as strange as the test wants it

  return {
    failed: failuresOf(answer),
    parked: twins.journal.stream.flatMap(({ facts }) => facts.map(({ data }) => data)),
  };
}

const all = async (given: readonly Commit[]) => given.length;

describe('a batch of the stream', () => {
  it('hands over whole commits in their order', async () => {
    const given = await commits(3);
    let seen: readonly Commit[] = [];

    const { failed } = await read(streamEventOf(given), async (each) => {
      seen = each;
      return each.length;
    });

    expect(seen).toEqual(given);
    expect(failed).toEqual([]);
  });

  it('reports the first commit that was not dealt with, so that it and all after it come again', async () => {
    expect((await read(streamEventOf(await commits(5)), async () => 2)).failed).toEqual(['000000000003']);
    expect((await read(streamEventOf(await commits(5)), async () => 0)).failed).toEqual(['000000000001']);
  });

  it('leaves removals and changes alone, for there are none of ours', async () => {
    const [record] = streamEventOf(await commits(1)).Records;
    const others = ['MODIFY', 'REMOVE'].map((eventName) => ({ ...record, eventName }));
    let seen = 0;

    const { failed } = await read({ Records: others }, async (each) => {
      seen += each.length;
      return each.length;
    });

    expect([seen, failed]).toEqual([0, []]);
  });

  it('sets unreadable records aside by their key and goes on with the rest', async () => {
    const [first, second] = (await commits(2)) as [Commit, Commit];
    const broken = (body: string) => recordOf({ ...toItem(first), sk: 7, body }, '000000000009');
    const strange = [
      broken('x'),
      broken('{}'),
      broken('5'),
      { eventName: 'INSERT', dynamodb: {} },
      { eventName: 'INSERT' },
    ];

    const { failed, parked } = await read(
      { Records: [...streamEventOf([first, second]).Records, ...strange] },
      all,
    );

    expect(failed).toEqual([]);
    expect(parked).toHaveLength(2);
    expect(parked).toContainEqual(
      expect.objectContaining({ code: 'record.unreadable', subject: `${JAR.tenant}#${JAR.id}:7` }),
    );
  });

  it('comes again as a whole when its reader breaks', async () => {
    const event = streamEventOf(await commits(2));

    await expect(read(event, async () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  });
});
