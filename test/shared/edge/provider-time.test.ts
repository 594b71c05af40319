import { expect, it } from 'vitest';
import { testClockOf, testClocks } from '../../../shared/domain/test-clocks.ts';
import { execute } from '../../../shared/execute.ts';
import { eventIn, providersIn } from '../../../shared/edge/provider-time.ts';
import { inTimeOf } from '../../../shared/edge/tenant-time.ts';
import type { PaymentOutcome, PaymentProvider, ProviderEvent } from '../../../shared/ports.ts';
import { openHouse } from '../../kit/house.ts';

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

it("what a provider answers and tells by itself has its instants in the tenant's time", async () => {
  const provider = { name: 'p', charge: async () => settled } as unknown as PaymentProvider; // the one call that is made
  const inMay = async (machine: string) => machine.replace('2026-11', '2028-05');
  const { p } = providersIn(inMay, { p: provider });

  expect(await p?.charge(undefined as never)).toEqual({ ...settled, at: '2028-05-25T11:59:59.999Z' });
  expect((await eventIn(inMay, EVENT)).outcome).toEqual({ ...settled, at: '2028-05-25T11:59:59.999Z' });
});

/** A tenant whose clock set out at 12:00:10 of the machine, stood in February from 12:00:20, in March from 12:00:30, and arrived at 12:00:40. */
async function travelled() {
  const { ports, tenant } = await openHouse({ start: '2026-01-15T12:00:00.000Z' });
  const ref = { tenant, id: testClockOf(tenant) };
  const now = '2026-01-15T12:00:10.000Z';
  const to = '2026-04-01T00:00:00.000Z';
  const steps = [
    [10, { do: 'advance', to, now }],
    [20, { do: 'step', at: '2026-02-01T00:00:00.000Z', failed: [] }],
    [30, { do: 'step', at: '2026-03-01T00:00:00.000Z', failed: [] }],
    [40, { do: 'arrive', machineNow: '2026-01-15T12:00:40.000Z', failed: [] }],
  ] as const;
  for (const [second, command] of steps) {
    const acting = { actor: 'test', cause: 'test', trace: 'test', at: `2026-01-15T12:00:${second}.000Z` };
    await execute(ports.journal, testClocks, { ref, command, acting });
  }

  return inTimeOf(tenant, ports);
}

it.each([
  ['before the clock was moved is that instant', '12:00:05.000', '2026-01-15T12:00:05.000Z'],
  ['while it stood is where it stood', '12:00:28.000', '2026-02-01T00:00:00.000Z'],
  [
    'that another clock tells a little early is where it stood then',
    '12:00:29.500',
    '2026-03-01T00:00:00.000Z',
  ],
  ['after its arrival is as long after where it arrived', '12:01:00.000', '2026-04-01T00:00:20.000Z'],
])('an instant of the machine %s', async (_, machine, expected) => {
  const { whenWas } = await travelled();

  expect(await whenWas(`2026-01-15T${machine}Z`)).toBe(expected);
});

it('on the machine its own clock moves nothing', async () => {
  const { ports, tenant } = await openHouse({});
  const { whenWas } = await inTimeOf(tenant, ports);

  expect(await eventIn(whenWas, EVENT)).toEqual(EVENT);
});
