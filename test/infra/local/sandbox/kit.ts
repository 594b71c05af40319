import { inProcessSandbox } from '../../../../infra/local/sandbox/in-process.ts';
import { sandboxProvider } from '../../../../shared/adapters/providers/sandbox.ts';
import { addToInstant, type Instant } from '../../../../shared/kernel/time.ts';
import type { ChargeRequest, ProviderEvent } from '../../../../shared/ports.ts';

/** The secret that the sandboxes of these tests sign with. */
export const SECRET = 'sandbox-test-secret';

/** A sandbox in this process with its clock in hand, and the events it would have delivered. */
export function sandboxOfTest() {
  let now: Instant = '2026-03-01T12:00:00.000Z';
  const baseUrl = 'http://sandbox.test';
  const sandbox = inProcessSandbox({ now: () => now, secret: SECRET, baseUrl });
  const provider = sandboxProvider({ http: sandbox.http, baseUrl });
  return {
    sandbox,
    provider,
    pass: (seconds: number) => {
      now = addToInstant(now, { seconds });
    },
    /** Delivers what is due, once round, and returns the events as the adapter reads them. */
    delivered: (): readonly ProviderEvent[] =>
      sandbox.due(100).flatMap(({ event, body, headers }) => {
        sandbox.delivered(event, true);
        const read = provider.verify({ body: Buffer.from(body), headers, receivedAt: now }, [SECRET]);
        return read.ok ? read.value : [];
      }),
    /** A page as a browser asks for it, or a form as one sends it. */
    browse: async (path: string, form?: string) =>
      sandbox.http({
        method: form === undefined ? 'GET' : 'POST',
        url: `${baseUrl}${path}`,
        headers: { accept: 'text/html' },
        ...(form === undefined ? {} : { body: form }),
      }),
  };
}

/** A charge of one payment with a method that behaves. */
export function chargeWith(method: string, payment = 'pay_a'): ChargeRequest {
  return {
    tenant: 'ten_a',
    payment,
    invoice: 'inv_a',
    key: payment,
    amountMinor: 12_345n,
    currency: 'EUR',
    method: { id: method, customer: null },
    description: 'Invoice <2026-1>',
  };
}
