/** Payment providers as a tenant with a clock of its own sees them: they live in the machine's time, their answers are told in the tenant's. */
import type { Instant } from '../kernel/time.ts';
import type {
  PaymentOutcome,
  PaymentProvider,
  PaymentProviders,
  ProviderEvent,
  RefundOutcome,
} from '../ports.ts';

/** What time it was for a tenant at an instant of the machine's. */
export type WhenWas = (machine: Instant) => Promise<Instant>;

/** The providers, with the instants in their answers told in the tenant's time. */
export function providersIn(whenWas: WhenWas, providers: PaymentProviders): PaymentProviders {
  return Object.fromEntries(
    Object.entries(providers).map(([name, provider]) => [name, providerIn(whenWas, provider)]),
  );
}

/** An event with its instants in the tenant's time. */
export async function eventIn(whenWas: WhenWas, event: ProviderEvent): Promise<ProviderEvent> {
  const { outcome, refundOutcome } = event;

  return {
    ...event,
    outcome: outcome && (await outcomeIn(whenWas, outcome)),
    refundOutcome: refundOutcome && (await outcomeIn(whenWas, refundOutcome)),
  };
}

async function outcomeIn<O extends PaymentOutcome | RefundOutcome>(whenWas: WhenWas, outcome: O): Promise<O> {
  return outcome.status === 'settled' ? { ...outcome, at: await whenWas(outcome.at) } : outcome;
}

function providerIn(whenWas: WhenWas, provider: PaymentProvider): PaymentProvider {
  return {
    ...provider,
    charge: async (request) => outcomeIn(whenWas, await provider.charge(request)),
    askPayment: async (...of) => outcomeIn(whenWas, await provider.askPayment(...of)),
    cancel: async (...of) => outcomeIn(whenWas, await provider.cancel(...of)),
    refund: async (request) => outcomeIn(whenWas, await provider.refund(request)),
    askRefund: async (...of) => outcomeIn(whenWas, await provider.askRefund(...of)),
  };
}
