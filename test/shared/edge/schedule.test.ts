import { expect, it } from 'vitest';
import { DONE } from '../../../shared/edge/delivery.ts';
import { onHttp } from '../../../shared/edge/http.ts';
import { onQueue } from '../../../shared/edge/queue.ts';
import { onAny, onSchedule } from '../../../shared/edge/schedule.ts';
import { portsOf, twinsAt } from '../../kit/ports.ts';

const ways = {
  http: onHttp('billing.run', []),
  queue: onQueue('billing.run', async (deliveries) => deliveries.map(() => DONE)),
  schedule: onSchedule('billing.run', async (_, tick) => ({ ticked: Object.keys(tick).length })),
};

it('one function tells a request, a batch and a tick apart', async () => {
  const handle = onAny('billing.run', ways).with(portsOf(twinsAt()));

  expect(await handle({ routeKey: 'GET /x' })).toMatchObject({ statusCode: 404 });
  expect(await handle({ Records: [] })).toEqual({ batchItemFailures: [] });
  expect(await handle({ since: 'all' })).toEqual({ ticked: 1 });
  expect(await handle(null)).toEqual({ ticked: 0 });
});

it('what a function is not made for is a fault', async () => {
  const handle = onAny('billing.run', { queue: ways.queue }).with(portsOf(twinsAt()));

  await expect(handle({ routeKey: 'GET /x' })).rejects.toThrow('does not know this kind of event');
});

it('a tick is one line of the log, whether it went well or not', async () => {
  const twins = twinsAt();
  const broken = onSchedule('billing.run', async () => Promise.reject(new Error('late')));

  await ways.schedule.with(portsOf(twins))({});
  await expect(broken.with(portsOf(twins))({})).rejects.toThrow('late');

  expect(twins.observer.lines.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['ok', undefined],
    ['fault', 'late'],
  ]);
});
