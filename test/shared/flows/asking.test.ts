import { expect, it } from 'vitest';
import { project } from '../../../shared/flows/projecting.ts';
import { firstQuestionsDue, nextFirstQuestion } from '../../../shared/flows/asking.ts';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import type { Views } from '../../../shared/ports.ts';
import { openBusiness } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';
import { daysOn, factsIn, houseWith, MONTHLY, START, travel } from '../../functions/test_clock/journeys.ts';

const WISH = { plan: { ...MONTHLY, interval: 'year' } };
const FIVE_MINUTES_ON = daysOn(5 / 1_440);

async function questionsOf({ ports, tenant }: House) {
  const due = await firstQuestionsDue(ports.views, tenant, FIVE_MINUTES_ON);

  return { due: due.length, next: await nextFirstQuestion(ports.views, tenant, START) };
}

it.each([
  ['is in process', 'pm_lose', { due: 1, next: FIVE_MINUTES_ON }],
  ['has been paid', 'pm_approve', { due: 0, next: undefined }],
  ['was declined', 'pm_decline_hard', { due: 0, next: undefined }],
  // It has a date of its own for its next question.
  ['is not known at all', 'pm_unknown_code', { due: 0, next: undefined }],
])('a first question waits for a charge that %s, or none does', async (_, method, expected) => {
  expect(await questionsOf(await houseWith([WISH], method))).toEqual(expected);
});

it('a first question that comes to be known in any order waits no more', async () => {
  const { journal, ports, tenant } = await houseWith([WISH]);
  const views = memoryViews();

  for (const commit of [...journal.stream].reverse())
    await project(commit, { journal, views, stage: 'local' });

  expect(await questionsOf({ ports: { ...ports, views }, tenant } as House)).toEqual({
    due: 0,
    next: undefined,
  }); // all that is asked of it
});

it('money that came by bank has no question', async () => {
  const house = await openHouse({ start: START });
  const { customer } = await openBusiness(house);
  const amount = { amount: '5.00', currency: 'EUR' };
  await house.post('/v1/payments', { customer, amount, received_on: '2026-01-15', reference: 'x' });
  await house.drain();

  expect(factsIn(house, 'payment.settled')).toHaveLength(1);
  expect(await dueRowsIn(house.ports.views)).toEqual([]);
});

it('where business is done a message asks, and nobody notes a question', async () => {
  const { journal } = await houseWith([WISH], 'pm_lose');
  const payments = journal.stream.filter(({ id }) => id.startsWith('pay_'));
  const [live, local] = [memoryViews(), memoryViews()];

  for (const commit of payments) {
    await project(commit, { journal, views: live, stage: 'live' });
    await project(commit, { journal, views: local, stage: 'local' });
  }

  expect(await dueRowsIn(live)).toEqual([]);
  expect(await dueRowsIn(local)).toHaveLength(1);
});

it('a message that comes early on a test clock asks nothing, and the schedule asks once it is due', async () => {
  const house = await houseWith([WISH], 'pm_lose');
  await travel(house, daysOn(1 / 1_440));
  house.letters.splice(0);
  house.clock.advance({ minutes: 3 });

  expect(await house.wake('payments.resolve', {})).toEqual({ due: 0, unsent: 0 });
  house.clock.advance({ minutes: 1 });
  expect(await house.wake('payments.resolve', {})).toEqual({ due: 1, unsent: 0 });
  await house.drain();
  expect(factsIn(house, 'payment.settled')).toMatchObject([{ at: FIVE_MINUTES_ON }]);
});

async function dueRowsIn(views: Views) {
  const { items } = await views.scan({ index: 0, of: 1 });

  return items.filter(({ pk }) => pk.includes('first_questions'));
}
