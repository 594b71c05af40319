import { expect, test } from 'vitest';
import { EVENT_TEXT_MAX, inbox, inboxOf } from '../../../shared/domain/inbox.ts';
import type { ProviderEvent } from '../../../shared/ports.ts';
import { given } from '../../kit/decider.ts';

const event: ProviderEvent = {
  eventId: 'evt_1',
  type: 'charge.accepted',
  tenant: 'ten_1',
  payment: 'pay_1',
  refund: null,
  outcome: { status: 'accepted', reference: 'ch_1' },
  refundOutcome: null,
};
const record = (rest: Partial<ProviderEvent> = {}) =>
  ({ do: 'record', provider: 'sandbox', event: { ...event, ...rest }, body: 'hash' }) as const;

test('an event is recorded with what we act on and the hash of its raw body, and nothing else', () => {
  expect(given(inbox).when(record())).toEqual([
    {
      type: 'inbox.recorded',
      data: {
        provider: 'sandbox',
        event: 'evt_1',
        type: 'charge.accepted',
        payment: 'pay_1',
        refund: null,
        outcome: { status: 'accepted', reference: 'ch_1' },
        refundOutcome: null,
        body: 'hash',
      },
    },
  ]);
});

test('an event that is recorded and one that is ignored are told apart', () => {
  expect(given(inbox, given(inbox).when(record())).state).toEqual({ status: 'recorded', event: 'evt_1' });
  expect(given(inbox, given(inbox).when(record({ outcome: null }))).state).toEqual({
    status: 'ignored',
    event: 'evt_1',
  });
});

test('an event is recorded once', () => {
  expect(given(inbox, given(inbox).when(record())).when(record())).toEqual([]);
});

test('an event of a type that we do not act on is kept as ignored', () => {
  expect(given(inbox).when(record({ outcome: null }))).toMatchObject([
    { type: 'inbox.ignored', data: { reason: 'type_unknown' } },
  ]);
});

test('an event about what is not ours is kept as ignored', () => {
  expect(given(inbox).when(record({ tenant: null }))).toMatchObject([
    { type: 'inbox.ignored', data: { reason: 'not_ours' } },
  ]);
  expect(given(inbox).when(record({ payment: null }))).toMatchObject([
    { type: 'inbox.ignored', data: { reason: 'not_ours' } },
  ]);
});

test('what a provider writes into its ids and types is cut before it becomes part of a fact', () => {
  const [fact] = given(inbox).when(record({ eventId: 'e'.repeat(500), type: 't'.repeat(500) }));

  expect(fact?.data.event).toHaveLength(EVENT_TEXT_MAX);
  expect(fact?.data.type).toHaveLength(EVENT_TEXT_MAX);
});

test('two providers may use the same id for two events', () => {
  expect(inboxOf('sandbox', 'evt_1')).not.toBe(inboxOf('stripe', 'evt_1'));
});
