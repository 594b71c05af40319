import { expect, it } from 'vitest';
import { Envelope } from '../../../shared/contracts/messages.ts';
import type { Message, Queues } from '../../../shared/ports.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { failuresOf, openHouse, recordOf, streamEventOf } from '../../kit/house.ts';

async function news() {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  for (let index = 0; index < 3; index += 1) await house.post('/v1/orders', orderOf(customer));
  const commits = house.journal.stream.filter(({ id }) => id.startsWith('ord_'));

  return { house, commits };
}

function queuesThat(fail: (message: Message, index: number) => boolean) {
  const sent: Message[] = [];
  const queues: Queues = {
    send: async (messages) => {
      sent.push(...messages.filter((message, index) => !fail(message, index)));

      return messages.flatMap((message, index) => (fail(message, index) ? [index] : []));
    },
  };

  return { queues, sent };
}

const factsIn = (messages: readonly Message[]) =>
  messages.flatMap(({ body }) => {
    const envelope = Envelope.parse(JSON.parse(body));
    return envelope.kind === 'facts' ? envelope.facts : [envelope];
  });

it('each fact is sent to the queues of the functions that it wakes, many to a message', async () => {
  const { house, commits } = await news();
  const { queues, sent } = queuesThat(() => false);

  const answer = await house.wake('journal.relay', streamEventOf(commits), { queues });

  expect(failuresOf(answer)).toEqual([]);
  expect(new Set(sent.map(({ to }) => to))).toEqual(new Set(['invoices.issue']));
  expect(sent).toHaveLength(1);
  expect(factsIn(sent).map(({ id }) => id)).toEqual(commits.map(({ id }) => id));
});

it('the first commit of which a message was not taken comes again, with all that follow', async () => {
  const { house, commits } = await news();
  const quiet = house.journal.stream.filter(({ id }) => id.startsWith('key_')).slice(0, 1);
  const { queues } = queuesThat(({ to }) => to === 'invoices.issue');

  // The orders travel together, so the first of them is where reading goes on.
  const answer = await house.wake('journal.relay', streamEventOf([...quiet, ...commits]), { queues });
  expect(failuresOf(answer)).toEqual(['000000000002']);
});

it('a lone fact is sent at once, as a message of its own', async () => {
  const { house, commits } = await news();
  const { queues, sent } = queuesThat(() => false);

  await house.wake('journal.relay', streamEventOf(commits.slice(0, 1)), { queues });

  expect(sent.map(({ body }) => JSON.parse(body).kind)).toEqual(['fact']);
});

it('when nothing is taken, everything comes again', async () => {
  const { house, commits } = await news();
  const { queues } = queuesThat(() => true);

  expect(failuresOf(await house.wake('journal.relay', streamEventOf(commits), { queues }))).toEqual([
    '000000000001',
  ]);
});

it('a commit that wakes nobody is no news', async () => {
  const { house } = await news();
  const { queues, sent } = queuesThat(() => false);
  const quiet = house.journal.stream.filter(({ id }) => id.startsWith('key_'));

  expect(failuresOf(await house.wake('journal.relay', streamEventOf(quiet), { queues }))).toEqual([]);
  expect(sent).toEqual([]);
});

it('a record that cannot be read is set aside and holds up nobody', async () => {
  const { house, commits } = await news();
  const { queues, sent } = queuesThat(() => false);
  const [first, ...rest] = streamEventOf(commits).Records;
  const broken = recordOf({ pk: 'ten_a#ord_b', sk: 1, body: '[]', hash: '' }, '000000000000');

  const answer = await house.wake('journal.relay', { Records: [first, broken, ...rest] }, { queues });

  expect(failuresOf(answer)).toEqual([]);
  expect(factsIn(sent)).toHaveLength(3);
  expect(house.journal.stream.at(-1)?.facts).toMatchObject([
    { type: 'message.parked', data: { code: 'record.unreadable', subject: 'ten_a#ord_b:1' } },
  ]);
});
