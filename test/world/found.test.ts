/** What histories of the world found, each told again as small as it can be. */
import { expect, test } from 'vitest';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { paymentOfAttempt } from '../../shared/domain/payments.ts';
import { tenants } from '../../shared/domain/tenants.ts';
import { create, loadEnough } from '../../shared/execute.ts';
import { billAt, factsOf, moved, started } from '../shared/domain/subscription-sample.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import { openCounter } from '../kit/counter.ts';

test('money that is taken off an invoice keeps the instant it was brought with, so that it is never brought again', async () => {
  const counter = await openCounter('pm_approve');
  const invoice = await counter.sell('100.00');
  const payment = paymentOfAttempt(counter.line.tenant, invoice, 1);

  await counter.refund(payment, { effect: 'reopen' });

  const instants = counter.journal.stream
    .flatMap(({ facts }) => facts)
    .filter(({ type }) => type === 'cash.added' || type === 'cash.released')
    .map(({ data }) => (data as { at: string }).at);
  expect(instants).toHaveLength(2);
  expect(new Set(instants).size).toBe(1);
});

test('that something is missing is not believed of a read that may lag', async () => {
  const journal = memoryJournal();
  const lagging = {
    ...journal,
    latest: async (ref: Parameters<typeof journal.latest>[0], consistency: 'eventual' | 'strong') =>
      consistency === 'strong' ? journal.latest(ref, consistency) : undefined,
  };
  const ref = { tenant: 'ten_1', id: 'ten_1' };
  const acting = { actor: 'test', cause: 'test', trace: 'test', at: '2026-11-23T09:00:00.000Z' };
  await create(journal, tenants, { ref, command: { do: 'create', name: 'Example', at: acting.at }, acting });

  const state = await loadEnough(lagging, tenants, { ref, isEnough: ({ status }) => status !== 'none' });

  expect(state).toMatchObject({ status: 'active', name: 'Example' });
});

test('a subscription that a run has set aside is not set aside again by news of it', () => {
  const parked = moved(started(), billAt('2026-01-31T10:00:00.000Z', { profile: null, run: 'run_a' })).state;

  const again = subscriptions.decide(
    parked,
    billAt('2026-01-31T11:00:00.000Z', { profile: null, run: null }),
  );

  expect(parked.parked).toMatchObject({ code: 'customer.erased', run: 'run_a' });
  expect(factsOf(again)).toEqual([]);
});

test('what is cancelled on its first day owes nothing in arrears, also where a pause was to come', () => {
  const sold = moved(started({ charge: 'in_arrears' }), billAt('2026-01-31T10:00:00.000Z')).state;
  const paused = moved(sold, { do: 'pause', at: '2026-01-31T10:30:00.000Z' }).state;

  const ended = moved(paused, { do: 'cancel', when: 'now', at: '2026-01-31T11:00:00.000Z' }).state;

  expect(paused.pausedFrom).not.toBeNull();
  expect(
    moved(ended, billAt('2026-03-31T10:00:00.000Z')).facts.filter(
      ({ type }) => type === 'subscription.billed',
    ),
  ).toEqual([]);
});
