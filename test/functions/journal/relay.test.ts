import { expect, it } from 'vitest';
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

it('each fact is sent to the queues of the functions that it wakes', async () => {
  const { house, commits } = await news();
  const { queues, sent } = queuesThat(() => false);

  const answer = await house.wake('journal.relay', streamEventOf(commits), { queues });

  expect(failuresOf(answer)).toEqual([]);
  expect(new Set(sent.map(({ to }) => to))).toEqual(new Set(['invoices.issue']));
  expect(sent.filter(({ to }) => to === 'invoices.issue').map(({ body }) => JSON.parse(body).id)).toEqual(
    commits.map(({ id }) => id),
  );
});

it('the first commit of which a message was not taken comes again, with all that follow', async () => {
  const { house, commits } = await news();
  const second = commits[1]?.id ?? '';
  const { queues } = queuesThat(({ body, to }) => to === 'invoices.issue' && body.includes(second));

  expect(failuresOf(await house.wake('journal.relay', streamEventOf(commits), { queues }))).toEqual([
    '000000000002',
  ]);
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
  expect(sent.filter(({ to }) => to === 'invoices.issue')).toHaveLength(3);
  expect(house.journal.stream.at(-1)?.facts).toMatchObject([
    { type: 'message.parked', data: { code: 'record.unreadable', subject: 'ten_a#ord_b:1' } },
  ]);
});
