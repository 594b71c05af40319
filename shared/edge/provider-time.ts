/** Payment providers as a tenant with a clock of its own sees them: they live in the machine's time, their answers are told in the tenant's. */
import { epochMilliseconds, type Instant, instantFromEpochMilliseconds } from '../kernel/time.ts';
import type {
  Clock,
  PaymentOutcome,
  PaymentProvider,
  PaymentProviders,
  ProviderEvent,
  RefundOutcome,
} from '../ports.ts';

/** The providers, with the instants in their answers moved to the clock's time. */
export function providersIn(clock: Clock, providers: PaymentProviders): PaymentProviders {
  return Object.fromEntries(
    Object.entries(providers).map(([name, provider]) => [name, providerIn(clock, provider)]),
  );
}

/** An event with its instants in the clock's time; unchanged on the machine's own clock. */
export function eventIn(clock: Clock, event: ProviderEvent): ProviderEvent {
  const { outcome, refundOutcome } = event;

  return {
    ...event,
    outcome: outcome && outcomeIn(clock, outcome),
    refundOutcome: refundOutcome && outcomeIn(clock, refundOutcome),
  };
}

function outcomeIn<O extends PaymentOutcome | RefundOutcome>(clock: Clock, outcome: O): O {
  return outcome.status === 'settled' ? { ...outcome, at: instantIn(clock, outcome.at) } : outcome;
}

function instantIn(clock: Clock, at: Instant): Instant {
  if (clock.machine === undefined) return at;
  const since = epochMilliseconds(at) - epochMilliseconds(clock.machine.now());

  return instantFromEpochMilliseconds(epochMilliseconds(clock.now()) + since);
}

function providerIn(clock: Clock, provider: PaymentProvider): PaymentProvider {
  return {
    ...provider,
    charge: async (request) => outcomeIn(clock, await provider.charge(request)),
    askPayment: async (...of) => outcomeIn(clock, await provider.askPayment(...of)),
    cancel: async (...of) => outcomeIn(clock, await provider.cancel(...of)),
    refund: async (request) => outcomeIn(clock, await provider.refund(request)),
    askRefund: async (...of) => outcomeIn(clock, await provider.askRefund(...of)),
  };
}
