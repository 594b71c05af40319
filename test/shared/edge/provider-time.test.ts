import { expect, it } from 'vitest';
import { memoryClock } from '../../../shared/adapters/memory-system.ts';
import { eventIn, providersIn } from '../../../shared/edge/provider-time.ts';
import type { Clock, PaymentOutcome, PaymentProvider, ProviderEvent } from '../../../shared/ports.ts';

const machine = memoryClock('2026-11-25T12:00:00.000Z');
const ahead: Clock = { now: () => '2028-01-01T00:00:00.000Z', machine };

const settled: PaymentOutcome = {
  status: 'settled',
  reference: 'r',
  amountMinor: 100n,
  currency: 'EUR',
  at: '2026-11-25T11:59:59.999Z',
};

const EVENT: ProviderEvent = {
  eventId: 'e',
  type: 'charge.settled',
  tenant: null,
  payment: null,
  refund: null,
  outcome: settled,
  refundOutcome: null,
};

it('money that arrived a moment ago in real time arrived a moment ago in the time of the tenant', async () => {
  const provider = { name: 'p', charge: async () => settled } as unknown as PaymentProvider; // the one call that is made
  const { p } = providersIn(ahead, { p: provider });

  expect(await p?.charge(undefined as never)).toEqual({ ...settled, at: '2027-12-31T23:59:59.999Z' });
  expect(eventIn(ahead, EVENT).outcome).toEqual({ ...settled, at: '2027-12-31T23:59:59.999Z' });
});

it('on the machine its own clock moves nothing', () => {
  expect(eventIn(machine, EVENT)).toEqual(EVENT);
});
